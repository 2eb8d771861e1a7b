// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "mineprint/core/random.hpp"
#include "mineprint/mpi/communicator.hpp"
#include "mineprint/training/options.hpp"

namespace mineprint::training {

/// What must be known of all rows to tell the bag of one tree.
struct BagLimit {
    std::uint64_t largest = 0;  ///< without replacement: the last number let in
    std::uint8_t all_once = 0;  ///< 1: the draw left the bag empty; every row is in it once
};

/// Collective over `comm`. The limit of every tree's bag, from the ids of the rows of all ranks,
/// each rank giving its own.
[[nodiscard]] std::vector<BagLimit> agree_on_bags(const mpi::Communicator& comm,
                                                  const ForestOptions& options,
                                                  std::span<const std::uint64_t> own_ids);

/// Which rows a tree is grown from, and how often. A row's count depends on (seed, tree, sample id)
/// alone.
///
/// With replacement: independent Poisson counts with mean `bag_fraction` (online bagging, Oza &
/// Russell 2001), and not n draws from n rows: so a row needs no knowledge of the others, wherever
/// they are, and a row added to the table changes no other's count. Without: exactly
/// round(bag_fraction × n) rows, at least one, those with the smallest keyed numbers. A bag that
/// came out empty (tiny tables only) takes every row once.
class Bag {
  public:
    /// `limit` is that of the tree.
    Bag(const ForestOptions& options, std::uint64_t tree, const BagLimit& limit);

    /// How often the row is in the bag; 0: it is out of it.
    [[nodiscard]] std::uint8_t count_of(std::uint64_t id) const noexcept {
        const std::uint64_t number = number_of(id);
        if (!replacement_) {
            return number <= limit_.largest ? 1 : 0;
        }
        return limit_.all_once != 0 ? std::uint8_t{1} : poisson_of(number);
    }
    /// Whether the row is out of the bag.
    [[nodiscard]] bool leaves_out(std::uint64_t id) const noexcept {
        const std::uint64_t number = number_of(id);
        if (!replacement_) {
            return number > limit_.largest;
        }
        return limit_.all_once == 0 && number >> 32U <= last_[0];
    }
    /// The number drawn for a row. For one tree no two ids have the same.
    [[nodiscard]] std::uint64_t number_of(std::uint64_t id) const noexcept {
        return core::mix(key_, id);
    }

  private:
    /// The count whose share of the numbers the number falls in.
    [[nodiscard]] std::uint8_t poisson_of(std::uint64_t number) const noexcept {
        const auto high = static_cast<std::uint32_t>(number >> 32U);
        std::uint8_t count = first_guess_[high / guess_step];
        while (high > last_[count]) {
            ++count;
        }
        return count;
    }
    static constexpr std::size_t num_limits = 16;
    static constexpr std::size_t num_guesses = 1024;
    static constexpr std::uint32_t guess_step = 0x400000;  ///< 2^32 / num_guesses
    std::uint64_t key_ = 0;
    bool replacement_ = true;
    BagLimit limit_;
    std::array<std::uint32_t, num_limits + 1>
        last_{};  ///< per count: the last number that gives it
    std::array<std::uint8_t, num_guesses> first_guess_{};  ///< smallest count in a step of numbers
};

}  // namespace mineprint::training
