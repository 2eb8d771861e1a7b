// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

namespace mineprint::training {

/// What the ranks sent each other while they grew a forest: bytes that left a rank, summed over the
/// ranks, as handed to MPI. Not part of the forest: it differs with the number of ranks.
struct TrainingTraffic {
    struct Level {
        std::uint64_t nodes = 0;            ///< split by all ranks together
        std::uint64_t histogram_bytes = 0;  ///< class counts on their way to the rank that decides
        std::uint64_t split_bytes = 0;      ///< decisions on their way to all ranks
    };
    bool sharded = false;
    std::uint64_t row_bytes = 0;     ///< replicated: rows sent to other nodes; sharded: rows of
                                     ///< small subtrees sent to the rank that finishes them
    std::uint64_t tree_bytes = 0;    ///< finished trees, or subtrees, sent to all ranks
    std::uint64_t num_subtrees = 0;  ///< finished on one rank
    std::uint64_t num_batches = 0;   ///< sums of histograms the levels took
    std::vector<Level> levels;       ///< by depth, of all trees
};

}  // namespace mineprint::training
