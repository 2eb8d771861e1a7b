// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "mineprint/core/atomic_file.hpp"
#include "mineprint/gdal_io/crs.hpp"
#include "mineprint/gdal_io/near_grid.hpp"
#include "mineprint/gdal_io/vector_reader.hpp"
#include "scratch_folder.hpp"
#include "test_main.hpp"

namespace mineprint::gdal_io {
namespace {

void write_polygon(const std::filesystem::path& path, const std::string& rings) {
    core::write_text_file(
        path, fmt::format(R"({{"type":"FeatureCollection","features":[{{"type":"Feature",)"
                          R"("properties":{{"c":"x"}},"geometry":{{"type":"MultiPolygon",)"
                          R"("coordinates":{}}}}}]}})",
                          rings));
}

VectorOptions near_utm(const std::string& code, const geo::Extent& extent, double tolerance) {
    VectorOptions options;
    options.target_crs = crs_to_wkt(code);
    options.near = extent;
    options.tolerance = tolerance;
    return options;
}

TEST_CASE("a country half around the world is read near a grid, across the antimeridian") {
    const ScratchFolder scratch;
    const auto path = scratch / "wide.geojson";
    // from 20° E to 180°, and beyond it to 170° W, as countries are cut
    write_polygon(path,
                  "[[[[20,50],[180,50],[180,70],[20,70],[20,50]]],"
                  "[[[-180,60],[-170,60],[-170,70],[-180,70],[-180,60]]]]");
    std::vector<geo::Point> middle{{179.95, 65.0}};
    transform(middle, crs_to_wkt("EPSG:4326"), crs_to_wkt("EPSG:32660"));
    const geo::Extent extent{middle[0].x - 20000, middle[0].y - 20000, middle[0].x + 20000,
                             middle[0].y + 20000};
    const VectorLayer layer = read_vector(path, near_utm("EPSG:32660", extent, 0.3));
    REQUIRE(layer.features.size() == 1);
    CHECK(layer.repairs.empty());
    const geo::Polygon& polygon = layer.features[0].polygon;
    for (int i = -9; i <= 9; ++i) {
        for (int j = -9; j <= 9; ++j) {
            CHECK(polygon.contains({middle[0].x + 2000.5 * i, middle[0].y + 2000.5 * j}));
        }
    }
}

TEST_CASE("what is far from a grid leaves a feature without rings, and no complaint") {
    const ScratchFolder scratch;
    write_polygon(scratch / "far.geojson", "[[[[-60,0],[-59,0],[-59,1],[-60,1],[-60,0]]]]");
    const VectorLayer layer =
        read_vector(scratch / "far.geojson", near_utm("EPSG:32647", {4e5, 28e5, 5e5, 29e5}, 0));
    REQUIRE(layer.features.size() == 1);
    CHECK(layer.features[0].polygon.rings.empty());
    CHECK(layer.repairs.empty());
}

TEST_CASE("a long edge along a parallel follows it") {
    const ScratchFolder scratch;
    write_polygon(scratch / "long.geojson", "[[[[95,26],[103,26],[103,30],[95,30],[95,26]]]]");
    const geo::Extent extent{4e5, 28e5, 6e5, 30e5};
    const std::string utm = crs_to_wkt("EPSG:32647");
    const auto worst = [&](double tolerance) {
        const VectorLayer layer =
            read_vector(scratch / "long.geojson", near_utm("EPSG:32647", extent, tolerance));
        double error = 0;
        for (double longitude = 98; longitude < 100; longitude += 0.05) {
            std::vector<geo::Point> place{{longitude, 26}};
            transform(place, crs_to_wkt("EPSG:4326"), utm);
            double off = 0;  // how far north of the parallel the edge runs
            while (off < 5000 &&
                   !layer.features.at(0).polygon.contains({place[0].x, place[0].y + off})) {
                off += 0.1;
            }
            error = std::max(error, off);
        }
        return error;
    };
    CHECK(worst(0) > 100);
    CHECK(worst(0.3) <= 0.4);
}

}  // namespace
}  // namespace mineprint::gdal_io
