// SPDX-License-Identifier: Apache-2.0
#include "mineprint/training/split.hpp"

#include <algorithm>
#include <numeric>

#include "mineprint/training/binning.hpp"

namespace mineprint::training {
namespace {

std::uint64_t sum_of(std::span<const std::uint32_t> counts) {
    return std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
}
std::uint64_t squares_of(std::span<const std::uint32_t> counts) {
    std::uint64_t sum = 0;
    for (const std::uint64_t count : counts) {
        sum += count * count;
    }
    return sum;
}

/// Walks the bins of one feature from the left.
class Scan {
  public:
    Scan(std::span<const std::uint32_t> histogram, std::span<const std::uint32_t> totals,
         std::uint32_t feature, const SplitRules& rules)
        : histogram_(histogram),
          totals_(totals),
          feature_(feature),
          rules_(rules),
          left_(totals.size()),
          right_(totals.size()) {}

    /// Tries every cut with the missing values on one side.
    void run(bool missing_left) {
        std::ranges::fill(left_, 0U);
        if (missing_left) {
            add(missing_code);
        }
        for (int bin = 0; bin < max_bins; ++bin) {
            if (add(bin)) {
                try_cut(static_cast<std::uint8_t>(bin), missing_left);
            }
        }
    }
    [[nodiscard]] const std::optional<Split>& best() const { return best_; }

  private:
    [[nodiscard]] std::span<const std::uint32_t> bin_counts(int bin) const {
        return histogram_.subspan(static_cast<std::size_t>(bin) * totals_.size(), totals_.size());
    }
    bool add(int bin) {
        std::uint32_t any = 0;
        for (std::size_t c = 0; c < left_.size(); ++c) {
            left_[c] += bin_counts(bin)[c];
            any |= bin_counts(bin)[c];
        }
        return any != 0;
    }
    [[nodiscard]] std::uint64_t rows_of(std::span<const std::uint32_t> counts) const {
        std::uint64_t rows = 0;
        for (std::size_t c = 0; c < counts.size(); ++c) {
            rows += counts[c] / rules_.class_weights[c];
        }
        return rows;
    }
    /// Whether the classes' shares differ between the sides: else there is no gain.
    [[nodiscard]] bool gains(std::uint64_t left_sum) const {
        const std::uint64_t total = sum_of(totals_);
        for (std::size_t c = 0; c < left_.size(); ++c) {
            if (left_[c] * total != totals_[c] * left_sum) {
                return true;
            }
        }
        return false;
    }
    void try_cut(std::uint8_t code, bool missing_left) {
        for (std::size_t c = 0; c < left_.size(); ++c) {
            right_[c] = totals_[c] - left_[c];
        }
        const std::uint64_t left_sum = sum_of(left_);
        const std::uint64_t right_sum = sum_of(right_);
        if (right_sum == 0 || rows_of(left_) < rules_.min_leaf ||
            rows_of(right_) < rules_.min_leaf || !gains(left_sum)) {
            return;
        }
        const Split split{feature_, code, missing_left,
                          SplitScore(squares_of(left_), left_sum, squares_of(right_), right_sum)};
        if (!best_ || split.better_than(*best_)) {
            best_ = split;
        }
    }

    std::span<const std::uint32_t> histogram_;
    std::span<const std::uint32_t> totals_;
    std::uint32_t feature_;
    const SplitRules& rules_;
    std::vector<std::uint32_t> left_;
    std::vector<std::uint32_t> right_;
    std::optional<Split> best_;
};

}  // namespace

bool Split::better_than(const Split& other) const noexcept {
    const auto order = score <=> other.score;
    if (order != 0) {
        return order > 0;
    }
    if (feature != other.feature) {
        return feature < other.feature;
    }
    if (threshold_code != other.threshold_code) {
        return threshold_code < other.threshold_code;
    }
    return missing_left && !other.missing_left;
}

std::optional<Split> find_split(std::span<const std::uint32_t> histogram,
                                std::span<const std::uint32_t> totals, std::uint32_t feature,
                                const SplitRules& rules) {
    Scan scan(histogram, totals, feature, rules);
    scan.run(false);
    if (sum_of(histogram.subspan(std::size_t{missing_code} * totals.size(), totals.size())) > 0) {
        scan.run(true);
    }
    std::optional<Split> best = scan.best();
    return best;
}

}  // namespace mineprint::training
