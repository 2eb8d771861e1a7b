// SPDX-License-Identifier: Apache-2.0
#include "mineprint/core/date.hpp"
#include "mineprint/core/error.hpp"
#include "test_main.hpp"

using mineprint::core::DataError;
using mineprint::core::Date;

TEST_CASE("dates are read with and without dashes") {
    const Date date = Date::parse("2020-01-15");
    CHECK(date == Date::parse("20200115"));
    CHECK(date.year() == 2020);
    CHECK(date.day_of_year() == 15);
    CHECK(date.text() == "2020-01-15");
    // From Python: (date(2020, 1, 15) - date(1970, 1, 1)).days.
    CHECK(date.days_since_1970() == 18276);
    CHECK(Date::parse("1969-12-31").days_since_1970() == -1);
    CHECK(Date().text() == "1970-01-01");
}

TEST_CASE("the day of the year knows leap years") {
    CHECK(Date::parse("1988-08-14").day_of_year() == 227);  // the scene LT5…1988227
    CHECK(Date::parse("2000-12-31").day_of_year() == 366);
    CHECK(Date::parse("1900-12-31").day_of_year() == 365);
    CHECK(Date::parse("2000-02-29").text() == "2000-02-29");
}

TEST_CASE("dates are ordered in time") {
    CHECK(Date::parse("1999-12-31") < Date::parse("2000-01-01"));
    CHECK(Date::parse("2000-01-02") > Date::parse("2000-01-01"));
}

TEST_CASE("what is no date is refused by its text") {
    for (const char* text :
         {"", "2020", "2020-1-15", "2020-13-01", "2020-02-30", "1900-02-29", "2020-00-10",
          "2020-01-00", "2020/01/15", "2020-01-1x", "x020-01-15", "-020-01-15", "2020-01-15 ",
          "202001155", "20-0-01-15", "2020-01-+5"}) {
        CAPTURE(text);
        CHECK_THROWS_AS(Date::parse(text), DataError);
        CHECK_THROWS_WITH(Date::parse(text),
                          Catch::Matchers::Contains("'" + std::string(text) + "'"));
    }
}
