// SPDX-License-Identifier: Apache-2.0
// Times the training of a forest on made-up labelled pixels, and checks its answer on fresh ones.
// Runs alone or under mpirun; the rows are dealt out over the ranks. The last line is JSON.
#include <cstdlib>
#include <ctime>
#include <iostream>
#include <optional>
#include <sys/resource.h>

#include <boost/program_options.hpp>
#include <fmt/format.h>

#include "labelled_pixels.hpp"
#include "mineprint/core/stopwatch.hpp"
#include "mineprint/mpi/collectives.hpp"
#include "mineprint/mpi/environment.hpp"
#include "mineprint/training/train.hpp"

namespace {

using namespace mineprint;
namespace po = boost::program_options;

struct Settings {
    std::uint64_t rows = 100'000;
    std::uint64_t test_rows = 100'000;
    std::size_t features = 12;
    int threads = 1;
    std::uint64_t data_seed = 1;
    std::string save;
    std::string mode = "auto";
    training::ForestOptions forest;
};

std::optional<Settings> parse(int argc, char** argv) {
    Settings settings;
    settings.forest.trees = 50;
    settings.forest.balanced = false;
    po::options_description options("benchmark_train_forest");
    const auto add = [&](const char* name, auto& target, const char* help) {
        options.add_options()(name, po::value(&target)->default_value(target), help);
    };
    options.add_options()("help", "this text");
    add("rows", settings.rows, "rows to train on, over all ranks");
    add("test-rows", settings.test_rows, "fresh rows that check the answer");
    add("features", settings.features, "1 to 12");
    add("trees", settings.forest.trees, "trees");
    add("threads", settings.threads, "threads of a rank");
    add("data-seed", settings.data_seed, "seed of the rows");
    add("seed", settings.forest.seed, "seed of the forest");
    add("min-leaf", settings.forest.min_leaf, "fewest rows in a leaf");
    add("max-depth", settings.forest.max_depth, "most levels; 0: no limit");
    add("mode", settings.mode, "auto, replicated or sharded");
    add("memory", settings.forest.memory_mib,
        "MiB that training may take of a rank; 0: half of the node's");
    add("save", settings.save, "write PREFIX_X.npy, PREFIX_y.npy, PREFIX_test_….npy and stop");
    po::variables_map values;
    po::store(po::parse_command_line(argc, argv, options), values);
    po::notify(values);
    if (values.contains("help")) {
        std::cout << options;
        return std::nullopt;
    }
    if (settings.mode == "replicated") {
        settings.forest.mode = training::TrainingMode::replicated;
    } else if (settings.mode == "sharded") {
        settings.forest.mode = training::TrainingMode::sharded;
    }
    return settings;
}

void tell(const training::TrainingTraffic& traffic) {
    constexpr double mib = 0x1p20;
    fmt::print(
        "{}: rows {:.1f} MiB, trees {:.1f} MiB on the wire; {} subtrees finished on one rank; "
        "{} batches of histograms\n",
        traffic.sharded ? "sharded" : "replicated", static_cast<double>(traffic.row_bytes) / mib,
        static_cast<double>(traffic.tree_bytes) / mib, traffic.num_subtrees, traffic.num_batches);
    for (std::size_t depth = 0; depth < traffic.levels.size(); ++depth) {
        const auto& level = traffic.levels[depth];
        fmt::print("level {:2}: {:6} nodes, histograms {:10.3f} MiB, splits {:8.3f} MiB\n", depth,
                   level.nodes, static_cast<double>(level.histogram_bytes) / mib,
                   static_cast<double>(level.split_bytes) / mib);
    }
}

/// Share of right labels, and F1 of the mines.
struct Score {
    double accuracy = 0;
    double f1 = 0;
};

Score score_of(const forest::Forest& forest, const forest::SampleTable& rows) {
    const forest::Prediction prediction = forest::predict_by_walking(forest, rows.features);
    std::array<std::uint64_t, 4> counts{};  // predicted × true
    for (std::size_t row = 0; row < rows.size(); ++row) {
        ++counts[2U * prediction.label[row] + rows.origins[row].label];
    }
    const auto share = [](std::uint64_t part, std::uint64_t whole) {
        return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
    };
    return {share(counts[0] + counts[3], rows.size()),
            share(2 * counts[3], 2 * counts[3] + counts[1] + counts[2])};
}

double cpu_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

double peak_mib() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) / 1024;
}

