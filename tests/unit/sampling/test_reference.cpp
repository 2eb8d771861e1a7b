// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <map>
#include <set>
#include <tuple>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "mineprint/core/atomic_file.hpp"
#include "mineprint/core/error.hpp"
#include "mineprint/core/hash.hpp"
#include "mineprint/core/random.hpp"
#include "mineprint/gdal_io/crs.hpp"
#include "mineprint/gdal_io/raster_reader.hpp"
#include "mineprint/sampling/reference.hpp"
#include "scratch_folder.hpp"
#include "test_main.hpp"

using namespace mineprint::sampling;
using Catch::Matchers::Contains;
using mineprint::core::DataError;
using mineprint::core::UsageError;
using mineprint::core::write_text_file;
namespace geo = mineprint::geo;

namespace {

using Texts = std::vector<std::string>;

/// Forty by thirty pixels of 30 m in UTM zone 47 north.
geo::Grid utm_grid() {
    return {mineprint::gdal_io::crs_to_wkt("EPSG:32647"), 640020, 2865000, 30, 30, 40, 30};
}

/// A box in pixel units of the grid as GeoJSON coordinates.
std::string box(const geo::Grid& grid, double left, double top, double right, double bottom) {
    const auto corner = [&](double column, double row) {
        return fmt::format("[{},{}]", grid.x_at(column), grid.y_at(row));
    };
    return fmt::format(R"({{"type":"Polygon","coordinates":[[{},{},{},{},{}]]}})",
                       corner(left, top), corner(right, top), corner(right, bottom),
                       corner(left, bottom), corner(left, top));
}

std::string feature(const std::string& geometry, const std::string& properties) {
    return fmt::format(R"({{"type":"Feature","properties":{{{}}},"geometry":{}}})", properties,
                       geometry);
}

/// A GeoJSON file in the CRS of `utm_grid`.
void write_geojson(const std::filesystem::path& path, const Texts& features) {
    write_text_file(
        path, fmt::format(R"({{"type":"FeatureCollection","crs":{{"type":"name","properties":)"
                          R"({{"name":"urn:ogc:def:crs:EPSG::32647"}}}},"features":[{}]}})",
                          fmt::join(features, ",")));
}

bool mentions(const Texts& notes, const std::string& text) {
    return std::any_of(notes.begin(), notes.end(), [&](const std::string& note) {
        return note.find(text) != std::string::npos;
    });
}

/// Pixels per (epoch, class name), of training and of held-out samples.
std::map<std::pair<int, std::string>, std::array<int, 2>> counts_of(const Reference& reference) {
    std::map<std::pair<int, std::string>, std::array<int, 2>> counts;
    for (const LabelledPixel& pixel : reference.pixels) {
        ++counts[{pixel.epoch, reference.classes[pixel.label]}].at(pixel.held_out ? 1 : 0);
    }
    return counts;
}

/// What must hold for any reference: order, no pixel twice, and no feature on both sides.
void check_promises(const Reference& reference) {
    const auto place = [](const LabelledPixel& p) { return std::tie(p.epoch, p.row, p.column); };
    std::map<std::uint32_t, bool> side;
    std::set<std::uint64_t> ids;
    for (std::size_t i = 0; i < reference.pixels.size(); ++i) {
        const LabelledPixel& pixel = reference.pixels[i];
        REQUIRE((i == 0 || place(reference.pixels[i - 1]) < place(pixel)));
        REQUIRE(side.try_emplace(pixel.group, pixel.held_out).first->second == pixel.held_out);
        REQUIRE(ids.insert(pixel.id).second);
    }
}

/// Twelve mines and twelve forests of 2 × 2 pixels, class per epoch: mines 0–3 were forest in 2005.
Texts grid_of_boxes(const geo::Grid& grid) {
    Texts features;
    for (int i = 0; i < 24; ++i) {
        const double left = 3.0 * (i % 12);
        const double top = i < 12 ? 2 : 20;
        const bool is_mine = i < 12;
        features.push_back(
            feature(box(grid, left, top, left + 2, top + 2),
                    fmt::format(R"("y05":"{}","y20":"{}")", is_mine && i >= 4 ? "mine" : "forest",
                                is_mine ? "mine" : "forest")));
    }
    return features;
}

std::filesystem::path shared_data() {
    const char* folder = std::getenv("MINEPRINT_SHARED_DATA");
    return folder == nullptr ? "" : folder;
}

}  // namespace

