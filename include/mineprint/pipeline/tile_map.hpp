// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "mineprint/core/work_clock.hpp"
#include "mineprint/pipeline/model_choice.hpp"
#include "mineprint/pipeline/output_paths.hpp"
#include "mineprint/pipeline/region.hpp"
#include "mineprint/pipeline/tile_record.hpp"

namespace mineprint::pipeline {

/// A tile whose maps are on disk.
struct TileMap {
    TileRecord record;
    bool reused = false;  ///< they were there already, with the fingerprint they would get now
    core::WorkSeconds seconds = {};  ///< what making it took
};

/// Makes the maps of one tile and epoch, or finds them: composite → features → forest → GeoTIFFs.
/// The class map is written last: where it is, the others are.
[[nodiscard]] TileMap make_tile_map(const Region& region, std::size_t epoch, std::int64_t tile,
                                    const Model& model, const OutputPaths& paths);

/// The kinds of maps a job writes: `class`, then `probability`, `composite` and `features` as
/// asked for.
[[nodiscard]] std::vector<std::string> map_kinds(const OutputOptions& options);

/// Probability maps hold probability × 10 000; 65535 is nodata.
inline constexpr double probability_scale = 1e-4;
inline constexpr std::uint16_t probability_nodata = 65535;

}  // namespace mineprint::pipeline
