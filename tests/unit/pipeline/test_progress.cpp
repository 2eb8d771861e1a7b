// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include <nlohmann/json.hpp>

#include "mineprint/core/display_width.hpp"
#include "mineprint/pipeline/progress.hpp"
#include "test_main.hpp"

using mineprint::core::display_width;
using mineprint::pipeline::duration_text;
using mineprint::pipeline::progress_bar;
using mineprint::pipeline::progress_json;
using mineprint::pipeline::progress_line;
using mineprint::pipeline::ProgressState;

namespace {

/// A quarter of 400 tiles in 50 s: 2 a second, 150 s for the rest.
ProgressState quarter() { return {"tiles", 100, 400, 50, {71, 24, 5}}; }

}  // namespace

TEST_CASE("durations are told in the unit that fits") {
    CHECK(duration_text(0.4) == "0 s");
    CHECK(duration_text(59.4) == "59 s");
    CHECK(duration_text(59.6) == "1 min 00 s");
    CHECK(duration_text(200) == "3 min 20 s");
    CHECK(duration_text(3720) == "1 h 02 min");
}

TEST_CASE("a line tells how far, how fast, how long and what bounds it") {
    CHECK(progress_line(quarter()) ==
          "tiles: 100 of 400 (25 %), 2 a second, 2 min 30 s left, bound by reading (71 %)");
}

TEST_CASE("what is not known yet is left out") {
    CHECK(progress_line({"tiles", 0, 400, 5, {}}) == "tiles: 0 of 400 (0 %), 0 a second");
    CHECK(progress_line({"tiles", 400, 400, 100, {}}) == "tiles: 400 of 400 (100 %), 4 a second");
    CHECK(progress_line({"tiles", 0, 0, 0, {}}) == "tiles: 0 of 0 (0 %), 0 a second");
    CHECK(progress_json({"tiles", 0, 400, 5, {}})["seconds_left"].is_null());
    CHECK(progress_json({"tiles", 0, 400, 5, {}})["bound_by"].is_null());
}

TEST_CASE("a bar takes the room there is and stays on one line") {
    CHECK(progress_bar(quarter(), 200) == "[######..................] " + progress_line(quarter()));
    CHECK(progress_bar(quarter(), 80) ==
          "[#####..................] tiles 100/400, 2/s, 2 min 30 s "
          "left, bound by reading");
    CHECK(progress_bar(quarter(), 40) == "tiles 100/400, 2/s, 2 min 30 s left, bo");
    for (int columns = 0; columns < 140; ++columns) {
        ProgressState now = quarter();
        now.what = "samples of 怒江";
        INFO(columns);
        CHECK(display_width(progress_bar(now, columns)) <
              static_cast<std::size_t>(columns < 2 ? 2 : columns));
    }
}

TEST_CASE("a bar is empty in the beginning and full in the end, not before") {
    CHECK(progress_bar({"tiles", 0, 0, 0, {}}, 200).starts_with("[........................] "));
    CHECK(progress_bar({"tiles", 399, 400, 1, {}}, 200).starts_with("[#######################.] "));
    CHECK(progress_bar({"tiles", 400, 400, 1, {}}, 200).starts_with("[########################] "));
}

TEST_CASE("an object has the same as numbers") {
    const auto json = progress_json(quarter());
    CHECK(json["stage"] == "tiles");
    CHECK(json["done"] == 100);
    CHECK(json["total"] == 400);
    CHECK(json["seconds"] == 50);
    CHECK(json["per_second"] == 2);
    CHECK(json["seconds_left"] == 150);
    CHECK(json["bound_by"] == "reading");
    CHECK(json["reading_seconds"] == 71);
    CHECK(json["computing_seconds"] == 24);
    CHECK(json["writing_seconds"] == 5);
}
