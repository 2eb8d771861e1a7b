// SPDX-License-Identifier: Apache-2.0
#include "mineprint/report/new_area.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "mineprint/core/parallel_for.hpp"
#include "mineprint/gdal_io/crs.hpp"
#include "mineprint/gdal_io/raster_polygons.hpp"
#include "mineprint/gdal_io/raster_reader.hpp"

namespace mineprint::report {
namespace {

using raster::Raster;

/// Rows of pixels that are worked on at once.
constexpr std::int64_t strip_rows = 256;

struct Appeared {
    std::int64_t pixels = 0;
    double area_m2 = 0;
};

/// By epoch; rows are added in their order.
std::vector<Appeared> sums(const MapFiles& maps, const Raster<std::uint8_t>& first) {
    std::vector<Appeared> result(maps.epochs.size());
    const geo::PixelArea area = gdal_io::pixel_area(maps.grid);
    for (std::int64_t top = 0; top < first.height(); top += strip_rows) {
        const std::int64_t height = std::min(strip_rows, first.height() - top);
        const auto strip_m2 = area.window_m2({0, top, first.width(), height});
        const auto begin = static_cast<std::size_t>(top * first.width());
        for (std::size_t i = 0; i < strip_m2.size(); ++i) {
            if (const std::uint8_t value = first[begin + i]; value != 0) {
                Appeared& epoch = result[value - 1U];
                ++epoch.pixels;
                epoch.area_m2 += strip_m2[i];
            }
        }
    }
    return result;
}

double twice_signed_area(const geo::Ring& ring) {
    double sum = 0;
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const geo::Point& a = ring[i];
        const geo::Point& b = ring[(i + 1) % ring.size()];
        sum += a.x * b.y - b.x * a.y;
    }
    return sum;
}

/// Outer rings counter-clockwise, holes clockwise, closed.
Json coordinates(geo::Ring ring, bool outer) {
    if ((twice_signed_area(ring) > 0) != outer) {
        std::ranges::reverse(ring);
    }
    ring.push_back(ring.front());
    Json list = Json::array();
    for (const geo::Point& point : ring) {
        list.push_back({std::round(point.x * 1e7) / 1e7, std::round(point.y * 1e7) / 1e7});
    }
    return list;
}

Json multi_polygon(std::vector<gdal_io::PolygonPart> parts, const std::string& crs_wkt,
                   const std::string& lonlat) {
    Json polygons = Json::array();
    for (gdal_io::PolygonPart& part : parts) {
        Json rings = Json::array();
        for (geo::Ring& ring : part) {
            gdal_io::transform(ring, crs_wkt, lonlat);
            rings.push_back(coordinates(std::move(ring), rings.empty()));
        }
        polygons.push_back(std::move(rings));
    }
    return {{"type", "MultiPolygon"}, {"coordinates", std::move(polygons)}};
}

}  // namespace

Raster<std::uint8_t> first_appearance(const MapFiles& maps, int num_threads) {
    Raster<std::uint8_t> first(maps.grid.width, maps.grid.height);
    const std::int64_t num_strips = (first.height() + strip_rows - 1) / strip_rows;
    const auto num_shares = std::min<std::int64_t>(num_threads, num_strips);
    core::parallel_for(0, num_shares, num_threads, [&](std::int64_t share) {
        std::vector<gdal_io::RasterReader> readers;
        for (const auto& path : maps.classes) {
            readers.emplace_back(path);
        }
        for (std::int64_t strip = share; strip < num_strips; strip += num_shares) {
            const std::int64_t top = strip * strip_rows;
            const geo::PixelWindow window{0, top, first.width(),
                                          std::min(strip_rows, first.height() - top)};
            const auto begin = static_cast<std::size_t>(top * first.width());
            for (std::size_t epoch = 0; epoch < readers.size(); ++epoch) {
                const auto values = readers[epoch].read<std::uint8_t>(1, window);
                for (std::size_t i = 0; i < values.size(); ++i) {
                    std::uint8_t& pixel = first[begin + i];
                    if (pixel == 0 && maps.class_of[values[i]] == maps.target) {
                        pixel = static_cast<std::uint8_t>(epoch + 1);
                    }
                }
            }
        }
    });
    return first;
}

Json new_area_geojson(const Json& region, const MapFiles& maps, const Raster<std::uint8_t>& first) {
    const auto appeared = sums(maps, first);
    const std::string lonlat = gdal_io::crs_to_wkt("EPSG:4326");
    Json features = Json::array();
    for (auto& [value, parts] : gdal_io::raster_polygons(first, maps.grid)) {
        const std::size_t epoch = value - 1U;
        const std::string since = epoch == 0 ? "" : maps.epochs[epoch - 1];
        features.push_back(
            {{"type", "Feature"},
             {"properties",
              {{"name", since.empty() ? maps.epochs[epoch]
                                      : fmt::format("{} to {}", since, maps.epochs[epoch])},
               {"region", region.at("name")},
               {"class", region.at("target")},
               {"epoch", maps.epochs[epoch]},
               {"since", since},
               {"pixels", appeared[epoch].pixels},
               {"new_km2", appeared[epoch].area_m2 / 1e6}}},
             {"geometry", multi_polygon(parts, maps.grid.crs_wkt, lonlat)}});
    }
    return {{"type", "FeatureCollection"}, {"features", features}};
}

}  // namespace mineprint::report
