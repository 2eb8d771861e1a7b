// SPDX-License-Identifier: Apache-2.0
#include <limits>

#include "mineprint/core/atomic_file.hpp"
#include "mineprint/core/error.hpp"
#include "mineprint/gdal_io/raster_writer.hpp"
#include "mineprint/pipeline/comparison.hpp"
#include "mineprint/pipeline/csv_tables.hpp"
#include "mineprint/pipeline/model_file.hpp"
#include "mineprint/pipeline/result_file.hpp"
#include "scratch_folder.hpp"
#include "small_results.hpp"
#include "test_main.hpp"

using namespace mineprint;
using Catch::Matchers::Contains;
using Catch::Matchers::EndsWith;
using pipeline::compare_outputs;

namespace {

void write_map(const std::filesystem::path& path, std::uint8_t value_at_3_1,
               const std::string& fingerprint) {
    const geo::Grid grid{"", 100, 200, 30, 30, 5, 4};
    raster::Raster<std::uint8_t> map(5, 4, 1);
    map(1, 3) = value_at_3_1;
    gdal_io::GeoTiffOptions options;
    options.nodata = 255;
    options.metadata = {{"MINEPRINT_FINGERPRINT", fingerprint}};
    gdal_io::write_geotiff<std::uint8_t>(path, grid, {map}, options);
}

forest::Forest one_leaf() {
    forest::Forest forest;
    forest.schema = {{"nir"}, {"reflectance"}};
    forest.classes = {"mine", "other"};
    forest.trees = {{{{-1, 0, 0, 0, 0}}, {3, 4}}};
    return forest;
}

/// An output folder with one of everything.
void write_output(const std::filesystem::path& folder, const pipeline::ResultTables& tables) {
    pipeline::write_results(folder / "results.h5", tables);
    pipeline::write_csv_tables(folder / "tables", tables);
    pipeline::write_models(folder / "model.h5", {{{"all", one_leaf()}}, "f"});
    write_map(folder / "kachin" / "maps" / "2005" / "class_X0000_Y0000.tif", 2, "abc");
    core::write_text_file(folder / "kachin" / "class_2005.vrt", "<VRTDataset/>\n");
    core::write_text_file(folder / "run.log", folder.string());
    core::write_text_file(folder / "tiles.jsonl", folder.string());
}

}  // namespace

TEST_CASE("Two equal outputs are equal, whoever ran them") {
    const ScratchFolder folder;
    pipeline::ResultTables tables = small_results::results();
    write_output(folder / "a", tables);
    tables.run.hosts = {"other"};
    tables.run.peak_memory_bytes = {1};
    tables.run.stages = {};
    write_output(folder / "b", tables);
    core::write_text_file(folder / "b" / "kachin" / ".class_X.n1-7.partial.tif", "");
    CHECK(compare_outputs(folder / "a", folder / "b").differences.empty());
    CHECK(compare_outputs(folder / "a" / "results.h5", folder / "b" / "results.h5").equal());
}

TEST_CASE("A number that differs is told with its place and both values") {
    const ScratchFolder folder;
    pipeline::ResultTables tables = small_results::results();
    pipeline::write_results(folder / "a.h5", tables);
    auto& area = tables.regions[0].layers[1].area_km2;
    area(1, 2, 0) = 9;
    area(1, 2, 1) = std::numeric_limits<double>::quiet_NaN();
    tables.regions[0].accuracy->confusion_matrix(1, 0, 1) = 6;
    tables.regions[1].title = "Haut-Katanga";
    tables.regions[0].quarantined.clear();
    pipeline::write_results(folder / "b.h5", tables);
    const auto found = compare_outputs(folder / "a.h5", folder / "b.h5").differences;
    using Lines = std::vector<std::string>;
    CHECK(Lines(found.begin(), found.begin() + 1) ==
          Lines{"a.h5: /regions/kachin/accuracy/confusion_matrix[1, 0, 1]: 5 and 6 (1 of 12 values "
                "differ)"});
    CHECK_THAT(found.at(1), Contains("/quarantine/cause") && Contains("shapes [1] and [0]"));
    CHECK(Lines(found.end() - 2, found.end()) ==
          Lines{"a.h5: /regions/kachin/zones/sides/area_km2[1, 2, 0]: 2.42 and 9 (2 of 12 values "
                "differ)",
                "a.h5: /regions/katanga@title: '' and 'Haut-Katanga' (1 of 1 values differ)"});
    CHECK(found.size() == 9);  // the six columns of the quarantine among them
}

