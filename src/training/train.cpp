// SPDX-License-Identifier: Apache-2.0
#include "mineprint/training/train.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <numeric>

#include <fmt/format.h>

#include "mineprint/core/error.hpp"
#include "mineprint/core/hash.hpp"
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
    refuse(options.trees < 1 || options.trees > max_trees,
           fmt::format("trees={}: it must lie between 1 and {}", options.trees, max_trees));
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
    if (rows.rows.ids.empty()) {
        throw core::DataError(
            "there are no samples to train on (all are held out, or there are none)");
    }
    if (rows.schema.size() == 0) {
        throw core::DataError("the samples have no features to train on");
    }
    std::vector<std::uint64_t> counts(rows.classes.size());
    for (const std::uint8_t label : rows.rows.labels) {
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
            rows.rows.ids.size(), rows.classes[rows.rows.labels.front()],
            fmt::join(without, ", ")));
    }
    return counts;
}

/// What one thread works with, and what it has grown.
struct Worker {
    Worker(const TrainingRows& rows, const ForestOptions& options,
           std::span<const std::uint32_t> class_weights)
        : grower(make_tree_grower(rows, options, class_weights)),
          votes(rows.size(), rows.num_classes),
          gains(rows.num_features) {}

    std::unique_ptr<TreeGrower> grower;
    OobVotes votes;
    std::vector<std::uint64_t> gains;  ///< per feature
};

/// Workers are made as threads ask for them: no more than threads, each with its memory for all its
/// trees.
class Workshop {
  public:
    explicit Workshop(std::function<std::unique_ptr<Worker>()> make) : make_(std::move(make)) {}

    /// Calls `work(worker)` with a worker that no other thread has.
    void with_worker(const std::function<void(Worker&)>& work) {
        std::unique_ptr<Worker> worker = take();
        work(*worker);
        const std::lock_guard lock(mutex_);
        idle_.push_back(std::move(worker));
    }
    [[nodiscard]] const std::vector<std::unique_ptr<Worker>>& workers() const { return idle_; }

  private:
    std::unique_ptr<Worker> take() {
        {
            const std::lock_guard lock(mutex_);
            if (!idle_.empty()) {
                std::unique_ptr<Worker> worker = std::move(idle_.back());
                idle_.pop_back();
                return worker;
            }
        }
        return make_();
    }
    std::mutex mutex_;
    std::function<std::unique_ptr<Worker>()> make_;
    std::vector<std::unique_ptr<Worker>> idle_;
};

/// What the ranks have grown together.
struct Harvest {
    std::vector<forest::Tree> trees;
    std::vector<std::uint64_t> gains;  ///< per feature
    OobVotes votes;
};

Harvest grow_forest(const mpi::Communicator& comm, const TrainingRows& rows,
                    std::span<const std::uint32_t> class_weights, const ForestOptions& options,
                    int num_threads) {
    Workshop workshop([&] { return std::make_unique<Worker>(rows, options, class_weights); });
    std::mutex mutex;
    std::map<std::int64_t, forest::Tree> own_trees;
    mpi::WorkQueueOptions queue;
    queue.num_threads = num_threads;
    mpi::run_work_queue(comm, options.trees, queue, [&](std::int64_t index) {
        workshop.with_worker([&](Worker& worker) {
            const GrownTree grown = worker.grower->grow(static_cast<std::uint64_t>(index));
            worker.votes.add(grown, rows);
            std::ranges::transform(worker.gains, grown.gains, worker.gains.begin(), std::plus<>());
            forest::Tree tree = with_thresholds(grown.tree, rows.thresholds);
            const std::lock_guard lock(mutex);
            own_trees.emplace(index, std::move(tree));
        });
    });
    Harvest harvest{
        {}, std::vector<std::uint64_t>(rows.num_features), OobVotes(rows.size(), rows.num_classes)};
    for (const auto& worker : workshop.workers()) {
        harvest.votes.merge(worker->votes);
        std::ranges::transform(harvest.gains, worker->gains, harvest.gains.begin(), std::plus<>());
    }
    mpi::all_reduce(comm, harvest.votes.sums(), MPI_SUM);
    mpi::all_reduce(comm, harvest.votes.num_trees(), MPI_SUM);
    mpi::all_reduce(comm, std::span(harvest.gains), MPI_SUM);
    harvest.trees =
        gather_trees(comm, std::move(own_trees), static_cast<std::size_t>(options.trees));
    return harvest;
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

    const TrainingRows rows = make_training_rows(std::move(gathered.rows), num_threads);
    Harvest harvest = grow_forest(comm, rows, weights, options, num_threads);
    forest::Forest forest;
    forest.trees = std::move(harvest.trees);
    forest.report.num_samples = rows.size();
    forest.report.impurity_importance = normalised(harvest.gains);
    harvest.votes.assess(rows.labels, forest.report);
    forest.training_hash = training_hash(gathered, options, weights);
    forest.schema = std::move(gathered.schema);
    forest.classes = std::move(gathered.classes);
    return forest;
}

}  // namespace mineprint::training
