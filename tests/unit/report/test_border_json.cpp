// SPDX-License-Identifier: Apache-2.0
#include "mineprint/pipeline/border_pairs.hpp"
#include "mineprint/report/border_json.hpp"
#include "scratch_folder.hpp"
#include "test_main.hpp"

namespace mineprint::report {
namespace {

TEST_CASE("the page has both sides of a pair, and null where nothing is known") {
    const ScratchFolder scratch;
    pipeline::BorderTables border;
    border.name = "side_A_B";
    border.codes = {"A", "B"};
    border.bands = {{"all", {1, 2}, {3, 8}, {200, 300}, 4.0 / 3}};
    border.adjusted_growth = {pipeline::BorderInterval{190, 120, 280}, {}};
    border.adjusted_after = {pipeline::BorderInterval{3.5, 2, 6}, {}};
    border.pooled_after = {true, false};
    border.policy_year = 2012;
    border.pivot_epoch = "2010";
    border.annual_before_percent = {1, 2};
    {
        auto file = hdf5_io::File::create(scratch.path() / "r.h5");
        file.create_group("/borders");
        pipeline::write_borders(file, "/borders", {border});
        file.commit();
    }
    const auto file = hdf5_io::File::open(scratch.path() / "r.h5");
    const auto json = borders_of(file, "/borders");
    REQUIRE(json.size() == 1);
    CHECK(json[0]["pivot_epoch"] == "2010");
    const auto& side = json[0]["sides"][0];
    CHECK(side["code"] == "A");
    CHECK(side["bands"][0]["last_km2"] == 3);
    CHECK(side["growth"]["high"] == 280);
    CHECK(side["growth"]["pooled"] == false);
    CHECK(side["after"]["low"] == 2);
    CHECK(side["after"]["pooled"] == true);
    CHECK(side["before"]["value"].is_null());
    CHECK(side["mapped_before"] == 1);
    CHECK(json[0]["sides"][1]["growth"]["value"].is_null());
    CHECK(json[0]["ratio"]["value"].is_null());
    CHECK(borders_of(file, "/none").empty());
}

}  // namespace
}  // namespace mineprint::report
