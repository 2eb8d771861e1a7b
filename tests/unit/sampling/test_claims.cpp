// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>

#include "mineprint/sampling/claims.hpp"
#include "test_main.hpp"

using namespace mineprint::sampling;
using Pixels = std::vector<LabelledPixel>;

namespace {

LabelledPixel claim(std::uint16_t epoch, std::int64_t row, std::int64_t column, std::uint8_t label,
                    std::uint32_t group) {
    return {.column = column, .row = row, .epoch = epoch, .label = label, .group = group};
}

/// 100 pixels of class 0 and 20 of class 1 at each of two epochs, each with an id.
Pixels two_epochs() {
    Pixels pixels;
    for (std::uint16_t epoch = 0; epoch < 2; ++epoch) {
        for (std::int64_t row = 0; row < 120; ++row) {
            pixels.push_back(claim(epoch, row, 0, row < 100 ? 0 : 1, 0));
            pixels.back().id = static_cast<std::uint64_t>(row) + 1000U * epoch;
        }
    }
    return pixels;
}

std::map<std::pair<int, int>, int> counts_of(const Pixels& pixels) {
    std::map<std::pair<int, int>, int> counts;
    for (const LabelledPixel& pixel : pixels) {
        ++counts[{pixel.epoch, pixel.label}];
    }
    return counts;
}

}  // namespace

TEST_CASE("claims that agree leave the lowest feature's, claims that do not leave none") {
    Pixels pixels{claim(1, 0, 0, 1, 5), claim(0, 2, 3, 1, 9), claim(0, 2, 3, 1, 4),
                  claim(0, 2, 3, 1, 7), claim(0, 2, 2, 0, 4), claim(0, 2, 2, 1, 3),
                  claim(0, 1, 9, 0, 8), claim(1, 2, 2, 1, 3)};
    CHECK(settle_claims(pixels) == 1);
    // By epoch, row and column.
    CHECK(pixels == Pixels{claim(0, 1, 9, 0, 8), claim(0, 2, 3, 1, 4), claim(1, 0, 0, 1, 5),
                           claim(1, 2, 2, 1, 3)});
    Pixels nothing;
    CHECK(settle_claims(nothing) == 0);
}

TEST_CASE("one disagreement among many claims drops the pixel once") {
    Pixels pixels{claim(0, 0, 0, 1, 1), claim(0, 0, 0, 1, 2), claim(0, 0, 0, 0, 3),
                  claim(0, 0, 0, 1, 4)};
    CHECK(settle_claims(pixels) == 1);
    CHECK(pixels.empty());
}

TEST_CASE("a draw takes what it may of each class at each epoch and keeps the order") {
    Pixels pixels = two_epochs();
    draw_per_class(pixels, 30, 1);
    CHECK(counts_of(pixels) == std::map<std::pair<int, int>, int>{
                                   {{0, 0}, 30}, {{0, 1}, 20}, {{1, 0}, 30}, {{1, 1}, 20}});
    CHECK(std::is_sorted(pixels.begin(), pixels.end(), [](const auto& a, const auto& b) {
        return std::pair(a.epoch, a.row) < std::pair(b.epoch, b.row);
    }));
}

TEST_CASE("a pixel is drawn by its identity, whatever else there is") {
    Pixels pixels = two_epochs();
    Pixels backwards(pixels.rbegin(), pixels.rend());
    draw_per_class(pixels, 30, 1);
    draw_per_class(backwards, 30, 1);
    std::reverse(backwards.begin(), backwards.end());
    CHECK(pixels == backwards);
    // Fewer are a part of more.
    Pixels fewer = two_epochs();
    draw_per_class(fewer, 10, 1);
    for (const LabelledPixel& pixel : fewer) {
        CHECK(std::find(pixels.begin(), pixels.end(), pixel) != pixels.end());
    }
    Pixels other_seed = two_epochs();
    draw_per_class(other_seed, 30, 2);
    CHECK(other_seed != pixels);
}
