// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <cstdint>

namespace mineprint::training {

/// How good it is to cut a node in two: S = Σ l²/L + Σ r²/R, where l, r are the (weighted) counts
/// of the classes on either side and L, R their sums. The larger, the smaller the Gini impurity
/// left (Breiman et al. 1984). Kept as a mixed number, whole + rest / denominator with rest <
/// denominator < 2^62, so that two scores are compared exactly. Sums below 2^32.
class SplitScore {
  public:
    SplitScore() = default;
    /// `left_squares` = Σ l², `right_squares` = Σ r²; `left`, `right` > 0.
    SplitScore(std::uint64_t left_squares, std::uint64_t left, std::uint64_t right_squares,
               std::uint64_t right);

    [[nodiscard]] std::strong_ordering operator<=>(const SplitScore& other) const noexcept;
    [[nodiscard]] bool operator==(const SplitScore& other) const noexcept {
        return std::is_eq(*this <=> other);
    }
    /// The gain over the uncut node, S - Σ n²/N, in units of 2^-31, rounded down to within two
    /// units. Not exact, but the same everywhere: for importances, and for the order of best-first
    /// growth.
    [[nodiscard]] std::uint64_t gain_over(std::uint64_t squares,
                                          std::uint64_t total) const noexcept;

  private:
    std::uint64_t whole_ = 0;
    std::uint64_t rest_ = 0;
    std::uint64_t denominator_ = 1;
};

}  // namespace mineprint::training
