// SPDX-License-Identifier: Apache-2.0
#include "mineprint/core/atomic_file.hpp"
#include "mineprint/pipeline/training_csv.hpp"
#include "scratch_folder.hpp"
#include "test_main.hpp"

using namespace mineprint;

namespace {

std::map<std::string, forest::Forest> two_forests() {
    std::map<std::string, forest::Forest> forests;
    forest::Forest& forest = forests["Kachin/2005"];
    forest.classes = {"mine", "other"};
    forest.report.num_samples = 100;
    forest.report.cross_validation = {{"1", "2"}, {5, 1, 2, 9, 4, 0, 3, 8}};
    forest.report.tuning = {{10, 1, 0.125}, {20, 1, 0.0625}, {90, 1, 0.0625}};
    forests["Kachin/2020"].classes = {"mine", "other"};
    return forests;
}

}  // namespace

TEST_CASE("Cross-validation and tuning are told in tables of one fact a line") {
    const ScratchFolder folder;
    pipeline::write_training_csv(folder / "training", two_forests());
    CHECK(core::read_text_file(folder / "training" / "cross_validation.csv") ==
          "forest,fold,true_class,predicted_class,samples\n"
          "Kachin/2005,1,mine,mine,5\n"
          "Kachin/2005,1,mine,other,2\n"
          "Kachin/2005,1,other,mine,1\n"
          "Kachin/2005,1,other,other,9\n"
          "Kachin/2005,2,mine,mine,4\n"
          "Kachin/2005,2,mine,other,3\n"
          "Kachin/2005,2,other,mine,0\n"
          "Kachin/2005,2,other,other,8\n"
          "Kachin/2005,all,mine,mine,9\n"
          "Kachin/2005,all,mine,other,5\n"
          "Kachin/2005,all,other,mine,1\n"
          "Kachin/2005,all,other,other,17\n");
    CHECK(core::read_text_file(folder / "training" / "tuning.csv") ==
          "forest,trees,mtry,oob_error,chosen\n"
          "Kachin/2005,10,1,0.125,no\n"
          "Kachin/2005,20,1,0.0625,yes\n"
          "Kachin/2005,90,1,0.0625,no\n");
}

TEST_CASE("A table of an earlier training goes when there is nothing to tell") {
    const ScratchFolder folder;
    pipeline::write_training_csv(folder / "training", two_forests());
    auto forests = two_forests();
    forests.at("Kachin/2005").report.cross_validation = {};
    pipeline::write_training_csv(folder / "training", forests);
    CHECK_FALSE(std::filesystem::exists(folder / "training" / "cross_validation.csv"));
    CHECK(std::filesystem::exists(folder / "training" / "tuning.csv"));
}
