// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "mineprint/pipeline/context.hpp"
#include "mineprint/pipeline/map_set.hpp"

namespace mineprint::pipeline {

/// The name of filtered class maps among the kinds of maps.
inline constexpr const char* filtered_kind = "filtered";

/// What the filtered maps of a region are made from. The same on every rank.
struct FilterPlan {
    MapSet maps;                   ///< the raw ones
    std::vector<std::string> raw;  ///< their fingerprints: tile by tile, epoch by epoch
    std::string all_raw;           ///< of all of them: a sieve may look at any

    [[nodiscard]] const FilterOptions& options() const { return maps.job->filter; }
    [[nodiscard]] std::filesystem::path path(const OutputPaths& paths, std::size_t epoch,
                                             std::int64_t tile) const;
    /// Of a filtered map: the options, the tile's raw maps of all epochs and, for a sieve, all raw
    /// maps of the region.
    [[nodiscard]] std::string fingerprint(std::size_t epoch, std::int64_t tile) const;
};

/// Collective. Reads the fingerprints of the raw maps. Throws DataError (all ranks) naming a map
/// that is missing.
[[nodiscard]] FilterPlan plan_filter(const Context& context, const MapSet& maps);

/// The filtered classes of one tile in all epochs. Throws DataError naming the file that is
/// missing, or was made from other maps or with other options.
[[nodiscard]] std::vector<raster::Raster<std::uint8_t>> read_filtered_classes(
    const FilterPlan& plan, const OutputPaths& paths, std::int64_t tile);

/// Whether a tile's filtered maps of all epochs are there, as they would be written now.
[[nodiscard]] bool is_filtered(const FilterPlan& plan, const OutputPaths& paths, std::int64_t tile);

}  // namespace mineprint::pipeline
