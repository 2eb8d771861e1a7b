// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "mineprint/mpi/communicator.hpp"

namespace mineprint::training {

/// Some rows of a table of features.
struct FeatureRows {
    std::span<const float> features;  ///< row-major
    std::size_t num_features = 0;
    std::span<const std::uint32_t> rows;  ///< which of them
};

/// Collective over `comm`. Per feature the thresholds that `make_thresholds` gives for the values
/// of all ranks together, from exact counts of every distinct value. No rank sees more than its
/// share of the values: each takes a range of them, sent by all, and passes on to the rank of the
/// next range how far the bins are filled.
[[nodiscard]] std::vector<std::vector<float>> shared_thresholds(const mpi::Communicator& comm,
                                                                const FeatureRows& own,
                                                                int num_threads);

}  // namespace mineprint::training
