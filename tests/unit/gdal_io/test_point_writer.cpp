// SPDX-License-Identifier: Apache-2.0
#include "mineprint/core/atomic_file.hpp"
#include "mineprint/core/error.hpp"
#include "mineprint/core/hash.hpp"
#include "mineprint/gdal_io/crs.hpp"
#include "mineprint/gdal_io/point_writer.hpp"
#include "mineprint/gdal_io/vector_reader.hpp"
#include "scratch_folder.hpp"
#include "test_main.hpp"

using namespace mineprint;

namespace {

gdal_io::PointLayer layer() {
    return {"points",
            gdal_io::crs_to_wkt("EPSG:32647"),
            {"PLOTID", "label_2020"},
            {{{501'000.5, 2'800'000.25}, {"1", ""}}, {{502'000, 2'801'000}, {"2", "mine, old"}}}};
}

}  // namespace

TEST_CASE("points come back with their places and fields") {
    const ScratchFolder folder;
    gdal_io::write_points(folder / "points.gpkg", layer());
    const auto read = gdal_io::read_vector(folder / "points.gpkg", {});
    CHECK(read.name == "points");
    CHECK(read.field_names == std::vector<std::string>{"PLOTID", "label_2020"});
    REQUIRE(read.features.size() == 2);
    CHECK(read.features[0].points.front().x == 501'000.5);
    CHECK(read.features[0].points.front().y == 2'800'000.25);
    CHECK(read.features[0].fields.count("label_2020") == 0);
    CHECK(read.features[1].fields.at("label_2020") == "mine, old");
}

TEST_CASE("the same points are the same bytes, and a file is replaced whole") {
    const ScratchFolder folder;
    gdal_io::write_points(folder / "a.gpkg", layer());
    const std::string first = core::sha256_of_file(folder / "a.gpkg");
    gdal_io::write_points(folder / "a.gpkg", layer());
    CHECK(core::sha256_of_file(folder / "a.gpkg") == first);
    CHECK_THROWS_AS(gdal_io::write_points("/proc/no/such/place.gpkg", layer()), core::Error);
}
