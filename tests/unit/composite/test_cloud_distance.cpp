// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <random>

#include "mineprint/composite/cloud_distance.hpp"
#include "mineprint/core/error.hpp"
#include "test_main.hpp"

using mineprint::composite::distance_to_set;
using mineprint::geo::GroundSize;
using mineprint::raster::Mask;

namespace {

GroundSize pixels_of(std::size_t number, double width_m, double height_m) {
    return {std::vector<double>(number, width_m), std::vector<double>(number, height_m)};
}

/// The definition: the nearest of all set pixels.
double plain_distance(const Mask& mask, std::int64_t row, std::int64_t column, double width_m,
                      double height_m) {
    double least = 1e9;
    for (std::int64_t r = 0; r < mask.height(); ++r) {
        for (std::int64_t c = 0; c < mask.width(); ++c) {
            if (mask(r, c) != 0) {
                least = std::min(least, std::hypot(static_cast<double>(c - column) * width_m,
                                                   static_cast<double>(r - row) * height_m));
            }
        }
    }
    return least;
}

}  // namespace

TEST_CASE("distances are those to the nearest of all set pixels, up to the largest") {
    std::mt19937 generator(3);
    for (const double share : {0.0, 0.004, 0.05, 0.9}) {
        Mask mask(60, 50);
        for (auto& value : mask.values()) {
            value = std::generate_canonical<double, 30>(generator) < share ? 1 : 0;
        }
        const auto made =
            distance_to_set(mask, {10, 15}, pixels_of(40 * 20, 30, 20), 300);  // 10 and 15 pixels
        REQUIRE(made.width() == 40);
        REQUIRE(made.height() == 20);
        for (std::int64_t row = 0; row < 20; ++row) {
            for (std::int64_t column = 0; column < 40; ++column) {
                const double expected =
                    std::min(300.0, plain_distance(mask, row + 15, column + 10, 30, 20));
                REQUIRE(made(row, column) == Approx(expected).epsilon(1e-6));
            }
        }
    }
}

TEST_CASE("each pixel is measured with its own size on the ground") {
    Mask mask(5, 2, 0);
    mask(0, 2) = mask(1, 2) = 1;
    GroundSize size = pixels_of(10, 10, 10);
    std::fill_n(size.width_m.begin() + 5, 5, 7.0);
    const Mask padded = [&] {
        Mask wide(9, 6, 0);
        for (std::int64_t c = 0; c < 5; ++c) {
            wide(2, c + 2) = mask(0, c);
            wide(3, c + 2) = mask(1, c);
        }
        return wide;
    }();
    const auto made = distance_to_set(padded, {2, 2}, size, 20);
    CHECK(made(0, 0) == 20);
    CHECK(made(1, 0) == 14);
    CHECK(made(1, 1) == 7);
    CHECK(made(0, 2) == 0);
}

TEST_CASE("a mask that does not fit is refused") {
    CHECK_THROWS_AS(distance_to_set(Mask(5, 5), {1, 1}, pixels_of(8, 1, 1), 1),
                    mineprint::core::RunError);
}
