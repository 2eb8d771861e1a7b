// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "mineprint/geo/grid.hpp"
#include "mineprint/report/result_json.hpp"

namespace mineprint::report {

/// Stands for "no class" among class indices.
inline constexpr std::uint8_t no_class = 255;

/// The maps of one region that lie beside its results; a path is empty where there is no file.
struct MapFiles {
    geo::Grid grid;
    std::vector<std::string> epochs;
    std::vector<std::filesystem::path> classes;        ///< per epoch, all there
    std::vector<std::filesystem::path> probabilities;  ///< per epoch
    std::vector<std::filesystem::path> composites;     ///< per epoch
    std::filesystem::path sites;                       ///< mine sites
    std::array<std::uint8_t, 256> class_of{};  ///< class index of a stored value, or `no_class`
    bool foreign = false;                      ///< another program made the class maps
    std::uint8_t target = 0;                   ///< index of the target class
};

/// Looks for the maps of a region (an item of `result_json`'s regions) in the output folder, or
/// where the job says that its foreign maps are. Nothing where not all class maps are there.
[[nodiscard]] std::optional<MapFiles> find_maps(const Json& region,
                                                const std::filesystem::path& output);

}  // namespace mineprint::report
