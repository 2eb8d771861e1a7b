// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "mineprint/geo/tiling.hpp"
#include "mineprint/pipeline/job.hpp"
#include "mineprint/pipeline/output_paths.hpp"
#include "mineprint/pipeline/tile_record.hpp"
#include "mineprint/raster/raster.hpp"

namespace mineprint::pipeline {

/// The class maps of one region on one grid: tiles of this program, or images that another one
/// made.
struct MapSet {
    const RegionJob* job = nullptr;
    geo::Grid grid;
    geo::Tiling tiling{1, 1, 1};
    std::vector<std::string> classes;
    std::size_t target = 0;  ///< index of the target class

    /// Whether the maps are foreign.
    [[nodiscard]] bool foreign() const { return !job->maps.empty(); }
};

/// Looks at the maps of a region. Throws DataError when there are none (naming what to run first),
/// or UsageError when the target is not one of their classes.
[[nodiscard]] MapSet describe_maps(const RegionJob& job, const OutputPaths& paths);

/// The classes of one tile in all epochs (class index, or zones::unobserved), with the records of
/// our maps (none for foreign ones).
struct TileClasses {
    std::vector<raster::Raster<std::uint8_t>> epochs;
    std::vector<TileRecord> records;
};

/// The fingerprints of one tile's class maps, by epoch; those of foreign maps are made of the
/// file's name, size and time. Throws DataError naming the map that is missing or broken.
[[nodiscard]] std::vector<std::string> raw_fingerprints(const MapSet& maps,
                                                        const OutputPaths& paths,
                                                        std::int64_t tile);

/// Throws DataError naming the file: missing, broken, of another grid or other classes, or with a
/// value that maps.classes does not name.
[[nodiscard]] TileClasses read_tile_classes(const MapSet& maps, const OutputPaths& paths,
                                            std::int64_t tile);

}  // namespace mineprint::pipeline
