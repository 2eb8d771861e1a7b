// SPDX-License-Identifier: Apache-2.0
#include <set>

#include "mineprint/archive/landsat_name.hpp"
#include "mineprint/core/error.hpp"
#include "mineprint/simulate/acquisitions.hpp"
#include "small_region.hpp"
#include "test_main.hpp"

using namespace mineprint;

namespace {

std::vector<simulate::PlannedScene> plan(const simulate::SimulateOptions& options) {
    const simulate::Landscape landscape(options, simulate::make_region_frame(options));
    return simulate::plan_scenes(options, landscape);
}

}  // namespace

TEST_CASE("made-up products have real names of satellites that flew in the epoch") {
    const auto options = small_region();
    const auto scenes = plan(options);
    REQUIRE(scenes.size() == 6);
    std::set<std::string> ids;
    for (const auto& scene : scenes) {
        const auto name = archive::LandsatName::parse(scene.product_id);
        const auto& epoch = options.epochs[scene.epoch_index];
        CHECK((name.acquired >= epoch.begin && name.acquired <= epoch.end));
        CHECK(name.processed > name.acquired);
        CHECK(name.acquired >= core::Date::parse(scene.satellite->first_day));
        CHECK(name.acquired <= core::Date::parse(scene.satellite->last_day));
        CHECK(name.sensor == scene.satellite->sensor);
        CHECK(name.wrs_row == 42);
        ids.insert(name.id);
    }
    CHECK(ids.size() == scenes.size());
}

TEST_CASE("every third scene lies in the neighbouring UTM zone, and all hold the region") {
    const auto options = small_region();
    const simulate::Landscape landscape(options, simulate::make_region_frame(options));
    const auto scenes = simulate::plan_scenes(options, landscape);
    for (std::size_t i = 0; i < scenes.size(); ++i) {
        const bool own = scenes[i].grid.crs_wkt == landscape.frame().grid.crs_wkt;
        CHECK(own == (i % 3 != 2));
        if (own) {
            const geo::Extent outer = scenes[i].grid.extent();
            const geo::Extent inner = landscape.frame().grid.extent();
            CHECK(outer.contains({inner.xmin, inner.ymin}));
            CHECK(outer.contains({inner.xmax, inner.ymax}));
        }
    }
}

TEST_CASE("the first scene of an epoch is clear, the others have the wanted cloud on average") {
    auto options = small_region();
    options.scenes_per_epoch = 12;
    options.cloud_pct = 30;
    double sum = 0;
    const auto scenes = plan(options);
    for (std::size_t i = 0; i < scenes.size(); ++i) {
        CHECK((scenes[i].cloud_share == 0) == (i % 12 == 0));
        sum += scenes[i].cloud_share;
    }
    CHECK(sum / static_cast<double>(scenes.size()) == Approx(0.3).margin(0.05));
}

TEST_CASE("more scenes than passes are refused with the epoch's name") {
    auto options = small_region();
    options.scenes_per_epoch = 900;
    try {
        (void)plan(options);
        FAIL("900 scenes in a year were accepted");
    } catch (const core::UsageError& error) {
        CHECK(std::string(error.what()).find("epoch 2005") != std::string::npos);
    }
}
