// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <span>

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
    [[nodiscard]] std::uint8_t count_of(std::uint64_t id) const noexcept;

  private:
    [[nodiscard]] std::uint8_t poisson_of(std::uint64_t number) const noexcept;
    static constexpr std::size_t max_count = 16;
    std::uint64_t key_ = 0;
    bool replacement_ = true;
    bool all_once_ = false;
    std::uint64_t largest_ = 0;                    ///< without replacement: the last number let in
    std::array<std::uint32_t, max_count> last_{};  ///< the last number of those with count k
};

}  // namespace mineprint::training