TEST_CASE("polygons with a class per epoch become labelled pixels") {
    const ScratchFolder folder;
    const geo::Grid grid = utm_grid();
    write_geojson(folder / "labels.geojson", grid_of_boxes(grid));
    ReferenceOptions options;
    options.file = folder / "labels.geojson";
    options.class_fields = {{"2005", "y05"}, {"2020", "y20"}};
    const Texts epochs{"2005", "2020"};
    const Reference reference = read_reference(options, grid, "kachin", epochs);
    CHECK(reference.classes == Texts{"forest", "mine"});
    CHECK(reference.target == 1);
    CHECK(reference.num_outside == 0);
    CHECK(reference.notes.empty());
    REQUIRE(reference.pixels.size() == 2 * 24 * 4);
    check_promises(reference);
    const LabelledPixel& first = reference.pixels.front();
    CHECK(std::tuple(first.epoch, first.row, first.column, int{first.label}, first.group) ==
          std::tuple(0, 2, 0, 0, 0U));
    const auto counts = counts_of(reference);
    CHECK(counts.size() == 4);
    for (const auto& [stratum, sides] : counts) {
        const auto [training, held_out] = sides;
        CAPTURE(stratum.first, stratum.second, training, held_out);
        CHECK(training + held_out == (stratum.first == 1         ? 48
                                      : stratum.second == "mine" ? 32
                                                                 : 64));
        CHECK(std::abs(training / static_cast<double>(training + held_out) - 0.7) <= 0.1);
    }
}

TEST_CASE("the identity of a pixel is made of region, epoch and place") {
    const ScratchFolder folder;
    const geo::Grid grid = utm_grid();
    write_geojson(folder / "labels.geojson", grid_of_boxes(grid));
    ReferenceOptions options;
    options.file = folder / "labels.geojson";
    options.class_fields = {{"", "y20"}};
    const Reference reference = read_reference(options, grid, "kachin", Texts{"2005", "2020"});
    const auto number_of = [](const std::string& name) {
        return std::stoull(mineprint::core::sha256(name).substr(0, 16), nullptr, 16);
    };
    for (const LabelledPixel& pixel : reference.pixels) {
        const std::uint64_t place = (static_cast<std::uint64_t>(pixel.row) << 32U) |
                                    static_cast<std::uint64_t>(pixel.column);
        const std::uint64_t epoch = number_of(pixel.epoch == 0 ? "2005" : "2020");
        REQUIRE(pixel.id ==
                mineprint::core::mix(mineprint::core::mix(number_of("kachin"), epoch), place));
    }
}

TEST_CASE(
    "the order of epochs changes nothing but their numbers; seed and region change the split") {
    const ScratchFolder folder;
    const geo::Grid grid = utm_grid();
    write_geojson(folder / "labels.geojson", grid_of_boxes(grid));
    ReferenceOptions options;
    options.file = folder / "labels.geojson";
    options.class_fields = {{"2005", "y05"}, {"2020", "y20"}};
    options.max_per_class = 20;
    for (const SplitBy unit : {SplitBy::sample, SplitBy::polygon, SplitBy::block}) {
        options.split_by = unit;
        options.block_size_m = 200;
        const Reference reference = read_reference(options, grid, "kachin", Texts{"2005", "2020"});
        Reference turned = read_reference(options, grid, "kachin", Texts{"2020", "2005"});
        for (LabelledPixel& pixel : turned.pixels) {
            pixel.epoch = pixel.epoch == 0 ? 1 : 0;
        }
        std::stable_sort(turned.pixels.begin(), turned.pixels.end(),
                         [](const auto& a, const auto& b) { return a.epoch < b.epoch; });
        CHECK(turned.pixels == reference.pixels);
        options.seed = 1;
        CHECK(read_reference(options, grid, "kachin", Texts{"2005", "2020"}).pixels !=
              reference.pixels);
        options.seed = 0;
        CHECK(read_reference(options, grid, "katanga", Texts{"2005", "2020"}).pixels !=
              reference.pixels);
    }
}

