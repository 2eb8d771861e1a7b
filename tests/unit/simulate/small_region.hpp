// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "mineprint/simulate/simulate.hpp"

/// A region of 2 km × 2 km with two epochs: small enough to be simulated in a test.
inline mineprint::simulate::SimulateOptions small_region() {
    using mineprint::core::Date;
    mineprint::simulate::SimulateOptions options;
    options.region = "small";
    options.title = "A small made-up place";
    options.extent = {98.52, 25.88, 98.54, 25.90};
    options.epochs = {{"2005", Date::parse("2005-01-01"), Date::parse("2005-12-31")},
                      {"2020", Date::parse("2020-01-01"), Date::parse("2020-12-31")}};
    options.mines = {{"W", "2005", 0.05}, {"W", "2020", 0.12}, {"E", "2020", 0.08}};
    options.zones = {"W:West", "E:East"};
    options.scenes_per_epoch = 3;
    options.reference_points = 60;
    options.seed = 11;
    return options;
}
