// SPDX-License-Identifier: Apache-2.0
#include "mineprint/pipeline/alert_check.hpp"
#include "test_main.hpp"

using namespace mineprint;
using pipeline::alert_day;
using pipeline::AlertEncoding;
using pipeline::AlertOptions;

TEST_CASE("values of alert rasters tell their days") {
    const AlertOptions glad;
    const int origin = core::Date::parse("2014-12-31").days_since_1970();
    CHECK(alert_day(20'001, glad) == core::Date::parse("2015-01-01").days_since_1970());
    CHECK(alert_day(30'366, glad) == core::Date::parse("2016-01-01").days_since_1970());
    CHECK_FALSE(alert_day(10'100, glad));  // of low confidence
    CHECK_FALSE(alert_day(0, glad));
    CHECK_FALSE(alert_day(20'000, glad));  // without a day
    CHECK_FALSE(alert_day(-1, glad));
    AlertOptions days;
    days.encoding = AlertEncoding::days;
    CHECK(alert_day(12'345, days) == origin + 12'345);
    AlertOptions all = glad;
    all.minimum_confidence = 0;
    CHECK(alert_day(100, all) == origin + 100);
}
