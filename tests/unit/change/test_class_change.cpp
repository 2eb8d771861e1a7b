// SPDX-License-Identifier: Apache-2.0
#include <vector>

#include "mineprint/change/class_change.hpp"
#include "test_main.hpp"

using mineprint::change::class_change;

TEST_CASE("the study's change matrix: what mines gained, lost and kept") {
    // Chinkaka et al. 2023, Table 5, 2005-2020, km²: mine, non-mine.
    const std::vector<double> matrix{0.57, 0.64, 3.20, 53.33};
    const auto mine = class_change(matrix, 2, 0);
    CHECK(mine.gain == Approx(3.20));
    CHECK(mine.loss == Approx(0.64));
    CHECK(mine.net == Approx(2.56));
    CHECK(mine.swap == Approx(1.28));
    CHECK(mine.persistence == Approx(0.57));
    // The net is the difference of the areas 1.22 (1.21 here) and 3.78 (3.77).
    CHECK(mine.net == Approx(3.77 - 1.21));
    const auto other = class_change(matrix, 2, 1);
    CHECK(other.gain == Approx(mine.loss));
    CHECK(other.net == Approx(-mine.net));
}

TEST_CASE("of three classes gain and loss are sums over the two others") {
    const std::vector<double> matrix{10, 1, 2, 3, 20, 4, 5, 6, 30};
    const auto middle = class_change(matrix, 3, 1);
    CHECK(middle.gain == 7);
    CHECK(middle.loss == 7);
    CHECK(middle.net == 0);
    CHECK(middle.swap == 14);
    CHECK(middle.persistence == 20);
}
