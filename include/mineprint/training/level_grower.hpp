// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "mineprint/mpi/communicator.hpp"
#include "mineprint/training/memory_budget.hpp"
#include "mineprint/training/row_buffer.hpp"
#include "mineprint/training/traffic.hpp"
#include "mineprint/training/tree_grower.hpp"

namespace mineprint::training {

/// A node that is left to one rank, with all that grows from it.
struct SmallSubtree {
    SubtreeRoot root;
    std::uint64_t num_rows = 0;  ///< of all ranks, with their counts in the bag
    RowRange rows;               ///< this rank's, in the buffer of the tree
    bool second_half = false;
};

/// The upper part of a tree, the same on all ranks but for the rows.
struct TopTree {
    CodeTree tree;  ///< not in preorder; graft k is subtree k
    std::vector<SmallSubtree> subtrees;
    RowBuffer rows;  ///< this rank's rows of the bag
};

/// Grows the upper parts of trees whose rows lie on many ranks, one level of all trees of a group
/// after the other. Every rank counts its own rows; the counts of a batch of nodes are summed so
/// that each rank gets those of some nodes (reduce-scatter), picks their splits, and tells all.
/// Then every rank cuts its own rows. The same nodes as `TreeGrower` would make.
class LevelGrower {
  public:
    virtual ~LevelGrower() = default;
    /// Collective. Trees `first` … `first + count - 1`; valid until the next call.
    [[nodiscard]] virtual std::vector<TopTree>& grow(std::uint64_t first, std::size_t count) = 0;
};

/// What is common to all ranks' parts of a sharded training.
struct ShardedSetting {
    const mpi::Communicator& comm;
    const TrainingRows& rows;  ///< this rank's
    const GrowthRules& rules;
    MemoryBudget budget;
    int num_threads = 1;
    TrainingTraffic& traffic;
};

[[nodiscard]] std::unique_ptr<LevelGrower> make_level_grower(const ShardedSetting& setting);

}  // namespace mineprint::training
