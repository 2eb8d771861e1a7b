// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace mineprint::pipeline {

/// How the area of a pixel is shared out among the zones of a layer.
enum class ZoneCoverage {
    centre,      ///< all of it goes to the zone that holds the pixel's centre
    fractional,  ///< to each zone the part that it covers
};

/// A layer that tells the zones of another one, the ground around them and the rest apart.
struct ZoneBuffer {
    std::string name;
    std::string layer;
    double metres = 0;
};

/// A layer with a zone for every pair of zones of two others.
struct ZoneCross {
    std::string first;
    std::string second;

    [[nodiscard]] std::string name() const { return first + "_x_" + second; }
};

/// Two zones of a layer that are compared side by side.
struct ZonePair {
    std::string layer;
    std::string first;   ///< code
    std::string second;  ///< code

    [[nodiscard]] std::string name() const { return layer + "_" + first + "_" + second; }
};

/// What is derived from the zone layers of a region.
struct ZoneOptions {
    ZoneCoverage coverage = ZoneCoverage::centre;
    std::vector<ZoneBuffer> buffers;
    std::vector<ZoneCross> crosses;
    std::vector<ZonePair> pairs;
    std::vector<double> pair_bands_metres = {1000, 5000, 10000};  ///< rising
    std::int64_t permutations = 9999;
    std::uint64_t permutation_seed = 1;
    int policy_year = 0;  ///< 0: none
};

}  // namespace mineprint::pipeline
