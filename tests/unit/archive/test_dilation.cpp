// SPDX-License-Identifier: Apache-2.0
#include "mineprint/archive/dilation.hpp"
#include "mineprint/core/random.hpp"
#include "test_main.hpp"

using mineprint::archive::dilated;
using mineprint::archive::Reach;
using mineprint::raster::Mask;

namespace {

/// By the definition: every pixel against every pixel.
Mask by_definition(const Mask& mask, const Reach& reach) {
    Mask result(mask.width(), mask.height(), 0);
    for (std::int64_t row = 0; row < mask.height(); ++row) {
        for (std::int64_t column = 0; column < mask.width(); ++column) {
            for (std::int64_t r = 0; r < mask.height(); ++r) {
                for (std::int64_t c = 0; c < mask.width(); ++c) {
                    const double dx = static_cast<double>(c - column) * reach.pixel_width_m;
                    const double dy = static_cast<double>(r - row) * reach.pixel_height_m;
                    if (mask(r, c) != 0 &&
                        dx * dx + dy * dy <= reach.radius_m * reach.radius_m + 1e-6) {
                        result(row, column) = 1;
                    }
                }
            }
        }
    }
    return result;
}

Mask random_mask(std::int64_t width, std::int64_t height, std::uint64_t key) {
    const mineprint::core::KeyedRandom random(key, mineprint::core::Stream::noise);
    Mask mask(width, height, 0);
    for (std::size_t i = 0; i < mask.size(); ++i) {
        mask[i] = random.uniform(i, 0) < 0.03 ? 1 : 0;
    }
    return mask;
}

}  // namespace

TEST_CASE("a dilated mask is what the distances between all pixels say") {
    for (const double radius : {0.0, 29.0, 30.0, 42.5, 90.0, 150.0, 1000.0}) {
        for (std::uint64_t key = 0; key < 4; ++key) {
            const Mask mask = random_mask(23, 17, key);
            for (const Reach& reach : {Reach{radius, 30, 30}, Reach{radius, 30, 20}}) {
                CAPTURE(radius, key, reach.pixel_height_m);
                CHECK(dilated(mask, reach) == by_definition(mask, reach));
            }
        }
    }
}

TEST_CASE("a reach is counted in whole pixels") {
    CHECK(Reach{90, 30, 30}.rows() == 3);
    CHECK(Reach{89.9, 30, 30}.rows() == 2);
    CHECK(Reach{0.3, 0.1, 0.1}.columns() == 3);  // 0.3 / 0.1 is a little less than 3
}
