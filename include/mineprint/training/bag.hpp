// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "mineprint/core/random.hpp"
#include "mineprint/training/options.hpp"

namespace mineprint::training {

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
    /// `ids` are those of all rows.
    Bag(const ForestOptions& options, std::uint64_t tree, std::span<const std::uint64_t> ids);

    /// How often the row is in the bag; 0: it is out of it.
    [[nodiscard]] std::uint8_t count_of(std::uint64_t id) const noexcept {
        const std::uint64_t number = core::mix(key_, id);
        if (!replacement_) {
            return number <= largest_ ? 1 : 0;
        }
        return all_once_ ? std::uint8_t{1} : poisson_of(number);
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
    bool all_once_ = false;
    std::uint64_t largest_ = 0;  ///< without replacement: the last number let in
    std::array<std::uint32_t, num_limits + 1>
        last_{};  ///< per count: the last number that gives it
    std::array<std::uint8_t, num_guesses> first_guess_{};  ///< smallest count in a step of numbers
};

}  // namespace mineprint::training
