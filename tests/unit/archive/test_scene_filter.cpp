// SPDX-License-Identifier: Apache-2.0
#include "mineprint/archive/scene_filter.hpp"
#include "mineprint/core/atomic_file.hpp"
#include "mineprint/core/error.hpp"
#include "synthetic_product.hpp"
#include "test_main.hpp"

using mineprint::archive::Scene;
using mineprint::archive::SceneFilter;
using mineprint::archive::ScenePatterns;
using mineprint::archive::SceneSelection;
using mineprint::archive::Season;
using mineprint::archive::Sensor;
using mineprint::core::Date;

namespace {

Scene scene_of(Sensor sensor, const std::string& date) {
    Scene scene;
    scene.id = "S_" + date;
    scene.sensor = sensor;
    scene.date = Date::parse(date);
    return scene;
}

bool accepts(const SceneFilter& filter, const Scene& scene) {
    return SceneSelection(filter).accepts(scene);
}

}  // namespace

TEST_CASE("a season holds both its days and may wrap the year's end") {
    const Season summer{{5, 1}, {9, 30}};
    CHECK(summer.contains(Date::parse("2020-05-01")));
    CHECK(summer.contains(Date::parse("1999-09-30")));
    CHECK_FALSE(summer.contains(Date::parse("2020-04-30")));
    CHECK_FALSE(summer.contains(Date::parse("2020-10-01")));
    const Season winter{{11, 15}, {2, 28}};
    CHECK(winter.contains(Date::parse("2019-11-15")));
    CHECK(winter.contains(Date::parse("2019-12-31")));
    CHECK(winter.contains(Date::parse("2020-01-01")));
    CHECK(winter.contains(Date::parse("2020-02-28")));
    CHECK_FALSE(winter.contains(Date::parse("2020-02-29")));
    CHECK_FALSE(winter.contains(Date::parse("2020-11-14")));
}

TEST_CASE("each part of a filter keeps scenes out, and unknown values pass") {
    Scene scene = scene_of(Sensor::etm, "2018-07-01");
    CHECK(accepts({}, scene));
    SceneFilter filter;
    filter.sensors = {"TM", "OLI"};
    CHECK_FALSE(accepts(filter, scene));
    filter.sensors = {"ETM+"};
    CHECK(accepts(filter, scene));

    filter.etm_until = Date::parse("2018-07-01");
    CHECK(accepts(filter, scene));
    filter.etm_until = Date::parse("2018-06-30");
    CHECK_FALSE(accepts(filter, scene));
    filter.sensors.clear();
    CHECK(accepts(filter, scene_of(Sensor::oli, "2018-07-01")));

    SceneFilter tiers;
    tiers.tiers = {"T1"};
    scene.tier = "T2";
    CHECK_FALSE(accepts(tiers, scene));
    CHECK(accepts(tiers, scene_of(Sensor::msi, "2018-07-01")));  // has no tiers

    SceneFilter cloud;
    cloud.most_cloud_pct = 20;
    scene.cloud_cover_pct = 20;
    CHECK(accepts(cloud, scene));
    scene.cloud_cover_pct = 20.01;
    CHECK_FALSE(accepts(cloud, scene));
    scene.cloud_cover_pct = -1;
    CHECK(accepts(cloud, scene));
    filter.sensors = {"TM"};
    CHECK(accepts(filter, scene_of(Sensor::image, "1970-01-01")));
}

TEST_CASE("lists hold ids and patterns") {
    const ScratchFolder scratch;
    const auto file = scratch.path() / "list.txt";
    mineprint::core::write_text_file(file,
                                     "# remarks\n\n S_2018-07-01  # one\nS_2019-*\n?_2020-0?-01\n");
    const ScenePatterns patterns(file);
    CHECK(patterns.match("S_2018-07-01"));
    CHECK(patterns.match("S_2019-12-31"));
    CHECK(patterns.match("S_2020-03-01"));
    CHECK_FALSE(patterns.match("S_2020-10-01"));
    CHECK_FALSE(patterns.match("S_2018-07-02"));
    CHECK_FALSE(patterns.match("XS_2019-12-31"));
    SceneFilter filter;
    filter.include = file;
    CHECK(accepts(filter, scene_of(Sensor::tm, "2019-01-01")));
    CHECK_FALSE(accepts(filter, scene_of(Sensor::tm, "2017-01-01")));
    filter.exclude = file;
    CHECK_FALSE(accepts(filter, scene_of(Sensor::tm, "2019-01-01")));
    filter.exclude = scratch.path() / "nowhere.txt";
    CHECK_THROWS_WITH(SceneSelection(filter), Catch::Contains("nowhere.txt"));
}
