// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <cstdint>
#include <span>

#include "mineprint/training/packed_counts.hpp"
#include "mineprint/training/split_score.hpp"

namespace mineprint::training {

/// A cut of a node: rows whose code is at most `threshold_code` go left.
struct Cut {
    std::uint32_t feature = 0;
    std::uint8_t threshold_code = 0;
    bool missing_left = false;
    bool operator==(const Cut&) const = default;
    /// The order among cuts of the same score: lower feature, lower threshold, missing to the left.
    [[nodiscard]] bool before(const Cut& other) const noexcept {
        if (feature != other.feature) {
            return feature < other.feature;
        }
        if (threshold_code != other.threshold_code) {
            return threshold_code < other.threshold_code;
        }
        return missing_left && !other.missing_left;
    }
};

/// A cut with what decides how good it is. A number close to the score settles nearly all
/// comparisons; those it cannot settle are made in integers: the outcome is always the exact one.
template <std::size_t num_words>
struct Split {
    using Counts = PackedCounts<num_words>;
    Cut cut;
    bool any_missing = false;  ///< the node has rows that miss the feature
    Counts left;
    double closeness = -1;  ///< near the score up to a factor; below 0: no split

    [[nodiscard]] bool exists() const noexcept { return closeness >= 0; }
    [[nodiscard]] SplitScore score(const Counts& totals) const {
        const Counts right = totals - left;
        return {left.squares(), left.sum(), right.squares(), right.sum()};
    }
    /// Whether this one beats another of the same node.
    [[nodiscard]] bool beats(const Split& other, const Counts& totals) const {
        // Both numbers are off by less than 2^-50 of themselves.
        constexpr double margin = 0x1p-48;
        const double allowance = other.closeness * margin;
        if (closeness > other.closeness + allowance) {
            return true;
        }
        if (closeness < other.closeness - allowance) {
            return false;
        }
        const auto order = left == other.left ? std::strong_ordering::equal
                                              : score(totals) <=> other.score(totals);
        return std::is_gt(order) || (std::is_eq(order) && cut.before(other.cut));
    }
};

/// What a split must obey.
struct SplitRules {
    std::uint64_t min_leaf = 1;                    ///< rows on either side
    std::span<const std::uint32_t> class_weights;  ///< weight of one row of each class
};

/// Tries every cut of a node by one feature after another, and keeps the best.
template <std::size_t num_words>
class SplitSearch {
  public:
    using Counts = PackedCounts<num_words>;

    SplitSearch(const Counts& totals, const SplitRules& rules)
        : totals_(totals), total_(totals.sum()), rules_(rules) {}

    [[nodiscard]] const Split<num_words>& best() const noexcept { return best_; }

    /// Begins a feature; `missing` are the counts of the rows that miss it. With `missing_left`
    /// they go left.
    void start(std::uint32_t feature, const Counts& missing, bool missing_left) {
        left_ = missing_left ? missing : Counts{};
        candidate_.cut = {feature, 0, missing_left};
        candidate_.any_missing = !missing.empty();
        any_bin_ = false;
    }
    /// The next bin that has rows, from the left. Tries the cut before it.
    void add_bin(std::uint8_t code, const Counts& counts) {
        if (any_bin_) {
            try_cut(code);
        }
        left_ += counts;
        last_code_ = code;
        any_bin_ = true;
    }
    /// Ends a feature: where rows miss it and go right, all values may go left.
    void finish() {
        if (any_bin_ && candidate_.any_missing && !candidate_.cut.missing_left) {
            try_cut(static_cast<std::uint8_t>(last_code_ + 1));
        }
    }

  private:
    [[nodiscard]] std::uint64_t rows_of(const Counts& counts) const {
        std::uint64_t rows = 0;
        for (std::size_t c = 0; c < rules_.class_weights.size(); ++c) {
            rows += counts.count(c) / rules_.class_weights[c];
        }
        return rows;
    }
    [[nodiscard]] bool large_enough() const {
        return rules_.min_leaf <= 1 ||
               (rows_of(left_) >= rules_.min_leaf && rows_of(totals_ - left_) >= rules_.min_leaf);
    }
    /// Whether a class has another share on the left than in the node: else there is no gain.
    [[nodiscard]] bool has_gain(std::uint64_t left_sum) const {
        for (std::size_t c = 0; c < 2 * num_words; ++c) {
            if (left_.count(c) * total_ != totals_.count(c) * left_sum) {
                return true;
            }
        }
        return false;
    }
    void try_cut(std::uint8_t next_code) {
        const std::uint64_t left_sum = left_.sum();
        const std::uint64_t right_sum = total_ - left_sum;
        if constexpr (num_words == 1) {
            // For two classes the gain is 2/N² × difference² / (left × right); one division instead
            // of two.
            const auto difference = static_cast<double>(
                static_cast<std::int64_t>(left_.count(0) * total_ - totals_.count(0) * left_sum));
            candidate_.closeness = difference * difference /
                                   (static_cast<double>(left_sum) * static_cast<double>(right_sum));
        } else {
            candidate_.closeness =
                static_cast<double>(left_.squares()) / static_cast<double>(left_sum) +
                static_cast<double>((totals_ - left_).squares()) / static_cast<double>(right_sum);
        }
        if (candidate_.closeness < best_.closeness * (1 - 0x1p-40)) {
            return;
        }
        candidate_.left = left_;
        // Between the two the node has no rows: the cut goes in the middle of the gap, counted in
        // bins.
        candidate_.cut.threshold_code = static_cast<std::uint8_t>((last_code_ + next_code - 1) / 2);
        if (has_gain(left_sum) && large_enough() &&
            (!best_.exists() || candidate_.beats(best_, totals_))) {
            best_ = candidate_;
        }
    }

    Counts totals_;
    std::uint64_t total_;
    const SplitRules& rules_;
    Split<num_words> best_;
    Split<num_words> candidate_;
    Counts left_;
    std::uint8_t last_code_ = 0;
    bool any_bin_ = false;
};

}  // namespace mineprint::training
