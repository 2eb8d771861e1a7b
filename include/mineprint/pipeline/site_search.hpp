// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "mineprint/change/sites.hpp"
#include "mineprint/gdal_io/vector_writer.hpp"
#include "mineprint/mpi/communicator.hpp"
#include "mineprint/pipeline/map_set.hpp"
#include "mineprint/pipeline/site_tables.hpp"
#include "mineprint/zones/zone_layer.hpp"

namespace mineprint::pipeline {

/// What sites are looked for in.
struct SiteInput {
    const MapSet& maps;
    std::span<const zones::ZoneLayer> layers;  ///< all of the region
    const zones::ZoneLayer* known = nullptr;   ///< known mines; none: nothing is known
};

/// The parts of sites in one tile.
struct FoundTile {
    std::int64_t tile = 0;
    change::SiteTile parts;
};

/// @param zone_rasters of all layers
[[nodiscard]] FoundTile find_site_parts(const SiteInput& input, std::int64_t tile,
                                        std::span<const raster::Raster<std::uint8_t>> epochs,
                                        std::span<const double> area_m2,
                                        std::span<const raster::Raster<std::int32_t>> zone_rasters);

/// Sites with their outlines in the grid's CRS, in the same order.
struct FoundSites {
    SiteTables tables;
    std::vector<std::vector<gdal_io::PolygonRings>> outlines;
};

/// Collective over `comm`. Joins what all ranks found; on rank 0, nothing elsewhere.
[[nodiscard]] FoundSites join_sites(const mpi::Communicator& comm, const SiteInput& input,
                                    const std::vector<FoundTile>& own);

/// The known mines of a job as a layer of one zone; points become the pixels that hold them.
[[nodiscard]] zones::ZoneLayer read_known_mines(const std::filesystem::path& path,
                                                const geo::Grid& grid,
                                                std::vector<std::string>& notes);

}  // namespace mineprint::pipeline