TEST_CASE("What only one file has, or has as something else, is told") {
    const ScratchFolder folder;
    pipeline::ResultTables tables = small_results::results();
    pipeline::write_results(folder / "a.h5", tables);
    tables.regions[0].accuracy.reset();
    pipeline::write_results(folder / "b.h5", tables);
    CHECK(compare_outputs(folder / "a.h5", folder / "b.h5").differences ==
          std::vector<std::string>{"a.h5: /regions/kachin/accuracy: is only in the first file"});
    CHECK(compare_outputs(folder / "b.h5", folder / "a.h5").differences ==
          std::vector<std::string>{"b.h5: /regions/kachin/accuracy: is only in the second file"});
}

TEST_CASE("Maps, tables, mosaics and forests that differ are told in the order of their files") {
    const ScratchFolder folder;
    const pipeline::ResultTables tables = small_results::results();
    write_output(folder / "a", tables);
    write_output(folder / "b", tables);
    const auto b = folder / "b";
    write_map(b / "kachin" / "maps" / "2005" / "class_X0000_Y0000.tif", 7, "xyz");
    core::write_text_file(b / "kachin" / "class_2005.vrt", "<VRTDataset/>\n<more/>\n");
    forest::Forest forest = one_leaf();
    forest.trees[0].leaf_counts[1] = 5;
    pipeline::write_models(b / "model.h5", {{{"all", forest}}, "f"});
    std::filesystem::remove(b / "tables" / "growth.csv");
    const auto found = compare_outputs(folder / "a", b).differences;
    REQUIRE(found.size() == 6);
    CHECK(found[0] == "kachin/class_2005.vrt: line 2: is only in the second file: '<more/>'");
    const std::string map = "kachin/maps/2005/class_X0000_Y0000.tif: ";
    CHECK(found[1] == map + "metadata MINEPRINT_FINGERPRINT: 'abc' and 'xyz'");
    CHECK(found[2] == map + "band 1: column 3, row 1: 2 and 7 (1 of 20 pixels differ)");
    CHECK_THAT(found[3], Contains("model.h5: /forests/all@hash"));
    CHECK(found[4] == "model.h5: /forests/all/leaf_counts[0, 1]: 4 and 5 (1 of 2 values differ)");
    CHECK_THAT(found[5], Contains("tables/growth.csv: is only in") && EndsWith("/a"));
}

TEST_CASE("A map with the same pixels in other bytes is not the same") {
    const ScratchFolder folder;
    write_map(folder / "a.tif", 2, "abc");
    std::string bytes = core::read_text_file(folder / "a.tif");
    core::write_text_file(folder / "b.tif", bytes + '\0');
    const auto found = compare_outputs(folder / "a.tif", folder / "b.tif").differences;
    REQUIRE(found.size() == 1);
    CHECK_THAT(found[0], Contains("differs from byte " + std::to_string(bytes.size())));
}

TEST_CASE("A damaged file is a difference, what is not there an error") {
    const ScratchFolder folder;
    const pipeline::ResultTables tables = small_results::results();
    write_output(folder / "a", tables);
    write_output(folder / "b", tables);
    const std::string bytes = core::read_text_file(folder / "a" / "results.h5");
    core::write_text_file(folder / "b" / "results.h5", bytes.substr(0, bytes.size() / 2));
    const auto found = compare_outputs(folder / "a", folder / "b").differences;
    REQUIRE(found.size() == 1);
    CHECK_THAT(found[0], Contains("results.h5: cannot be compared") && Contains("cut short"));
    CHECK_THROWS_WITH(compare_outputs(folder / "a", folder / "c"), Contains("no such file"));
    CHECK_THROWS_WITH(compare_outputs(folder / "a", folder / "a" / "run.log"),
                      Contains("one is a folder"));
    std::filesystem::create_directories(folder / "empty");
    CHECK_THROWS_AS(compare_outputs(folder / "empty", folder / "empty"), core::DataError);
}
