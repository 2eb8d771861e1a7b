// SPDX-License-Identifier: Apache-2.0
#include "job_fixture.hpp"
#include "mineprint/app/option_table.hpp"

using namespace mineprint;
using namespace mineprint::app;
using training::FoldUnit;

namespace {

/// The draft with an option of [forest] set, which must show the value as it was given.
Draft with(const std::string& name, const std::string& value) {
    const Option& option = *find_option("forest." + name);
    Draft draft = make_draft();
    apply(option, setting_at_line_7("forest", name, value), draft);
    CHECK(option.value.show(draft) == std::vector{value});
    return draft;
}

std::string refusal(const std::string& name, const std::string& value) {
    return usage_error([&] { with(name, value); });
}

}  // namespace

TEST_CASE("what stays together in a cross-validation is named with the number of folds") {
    const auto folds = [](const std::string& value) {
        return with("cross-validation", value).region.forest.folds;
    };
    CHECK(folds("none").unit == FoldUnit::none);
    CHECK(folds("regions").unit == FoldUnit::region);
    CHECK((folds("stratified:5").unit == FoldUnit::sample && folds("stratified:5").folds == 5));
    CHECK((folds("polygons:10").unit == FoldUnit::polygon && folds("polygons:10").folds == 10));
    CHECK((folds("blocks:2").unit == FoldUnit::block && folds("blocks:2").folds == 2));
    CHECK(with("cross-validation-block", "40").region.forest.folds.block_pixels == 40);
    for (const char* wrong : {"polygons", "polygons:1", "polygons:x", "tiles:5", "regions:2", ""}) {
        CHECK_FALSE(refusal("cross-validation", wrong).empty());
    }
    CHECK_THAT(refusal("cross-validation", "blocks:1"), Catch::Matchers::Contains("out of range"));
}

TEST_CASE("what to tune is listed") {
    CHECK(with("tuning-trees", "20,50,100").region.forest.tuning_trees == std::vector{20, 50, 100});
    CHECK(with("tuning-mtry", "3").region.forest.tuning_mtry == std::vector{3});
    CHECK(with("tuning-mtry", "none").region.forest.tuning_mtry.empty());
    for (const char* wrong : {"0", "20,many", "70000"}) {
        CHECK_FALSE(refusal("tuning-trees", wrong).empty());
    }
    CHECK(with("permutation-importance", "yes").region.forest.permutation_importance);
}