double leaves_per_tree(const forest::Forest& forest) {
    std::size_t leaves = 0;
    for (const forest::Tree& tree : forest.trees) {
        leaves += tree.leaf_counts.size() / forest.num_classes();
    }
    return static_cast<double>(leaves) / static_cast<double>(forest.trees.size());
}

void run(const mpi::Communicator& comm, const Settings& settings) {
    const auto share_begin = [&](int rank) {
        return settings.rows * static_cast<std::uint64_t>(rank) /
               static_cast<std::uint64_t>(comm.size());
    };
    const auto own =
        benchmarks::labelled_pixels(share_begin(comm.rank()), share_begin(comm.rank() + 1),
                                    settings.features, settings.data_seed);
    const double memory_before = peak_mib();
    const auto test = [&] {
        return benchmarks::labelled_pixels(std::uint64_t{1} << 40U,
                                           (std::uint64_t{1} << 40U) + settings.test_rows,
                                           settings.features, settings.data_seed);
    };
    if (!settings.save.empty()) {
        benchmarks::save_as_npy(settings.save, own);
        benchmarks::save_as_npy(settings.save + "_test", test());
        return;
    }
    comm.barrier();
    training::TrainingTraffic traffic;
    const core::Stopwatch watch;
    const double cpu_before = cpu_seconds();
    const forest::Forest forest =
        training::train(comm, own, settings.forest, settings.threads, &traffic);
    const double wall = watch.seconds();
    const double cpu = cpu_seconds() - cpu_before;
    const auto mib = static_cast<double>(mpi::all_max(comm, static_cast<std::int64_t>(peak_mib())));
    if (!comm.is_root()) {
        return;
    }
    const Score score = score_of(forest, test());
    fmt::print("{} rows × {} features, {} trees, {} ranks × {} threads\n", settings.rows,
               settings.features, settings.forest.trees, comm.size(), settings.threads);
    fmt::print(
        "fit {:.3f} s wall, {:.3f} s CPU on rank 0; most memory of a rank {:.0f} MiB ({:.0f} "
        "before)\n",
        wall, cpu, mib, memory_before);
    tell(traffic);
    fmt::print("out-of-bag error {:.4f}, accuracy {:.4f}, F1 {:.4f}, {:.0f} leaves a tree\n",
               forest.report.oob_error, score.accuracy, score.f1, leaves_per_tree(forest));
    fmt::print(
        "{{\"tool\": \"mineprint\", \"rows\": {}, \"fit_s\": {:.4f}, \"fit_cpu_s\": {:.4f}, "
        "\"mib\": {:.0f}, \"oob\": {:.5f}, \"acc\": {:.5f}, \"f1\": {:.5f}, \"leaves\": "
        "{:.1f}, \"hash\": \"{}\"}}\n",
        settings.rows, wall, cpu, mib, forest.report.oob_error, score.accuracy, score.f1,
        leaves_per_tree(forest), forest.hash().substr(0, 16));
}

}  // namespace

int main(int argc, char** argv) {
    mpi::Environment environment(argc, argv);
    try {
        if (const auto settings = parse(argc, argv)) {
            run(environment.world(), *settings);
        }
        return EXIT_SUCCESS;
    } catch (const std::exception& error) {
        std::cerr << "benchmark_train_forest: " << error.what() << '\n';
        environment.abort(EXIT_FAILURE);
    }
}
