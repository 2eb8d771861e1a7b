// SPDX-License-Identifier: Apache-2.0
#include "mineprint/core/atomic_file.hpp"
#include "mineprint/core/error.hpp"
#include "mineprint/gdal_io/crs.hpp"
#include "mineprint/pipeline/point_labels.hpp"
#include "scratch_folder.hpp"
#include "small_results.hpp"
#include "test_main.hpp"

using namespace mineprint;
using namespace pipeline;
using Catch::Matchers::Contains;

namespace {

/// Three points of a grid in degrees, so that LON and LAT are its coordinates.
ValidationDesign design() {
    ValidationDesign design;
    design.region = "here";
    design.strata_epochs = {"2020"};
    design.classes = {"mine", "other"};
    design.grid = {gdal_io::crs_to_wkt("EPSG:4326"), 98, 26, 0.001, 0.001, 100, 100};
    design.seed = 5;
    design.strata = {{"mine", 40, 0.4, 0.8, 2}, {"other", 9960, 99.6, 0.8, 1}};
    design.points = {{0, 10, 20}, {1, 30, 40}, {0, 50, 60}};
    return design;
}

PointLabels read(const std::string& csv) {
    const ScratchFolder folder;
    core::write_text_file(folder / "labels.csv", csv);
    RegionJob job;
    job.name = "here";
    job.epochs = {small_results::year("2005"), small_results::year("2020")};
    job.accuracy.labels = folder / "labels.csv";
    return read_point_labels(job, design());
}

const std::string head = "PLOTID,LON,LAT,label_2005,label_2020\n";
const std::string first = "1,98.0105,25.9795,other,mine\n";
const std::string second = "2,98.0305,25.9595,,other\n";

}  // namespace

TEST_CASE("labels come back as samples in their places; missing ones are told of") {
    const PointLabels labels = read(head + first + second);
    REQUIRE(labels.samples.size() == 3);
    CHECK(labels.samples[0].column == 10);
    CHECK(labels.samples[0].row == 20);
    CHECK(labels.samples[0].epoch == 0);
    CHECK(labels.samples[0].label == 1);
    CHECK(labels.samples[1].epoch == 1);
    CHECK(labels.samples[1].label == 0);
    CHECK(labels.samples[2].id == 1);
    REQUIRE(labels.notes.size() == 2);
    CHECK_THAT(labels.notes[0], Contains("2 of 3 points have no label at epoch 2005"));
}

TEST_CASE("labels that are not those of the drawn points are refused") {
    CHECK_THROWS_WITH(read(head + "1,98.0115,25.9795,other,mine\n"),
                      Contains("PLOTID 1") && Contains("these are other points"));
    CHECK_THROWS_WITH(read(head + first + first), Contains("PLOTID 1 is there twice"));
    CHECK_THROWS_WITH(read(head + "4,98.0105,25.9795,other,mine\n"),
                      Contains("none of the 3 points"));
    CHECK_THROWS_WITH(read(head + "1,98.0105,25.9795,othr,mine\n"),
                      Contains("'othr' is no class") && Contains("did you mean 'other'"));
    CHECK_THROWS_WITH(read("id,LON,LAT,label_2020\n1,98.0105,25.9795,mine\n"),
                      Contains("no field PLOTID"));
    CHECK_THROWS_WITH(read("PLOTID,LON,LAT,label\n1,98.0105,25.9795,mine\n"),
                      Contains("no field label_2005"));
    CHECK_THROWS_WITH(read(head + "1,98.0105,25.9795,,\n"), Contains("no point has a label yet"));
}

TEST_CASE("a design is read as it was written") {
    const ScratchFolder folder;
    write_design(folder / "design.json", design());
    CHECK(read_design(folder / "design.json") == design());
    CHECK_THROWS_WITH(read_design(folder / "none.json"), Contains("run `mineprint draw`"));
    core::write_text_file(folder / "broken.json", "{}");
    CHECK_THROWS_AS(read_design(folder / "broken.json"), core::DataError);
}
