// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "mineprint/accuracy/design_sample.hpp"

/// Samples that papers print, as the estimators take them.
namespace published {

using mineprint::accuracy::DesignSample;
using mineprint::accuracy::SampleCell;
using mineprint::accuracy::Stratum;

using Counts = std::vector<std::vector<std::int64_t>>;

/// Strata are the map's classes: rows of the error matrix.
inline DesignSample by_map_class(const Counts& counts, const std::vector<double>& sizes) {
    std::vector<Stratum> strata;
    std::vector<SampleCell> cells;
    for (std::uint32_t i = 0; i < counts.size(); ++i) {
        strata.push_back({sizes[i]});
        for (std::uint32_t j = 0; j < counts.size(); ++j) {
            if (counts[i][j] > 0) {
                cells.push_back({i, i, j, SampleCell::no_cluster, counts[i][j]});
            }
        }
    }
    return {strata, cells};
}

/// Olofsson et al. 2014, RSE 148:42-57, Table 8: deforestation, forest gain, stable forest, stable
/// non-forest; sizes in pixels of 0.09 ha.
inline const Counts olofsson_2014_counts{
    {66, 0, 5, 4}, {0, 55, 8, 12}, {1, 0, 153, 11}, {2, 1, 9, 313}};
inline const std::vector<double> olofsson_2014_pixels{200'000, 150'000, 3'200'000, 6'450'000};
constexpr double olofsson_2014_ha_per_pixel = 0.09;

/// Olofsson et al. 2013, RSE 129:122-131, example 1, and example 2 as shares.
inline const Counts olofsson_2013_counts{{97, 0, 3}, {3, 279, 18}, {2, 1, 97}};
inline const std::vector<double> olofsson_2013_pixels{22'353, 1'122'543, 610'228};
inline const Counts olofsson_2013b_counts{{127, 66, 54}, {2, 322, 17}, {0, 15, 540}};
inline const std::vector<double> olofsson_2013b_shares{0.007, 0.295, 0.698};

/// Stehman 2014, IJRS 35:4923-4939, Table 1: ten units in each of the strata A … D; letters are the
/// classes of map and reference.
inline DesignSample stehman_2014() {
    const std::string map = "AAAAAAABBBABBBBBBBBBBBCCCCCCBBDDDDDDDDDD";
    const std::string reference = "AAAAACBABCABBBBBAABBCCCCCDDBBADDDDDDDCCB";
    std::vector<SampleCell> cells;
    for (std::uint32_t i = 0; i < map.size(); ++i) {
        cells.push_back({i / 10, static_cast<std::uint32_t>(map[i] - 'A'),
                         static_cast<std::uint32_t>(reference[i] - 'A')});
    }
    return {{{40'000, 10 / 4e4}, {30'000, 10 / 3e4}, {20'000, 10 / 2e4}, {10'000, 10 / 1e4}},
            cells};
}

}  // namespace published
