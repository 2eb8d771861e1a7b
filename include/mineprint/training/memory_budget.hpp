// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "mineprint/mpi/communicator.hpp"
#include "mineprint/training/training_rows.hpp"
#include "mineprint/training/tree_grower.hpp"

namespace mineprint::training {

/// What the choice of the mode rests on; the same on all ranks.
struct TrainingSize {
    std::uint64_t num_rows = 0;   ///< of all ranks
    std::uint64_t most_rows = 0;  ///< of one rank
    int most_ranks_per_node = 1;
    int num_threads = 1;
};

/// How much memory each part of training may take on a rank; the same on all ranks.
struct MemoryBudget {
    std::uint64_t total_bytes = 0;
    std::size_t trees_at_once = 1;    ///< sharded: whose rows are held twice, to be cut
    std::size_t histogram_bytes = 0;  ///< sharded: class counts of a batch of nodes
    std::size_t subtree_rows = 0;     ///< sharded: nodes of so many rows or fewer move to a rank
    std::size_t exchange_bytes = 0;   ///< sharded: rows a rank is sent at a time
};

/// Collective over `comm`. `options.memory_mib`, or half of a node's memory by its ranks.
[[nodiscard]] std::uint64_t memory_per_rank(const mpi::Communicator& comm,
                                            const ForestOptions& options, int num_ranks_on_node);

/// Bytes that replicated training takes of a rank: its part of the rows held once on the node, and
/// per thread the rows of a bag twice.
[[nodiscard]] std::uint64_t replicated_bytes(const TrainingSize& size, const RowLayout& layout);

[[nodiscard]] MemoryBudget plan_budget(std::uint64_t total_bytes, const TrainingSize& size,
                                       const GrowthRules& rules);

}  // namespace mineprint::training
