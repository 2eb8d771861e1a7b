// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "mineprint/core/error.hpp"
#include "mineprint/core/hash.hpp"
#include "mineprint/mpi/collectives.hpp"
#include "mineprint/mpi/exchange.hpp"
#include "mineprint/mpi/run_on_all.hpp"
#include "mineprint/pipeline/model_choice.hpp"
#include "mineprint/pipeline/model_file.hpp"
#include "mineprint/pipeline/sample_file.hpp"
#include "mineprint/pipeline/stages.hpp"
#include "mineprint/pipeline/steps.hpp"
#include "mineprint/pipeline/training_csv.hpp"
#include "mineprint/pipeline/training_log.hpp"
#include "mineprint/training/cross_validation.hpp"
#include "mineprint/training/train.hpp"
#include "mineprint/training/tuning.hpp"

namespace mineprint::pipeline {
namespace {

// Raised whenever the same samples give another forest, or another report of it, than before.
constexpr std::uint64_t method_version = 3;

/// The rows one forest is grown from, and how.
struct TrainingSet {
    forest::SampleTable table;
    training::ForestOptions options;
    training::Folds folds;  ///< of the rows; none without cross-validation
};

/// By the name of the forest; every rank has the names and options, rank 0 the rows.
using TrainingSets = std::map<std::string, TrainingSet>;

void append_rows(TrainingSet& set, const std::string& region, const forest::SampleTable& samples,
                 std::size_t epoch) {
    const auto& regions = set.table.regions;
    const auto place = std::ranges::find(regions, region) - regions.begin();
    const std::size_t width = samples.schema.size();
    for (std::size_t row = 0; row < samples.size(); ++row) {
        if (samples.origins[row].epoch == epoch) {
            set.table.origins.push_back(samples.origins[row]);
            set.table.origins.back().region = static_cast<std::uint16_t>(place);
            const auto begin = samples.features.begin() + static_cast<std::ptrdiff_t>(row * width);
            set.table.features.insert(set.table.features.end(), begin,
                                      begin + static_cast<std::ptrdiff_t>(width));
        }
    }
}

/// One forest for several regions needs the same features and classes in all of them.
void require_same_kind(const TrainingSet& set, const forest::SampleTable& samples,
                       const RegionJob& job) {
    const std::string difference = set.table.schema.difference(samples.schema);
    if (!difference.empty()) {
        throw core::DataError(fmt::format(
            "forest.scope=all: region {} has other features than the regions before it: {}",
            job.name, difference));
    }
    if (set.table.classes != samples.classes) {
        throw core::DataError(fmt::format(
            "forest.scope=all: region {} has the classes {} where the regions before it have {}: "
            "give "
            "reference.classes in all job files",
            job.name, fmt::join(samples.classes, ", "), fmt::join(set.table.classes, ", ")));
    }
}

/// The regions whose samples a forest is grown from, in an order that job files have no say in.
std::vector<std::string> regions_of(const Job& all, const RegionJob& job) {
    if (job.scope != ModelScope::all) {
        return {job.name};
    }
    std::vector<std::string> names;
    for (const RegionJob& region : all.regions) {
        names.push_back(region.name);
    }
    std::ranges::sort(names);
    return names;
}

void add_region(TrainingSets& sets, const Job& all, const RegionJob& job,
                const forest::SampleTable& samples) {
    for (std::size_t epoch = 0; epoch < job.epochs.size(); ++epoch) {
        const auto [place, is_new] = sets.try_emplace(model_name(job, epoch));
        TrainingSet& set = place->second;
        if (is_new) {
            set.options = job.forest;
            set.table.schema = samples.schema;
            set.table.classes = samples.classes;
            set.table.regions = regions_of(all, job);
        }
        require_same_kind(set, samples, job);
        append_rows(set, job.name, samples, epoch);
    }
}

TrainingSets collect_sets(const Context& context) {
    TrainingSets sets;
    mpi::run_on_root(context.comm, [&] {
        for (const RegionJob& job : context.job.regions) {
            add_region(sets, context.job, job, read_samples(context.paths.samples(job.name)).table);
        }
        for (auto& [name, set] : sets) {
            set.table.sort();
        }
    });
    for (const RegionJob& job : context.job.regions) {
        for (std::size_t epoch = 0; epoch < job.epochs.size(); ++epoch) {
            const auto [place, is_new] = sets.try_emplace(model_name(job, epoch));
            if (is_new) {
                place->second.options = job.forest;
            }
        }
    }
    return sets;
}

void add_options(core::Sha256& hash, const training::ForestOptions& options) {
    for (const int number :
         {options.trees, options.mtry, options.min_leaf, options.min_split, options.max_nodes,
          options.max_depth, options.replacement ? 1 : 0, options.balanced ? 1 : 0}) {
        hash.update_number(static_cast<std::uint64_t>(number));
    }
    hash.update_real(options.bag_fraction).update_number(options.seed);
    for (const training::ClassWeight& weight : options.class_weights) {
        hash.update_text(weight.name).update_real(weight.weight);
    }
    for (const auto& choices : {options.tuning_trees, options.tuning_mtry}) {
        hash.update_number(choices.size());
        for (const int choice : choices) {
            hash.update_number(static_cast<std::uint64_t>(choice));
        }
    }
    for (const int number :
         {options.permutation_importance ? 1 : 0, static_cast<int>(options.folds.unit),
          options.folds.folds, options.folds.block_pixels}) {
        hash.update_number(static_cast<std::uint64_t>(number));
    }
}

std::string fingerprint_of(const TrainingSets& sets) {
    core::Sha256 hash;
    hash.update_number(method_version);
    for (const auto& [name, set] : sets) {
        hash.update_text(name).update_text(set.table.hash());
        add_options(hash, set.options);
    }
    return hash.finish();
}

/// Schema, classes and folds must be known to a rank without rows, too.
void share_kind(const Context& context, TrainingSet& set) {
    forest::SampleTable& table = set.table;
    const auto share = [&](std::vector<std::string>& texts) {
        std::uint64_t number = texts.size();
        mpi::broadcast(context.comm, std::span(&number, 1));
        texts.resize(number);
        for (std::string& text : texts) {
            mpi::broadcast(context.comm, text);
        }
    };
    share(table.schema.names);
    share(table.schema.definitions);
    share(table.classes);
    share(set.folds.names);
}

/// Gives every rank an even part of the rows that rank 0 read.
void deal_out(const mpi::Communicator& comm, TrainingSet& set) {
    forest::SampleTable& table = set.table;
    const auto num_ranks = static_cast<std::size_t>(comm.size());
    const std::size_t width = table.schema.size();
    std::vector<std::vector<forest::SampleOrigin>> origins(num_ranks);
    std::vector<std::vector<float>> features(num_ranks);
    std::vector<std::vector<std::uint16_t>> folds(num_ranks);
    for (std::size_t rank = 0; comm.is_root() && rank < num_ranks; ++rank) {
        const std::size_t begin = table.size() * rank / num_ranks;
        const std::size_t end = table.size() * (rank + 1) / num_ranks;
        const auto from = [](auto& values, std::size_t place) {
            return values.begin() + static_cast<std::ptrdiff_t>(place);
        };
        origins[rank].assign(from(table.origins, begin), from(table.origins, end));
        features[rank].assign(from(table.features, begin * width),
                              from(table.features, end * width));
        if (!set.folds.of_row.empty()) {
            folds[rank].assign(from(set.folds.of_row, begin), from(set.folds.of_row, end));
        }
    }
    table.origins = std::move(mpi::exchange(comm, origins).front());
    table.features = std::move(mpi::exchange(comm, features).front());
    set.folds.of_row = std::move(mpi::exchange(comm, folds).front());
}

/// Collective. The folds of all rows, on rank 0.
void deal_to_folds(const Context& context, TrainingSet& set) {
    if (set.options.folds.unit != training::FoldUnit::none) {
        mpi::run_on_root(context.comm, [&] {
            set.folds = training::deal_to_folds(set.table, set.options.folds, set.options.seed);
        });
    }
}

/// Collective.
std::uint64_t num_training_rows(const mpi::Communicator& comm, const forest::SampleTable& table) {
    const auto own = std::ranges::count(table.origins, 0, &forest::SampleOrigin::held_out);
    return mpi::all_sum(comm, static_cast<std::uint64_t>(own));
}

forest::Forest grow(const Context& context, const std::string& name, TrainingSet& set) {
    const int num_threads = context.job.run.num_threads;
    try {
        deal_to_folds(context, set);
        share_kind(context, set);
        deal_out(context.comm, set);
        std::vector<forest::TuningPoint> tuning;
        if (training::wants_tuning(set.options)) {
            const std::uint64_t num_samples = num_training_rows(context.comm, set.table);
            tuning = training::tune(context.comm, set.table, set.options, num_threads);
            set.options =
                training::tuned(set.options, tuning[training::best_point(tuning, num_samples)]);
        }
        training::TrainingTraffic traffic;
        forest::Forest forest =
            training::train(context.comm, set.table, set.options, num_threads, &traffic);
        forest.report.tuning = std::move(tuning);
        if (context.comm.is_root()) {
            tell_traffic(context.log, name, context.comm.size(), traffic);
        }
        if (set.options.folds.unit != training::FoldUnit::none) {
            forest.report.cross_validation = training::cross_validate(
                context.comm, std::move(set.table), set.folds, set.options, num_threads);
        }
        return forest;
    } catch (const core::Error& error) {  // the same on every rank
        throw core::Error(error.exit_status(), fmt::format("forest {}: {}", name, error.what()));
    }
}

void tell(const Context& context, const std::string& name, const forest::Forest& forest) {
    if (context.comm.is_root()) {
        if (!forest.report.tuning.empty()) {
            tell_tuning(context.log, name, forest.report);
        }
        tell_forest(context.log, name, forest);
        if (!forest.report.cross_validation.folds.empty()) {
            tell_cross_validation(context.log, name, forest);
        }
    }
}

/// The fingerprint of the model on disk; empty, with a warning, when it is broken.
std::string fingerprint_on_disk(const Context& context) {
    try {
        const auto file = try_read_models(context.paths.model());
        return file ? file->fingerprint : std::string();
    } catch (const core::DataError& error) {
        context.log.warning(fmt::format("{}; it is made again", error.what()));
        return {};
    }
}

bool is_there(const Context& context, const std::string& fingerprint) {
    std::int32_t same = 0;
    mpi::run_on_root(context.comm,
                     [&] { same = fingerprint_on_disk(context) == fingerprint ? 1 : 0; });
    return mpi::all_max(context.comm, same) == 1;
}

}  // namespace

void train_forests(Context& context) {
    TrainingSets sets = collect_sets(context);
    const std::string fingerprint = context.comm.is_root() ? fingerprint_of(sets) : std::string();
    if (is_there(context, fingerprint)) {
        if (context.comm.is_root()) {
            context.log.info("forests are there already");
        }
        return;
    }
    std::map<std::string, forest::Forest> forests;
    for (auto& [name, set] : sets) {
        const auto& forest = forests.emplace(name, grow(context, name, set)).first->second;
        tell(context, name, forest);
    }
    mpi::run_on_root(context.comm, [&] {
        write_training_csv(context.paths.training(), forests);
        write_models(context.paths.model(), {forests, fingerprint});
    });
}

core::ExitStatus train(const mpi::Communicator& comm, const Job& job, const core::Log& log) {
    Context context(comm, job, log);
    train_forests(context);
    return core::ExitStatus::done;
}

}  // namespace mineprint::pipeline
