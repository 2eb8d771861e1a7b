// SPDX-License-Identifier: Apache-2.0
#include "mineprint/training/train.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <mutex>
#include <numeric>

#include <fmt/format.h>

#include "mineprint/core/error.hpp"
#include "mineprint/core/hash.hpp"
#include "mineprint/forest/leaf_shares.hpp"
#include "mineprint/mpi/collectives.hpp"
#include "mineprint/mpi/run_on_all.hpp"
#include "mineprint/mpi/work_queue.hpp"
#include "mineprint/training/class_weights.hpp"
#include "mineprint/training/gather_rows.hpp"
#include "mineprint/training/gather_trees.hpp"
#include "mineprint/training/oob.hpp"
#include "mineprint/training/tree_grower.hpp"

namespace mineprint::training {
namespace {

void refuse(bool wrong, const std::string& text) {
    if (wrong) {
        throw core::UsageError(text);
    }
}

void check_options(const ForestOptions& options, std::size_t num_features) {
    refuse(options.trees < 1, fmt::format("trees={}: at least 1 is needed", options.trees));

    refuse(options.mtry < 0 || options.mtry > static_cast<int>(num_features),
           fmt::format("mtry={}: there are {} features (0 means the square root of their number)",
                       options.mtry, num_features));
    refuse(options.min_leaf < 1,
           fmt::format("min-leaf={}: at least 1 is needed", options.min_leaf));
    refuse(
        !(options.bag_fraction > 0 && options.bag_fraction <= 1),
        fmt::format("bag-fraction={}: it must lie above 0 and not above 1", options.bag_fraction));
    refuse(options.max_nodes < 0,
           fmt::format("max-nodes={}: it must not be negative (0: no limit)", options.max_nodes));
    refuse(options.max_depth < 0,
           fmt::format("max-depth={}: it must not be negative (0: no limit)", options.max_depth));
}

/// Rows of each class; refuses a table from which no forest can be grown.
std::vector<std::uint64_t> count_classes(const GatheredRows& rows) {
    if (rows.ids.empty()) {
        throw core::DataError(
            "there are no samples to train on (all are held out, or there are none)");
    }
    if (rows.schema.size() == 0) {
        throw core::DataError("the samples have no features to train on");
    }
    std::vector<std::uint64_t> counts(rows.classes.size());
    for (const std::uint8_t label : rows.labels) {
        ++counts[label];
    }
    if (std::ranges::count_if(counts, [](std::uint64_t count) { return count > 0; }) < 2) {
        std::vector<std::string> without;
        for (std::size_t c = 0; c < counts.size(); ++c) {
            if (counts[c] == 0) {
                without.push_back(rows.classes[c]);
            }
        }
        throw core::DataError(fmt::format(
            "training needs samples of at least two classes, but all {} are of class '{}' (none "
            "of: {})",
            rows.ids.size(), rows.classes[rows.labels.front()], fmt::join(without, ", ")));
    }
    return counts;
}

/// What one rank has grown.
struct Harvest {
    std::mutex mutex;
    std::map<std::int64_t, forest::Tree> trees;
    OobVotes votes;
    std::vector<std::uint64_t> gains;  ///< per feature
};

forest::Tree with_thresholds(const CodeTree& code_tree, const TrainingRows& rows) {
    forest::Tree tree;
    tree.leaf_counts = code_tree.leaf_counts;
    tree.nodes.reserve(code_tree.nodes.size());
    for (const CodeNode& node : code_tree.nodes) {
        if (node.feature < 0) {
            tree.nodes.push_back({-1, 0, node.left, 0, 0});
            continue;
        }
        const auto& thresholds = rows.thresholds[static_cast<std::size_t>(node.feature)];
        const float threshold = node.threshold_code < thresholds.size()
                                    ? thresholds[node.threshold_code]
                                    : std::numeric_limits<float>::infinity();
        tree.nodes.push_back({node.feature, threshold, node.left, node.right,
                              static_cast<std::uint8_t>(node.missing_left ? 1 : 0)});
    }
    return tree;
}

void vote(const CodeTree& code_tree, const forest::Tree& tree, const Bag& bag,
          const TrainingRows& rows, OobVotes& votes) {
    const std::vector<std::uint16_t> shares = forest::leaf_shares(tree, rows.num_classes);
    for (std::size_t row = 0; row < rows.size(); ++row) {
        if (bag.count_of(rows.ids[row]) > 0) {
            continue;
        }
        const std::size_t leaf = code_tree.leaf_of(rows.row(row));
        ++votes.num_trees[row];
        for (std::size_t c = 0; c < rows.num_classes; ++c) {
            votes.sums[row * rows.num_classes + c] += shares[leaf * rows.num_classes + c];
        }
    }
}

void grow_forest(const mpi::Communicator& comm, const TrainingRows& rows,
                 std::span<const std::uint32_t> weights, const ForestOptions& options,
                 int num_threads, Harvest& harvest) {
    harvest.votes.num_classes = rows.num_classes;
    harvest.votes.sums.assign(rows.size() * rows.num_classes, 0);
    harvest.votes.num_trees.assign(rows.size(), 0);
    harvest.gains.assign(rows.num_features, 0);
    const TreeGrower grower(rows, options, weights);
    mpi::WorkQueueOptions queue;
    queue.num_threads = num_threads;
    mpi::run_work_queue(comm, options.trees, queue, [&](std::int64_t index) {
        const Bag bag(options, static_cast<std::uint64_t>(index), rows.ids);
        const CodeTree code_tree = grower.grow(static_cast<std::uint64_t>(index), bag);
        forest::Tree tree = with_thresholds(code_tree, rows);
        const std::lock_guard lock(harvest.mutex);
        vote(code_tree, tree, bag, rows, harvest.votes);
        for (std::size_t f = 0; f < rows.num_features; ++f) {
            harvest.gains[f] += code_tree.gains[f];
        }
        harvest.trees.emplace(index, std::move(tree));
    });
    mpi::all_reduce(comm, std::span(harvest.votes.sums), MPI_SUM);
    mpi::all_reduce(comm, std::span(harvest.votes.num_trees), MPI_SUM);
    mpi::all_reduce(comm, std::span(harvest.gains), MPI_SUM);
}

std::vector<double> normalised(std::span<const std::uint64_t> gains) {
    const std::uint64_t total = std::accumulate(gains.begin(), gains.end(), std::uint64_t{0});
    std::vector<double> shares;
    for (const std::uint64_t gain : gains) {
        shares.push_back(total == 0 ? 0.0 : static_cast<double>(gain) / static_cast<double>(total));
    }
    return shares;
}

std::string training_hash(const GatheredRows& rows, const ForestOptions& options,
                          std::span<const std::uint32_t> weights) {
    core::Sha256 sha;
    sha.update_text(rows.hash);
    for (const int number : {options.trees, options.mtry, options.min_leaf, options.max_nodes,
                             options.max_depth, options.replacement ? 1 : 0}) {
        sha.update_number(static_cast<std::uint64_t>(number));
    }
    sha.update_real(options.bag_fraction).update_number(options.seed);
    for (const std::uint32_t weight : weights) {
        sha.update_number(weight);
    }
    return sha.finish();
}

}  // namespace

forest::Forest train(const mpi::Communicator& comm, const forest::SampleTable& samples,
                     const ForestOptions& options, int num_threads) {
    GatheredRows gathered = gather_rows(comm, samples);
    const std::vector<std::uint64_t> rows_per_class = count_classes(gathered);
    check_options(options, gathered.schema.size());
    const std::vector<std::uint32_t> weights =
        integer_class_weights(options, gathered.classes, rows_per_class);

    TrainingRows rows = make_training_rows(gathered.features, gathered.schema.size(), num_threads);
    rows.num_classes = gathered.classes.size();
    rows.ids = std::move(gathered.ids);
    rows.labels = std::move(gathered.labels);
    gathered.features = {};

    Harvest harvest;
    grow_forest(comm, rows, weights, options, num_threads, harvest);
    forest::Forest forest;
    forest.trees =
        gather_trees(comm, std::move(harvest.trees), static_cast<std::size_t>(options.trees));
    forest.report.num_samples = rows.size();
    forest.report.impurity_importance = normalised(harvest.gains);
    assess(harvest.votes, rows.labels, forest.report);
    forest.training_hash = training_hash(gathered, options, weights);
    forest.schema = std::move(gathered.schema);
    forest.classes = std::move(gathered.classes);
    return forest;
}

}  // namespace mineprint::training
