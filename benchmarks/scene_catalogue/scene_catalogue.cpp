// SPDX-License-Identifier: Apache-2.0
// A million scene records: chosen by a filter, sorted by acquisition, written and read as a
// catalogue, put into an index, and selected for every tile of a grid. What is selected is compared
// with a look at every record.
//
//   benchmark_scene_catalogue [RECORDS] [FOLDER]
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "measure.hpp"
#include "mineprint/archive/catalogue.hpp"
#include "mineprint/archive/catalogue_file.hpp"
#include "mineprint/core/random.hpp"
#include "mineprint/gdal_io/crs.hpp"
#include "mineprint/geo/box_index.hpp"

namespace {

namespace fs = std::filesystem;
using namespace mineprint;

constexpr std::int64_t places_per_side = 32;  // 32 × 32 places of 180 km, each seen once in 16 days
constexpr double spacing_m = 170000;

archive::Scene scene_of(std::size_t number, const std::string& crs) {
    const auto place = static_cast<std::int64_t>(number % (places_per_side * places_per_side));
    const auto turn = static_cast<int>(number / (places_per_side * places_per_side));
    const core::KeyedRandom random(1, core::Stream::noise);
    archive::Scene scene;
    scene.sensor = archive::Sensor::oli;
    scene.platform = "landsat-8";
    scene.date = core::Date(std::chrono::sys_days(std::chrono::days(5000 + 16 * turn)));
    scene.id = fmt::format("LC08_L2SP_{:03}{:03}_{}_02_T1", place / places_per_side + 1,
                           place % places_per_side + 1, scene.date.text());
    scene.acquisition = scene.id;
    scene.processed = "2021";
    scene.cloud_cover_pct = 100 * random.uniform(number);
    scene.grid = {crs,
                  spacing_m * static_cast<double>(place % places_per_side),
                  spacing_m * static_cast<double>(place / places_per_side),
                  30,
                  30,
                  6000,
                  6000};
    scene.bytes = number;
    for (const std::string& band : archive::common_bands()) {
        scene.bands.push_back(
            {band, fmt::format("/archive/{}/{}.TIF", scene.id, band), 1, 2.75e-5, -0.2, 0.0});
    }
    scene.quality.push_back(
        {archive::QualityKind::landsat_pixel, "/archive/" + scene.id + "/QA.TIF"});
    return scene;
}

void tell(const char* what, const benchmarks::Cost& cost, std::size_t records) {
    fmt::print("{:<44} {:8.2f} s of wall {:8.2f} s of processor {:8.2f} µs a record\n", what,
               cost.wall_s, cost.cpu_s, 1e6 * cost.cpu_s / static_cast<double>(records));
}

bool check(bool holds, const char* what) {
    if (!holds) {
        fmt::print("WRONG: {}\n", what);
    }
    return holds;
}

/// The scenes of every tile by the index, and of some tiles by a look at all.
bool select(const std::vector<geo::Extent>& boxes, const geo::BoxIndex& index) {
    constexpr int tiles = 100;
    const double side = spacing_m * places_per_side / tiles;
    const auto box_of = [&](int tile) {
        const double x = side * (tile % tiles);
        const double y = side * static_cast<double>(tile / tiles) - spacing_m;
        return geo::Extent{x, y, x + side, y + side};
    };
    std::size_t found = 0;
    const auto indexed = benchmarks::measure([&] {
        for (int tile = 0; tile < tiles * tiles; ++tile) {
            found += index.meeting(box_of(tile)).size();
        }
    });
    bool same = true;
    constexpr int every = 997;
    const auto plain = benchmarks::measure([&] {
        for (int tile = 0; tile < tiles * tiles; tile += every) {
            std::vector<std::size_t> expected;
            for (std::size_t i = 0; i < boxes.size(); ++i) {
                if (boxes[i].intersects(box_of(tile))) {
                    expected.push_back(i);
                }
            }
            same = same && index.meeting(box_of(tile)) == expected;
        }
    });
    const double plain_tile_s = plain.cpu_s / (1 + (tiles * tiles - 1) / every);
    const double indexed_tile_s = indexed.cpu_s / (tiles * tiles);
    fmt::print(
        "{} tiles: {:.1f} scenes and {:.1f} µs each by the index, {:.0f} µs by a look at all: "
        "ratio {:.0f}\n",
        tiles * tiles, static_cast<double>(found) / (tiles * tiles), 1e6 * indexed_tile_s,
        1e6 * plain_tile_s, plain_tile_s / indexed_tile_s);
    return check(same, "the index finds other scenes than a look at all");
}

}  // namespace

int main(int count, char** arguments) {
    const std::size_t records = count > 1 ? std::strtoul(arguments[1], nullptr, 10) : 1000000;
    const fs::path folder = count > 2 ? fs::path(arguments[2]) : fs::temp_directory_path();
    const std::string crs = gdal_io::crs_to_wkt("EPSG:32631");
    std::vector<archive::Scene> scenes;
    tell("made up", benchmarks::measure([&] {
             for (std::size_t i = 0; i < records; ++i) {
                 scenes.push_back(scene_of((i * 7919) % records, crs));  // in no order
             }
         }),
         records);
    archive::CatalogueContent content;
    archive::Catalogue catalogue;
    tell("filtered and sorted", benchmarks::measure([&] {
             archive::SceneFilter filter;
             filter.most_cloud_pct = 50;
             const archive::SceneSelection selection(filter);
             std::vector<archive::Scene> used;
             std::copy_if(scenes.begin(), scenes.end(), std::back_inserter(used),
                          [&](const archive::Scene& scene) { return selection.accepts(scene); });
             catalogue = archive::make_catalogue(std::move(used), {});
         }),
         records);
    bool right = check(std::is_sorted(catalogue.scenes.begin(), catalogue.scenes.end(),
                                      [](const auto& a, const auto& b) {
                                          return std::tie(a.date, a.id) < std::tie(b.date, b.id);
                                      }),
                       "scenes are not in order");
    std::vector<geo::Extent> boxes;
    geo::BoxIndex index;
    tell("indexed", benchmarks::measure([&] {
             for (const archive::Scene& scene : catalogue.scenes) {
                 boxes.push_back(scene.grid.extent());
             }
             index = geo::BoxIndex(boxes);
         }),
         records);
    right = select(boxes, index) && right;
    for (archive::Scene& scene : scenes) {
        content.rows.push_back({std::move(scene), "2020"});
    }
    const fs::path file = folder / fmt::format("mineprint_{}_scenes.gpkg", records);
    fs::remove(file);
    tell("written", benchmarks::measure([&] { archive::write_catalogue(file, content); }), records);
    tell("found unchanged", benchmarks::measure([&] {
             right =
                 check(!archive::write_catalogue(file, content), "it was written twice") && right;
         }),
         records);
    std::optional<archive::CatalogueContent> got;
    tell("read", benchmarks::measure([&] { got = archive::read_catalogue(file); }), records);
    right = check(got && got->rows.size() == records &&
                      got->rows.back().scene.id == content.rows.back().scene.id &&
                      got->rows.back().scene.bands.size() == 6,
                  "it is not read as it was written") &&
            right;
    fmt::print("{:.0f} bytes a record on disk\n",
               static_cast<double>(fs::file_size(file)) / static_cast<double>(records));
    fs::remove(file);
    return right ? EXIT_SUCCESS : EXIT_FAILURE;
}
