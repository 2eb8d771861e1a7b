// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace mineprint::training {

/// Most trees of a forest: votes are summed in 32 bits, 65535 a tree.
inline constexpr int max_trees = 65536;

struct ClassWeight {
    std::string name;
    double weight = 1;
    bool operator==(const ClassWeight&) const = default;
};

/// How a forest is grown. The defaults are those of the preset `production`.
struct ForestOptions {
    int trees = 500;
    int mtry = 0;  ///< features tried per split; 0: the square root of their number, rounded down
    int min_leaf = 1;         ///< fewest rows in a leaf (with bootstrap counts)
    double bag_fraction = 1;  ///< rows per tree as a share of all
    bool replacement = true;  ///< draw rows with replacement
    int max_nodes = 0;        ///< most leaves of a tree; 0: no limit
    int max_depth = 0;        ///< 0: no limit
    bool balanced = true;     ///< class weights n / (classes × n_class), before `class_weights`
    std::vector<ClassWeight> class_weights;
    std::uint64_t seed = 0;
    bool operator==(const ForestOptions&) const = default;
};

/// `gee` (50 trees, bag 0.5 without replacement, as in the study of 2023), `ranger` (500 trees),
/// `sklearn` (100 trees), `production` (500 trees, balanced). Throws UsageError naming the nearest.
[[nodiscard]] ForestOptions preset(std::string_view name);

}  // namespace mineprint::training
