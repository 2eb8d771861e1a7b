// SPDX-License-Identifier: Apache-2.0
#include "mineprint/core/random.hpp"
#include "mineprint/geo/box_index.hpp"
#include "test_main.hpp"

using mineprint::geo::BoxIndex;
using mineprint::geo::Extent;

TEST_CASE("an index finds what a look at every box finds") {
    const mineprint::core::KeyedRandom random(7, mineprint::core::Stream::noise);
    for (const std::size_t number : {0, 1, 15, 16, 17, 300, 5000}) {
        std::vector<Extent> boxes;
        for (std::size_t i = 0; i < number; ++i) {
            const double x = std::floor(100 * random.uniform(i, 1));
            const double y = std::floor(100 * random.uniform(i, 2));
            boxes.push_back(
                {x, y, x + 1 + 9 * random.uniform(i, 3), y + 1 + 9 * random.uniform(i, 4)});
        }
        const BoxIndex index(boxes);
        for (std::size_t turn = 0; turn < 200; ++turn) {
            const double x = std::floor(110 * random.uniform(turn, 5)) - 5;
            const double y = std::floor(110 * random.uniform(turn, 6)) - 5;
            const Extent box{x, y, x + 1 + 20 * random.uniform(turn, 7), y + 3};
            std::vector<std::size_t> expected;
            for (std::size_t i = 0; i < number; ++i) {
                if (boxes[i].intersects(box)) {
                    expected.push_back(i);
                }
            }
            CHECK(index.meeting(box) == expected);
        }
    }
}
