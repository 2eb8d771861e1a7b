// SPDX-License-Identifier: Apache-2.0
#include "mineprint/training/memory_budget.hpp"

#include <algorithm>
#include <unistd.h>

#include "mineprint/mpi/collectives.hpp"

namespace mineprint::training {
namespace {

/// Rows of a bag are held twice, to be cut; the first half has room for all rows.
std::uint64_t bytes_of_tree(std::uint64_t num_rows, const RowLayout& layout) {
    constexpr double halves = 1.7;  // of a bag with replacement 63 % are different rows
    return static_cast<std::uint64_t>(halves * static_cast<double>(num_rows * layout.stride));
}

}  // namespace

std::uint64_t memory_per_rank(const mpi::Communicator& comm, const ForestOptions& options,
                              int num_ranks_on_node) {
    auto bytes = static_cast<std::uint64_t>(options.memory_mib * 0x1p20);
    if (bytes == 0) {
        const long pages = sysconf(_SC_PHYS_PAGES);
        const long page_bytes = sysconf(_SC_PAGESIZE);
        bytes = static_cast<std::uint64_t>(pages) * static_cast<std::uint64_t>(page_bytes) / 2 /
                static_cast<std::uint64_t>(num_ranks_on_node);
    }
    mpi::all_reduce(comm, std::span(&bytes, 1), MPI_MIN);
    return bytes;
}

std::uint64_t replicated_bytes(const TrainingSize& size, const RowLayout& layout) {
    const std::uint64_t per_node = size.num_rows * (layout.stride + sizeof(std::uint64_t));
    return per_node / static_cast<std::uint64_t>(size.most_ranks_per_node) +
           size.most_rows * (layout.stride + sizeof(std::uint64_t)) +
           static_cast<std::uint64_t>(size.num_threads) * bytes_of_tree(size.num_rows, layout);
}

MemoryBudget plan_budget(std::uint64_t total_bytes, const TrainingSize& size,
                         const GrowthRules& rules) {
    const auto threads = static_cast<std::uint64_t>(size.num_threads);
    const std::uint64_t tree_bytes =
        std::max<std::uint64_t>(1, bytes_of_tree(size.most_rows, rules.layout));
    MemoryBudget budget;
    budget.total_bytes = total_bytes;
    // A few trees more than threads even out the work; more only take memory.
    constexpr std::uint64_t fewest_at_once = 8;
    budget.trees_at_once = std::clamp<std::uint64_t>(total_bytes / 2 / tree_bytes, 1,
                                                     std::max(fewest_at_once, 2 * threads));
    budget.histogram_bytes = total_bytes / 8;
    budget.exchange_bytes = total_bytes / 8;
    // A thread that finishes a subtree holds its rows twice. Beyond 2^16 rows they leave the cache
    // anyway, and few subtrees are hard to share out evenly.
    constexpr std::uint64_t most_subtree_rows = 65536;
    budget.subtree_rows = std::clamp<std::uint64_t>(
        total_bytes / 16 / (2 * rules.layout.stride * threads), 1, most_subtree_rows);
    return budget;
}

}  // namespace mineprint::training
