// SPDX-License-Identifier: Apache-2.0
#include "mineprint/training/subtree_finisher.hpp"

#include <algorithm>

#include "mineprint/core/parallel_for.hpp"
#include "mineprint/mpi/collectives.hpp"
#include "mineprint/mpi/exchange.hpp"
#include "mineprint/mpi/run_on_all.hpp"

namespace mineprint::training {
namespace {

/// A subtree on its way to the other ranks.
void pack(core::ByteWriter& writer, std::uint64_t tree, std::uint64_t subtree,
          const CodeTree& grown) {
    writer.put(tree).put(subtree);
    writer.put_span(std::span<const CodeNode>(grown.nodes));
    writer.put_span(std::span<const std::uint64_t>(grown.gains));
    writer.put_span(std::span<const std::uint32_t>(grown.leaf_counts));
}

CodeTree unpack(core::ByteReader& reader) {
    CodeTree tree;
    tree.nodes = reader.get_vector<CodeNode>();
    tree.gains = reader.get_vector<std::uint64_t>();
    tree.leaf_counts = reader.get_vector<std::uint32_t>();
    return tree;
}

}  // namespace

/// The largest first, each to the rank that has the fewest rows so far: the same on all ranks.
std::vector<SubtreeFinisher::Job> SubtreeFinisher::share_out(
    const std::vector<TopTree>& trees) const {
    std::vector<Job> jobs;
    for (std::size_t tree = 0; tree < trees.size(); ++tree) {
        for (std::size_t subtree = 0; subtree < trees[tree].subtrees.size(); ++subtree) {
            jobs.push_back({tree, subtree, 0});
        }
    }
    const auto rows_of = [&](const Job& job) {
        return trees[job.tree].subtrees[job.subtree].num_rows;
    };
    std::ranges::stable_sort(jobs, std::greater<>(), rows_of);
    std::vector<std::uint64_t> load(static_cast<std::size_t>(setting_.comm.size()));
    for (Job& job : jobs) {
        const auto least = std::ranges::min_element(load);
        job.owner = static_cast<int>(least - load.begin());
        *least += rows_of(job);
    }
    return jobs;
}

CodeTree SubtreeFinisher::grow_one(const SubtreeRoot& root,
                                   std::span<const std::span<const std::byte>> pieces) {
    return pool_.with_grower([&](TreeGrower& grower) { return grower.grow_subtree(root, pieces); });
}

/// Sends the rows of some subtrees to their owners; returns this rank's subtrees, grown.
std::vector<CodeTree> SubtreeFinisher::grow_some(const std::vector<TopTree>& trees,
                                                 std::span<const Job> jobs) {
    const auto num_ranks = static_cast<std::size_t>(setting_.comm.size());
    std::vector<core::ByteWriter> parcels(num_ranks);
    std::vector<const SmallSubtree*> own;
    mpi::run_on_all(setting_.comm, [&] {
        for (const Job& job : jobs) {
            const SmallSubtree& subtree = trees[job.tree].subtrees[job.subtree];
            const auto owner = static_cast<std::size_t>(job.owner);
            const auto bytes =
                std::as_bytes(trees[job.tree].rows.bytes(subtree.rows, subtree.second_half));
            parcels[owner].put_span(bytes);
            if (job.owner == setting_.comm.rank()) {
                own.push_back(&subtree);
            } else {
                setting_.traffic.row_bytes += bytes.size() + sizeof(std::uint64_t);
            }
        }
    });
    std::vector<std::vector<std::byte>> out;
    for (core::ByteWriter& parcel : parcels) {
        out.push_back(parcel.take());
    }
    const auto here = mpi::exchange(setting_.comm, out);
    out.clear();
    std::vector<CodeTree> grown(own.size());
    mpi::run_on_all(setting_.comm, [&] {
        std::vector<std::vector<std::span<const std::byte>>> pieces(own.size());
        for (const std::vector<std::byte>& parcel : here) {
            core::ByteReader reader(parcel);
            for (auto& of_subtree : pieces) {
                of_subtree.push_back(reader.get_span());
            }
        }
        core::parallel_for(0, static_cast<std::int64_t>(own.size()), setting_.num_threads,
                           [&](std::int64_t index) {
                               const auto i = static_cast<std::size_t>(index);
                               grown[i] = grow_one(own[i]->root, pieces[i]);
                           });
    });
    return grown;
}

std::vector<std::vector<CodeTree>> SubtreeFinisher::finish(const std::vector<TopTree>& trees) {
    const std::vector<Job> jobs = share_out(trees);
    core::ByteWriter writer;
    std::uint64_t num_own = 0;
    std::vector<std::uint64_t> load(static_cast<std::size_t>(setting_.comm.size()));
    const std::size_t stride = setting_.rules.layout.stride;
    for (std::size_t begin = 0; begin < jobs.size();) {
        // As many as no rank is sent too much of; one at least.
        std::ranges::fill(load, 0);
        std::size_t end = begin;
        for (; end < jobs.size(); ++end) {
            std::uint64_t& of_owner = load[static_cast<std::size_t>(jobs[end].owner)];
            of_owner += trees[jobs[end].tree].subtrees[jobs[end].subtree].num_rows * stride;
            if (end > begin && of_owner > setting_.budget.exchange_bytes) {
                break;
            }
        }
        const auto some = std::span(jobs).subspan(begin, end - begin);
        const std::vector<CodeTree> grown = grow_some(trees, some);
        std::size_t next = 0;
        for (const Job& job : some) {
            if (job.owner == setting_.comm.rank()) {
                pack(writer, job.tree, job.subtree, grown[next++]);
                ++num_own;
            }
        }
        begin = end;
    }
    const std::vector<std::byte> bytes = writer.take();
    setting_.traffic.num_subtrees += num_own;
    setting_.traffic.tree_bytes +=
        bytes.size() * static_cast<std::uint64_t>(setting_.comm.size() - 1);
    const auto all = mpi::all_gather(setting_.comm, std::span<const std::byte>(bytes));
    std::vector<std::vector<CodeTree>> subtrees;
    for (const TopTree& tree : trees) {
        subtrees.emplace_back(tree.subtrees.size());
    }
    core::ByteReader reader(all);
    while (!reader.at_end()) {
        const auto tree = reader.get<std::uint64_t>();
        const auto subtree = reader.get<std::uint64_t>();
        subtrees[tree][subtree] = unpack(reader);
    }
    return subtrees;
}

}  // namespace mineprint::training