TEST_CASE("pixels that features of two classes claim are left out, those of one class kept once") {
    const ScratchFolder folder;
    const geo::Grid grid = utm_grid();
    write_geojson(folder / "labels.geojson",
                  {feature(box(grid, 0, 0, 4, 4), R"("class":"mine")"),
                   feature(box(grid, 2, 0, 6, 4), R"("class":"mine")"),
                   feature(box(grid, 5, 0, 8, 4), R"("class":"forest")"),
                   feature(box(grid, 20, 20, 22, 22), R"("class":null)"),
                   feature(box(grid, 60, 20, 62, 22), R"("class":"forest")"),
                   feature(box(grid, 10.6, 10.6, 10.9, 10.9), R"("class":"forest")")});
    ReferenceOptions options;
    options.file = folder / "labels.geojson";
    const Reference reference = read_reference(options, grid, "r", Texts{"2020"});
    // 16 + 8 - 4 of the mines, 12 - 4 of the forest and the small one's.
    CHECK(reference.pixels.size() == 20 + 9);
    CHECK(std::count_if(reference.pixels.begin(), reference.pixels.end(),
                        [](const auto& p) { return p.group == 0; }) == 16);
    CHECK(std::none_of(reference.pixels.begin(), reference.pixels.end(),
                       [](const auto& p) { return p.column == 5; }));
    CHECK(reference.num_outside == 1);
    CHECK(mentions(reference.notes, "4 pixels are left out"));
    CHECK(mentions(reference.notes, "1 features lie outside the grid"));
    CHECK(mentions(reference.notes, "1 polygons are too small"));
    CHECK(mentions(reference.notes, "epoch 2020: 1 features without a class"));
    check_promises(reference);
}

TEST_CASE("points of a table with an epoch column, in degrees") {
    const ScratchFolder folder;
    const geo::Grid grid = utm_grid();
    // The same twenty places in both years, as one line each: a place is on one side in both.
    std::vector<geo::Point> points;
    for (int i = 0; i < 20; ++i) {
        points.push_back(grid.centre_of(2 * i, (7 * i) % 30));
    }
    mineprint::gdal_io::transform(points, grid.crs_wkt,
                                  mineprint::gdal_io::crs_to_wkt("EPSG:4326"));
    std::string table = "lon,lat,kind,year\n";
    for (const int year : {2005, 2020}) {
        for (std::size_t i = 0; i < points.size(); ++i) {
            const int kind = i % 2 == 0 || (year == 2020 && i < 5) ? 31 : 32;
            table += fmt::format("{},{},{},{}\n", points[i].x, points[i].y, kind, year);
        }
    }
    table += "98.0,10.0,31,2020\n";
    write_text_file(folder / "points.csv", table);
    ReferenceOptions options;
    options.file = folder / "points.csv";
    options.class_fields = {{"", "kind"}};
    options.epoch_field = "year";
    options.target = "31";
    const Reference reference = read_reference(options, grid, "r", Texts{"2005", "2020"});
    CHECK(reference.classes == Texts{"31", "32"});
    CHECK(reference.num_outside == 1);
    REQUIRE(reference.pixels.size() == 40);
    check_promises(reference);
    std::map<std::pair<std::int64_t, std::int64_t>, bool> side;
    for (const LabelledPixel& pixel : reference.pixels) {
        CHECK(pixel.column % 2 == 0);
        CHECK(pixel.row == (7 * (pixel.column / 2)) % 30);
        CHECK(pixel.group == pixel.column / 2 + (pixel.epoch == 0 ? 0 : 20));
        CHECK(side.try_emplace({pixel.row, pixel.column}, pixel.held_out).first->second ==
              pixel.held_out);
    }
    for (const auto& [stratum, sides] : counts_of(reference)) {
        CHECK(sides[0] > sides[1]);
        CHECK(sides[1] > 0);
    }
}

