// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "mineprint/geo/grid.hpp"

namespace mineprint::pipeline {

/// A stratum of a validation sample: a class of one map, or a change class of two.
struct DesignStratum {
    std::string name;  ///< `mine`, or `forest>mine`
    std::int64_t pixels = 0;
    double area_km2 = 0;
    double expected = 0;  ///< user's accuracy that was planned with
    std::int64_t points = 0;
    bool operator==(const DesignStratum&) const = default;
};

struct DesignPoint {
    std::uint32_t stratum = 0;
    std::int32_t column = 0;
    std::int32_t row = 0;
    bool operator==(const DesignPoint&) const = default;
};

/// How validation points were drawn: all that an assessment needs beside their labels. It is a file
/// of its own, so that who labels the points does not see what the map says.
struct ValidationDesign {
    std::string region;
    std::vector<std::string> strata_epochs;  ///< one, or two for strata of change
    std::vector<std::string> classes;        ///< of the map
    geo::Grid grid;
    std::uint64_t seed = 0;
    std::vector<DesignStratum> strata;
    std::vector<DesignPoint> points;  ///< plot i + 1 is points[i]
    bool operator==(const ValidationDesign&) const = default;
};

/// As JSON. Throws RunError.
void write_design(const std::filesystem::path& path, const ValidationDesign& design);
/// Throws DataError naming the file: not there (naming what to run first), or broken.
[[nodiscard]] ValidationDesign read_design(const std::filesystem::path& path);

}  // namespace mineprint::pipeline
