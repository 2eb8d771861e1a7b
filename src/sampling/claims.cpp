// SPDX-License-Identifier: Apache-2.0
#include "mineprint/sampling/claims.hpp"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "mineprint/core/random.hpp"

namespace mineprint::sampling {
namespace {

auto place_of(const LabelledPixel& pixel) { return std::tie(pixel.epoch, pixel.row, pixel.column); }

bool comes_before(const LabelledPixel& a, const LabelledPixel& b) {
    return std::tuple_cat(place_of(a), std::tie(a.group)) <
           std::tuple_cat(place_of(b), std::tie(b.group));
}

}  // namespace

std::int64_t settle_claims(std::vector<LabelledPixel>& pixels) {
    std::sort(pixels.begin(), pixels.end(), comes_before);
    std::vector<LabelledPixel> settled;
    std::int64_t num_dropped = 0;
    for (auto first = pixels.begin(); first != pixels.end();) {
        const auto last = std::find_if(
            first, pixels.end(), [&](const auto& p) { return place_of(p) != place_of(*first); });
        if (std::all_of(first, last, [&](const auto& p) { return p.label == first->label; })) {
            settled.push_back(*first);
        } else {
            ++num_dropped;
        }
        first = last;
    }
    pixels = std::move(settled);
    return num_dropped;
}

void draw_per_class(std::vector<LabelledPixel>& pixels, std::int64_t most, std::uint64_t seed) {
    const core::KeyedRandom random(seed, core::Stream::sample_draw);
    std::map<std::pair<std::uint16_t, std::uint8_t>,
             std::vector<std::pair<std::uint64_t, std::size_t>>>
        strata;
    for (std::size_t i = 0; i < pixels.size(); ++i) {
        strata[{pixels[i].epoch, pixels[i].label}].emplace_back(random.bits(pixels[i].id), i);
    }
    std::vector<bool> drawn(pixels.size());
    for (auto& [stratum, numbers] : strata) {
        std::sort(numbers.begin(), numbers.end());
        numbers.resize(std::min(numbers.size(), static_cast<std::size_t>(most)));
        for (const auto& [number, index] : numbers) {
            drawn[index] = true;
        }
    }
    std::vector<LabelledPixel> kept;
    for (std::size_t i = 0; i < pixels.size(); ++i) {
        if (drawn[i]) {
            kept.push_back(pixels[i]);
        }
    }
    pixels = std::move(kept);
}

}  // namespace mineprint::sampling
