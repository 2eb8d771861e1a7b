// SPDX-License-Identifier: Apache-2.0
#include "mineprint/training/shared_thresholds.hpp"

#include <algorithm>
#include <bit>

#include "mineprint/core/parallel_for.hpp"
#include "mineprint/mpi/collectives.hpp"
#include "mineprint/mpi/exchange.hpp"
#include "mineprint/mpi/run_on_all.hpp"
#include "mineprint/mpi/tags.hpp"
#include "mineprint/training/binning.hpp"

namespace mineprint::training {
namespace {

using Counts = std::vector<ValueCount>;

Counts count_feature(const FeatureRows& own, std::size_t feature) {
    std::vector<float> values;
    values.reserve(own.rows.size());
    for (const std::uint32_t row : own.rows) {
        values.push_back(own.features[row * own.num_features + feature]);
    }
    return count_values(values);
}

/// The upper half of a value's bits in an order in which the numbers rise with the values.
constexpr std::size_t num_heads = 65536;
std::size_t head_of(float value) {
    constexpr std::uint32_t sign_bit = 0x80000000U;
    const auto bits = std::bit_cast<std::uint32_t>(value);
    return ((bits & sign_bit) != 0 ? ~bits : bits | sign_bit) / num_heads;
}

/// Cuts the values of this rank at places that are the same on all ranks, so that all ranges get
/// about as many. A head, at most 65536 distinct values, is in one range.
std::vector<Counts> cut_in_ranges(const mpi::Communicator& comm, const Counts& own) {
    std::vector<std::uint64_t> per_head(num_heads);
    for (const ValueCount& value : own) {
        ++per_head[head_of(value.value)];
    }
    mpi::all_reduce(comm, std::span(per_head), MPI_SUM);
    std::uint64_t total = 0;
    for (const std::uint64_t count : per_head) {
        total += count;
    }
    const auto num_ranks = static_cast<std::uint64_t>(comm.size());
    std::vector<Counts> ranges(num_ranks);
    std::uint64_t before = 0;
    std::size_t head = 0;
    for (const ValueCount& value : own) {
        for (; head < head_of(value.value); ++head) {
            before += per_head[head];
        }
        ranges[std::min(num_ranks - 1, before * num_ranks / std::max<std::uint64_t>(total, 1))]
            .push_back(value);
    }
    return ranges;
}

/// Several sorted lists as one, each value once.
Counts merge(const std::vector<Counts>& lists) {
    const auto rises = [](const ValueCount& a, const ValueCount& b) { return a.value < b.value; };
    Counts all;
    std::vector<std::size_t> ends{0};
    for (const Counts& list : lists) {
        all.insert(all.end(), list.begin(), list.end());
        ends.push_back(all.size());
    }
    const auto at = [&](std::size_t list) {
        return all.begin() + static_cast<std::ptrdiff_t>(ends[std::min(list, lists.size())]);
    };
    for (std::size_t width = 1; width < lists.size(); width *= 2) {
        for (std::size_t list = 0; list + width < lists.size(); list += 2 * width) {
            std::inplace_merge(at(list), at(list + width), at(list + 2 * width), rises);
        }
    }
    Counts merged;
    for (const ValueCount& value : all) {
        if (!merged.empty() && merged.back().value == value.value) {
            merged.back().count += value.count;
        } else {
            merged.push_back(value);
        }
    }
    return merged;
}

/// Lets the ranks fill the bins one after the other, each from the values of its range.
std::vector<float> fill_bins(const mpi::Communicator& comm, const Counts& range) {
    std::uint64_t num_rows = 0;
    for (const ValueCount& value : range) {
        num_rows += value.count;
    }
    ThresholdMaker maker(mpi::all_sum(comm, num_rows),
                         mpi::all_sum(comm, std::uint64_t{range.size()}));
    std::vector<float> own;
    constexpr auto tag = static_cast<int>(mpi::Tag::bin_edges);
    if (comm.rank() > 0) {
        mpi::check(MPI_Recv(&maker, sizeof(maker), MPI_BYTE, comm.rank() - 1, tag, comm.handle(),
                            MPI_STATUS_IGNORE),
                   "MPI_Recv");
    }
    maker.add(range, own);
    if (comm.rank() + 1 < comm.size()) {
        mpi::check(MPI_Send(&maker, sizeof(maker), MPI_BYTE, comm.rank() + 1, tag, comm.handle()),
                   "MPI_Send");
    }
    return mpi::all_gather(comm, std::span<const float>(own));
}

}  // namespace

std::vector<std::vector<float>> shared_thresholds(const mpi::Communicator& comm,
                                                  const FeatureRows& own, int num_threads) {
    static_assert(std::is_trivially_copyable_v<ThresholdMaker>);
    std::vector<std::vector<float>> thresholds(own.num_features);
    const auto step = static_cast<std::size_t>(num_threads);
    // As many features at a time as there are threads: the counts of one take as much memory as
    // all its values.
    for (std::size_t begin = 0; begin < own.num_features; begin += step) {
        const std::size_t end = std::min(own.num_features, begin + step);
        std::vector<Counts> counts(end - begin);
        mpi::run_on_all(comm, [&] {
            core::parallel_for(static_cast<std::int64_t>(begin), static_cast<std::int64_t>(end),
                               num_threads, [&](std::int64_t index) {
                                   const auto feature = static_cast<std::size_t>(index);
                                   counts[feature - begin] = count_feature(own, feature);
                                   if (comm.size() == 1) {
                                       thresholds[feature] =
                                           make_thresholds(counts[feature - begin]);
                                   }
                               });
        });
        for (std::size_t feature = begin; comm.size() > 1 && feature < end; ++feature) {
            const auto ranges = cut_in_ranges(comm, counts[feature - begin]);
            thresholds[feature] = fill_bins(comm, merge(mpi::exchange(comm, ranges)));
        }
    }
    return thresholds;
}

}  // namespace mineprint::training
