// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "mineprint/forest/forest.hpp"
#include "mineprint/mpi/communicator.hpp"
#include "mineprint/mpi/shared_memory.hpp"
#include "mineprint/training/traffic.hpp"
#include "mineprint/training/tree_grower.hpp"

namespace mineprint::training {

/// The rows of all ranks, once on every node.
class NodeRows {
  public:
    /// Collective over `comm`; `node` are its ranks of this node. Every rank gives its own rows.
    NodeRows(const mpi::Communicator& comm, const mpi::Communicator& node, const TrainingRows& own,
             TrainingTraffic& traffic);
    /// All rows, rank after rank; a view.
    [[nodiscard]] const TrainingRows& rows() const noexcept { return rows_; }
    /// Collective. Frees the memory.
    void close() { memory_.close(); }

  private:
    mpi::SharedMemory memory_;
    TrainingRows rows_;
};

/// What a learner gives; the same on all ranks.
struct GrownForest {
    std::vector<forest::Tree> trees;
    std::vector<std::uint64_t> gains;  ///< per feature: impurity decrease × 2^16, rounded down
};

/// Collective over `comm`. Every tree is grown by one thread of one rank; a queue shares them out.
[[nodiscard]] GrownForest grow_replicated(const mpi::Communicator& comm, const TrainingRows& rows,
                                          const GrowthRules& rules, int num_threads,
                                          TrainingTraffic& traffic);

/// Adds to `gains`, per feature, what the splits of a tree gained.
void add_gains(const CodeTree& tree, std::vector<std::uint64_t>& gains);

}  // namespace mineprint::training
