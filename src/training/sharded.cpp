// SPDX-License-Identifier: Apache-2.0
#include "mineprint/training/sharded.hpp"

#include <algorithm>

#include "mineprint/core/parallel_for.hpp"
#include "mineprint/mpi/run_on_all.hpp"
#include "mineprint/training/subtree_finisher.hpp"

namespace mineprint::training {
namespace {

/// A split's gain does not depend on when it is made, so best-first growth is what full growth
/// leaves after cutting back.
CodeTree finished(const TopTree& top, std::span<const CodeTree> subtrees,
                  const GrowthRules& rules) {
    CodeTree tree = in_preorder(top.tree, rules.num_classes(), subtrees);
    return rules.options.max_nodes > 0
               ? best_first_part(tree, rules.num_classes(), rules.options.max_nodes)
               : std::move(tree);
}

}  // namespace

GrownForest grow_sharded(const ShardedSetting& setting) {
    const auto num_trees = static_cast<std::size_t>(setting.rules.options.trees);
    GrownForest grown{std::vector<forest::Tree>(num_trees),
                      std::vector<std::uint64_t>(setting.rules.num_features)};
    const auto levels = make_level_grower(setting);
    SubtreeFinisher finisher(setting);
    for (std::size_t first = 0; first < num_trees; first += setting.budget.trees_at_once) {
        const std::size_t count = std::min(setting.budget.trees_at_once, num_trees - first);
        const std::vector<TopTree>& tops = levels->grow(first, count);
        const auto subtrees = finisher.finish(tops);
        mpi::run_on_all(setting.comm, [&] {
            std::vector<CodeTree> trees(count);
            core::parallel_for(
                0, static_cast<std::int64_t>(count), setting.num_threads, [&](std::int64_t index) {
                    const auto i = static_cast<std::size_t>(index);
                    trees[i] = finished(tops[i], subtrees[i], setting.rules);
                    grown.trees[first + i] = with_thresholds(trees[i], setting.rows.thresholds);
                });
            for (const CodeTree& tree : trees) {
                add_gains(tree, grown.gains);
            }
        });
    }
    return grown;
}

}  // namespace mineprint::training
