// SPDX-License-Identifier: Apache-2.0
#include "mineprint/training/bag.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "mineprint/mpi/collectives.hpp"

namespace mineprint::training {
namespace {

/// The numbers of a tree fall evenly in this many drawers.
constexpr std::size_t num_drawers = 4096;
constexpr unsigned drawer_shift = 52;

/// A number drawn for a row in some tree of a group.
struct Candidate {
    std::uint64_t tree = 0;
    std::uint64_t number = 0;
    auto operator<=>(const Candidate&) const = default;
};

/// In which drawer the last number let in lies, and how many are let in from it.
struct Drawer {
    std::uint64_t index = 0;
    std::uint64_t num_taken = 0;
};

Drawer drawer_of_last(std::span<const std::uint64_t> counts, std::uint64_t num_taken) {
    Drawer drawer{0, num_taken};
    while (counts[drawer.index] < drawer.num_taken) {
        drawer.num_taken -= counts[drawer.index];
        ++drawer.index;
    }
    return drawer;
}

/// Sets the limits of some trees so that exactly `num_taken` rows are in each bag: all ranks count
/// the drawers, then look together into the one that matters.
void limit_without_replacement(const mpi::Communicator& comm, std::span<const Bag> bags,
                               std::span<const std::uint64_t> own_ids, std::uint64_t num_taken,
                               std::span<BagLimit> limits) {
    std::vector<std::uint64_t> counts(bags.size() * num_drawers);
    for (std::size_t tree = 0; tree < bags.size(); ++tree) {
        for (const std::uint64_t id : own_ids) {
            ++counts[tree * num_drawers + (bags[tree].number_of(id) >> drawer_shift)];
        }
    }
    mpi::all_reduce(comm, std::span(counts), MPI_SUM);
    std::vector<Candidate> own;
    std::vector<Drawer> drawers;
    for (std::size_t tree = 0; tree < bags.size(); ++tree) {
        drawers.push_back(
            drawer_of_last(std::span(counts).subspan(tree * num_drawers, num_drawers), num_taken));
        for (const std::uint64_t id : own_ids) {
            const std::uint64_t number = bags[tree].number_of(id);
            if (number >> drawer_shift == drawers.back().index) {
                own.push_back({tree, number});
            }
        }
    }
    std::vector<Candidate> all = mpi::all_gather(comm, std::span<const Candidate>(own));
    std::ranges::sort(all);
    for (std::size_t tree = 0; tree < bags.size(); ++tree) {
        const auto first = std::ranges::lower_bound(all, Candidate{tree, 0});
        limits[tree].largest =
            (first + static_cast<std::ptrdiff_t>(drawers[tree].num_taken - 1))->number;
    }
}

}  // namespace

Bag::Bag(const ForestOptions& options, std::uint64_t tree, const BagLimit& limit)
    : key_(core::KeyedRandom(options.seed, core::Stream::bootstrap).bits(tree)),
      replacement_(options.replacement),
      limit_(limit) {
    double probability = std::exp(-options.bag_fraction);
    double sum = 0;
    last_.fill(std::numeric_limits<std::uint32_t>::max());
    for (std::size_t count = 0; count < num_limits; ++count) {
        sum += probability;
        last_[count] = static_cast<std::uint32_t>(std::min(0x1p32, std::round(sum * 0x1p32)) - 1.0);
        probability *= options.bag_fraction / static_cast<double>(count + 1);
    }
    for (std::size_t guess = 0; guess < num_guesses; ++guess) {
        const auto lowest = static_cast<std::uint32_t>(guess) * guess_step;
        const auto* const first =
            std::ranges::find_if(last_, [&](std::uint32_t last) { return lowest <= last; });
        first_guess_[guess] = static_cast<std::uint8_t>(first - last_.begin());
    }
}

std::vector<BagLimit> agree_on_bags(const mpi::Communicator& comm, const ForestOptions& options,
                                    std::span<const std::uint64_t> own_ids) {
    const auto num_trees = static_cast<std::size_t>(options.trees);
    std::vector<BagLimit> limits(num_trees);
    if (options.replacement) {
        std::vector<std::uint8_t> any_row(num_trees);
        for (std::size_t tree = 0; tree < num_trees; ++tree) {
            const Bag bag(options, tree, {});
            any_row[tree] = std::ranges::any_of(
                own_ids, [&](std::uint64_t id) { return bag.count_of(id) > 0; });
        }
        mpi::all_reduce(comm, std::span(any_row), MPI_MAX);
        for (std::size_t tree = 0; tree < num_trees; ++tree) {
            limits[tree].all_once = any_row[tree] != 0 ? 0 : 1;
        }
        return limits;
    }
    const std::uint64_t num_rows = mpi::all_sum(comm, std::uint64_t{own_ids.size()});
    const auto num_taken = std::clamp<std::uint64_t>(
        static_cast<std::uint64_t>(
            std::llround(options.bag_fraction * static_cast<double>(num_rows))),
        1, num_rows);
    constexpr std::size_t group = 64;
    for (std::size_t begin = 0; begin < num_trees; begin += group) {
        const std::size_t count = std::min(group, num_trees - begin);
        std::vector<Bag> bags;
        for (std::size_t tree = begin; tree < begin + count; ++tree) {
            bags.emplace_back(options, tree, BagLimit{});
        }
        limit_without_replacement(comm, bags, own_ids, num_taken,
                                  std::span(limits).subspan(begin, count));
    }
    return limits;
}

}  // namespace mineprint::training
