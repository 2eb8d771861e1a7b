// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "mineprint/training/split.hpp"
#include "mineprint/training/tree_grower.hpp"

namespace mineprint::training {

/// What both learners ask of a node, and must answer alike.
template <std::size_t num_words>
class NodeRules {
  public:
    using Counts = PackedCounts<num_words>;

    explicit NodeRules(const GrowthRules& rules)
        : options_(rules.options),
          num_classes_(rules.num_classes()),
          split_{static_cast<std::uint64_t>(rules.options.min_leaf), rules.class_weights} {}

    [[nodiscard]] const SplitRules& split() const noexcept { return split_; }

    /// Rows of a node, with their counts in the bag.
    [[nodiscard]] std::uint64_t rows_of(const Counts& counts) const {
        std::uint64_t rows = 0;
        for (std::size_t c = 0; c < num_classes_; ++c) {
            rows += counts.count(c) / split_.class_weights[c];
        }
        return rows;
    }
    /// Whether a split is to be looked for.
    [[nodiscard]] bool may_be_split(const Counts& counts, int depth) const {
        if ((options_.max_depth > 0 && depth >= options_.max_depth) || counts.pure()) {
            return false;
        }
        const std::uint64_t fewest = std::max<std::uint64_t>(
            2 * split_.min_leaf, static_cast<std::uint64_t>(options_.min_split));
        return rows_of(counts) >= fewest;
    }
    /// The cut with the side that missing values take where the node has none.
    [[nodiscard]] Cut complete(const Split<num_words>& split, const Counts& totals) const {
        Cut cut = split.cut;
        if (!split.any_missing) {
            cut.missing_left = split.left.sum() >= (totals - split.left).sum();
        }
        return cut;
    }
    [[nodiscard]] std::uint64_t gain(const Split<num_words>& split, const Counts& totals) const {
        return split.score(totals).gain_over(totals.squares(), totals.sum());
    }
    void add_leaf(CodeTree& tree, const Counts& counts) const {
        std::vector<std::uint32_t> numbers(num_classes_);
        for (std::size_t c = 0; c < num_classes_; ++c) {
            numbers[c] = static_cast<std::uint32_t>(counts.count(c));
        }
        tree.add_leaf(numbers);
    }

  private:
    const ForestOptions& options_;
    std::size_t num_classes_;
    SplitRules split_;
};

}  // namespace mineprint::training