TEST_CASE("a table in the region's own coordinates takes the CRS that the options name") {
    const ScratchFolder folder;
    const geo::Grid grid = utm_grid();
    const geo::Point centre = grid.centre_of(3, 4);
    write_text_file(folder / "points.csv",
                    fmt::format("x,y,class\n{},{},mine\n{},{},forest\n", centre.x, centre.y,
                                centre.x + 60, centre.y));
    ReferenceOptions options;
    options.file = folder / "points.csv";
    options.crs = "EPSG:32647";
    const Reference reference = read_reference(options, grid, "r", Texts{"2020"});
    REQUIRE(reference.pixels.size() == 2);
    CHECK(reference.pixels[0].row == 4);
    CHECK(reference.pixels[0].column == 3);
    CHECK(reference.pixels[1].column == 5);
    // One point a class: both train, and the notes say that nothing is held out.
    CHECK(mentions(reference.notes, "class mine at epoch 2020 has no held-out samples"));
    options.crs.clear();
    CHECK_THROWS_AS(read_reference(options, grid, "r", Texts{"2020"}), DataError);
}

TEST_CASE("at most so many pixels of a class are drawn, and then split") {
    const ScratchFolder folder;
    const geo::Grid grid = utm_grid();
    write_geojson(folder / "labels.geojson",
                  {feature(box(grid, 0, 0, 20, 30), R"("class":"forest")"),
                   feature(box(grid, 20, 0, 22, 5), R"("class":"mine")")});
    ReferenceOptions options;
    options.file = folder / "labels.geojson";
    options.split_by = SplitBy::sample;
    options.max_per_class = 50;
    const Reference reference = read_reference(options, grid, "r", Texts{"2020"});
    const auto counts = counts_of(reference);
    CHECK(counts.at({0, "forest"}) == std::array{35, 15});
    CHECK(counts.at({0, "mine"}) == std::array{7, 3});
    // The draw is spread over the polygon: some in each quarter.
    std::set<std::int64_t> quarters;
    for (const LabelledPixel& pixel : reference.pixels) {
        if (pixel.label == 0) {
            quarters.insert(2 * (pixel.row / 15) + pixel.column / 10);
        }
    }
    CHECK(quarters.size() == 4);
}

TEST_CASE("a reference that cannot serve says why") {
    const ScratchFolder folder;
    const geo::Grid grid = utm_grid();
    const auto file = folder / "labels.geojson";
    ReferenceOptions options;
    options.file = file;
    const auto read = [&] { return read_reference(options, grid, "r", Texts{"2020"}); };
    SECTION("no file") {
        CHECK_THROWS_AS(read(), DataError);
        CHECK_THROWS_WITH(read(), Contains("labels.geojson"));
    }
    SECTION("no features") {
        write_geojson(file, {});
        CHECK_THROWS_AS(read(), DataError);
        CHECK_THROWS_WITH(read(), Contains("labels.geojson"));
    }
    SECTION("all of them outside the grid") {
        write_geojson(file, {feature(box(grid, 100, 0, 105, 5), R"("class":"mine")"),
                             feature(box(grid, -9, 0, -4, 5), R"("class":"forest")")});
        CHECK_THROWS_AS(read(), DataError);
        CHECK_THROWS_WITH(read(), Contains("labels.geojson") &&
                                      Contains("none of its 2 features") && Contains("CRS"));
    }
    SECTION("no target in the grid") {
        write_geojson(file, {feature(box(grid, 100, 0, 105, 5), R"("class":"mine")"),
                             feature(box(grid, 0, 0, 5, 5), R"("class":"forest")")});
        CHECK_THROWS_AS(read(), DataError);
        CHECK_THROWS_WITH(read(), Contains("labels.geojson") && Contains("'mine'"));
    }
    SECTION("options out of range") {
        write_geojson(file, grid_of_boxes(grid));
        options.split = 1.2;
        CHECK_THROWS_AS(read(), UsageError);
        options.split = std::nan("");
        CHECK_THROWS_AS(read(), UsageError);
        options.split = 0.7;
        options.split_by = SplitBy::block;
        options.block_size_m = 0;
        CHECK_THROWS_AS(read(), UsageError);
    }
}

