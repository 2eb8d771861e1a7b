// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "mineprint/training/split_score.hpp"

namespace mineprint::training {

/// A cut of a node: rows with `code <= threshold_code` go left.
struct Split {
    std::uint32_t feature = 0;
    std::uint8_t threshold_code = 0;  ///< 254: all values go left, missing ones right
    bool missing_left = false;
    SplitScore score;

    /// Larger score, then lower feature, then lower threshold, then missing to the left.
    [[nodiscard]] bool better_than(const Split& other) const noexcept;
};

/// What a split must obey.
struct SplitRules {
    std::uint64_t min_leaf = 1;                    ///< rows on either side
    std::span<const std::uint32_t> class_weights;  ///< weight of a row of each class
};

/// The best cut of a node by one feature, or nothing if none has a gain and obeys `rules`.
/// `histogram` holds the weighted count of each class in each of the 256 bins (256 × classes);
/// `totals` those of the node.
[[nodiscard]] std::optional<Split> find_split(std::span<const std::uint32_t> histogram,
                                              std::span<const std::uint32_t> totals,
                                              std::uint32_t feature, const SplitRules& rules);

}  // namespace mineprint::training
