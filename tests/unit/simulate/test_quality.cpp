// SPDX-License-Identifier: Apache-2.0
#include "mineprint/simulate/quality.hpp"
#include "test_main.hpp"

using mineprint::simulate::quality_value;

// The values are those of the USGS's own tables of QA_PIXEL (LSDS-1618, LSDS-1619).
TEST_CASE("quality values of Landsat 8 and 9 are the product guide's") {
    constexpr bool oli = true;
    CHECK(quality_value({}, oli) == 21824);
    CHECK(quality_value({.water = true}, oli) == 21888);
    CHECK(quality_value({.cloud = true}, oli) == 22280);
    CHECK(quality_value({.shadow = true}, oli) == 23888);
    CHECK(quality_value({.cirrus = true}, oli) == 54596);
    CHECK(quality_value({.fill = true}, oli) == 1);
}

TEST_CASE("quality values of Landsat 4 to 7 are the product guide's, and know no cirrus") {
    constexpr bool oli = false;
    CHECK(quality_value({}, oli) == 5440);
    CHECK(quality_value({.water = true}, oli) == 5504);
    CHECK(quality_value({.cloud = true}, oli) == 5896);
    CHECK(quality_value({.shadow = true}, oli) == 7440);
    CHECK(quality_value({.cirrus = true}, oli) == 5440);
    CHECK(quality_value({.fill = true, .water = true}, oli) == 1);
}
