// SPDX-License-Identifier: Apache-2.0
#include "mineprint/training/replicated.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <mutex>

#include "mineprint/mpi/collectives.hpp"
#include "mineprint/mpi/work_queue.hpp"
#include "mineprint/training/gather_trees.hpp"
#include "mineprint/training/grower_pool.hpp"

namespace mineprint::training {
namespace {

/// Where every rank's rows begin among all; the last is their number.
std::vector<std::size_t> row_offsets(const mpi::Communicator& comm, std::size_t num_own) {
    const std::uint64_t own = num_own;
    const auto sizes = mpi::all_gather(comm, std::span(&own, 1));
    std::vector<std::size_t> offsets{0};
    for (const std::uint64_t size : sizes) {
        offsets.push_back(offsets.back() + size);
    }
    return offsets;
}

/// One rank of each node sends and receives the rows for all of it: every rank's rows cross between
/// two nodes once.
void share_between_nodes(const mpi::Communicator& comm, const mpi::Communicator& node,
                         const std::vector<std::size_t>& offsets,
                         const std::function<std::span<std::byte>(std::size_t, std::size_t)>& ids,
                         const std::function<std::span<std::byte>(std::size_t, std::size_t)>& bytes,
                         TrainingTraffic& traffic) {
    const mpi::Communicator leaders = comm.split(node.is_root() ? 0 : 1);
    std::int32_t own_leader = node.is_root() ? leaders.rank() : 0;
    mpi::broadcast(node, std::span(&own_leader, 1));
    const auto leader_of = mpi::all_gather(comm, std::span<const std::int32_t>(&own_leader, 1));
    if (!node.is_root() || leaders.size() == 1) {
        return;
    }
    for (std::size_t rank = 0; rank < leader_of.size(); ++rank) {
        for (const auto& part :
             {ids(offsets[rank], offsets[rank + 1]), bytes(offsets[rank], offsets[rank + 1])}) {
            mpi::broadcast_bytes(leaders, part, leader_of[rank]);
            traffic.row_bytes += leaders.rank() == leader_of[rank] ? 0 : part.size();
        }
    }
}

}  // namespace

NodeRows::NodeRows(const mpi::Communicator& comm, const mpi::Communicator& node,
                   const TrainingRows& own, TrainingTraffic& traffic)
    : memory_(node, static_cast<std::size_t>(mpi::all_sum(comm, std::uint64_t{own.size()})) *
                        (sizeof(std::uint64_t) + own.layout.stride)),
      rows_(own) {
    const std::vector<std::size_t> offsets = row_offsets(comm, own.size());
    const std::size_t num_rows = offsets.back();
    const std::size_t stride = own.layout.stride;
    // The ids in front, so that they are aligned.
    const std::size_t id_bytes = num_rows * sizeof(std::uint64_t);
    const auto ids = [&](std::size_t begin, std::size_t end) {
        return memory_.bytes().subspan(begin * sizeof(std::uint64_t),
                                       (end - begin) * sizeof(std::uint64_t));
    };
    const auto bytes = [&](std::size_t begin, std::size_t end) {
        return memory_.bytes().subspan(id_bytes + begin * stride, (end - begin) * stride);
    };
    const std::size_t own_begin = offsets[static_cast<std::size_t>(comm.rank())];
    std::ranges::copy(std::as_bytes(own.ids), ids(own_begin, own_begin + own.size()).begin());
    std::ranges::copy(std::as_bytes(own.bytes), bytes(own_begin, own_begin + own.size()).begin());
    memory_.synchronise();
    share_between_nodes(comm, node, offsets, ids, bytes, traffic);
    memory_.synchronise();
    rows_.ids = {reinterpret_cast<const std::uint64_t*>(ids(0, 0).data()), num_rows};
    rows_.bytes = {reinterpret_cast<const std::uint8_t*>(bytes(0, 0).data()), num_rows * stride};
}

void add_gains(const CodeTree& tree, std::vector<std::uint64_t>& gains) {
    for (std::size_t index = 0; index < tree.nodes.size(); ++index) {
        gains[tree.nodes[index].cut.feature] += tree.gains[index] >> 15U;
    }
}

GrownForest grow_replicated(const mpi::Communicator& comm, const TrainingRows& rows,
                            const GrowthRules& rules, int num_threads, TrainingTraffic& traffic) {
    GrowerPool pool(rules);
    std::mutex mutex;
    std::map<std::int64_t, forest::Tree> own_trees;
    GrownForest grown{{}, std::vector<std::uint64_t>(rules.num_features)};
    mpi::WorkQueueOptions queue;
    queue.num_threads = num_threads;
    mpi::run_work_queue(comm, rules.options.trees, queue, [&](std::int64_t index) {
        const CodeTree code_tree = pool.with_grower([&](TreeGrower& grower) {
            return grower.grow(rows, static_cast<std::uint64_t>(index));
        });
        forest::Tree tree = with_thresholds(code_tree, rows.thresholds);
        const std::lock_guard lock(mutex);
        add_gains(code_tree, grown.gains);
        own_trees.emplace(index, std::move(tree));
    });
    mpi::all_reduce(comm, std::span(grown.gains), MPI_SUM);
    grown.trees = gather_trees(comm, std::move(own_trees),
                               static_cast<std::size_t>(rules.options.trees), traffic);
    return grown;
}

}  // namespace mineprint::training
