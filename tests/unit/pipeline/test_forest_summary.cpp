// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "mineprint/pipeline/forest_summary.hpp"
#include "scratch_folder.hpp"
#include "test_main.hpp"

namespace mineprint::pipeline {
namespace {

ForestSummary full() {
    ForestSummary forest;
    forest.name = "kachin/2005";
    forest.features = {"red", "nir"};
    forest.classes = {"mine", "other"};
    forest.report.num_samples = 35;
    forest.report.oob_error = 0.125;
    forest.report.oob_margin = 0.75;
    forest.report.options = "trees=50 mtry=1";
    forest.report.impurity_importance = {0.25, 0.75};
    forest.report.permutation_importance = {0.1, 0.3};
    forest.report.permutation_error = {0.01, 0.02};
    forest.report.cross_validation = {{"a", "b"}, {8, 2, 1, 9, 4, 0, 4, 7}};
    forest.report.tuning = {{10, 1, 0.2}, {50, 1, 0.1}};
    forest.tuning_chosen = 1;
    return forest;
}

TEST_CASE("what training said of forests comes back from results.h5") {
    const ScratchFolder scratch;
    ForestSummary plain;
    plain.name = "kachin/2020";
    plain.features = {"red"};
    plain.classes = {"mine", "other"};
    plain.report.oob_error = std::nan("");
    {
        auto file = hdf5_io::File::create(scratch.path() / "r.h5");
        write_forest_summaries(file, "/forests", {full(), plain});
        write_forest_summaries(file, "/none", {});
        file.commit();
    }
    const auto file = hdf5_io::File::open(scratch.path() / "r.h5");
    CHECK(read_forest_summaries(file, "/none").empty());
    const auto forests = read_forest_summaries(file, "/forests");
    REQUIRE(forests.size() == 2);
    CHECK(forests[0].name == "kachin/2005");
    CHECK(forests[0].features == full().features);
    CHECK(forests[0].classes == full().classes);
    CHECK(forests[0].report == full().report);
    CHECK(forests[0].tuning_chosen == 1);
    CHECK(std::isnan(forests[1].report.oob_error));
    CHECK(forests[1].report.cross_validation.folds.empty());
}

TEST_CASE("a job without a model file has no forests to tell of") {
    const ScratchFolder scratch;
    CHECK(forest_summaries({}, scratch.path() / "model.h5").empty());
}

}  // namespace
}  // namespace mineprint::pipeline
