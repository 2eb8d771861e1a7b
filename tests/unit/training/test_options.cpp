// SPDX-License-Identifier: Apache-2.0
#include "mineprint/core/error.hpp"
#include "mineprint/training/options.hpp"
#include "test_main.hpp"

using namespace mineprint::training;

TEST_CASE("presets have the defaults of the programs they are named after") {
    const ForestOptions gee = preset("gee");  // Chinkaka et al. 2023: 50 trees, sqrt(p), bag 0.5
    CHECK(gee.trees == 50);
    CHECK(gee.mtry == 0);
    CHECK(gee.bag_fraction == 0.5);
    CHECK_FALSE(gee.replacement);
    CHECK(gee.seed == 0);
    CHECK_FALSE(gee.balanced);
    CHECK(preset("ranger").trees == 500);
    CHECK(preset("sklearn").trees == 100);
    const ForestOptions production = preset("production");
    CHECK(production == ForestOptions{});
    CHECK(production.trees == 500);
    CHECK(production.balanced);
    for (const char* name : {"gee", "ranger", "sklearn", "production"}) {
        const ForestOptions options = preset(name);
        CHECK(options.min_leaf == 1);
        CHECK(options.max_depth == 0);  // no peer's depth 5 is inherited
        CHECK(options.max_nodes == 0);
        CHECK((options.replacement && options.bag_fraction == 1) == (std::string(name) != "gee"));
    }
    CHECK_THROWS_WITH(preset("rangr"), Catch::Matchers::Contains("'ranger'"));
}
