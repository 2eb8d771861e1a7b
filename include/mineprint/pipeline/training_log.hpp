// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "mineprint/core/log.hpp"
#include "mineprint/forest/forest.hpp"
#include "mineprint/training/traffic.hpp"

namespace mineprint::pipeline {

/// Says how good a forest is: out-of-bag error, confusion, learning curve, importances.
void tell_forest(const core::Log& log, const std::string& name, const forest::Forest& forest);

/// Says what the ranks sent each other to grow it; nothing for one rank.
void tell_traffic(const core::Log& log, const std::string& name, int num_ranks,
                  const training::TrainingTraffic& traffic);

}  // namespace mineprint::pipeline
