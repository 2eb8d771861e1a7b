// SPDX-License-Identifier: Apache-2.0
#include "mineprint/training/train.hpp"

#include <numeric>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "mineprint/core/error.hpp"
#include "mineprint/core/hash.hpp"
#include "mineprint/mpi/collectives.hpp"
#include "mineprint/training/class_weights.hpp"
#include "mineprint/training/oob.hpp"
#include "mineprint/training/own_rows.hpp"
#include "mineprint/training/permutation.hpp"
#include "mineprint/training/sharded.hpp"

namespace mineprint::training {
namespace {

void refuse(bool wrong, const std::string& text) {
    if (wrong) {
        throw core::UsageError(text);
    }
}

void check_options(const ForestOptions& options, std::size_t num_features) {
    refuse(options.trees < 1 || options.trees > max_trees,
           fmt::format("trees={}: it must lie between 1 and {}", options.trees, max_trees));
    refuse(options.mtry < 0 || options.mtry > static_cast<int>(num_features),
           fmt::format("mtry={}: there are {} features (0 means the square root of their number)",
                       options.mtry, num_features));
    refuse(options.min_leaf < 1,
           fmt::format("min-leaf={}: at least 1 is needed", options.min_leaf));
    refuse(options.min_split < 2,
           fmt::format("min-split={}: at least 2 is needed", options.min_split));
    refuse(
        !(options.bag_fraction > 0 && options.bag_fraction <= 1),
        fmt::format("bag-fraction={}: it must lie above 0 and not above 1", options.bag_fraction));
    refuse(options.max_nodes < 0,
           fmt::format("max-nodes={}: it must not be negative (0: no limit)", options.max_nodes));
    refuse(options.max_depth < 0,
           fmt::format("max-depth={}: it must not be negative (0: no limit)", options.max_depth));
}

std::vector<double> normalised(std::span<const std::uint64_t> gains) {
    const std::uint64_t total = std::accumulate(gains.begin(), gains.end(), std::uint64_t{0});
    std::vector<double> shares;
    for (const std::uint64_t gain : gains) {
        shares.push_back(total == 0 ? 0.0 : static_cast<double>(gain) / static_cast<double>(total));
    }
    return shares;
}

std::string training_hash(const OwnRows& rows, const ForestOptions& options,
                          std::span<const std::uint32_t> weights) {
    core::Sha256 sha;
    sha.update_text(rows.hash);
    for (const int number : {options.trees, options.mtry, options.min_leaf, options.min_split,
                             options.max_nodes, options.max_depth, options.replacement ? 1 : 0}) {
        sha.update_number(static_cast<std::uint64_t>(number));
    }
    sha.update_real(options.bag_fraction).update_number(options.seed);
    for (const std::uint32_t weight : weights) {
        sha.update_number(weight);
    }
    return sha.finish();
}

TrainingSize size_of(const mpi::Communicator& comm, const mpi::Communicator& node,
                     const OwnRows& own, int num_threads) {
    return {own.num_rows_of_all(), mpi::all_max(comm, std::uint64_t{own.store.ids.size()}),
            mpi::all_max(comm, std::int32_t{node.size()}),
            mpi::all_max(comm, std::int32_t{num_threads})};
}

bool is_sharded(const ForestOptions& options, const TrainingSize& size, const RowLayout& layout,
                std::uint64_t memory) {
    return options.mode == TrainingMode::automatic ? replicated_bytes(size, layout) > memory
                                                   : options.mode == TrainingMode::sharded;
}

/// Sums over the ranks what each has counted.
void add_up(const mpi::Communicator& comm, TrainingTraffic& traffic) {
    const auto num_levels = mpi::all_max(comm, std::uint64_t{traffic.levels.size()});
    traffic.levels.resize(num_levels);
    std::vector<std::uint64_t*> places{&traffic.row_bytes, &traffic.tree_bytes,
                                       &traffic.num_subtrees, &traffic.num_batches};
    for (auto& level : traffic.levels) {
        places.insert(places.end(), {&level.nodes, &level.histogram_bytes, &level.split_bytes});
    }
    std::vector<std::uint64_t> numbers;
    for (const std::uint64_t* place : places) {
        numbers.push_back(*place);
    }
    mpi::all_reduce(comm, std::span(numbers), MPI_SUM);
    for (std::size_t index = 0; index < places.size(); ++index) {
        *places[index] = numbers[index];
    }
}

/// The rows of which this rank finds out what the forest says when they are out of bag.
TrainingRows share_of(const mpi::Communicator& comm, const TrainingRows& rows) {
    const auto begin_of = [&](int rank) {
        return rows.size() * static_cast<std::size_t>(rank) / static_cast<std::size_t>(comm.size());
    };
    return rows.part(begin_of(comm.rank()), begin_of(comm.rank() + 1));
}

/// What the trees say of the rows they were not grown from; each rank looks after `rows`.
void assess(const mpi::Communicator& comm, const std::vector<forest::Tree>& trees,
            const TrainingRows& rows, const GrowthRules& rules, int num_threads,
            forest::TrainingReport& report) {
    assess_out_of_bag(comm, trees, rows, rules, num_threads, report);
    if (rules.options.permutation_importance) {
        assess_permutations(comm, trees, rows, rules, num_threads, report);
    }
}

/// How the forest is grown, with what 0 stood for.
std::string text_of(const GrowthRules& rules) {
    const ForestOptions& options = rules.options;
    return fmt::format(
        "trees={} mtry={} min-leaf={} min-split={} bag-fraction={} replacement={} max-nodes={} "
        "max-depth={} seed={} integer-class-weights={}",
        options.trees, rules.mtry(), options.min_leaf, options.min_split, options.bag_fraction,
        options.replacement ? "yes" : "no", options.max_nodes, options.max_depth, options.seed,
        fmt::join(rules.class_weights, ","));
}

/// Grows the trees in the mode chosen and assesses them.
GrownForest grow_and_assess(const mpi::Communicator& comm, const OwnRows& own,
                            const GrowthRules& rules, int num_threads,
                            forest::TrainingReport& report, TrainingTraffic& traffic) {
    const mpi::Communicator node = comm.split_by_node();
    const TrainingSize size = size_of(comm, node, own, num_threads);
    const std::uint64_t memory = memory_per_rank(comm, rules.options, size.most_ranks_per_node);
    const TrainingRows own_rows = own.view();
    traffic.sharded = is_sharded(rules.options, size, rules.layout, memory);
    if (traffic.sharded) {
        GrownForest grown = grow_sharded(
            {comm, own_rows, rules, plan_budget(memory, size, rules), num_threads, traffic});
        assess(comm, grown.trees, own_rows, rules, num_threads, report);
        return grown;
    }
    NodeRows all(comm, node, own_rows, traffic);
    GrownForest grown = grow_replicated(comm, all.rows(), rules, num_threads, traffic);
    assess(comm, grown.trees, share_of(comm, all.rows()), rules, num_threads, report);
    all.close();
    return grown;
}

}  // namespace

forest::Forest train(const mpi::Communicator& comm, const forest::SampleTable& samples,
                     const ForestOptions& options, int num_threads, TrainingTraffic* traffic) {
    OwnRows own = prepare_rows(comm, samples, num_threads);
    check_options(options, own.schema.size());
    const std::vector<std::uint32_t> weights =
        integer_class_weights(options, own.classes, own.rows_per_class);
    const std::vector<BagLimit> bags = agree_on_bags(comm, options, own.store.ids);
    const GrowthRules rules{options, own.schema.size(), RowLayout(own.schema.size()), weights,
                            bags};
    forest::Forest forest;
    TrainingTraffic counted;
    GrownForest grown = grow_and_assess(comm, own, rules, num_threads, forest.report, counted);
    if (traffic != nullptr) {
        add_up(comm, counted);
        *traffic = counted;
    }
    forest.trees = std::move(grown.trees);
    forest.report.num_samples = own.num_rows_of_all();
    forest.report.impurity_importance = normalised(grown.gains);
    forest.report.bin_edges = std::move(own.thresholds);
    forest.report.class_samples = own.rows_per_class;
    forest.report.options = text_of(rules);
    forest.training_hash = training_hash(own, options, weights);
    forest.schema = std::move(own.schema);
    forest.classes = std::move(own.classes);
    return forest;
}

}  // namespace mineprint::training
