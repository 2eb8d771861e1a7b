// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "mineprint/accuracy/design_sample.hpp"
#include "mineprint/core/random.hpp"

/// A made-up landscape of two classes (0: other, 1: mine) at two epochs, mapped with errors at
/// both, of which the truth is known pixel by pixel.
struct SimulatedChange {
    static constexpr std::uint32_t stable_other = 0;
    static constexpr std::uint32_t gain = 1;
    static constexpr std::uint32_t loss = 2;
    static constexpr std::uint32_t stable_mine = 3;
    std::array<std::vector<std::uint8_t>, 4> truth_of_stratum;  ///< by mapped change class
    std::array<double, 4> true_pixels{};                        ///< by true change class

    explicit SimulatedChange(std::uint64_t num_pixels) {
        const mineprint::core::KeyedRandom random(20, mineprint::core::Stream::landscape);
        for (std::uint64_t pixel = 0; pixel < num_pixels; ++pixel) {
            const double place = random.uniform(pixel, 0);
            const bool before = place < 0.06 || (place > 0.16 && place < 0.21);
            const bool after = place < 0.16;
            const bool mapped_before = seen(before, random.uniform(pixel, 1));
            const bool mapped_after = seen(after, random.uniform(pixel, 2));
            const auto truth = change_class(before, after);
            true_pixels.at(truth) += 1;
            truth_of_stratum.at(change_class(mapped_before, mapped_after)).push_back(truth);
        }
    }

    /// `units[h]` pixels of each mapped change class, drawn without replacement and labelled.
    [[nodiscard]] mineprint::accuracy::DesignSample draw(const std::array<std::int64_t, 4>& units,
                                                         std::uint64_t seed) const {
        using mineprint::accuracy::SampleCell;
        using mineprint::accuracy::Stratum;
        const mineprint::core::KeyedRandom random(seed, mineprint::core::Stream::sample_draw);
        std::vector<Stratum> strata;
        std::vector<SampleCell> cells;
        for (std::uint32_t h = 0; h < 4; ++h) {
            std::vector<std::uint8_t> pixels = truth_of_stratum.at(h);
            const auto size = pixels.size();
            std::array<std::int64_t, 4> counts{};
            for (std::uint64_t i = 0; i < static_cast<std::uint64_t>(units.at(h)); ++i) {
                std::swap(pixels[i], pixels[i + random.below(size - i, h, i)]);
                ++counts.at(pixels[i]);
            }
            strata.push_back({static_cast<double>(size),
                              static_cast<double>(units.at(h)) / static_cast<double>(size)});
            for (std::uint32_t truth = 0; truth < 4; ++truth) {
                if (counts.at(truth) > 0) {
                    cells.push_back({h, h, truth, SampleCell::no_cluster, counts.at(truth)});
                }
            }
        }
        return {strata, cells};
    }

  private:
    static bool seen(bool mine, double draw) { return mine ? draw < 0.88 : draw < 0.03; }
    static std::uint8_t change_class(bool before, bool after) {
        return static_cast<std::uint8_t>(2 * static_cast<int>(before) + static_cast<int>(after));
    }
};
