// SPDX-License-Identifier: Apache-2.0
#include "mineprint/pipeline/site_search.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "mineprint/gdal_io/vector_reader.hpp"
#include "mineprint/mpi/collectives.hpp"
#include "mineprint/mpi/run_on_all.hpp"
#include "mineprint/pipeline/site_rows.hpp"
#include "mineprint/zones/accumulator.hpp"

namespace mineprint::pipeline {
namespace {

void pack(core::ByteWriter& out, const change::Site& site) {
    out.put(site.first_pixel).put(site.num_pixels).put(site.area_mm2).put(site.touches_known);
    out.put(site.ends_mm2);
    out.put_span(std::span(site.target_mm2)).put_span(std::span(site.unobserved_mm2));
    out.put_span(std::span(site.shares)).put_span(std::span(site.runs));
}

change::Site unpack_site(core::ByteReader& in) {
    change::Site site;
    site.first_pixel = in.get<std::int64_t>();
    site.num_pixels = in.get<std::int64_t>();
    site.area_mm2 = in.get<std::int64_t>();
    site.touches_known = in.get<bool>();
    site.ends_mm2 = in.get<std::array<std::int64_t, 2>>();
    site.target_mm2 = in.get_vector<std::int64_t>();
    site.unobserved_mm2 = in.get_vector<std::int64_t>();
    site.shares = in.get_vector<change::SiteShare>();
    site.runs = in.get_vector<change::PixelRun>();
    return site;
}

void pack(core::ByteWriter& out, const FoundTile& found) {
    out.put(found.tile);
    const change::TileEdges& edges = found.parts.edges;
    for (const auto* edge : {&edges.top, &edges.bottom, &edges.left, &edges.right}) {
        out.put_span(std::span(*edge));
    }
    out.put(found.parts.parts.size());
    for (const change::Site& site : found.parts.parts) {
        pack(out, site);
    }
}

FoundTile unpack_found(core::ByteReader& in) {
    FoundTile found;
    found.tile = in.get<std::int64_t>();
    change::TileEdges& edges = found.parts.edges;
    for (auto* edge : {&edges.top, &edges.bottom, &edges.left, &edges.right}) {
        *edge = in.get_vector<change::LabelRun>();
    }
    const auto num_parts = in.get<std::size_t>();
    for (std::size_t i = 0; i < num_parts; ++i) {
        found.parts.parts.push_back(unpack_site(in));
    }
    return found;
}

raster::Mask known_mask(const SiteInput& input, const geo::PixelWindow& window) {
    const auto zone = zones::zone_raster(*input.known, input.maps.grid, window);
    raster::Mask mask(window.width, window.height);
    for (std::size_t pixel = 0; pixel < mask.size(); ++pixel) {
        mask[pixel] = zone[pixel] == zones::outside ? 0 : 1;
    }
    return mask;
}

/// The pixel that holds a point, as a polygon.
geo::Polygon pixel_around(const geo::Grid& grid, geo::Point point) {
    const double column = std::floor(grid.column_at(point.x));
    const double row = std::floor(grid.row_at(point.y));
    const double left = grid.x_at(column);
    const double right = grid.x_at(column + 1);
    const double top = grid.y_at(row);
    const double bottom = grid.y_at(row + 1);
    return {{{{left, top}, {left, bottom}, {right, bottom}, {right, top}}}};
}

}  // namespace

FoundTile find_site_parts(const SiteInput& input, std::int64_t tile,
                          std::span<const raster::Raster<std::uint8_t>> epochs,
                          std::span<const double> area_m2,
                          std::span<const raster::Raster<std::int32_t>> zone_rasters) {
    const MapSet& maps = input.maps;
    const auto window = maps.tiling.window(tile);
    const auto target = static_cast<std::uint8_t>(maps.target);
    raster::Mask known;
    if (input.known != nullptr) {
        known = known_mask(input, window);
    }
    const auto area_mm2 = change::to_mm2(area_m2);
    change::SiteSearch search;
    search.place = {window, maps.grid.width};
    search.epochs = epochs;
    search.target = target;
    search.unobserved = zones::unobserved;
    search.area_mm2 = area_mm2;
    search.connectivity = maps.job->sites.connectivity;
    search.zones = zone_rasters.subspan(1);  // all but the whole region
    search.known = input.known != nullptr ? &known : nullptr;
    return {tile, change::find_parts(search)};
}

FoundSites join_sites(const mpi::Communicator& comm, const SiteInput& input,
                      const std::vector<FoundTile>& own) {
    core::ByteWriter out;
    for (const FoundTile& found : own) {
        pack(out, found);
    }
    const auto parts = mpi::gather_bytes(comm, out.take());
    FoundSites sites;
    mpi::run_on_root(comm, [&] {
        const MapSet& maps = input.maps;
        std::vector<change::SiteTile> tiles(static_cast<std::size_t>(maps.tiling.num_tiles()));
        for (const auto& part : parts) {
            core::ByteReader in(part);
            while (!in.at_end()) {
                FoundTile found = unpack_found(in);
                tiles.at(static_cast<std::size_t>(found.tile)) = std::move(found.parts);
            }
        }
        sites = describe_sites(input, change::join_sites(maps.tiling, maps.grid.width, tiles,
                                                         maps.job->sites.connectivity));
    });
    return sites;
}

zones::ZoneLayer read_known_mines(const std::filesystem::path& path, const geo::Grid& grid,
                                  std::vector<std::string>& notes) {
    gdal_io::VectorOptions options;
    options.target_crs = grid.crs_wkt;
    options.near = grid.extent();
    const auto vector = gdal_io::read_vector(path, options);
    notes.insert(notes.end(), vector.repairs.begin(), vector.repairs.end());
    zones::ZoneLayer layer{"known", {zones::Zone{"known", "known mines", {}}}, false};
    for (const gdal_io::VectorFeature& feature : vector.features) {
        if (!feature.polygon.rings.empty()) {
            layer.zones.front().parts.push_back(feature.polygon);
        }
        for (const geo::Point& point : feature.points) {
            layer.zones.front().parts.push_back(pixel_around(grid, point));
        }
    }
    return layer;
}

}  // namespace mineprint::pipeline
