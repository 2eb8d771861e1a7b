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

/// Where the rows are while trees are grown.
enum class TrainingMode {
    automatic,   ///< replicated if that fits the memory
    replicated,  ///< once on every node; a tree is grown by one thread
    sharded,     ///< each on one rank; all ranks grow a tree together
};

/// What stays together when samples are dealt out to the folds of a cross-validation.
enum class FoldUnit {
    none,     ///< no cross-validation
    sample,   ///< nothing: stratified by class
    polygon,  ///< samples of one reference feature
    block,    ///< samples of one square of a region's grid
    region,   ///< samples of one region; each is a fold
};

struct FoldOptions {
    FoldUnit unit = FoldUnit::none;
    int folds = 5;           ///< at least 2; of no concern to `FoldUnit::region`
    int block_pixels = 100;  ///< edge of a block
    bool operator==(const FoldOptions&) const = default;
};

/// How a forest is grown. The defaults are those of the preset `production`.
struct ForestOptions {
    int trees = 500;
    int mtry = 0;  ///< features tried per split; 0: the square root of their number, rounded down
    int min_leaf = 1;         ///< fewest rows in a leaf (with bootstrap counts)
    int min_split = 2;        ///< fewest rows of a node that is split (with bootstrap counts)
    double bag_fraction = 1;  ///< rows per tree as a share of all
    bool replacement = true;  ///< draw rows with replacement
    int max_nodes = 0;        ///< most leaves of a tree; 0: no limit
    int max_depth = 0;        ///< 0: no limit
    bool balanced = true;     ///< class weights n / (classes × n_class), before `class_weights`
    std::vector<ClassWeight> class_weights;
    std::uint64_t seed = 0;

    /// Trees and mtry to choose from by out-of-bag error; of what is empty, the value above holds.
    std::vector<int> tuning_trees;
    std::vector<int> tuning_mtry;

    // What else is told of it. The trees are the same, whatever stands here.
    bool permutation_importance = false;
    FoldOptions folds;

    // How the ranks share the work. The forest is the same, whatever stands here.
    TrainingMode mode = TrainingMode::automatic;
    /// Most MiB that training may take of a rank, beside the sample table; 0: half of the node's
    /// memory, shared by its ranks.
    double memory_mib = 0;
    bool operator==(const ForestOptions&) const = default;
};

/// `gee` (50 trees, bag 0.5 without replacement, as in the study of 2023), `ranger` (500 trees),
/// `sklearn` (100 trees), `production` (500 trees, balanced). Throws UsageError naming the nearest.
[[nodiscard]] ForestOptions preset(std::string_view name);

}  // namespace mineprint::training
