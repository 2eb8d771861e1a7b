// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "mineprint/core/log.hpp"
#include "mineprint/forest/forest.hpp"
#include "mineprint/training/traffic.hpp"

namespace mineprint::pipeline {

/// Says how good a forest is: out-of-bag error, confusion, learning curve, importances.
void tell_forest(const core::Log& log, const std::string& name, const forest::Forest& forest);

/// Says how the forests of a tuning run did, a line each. The report must hold one.
void tell_tuning(const core::Log& log, const std::string& name,
                 const forest::TrainingReport& report);

/// Says how many samples of each fold, and of all, were classified rightly, and the pooled
/// confusion. The forest's report must hold a cross-validation.
void tell_cross_validation(const core::Log& log, const std::string& name,
                           const forest::Forest& forest);

/// Says what the ranks sent each other to grow it; nothing for one rank.
void tell_traffic(const core::Log& log, const std::string& name, int num_ranks,
                  const training::TrainingTraffic& traffic);

}  // namespace mineprint::pipeline
