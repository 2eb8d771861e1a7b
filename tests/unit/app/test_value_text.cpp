// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "mineprint/app/value_text.hpp"
#include "test_main.hpp"

using namespace mineprint;
using namespace mineprint::app;
using Texts = std::vector<std::string>;

TEST_CASE("whole numbers are read whole or not at all") {
    CHECK(parse_integer("12", 0, 20) == 12);
    CHECK(parse_integer("-3", -5, 20) == -3);
    for (const auto* text : {"", "x", "12x", "1.5", " 12", "99999999999999999999", "0x10"}) {
        CHECK_THROWS_AS(parse_integer(text, -100, 100), BadValue);
    }
    CHECK_THROWS_WITH(parse_integer("21", 0, 20), "is out of range");
    CHECK(parse_seed("18446744073709551615") == 18446744073709551615ULL);
    CHECK_THROWS_AS(parse_seed("18446744073709551616"), BadValue);
    CHECK_THROWS_AS(parse_seed("-1"), BadValue);
}

TEST_CASE("real numbers are finite and lie in their interval") {
    CHECK(parse_real("2.75e-05", {}) == 2.75e-05);
    CHECK(parse_real("-.5", {}) == -0.5);
    for (const auto* text : {"", "nan", "inf", "1,5", "1.5 ", "--1"}) {
        CHECK_THROWS_WITH(parse_real(text, {}), "is not a number");
    }
    const Interval share{.least = 0, .most = 1, .open = true};
    CHECK(parse_real("1", share) == 1);
    CHECK_THROWS_WITH(parse_real("0", share), "is out of range");
    CHECK_THROWS_WITH(parse_real("1.01", share), "is out of range");
    CHECK(share.text() == "a number, 0 < x ≤ 1");
    CHECK(Interval{0, 80}.text() == "a number, 0 … 80");
    CHECK(Interval{.least = 0, .open = true}.text() == "a number > 0");
    CHECK(Interval{}.text() == "a number");
    CHECK(std::isnan(parse_real_or_nan("nan")));
    CHECK(parse_real_or_nan("-9999") == -9999);
}

TEST_CASE("a shown real number reads back as the same bits") {
    for (const double value : {0.1, 1.0 / 3.0, 2.75e-5, 1e300, -0.0, 30.0}) {
        CHECK(parse_real(show_real(value), {}) == value);
    }
    CHECK(show_real(30) == "30");
}

TEST_CASE("flags, names and lists") {
    CHECK(parse_flag("yes"));
    CHECK(parse_flag("true"));
    CHECK_FALSE(parse_flag("off"));
    CHECK_THROWS_AS(parse_flag("maybe"), BadValue);

    CHECK(parse_name("2020-dry_1") == "2020-dry_1");
    for (const auto& text : Texts{"", "a b", "a/b", "..", "é", std::string(65, 'a')}) {
        CHECK_THROWS_AS(parse_name(text), BadValue);
    }

    CHECK(parse_list("red, nir ,swir1") == Texts{"red", "nir", "swir1"});
    CHECK_THROWS_WITH(parse_list("red,,nir"), "has an empty item between its commas");
    CHECK_THROWS_WITH(parse_list("red,red"), "names 'red' twice");

    const Texts known{"median", "medoid"};
    CHECK(parse_choice("medoid", known) == "medoid");
    CHECK_THROWS_WITH(parse_choice("medain", known), "is not known; did you mean 'median'?");
}

TEST_CASE("an extent encloses something") {
    CHECK(parse_extent("1, 2,3.5,4") == geo::Extent{1, 2, 3.5, 4});
    CHECK(parse_extent(show_extent({-1.25, 0, 1e6, 7})) == geo::Extent{-1.25, 0, 1e6, 7});
    CHECK_THROWS_WITH(parse_extent("1,2,3"), "has 3 numbers between commas, not 4");
    CHECK_THROWS_WITH(parse_extent("1,2,3,x"), "holds 'x', which is not a number");
    CHECK_THROWS_AS(parse_extent("3,2,1,4"), BadValue);
    CHECK_THROWS_AS(parse_extent("1,4,3,4"), BadValue);
}

TEST_CASE("sizes are powers of 1024") {
    CHECK(parse_size("4G") == 4294967296);
    CHECK(parse_size("512M") == 536870912);
    CHECK(parse_size("1.5G") == 1610612736);
    CHECK(parse_size("1048576") == 1048576);
    CHECK(show_size(parse_size("4G")) == "4G");
    CHECK(show_size(1610612736) == "1536M");
    for (const auto* text : {"", "G", "4X", "4GB", "-1G", "1000", "99999999T", "inf"}) {
        CHECK_THROWS_AS(parse_size(text), BadValue);
    }
}

TEST_CASE("parts between separators are never empty") {
    CHECK(split_at_first("2005:a:b", ':') == std::pair<std::string, std::string>("2005", "a:b"));
    CHECK(split_at_last("a:b:3", ':') == std::pair<std::string, std::string>("a:b", "3"));
    for (const auto* text : {"", "a", ":b", "a:", " : "}) {
        CHECK_THROWS_WITH(split_at_first(text, ':'),
                          "does not have two parts with ':' between them");
    }
}

TEST_CASE("paths are relative to the folder, but not what GDAL alone understands") {
    CHECK(resolve_path("/jobs", "../data/a.tif") == "/data/a.tif");
    CHECK(resolve_path("/jobs", "/data//a.tif") == "/data/a.tif");
    CHECK(resolve_path("", "out") == "out");
    CHECK(resolve_path("/jobs", "/vsicurl/https://host/a.tif") == "/vsicurl/https://host/a.tif");
    CHECK(resolve_path("/jobs", "NETCDF:/d/a.nc:red") == "NETCDF:/d/a.nc:red");
    CHECK(resolve_path("/jobs", "a b#1.tif") == "/jobs/a b#1.tif");
}

TEST_CASE("a time is a number with its unit behind it") {
    CHECK(parse_duration_s("90m") == 5400);
    CHECK(parse_duration_s("12h") == 43200);
    CHECK(parse_duration_s("1.5d") == 129600);
    CHECK(parse_duration_s("30s") == 30);
    for (const char* wrong : {"", "90", "m", "-5m", "0h", "500d", "ten m"}) {
        CAPTURE(wrong);
        CHECK_THROWS_AS(parse_duration_s(wrong), BadValue);
    }
}
