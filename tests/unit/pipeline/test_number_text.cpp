// SPDX-License-Identifier: Apache-2.0
#include <limits>

#include "mineprint/pipeline/number_text.hpp"
#include "test_main.hpp"

using namespace mineprint::pipeline;

namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();

}  // namespace

TEST_CASE("growth has a sign unless it rounds to nothing") {
    CHECK(signed_percent(26.24) == "+26.2 %");
    CHECK(signed_percent(-4) == "-4.0 %");
    CHECK(signed_percent(0.04) == "0.0 %");
    CHECK(signed_percent(-0.04) == "0.0 %");
    CHECK(signed_percent(-0.06) == "-0.1 %");
    CHECK(signed_percent(none) == "-");
    CHECK(signed_tenths(150) == "+150.0");
    CHECK(signed_tenths(none) == "-");
}

TEST_CASE("three digits are told without an exponent") {
    CHECK(three_digits(0) == "0");
    CHECK(three_digits(267123.4) == "267000");
    CHECK(three_digits(999.6) == "1000");
    CHECK(three_digits(99.96) == "100");
    CHECK(three_digits(12.345) == "12.3");
    CHECK(three_digits(-1.5) == "-1.50");
    CHECK(three_digits(0.00123456) == "0.00123");
    CHECK(three_digits(none) == "-");
}

TEST_CASE("one is not many") {
    CHECK(counted(0, "site", "sites") == "0 sites");
    CHECK(counted(1, "site", "sites") == "1 site");
    CHECK(counted(852, "site", "sites") == "852 sites");
}