TEST_CASE("the real training polygons of the Landsat 5 pair of 1986 and 2001") {
    const auto pair = shared_data() / "timeseries" / "teamlucc_L5_1986_2001";
    if (shared_data().empty()) {
        WARN("SKIPPED: MINEPRINT_SHARED_DATA is not set");
        return;
    }
    const geo::Grid grid = mineprint::gdal_io::RasterReader(pair / "L5TSR_1986.tif").info().grid;
    ReferenceOptions options;
    options.file = pair / "L5TSR_1986_2001_training.gpkg";
    options.class_fields = {{"1986", "class_1986"}, {"2001", "class_2001"}};
    options.target = "NonForest";
    for (std::uint64_t seed = 0; seed < 50; ++seed) {
        options.seed = seed;
        const Reference reference =
            read_reference(options, grid, "costa-rica", Texts{"1986", "2001"});
        REQUIRE(reference.classes == Texts{"Forest", "NonForest"});
        REQUIRE(reference.notes.empty());
        check_promises(reference);
        const auto counts = counts_of(reference);
        REQUIRE(counts.size() == 4);
        for (const auto& [stratum, sides] : counts) {
            // gdal_rasterize on each polygon gives 68 and 52 pixels, four a polygon, at both dates.
            const int total = stratum.second == "Forest" ? 68 : 52;
            CHECK(sides[0] + sides[1] == total);
            CHECK(std::abs(sides[0] - 0.7 * total) <= 8);
        }
    }
}

TEST_CASE("the real training polygons of four classes on the Landsat 5 scene of 1988") {
    const auto scene = shared_data() / "landsat" / "RStoolbox_LT52240631988227";
    if (shared_data().empty()) {
        WARN("SKIPPED: MINEPRINT_SHARED_DATA is not set");
        return;
    }
    const geo::Grid grid =
        mineprint::gdal_io::RasterReader(scene / "lsat_stack_dn_7band.tif").info().grid;
    ReferenceOptions options;
    options.file = scene / "trainingPolygons_lsat_utm22n.gpkg";
    options.target = "cleared";
    // Pixels per class by gdal_rasterize, polygon by polygon; no pixel lies in two.
    const std::map<std::string, int> expected{
        {"cleared", 1124}, {"fallen_dry", 220}, {"forest", 2271}, {"water", 795}};
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        options.seed = seed;
        const Reference reference = read_reference(options, grid, "para", Texts{"1988"});
        REQUIRE(reference.classes == Texts{"cleared", "fallen_dry", "forest", "water"});
        check_promises(reference);
        for (const auto& [stratum, sides] : counts_of(reference)) {
            const int total = expected.at(stratum.second);
            CAPTURE(seed, stratum.second, sides[0], sides[1]);
            CHECK(sides[0] + sides[1] == total);
            CHECK(std::abs(sides[0] / static_cast<double>(total) - 0.7) < 0.1);
        }
    }
}
