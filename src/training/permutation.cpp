// SPDX-License-Identifier: Apache-2.0
#include "mineprint/training/permutation.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

#include "mineprint/core/parallel_for.hpp"
#include "mineprint/core/random.hpp"
#include "mineprint/mpi/collectives.hpp"
#include "mineprint/mpi/run_on_all.hpp"
#include "mineprint/training/walk_tree.hpp"

namespace mineprint::training {
namespace {

constexpr std::size_t num_codes = 256;

/// The values of one feature over all rows: code c stands for the numbers below `ends[c]` that no
/// lower code has.
using CodeShares = std::array<std::uint64_t, num_codes>;

/// Collective. Per feature.
std::vector<CodeShares> shares_of_codes(const mpi::Communicator& comm, const TrainingRows& own) {
    std::vector<std::uint64_t> counts(own.num_features * num_codes);
    for (std::size_t row = 0; row < own.size(); ++row) {
        for (std::size_t f = 0; f < own.num_features; ++f) {
            ++counts[f * num_codes + own.bytes[row * own.layout.stride + f]];
        }
    }
    mpi::all_reduce(comm, std::span(counts), MPI_SUM);
    std::vector<CodeShares> shares(own.num_features);
    for (std::size_t f = 0; f < own.num_features; ++f) {
        std::partial_sum(counts.begin() + static_cast<std::ptrdiff_t>(f * num_codes),
                         counts.begin() + static_cast<std::ptrdiff_t>((f + 1) * num_codes),
                         shares[f].begin());
    }
    return shares;
}

std::uint8_t drawn_code(const CodeShares& shares, std::uint64_t bits) {
    __extension__ using Wide = unsigned __int128;
    const auto number = static_cast<std::uint64_t>((Wide{bits} * shares.back()) >> 64U);
    return static_cast<std::uint8_t>(std::ranges::upper_bound(shares, number) - shares.begin());
}

/// A copy of this rank's rows that are judged.
struct JudgedRows {
    std::vector<std::uint64_t> ids;
    std::vector<std::uint8_t> labels;
    std::vector<std::uint8_t> bytes;
    std::size_t stride = 0;
};

JudgedRows choose_rows(const TrainingRows& own, std::uint64_t num_rows_of_all, std::uint64_t seed) {
    const core::KeyedRandom random(seed, core::Stream::permuted_rows);
    JudgedRows chosen;
    chosen.stride = own.layout.stride;
    for (std::size_t row = 0; row < own.size(); ++row) {
        if (num_rows_of_all > num_permuted_rows &&
            random.below(num_rows_of_all, own.ids[row]) >= num_permuted_rows) {
            continue;
        }
        chosen.ids.push_back(own.ids[row]);
        chosen.labels.push_back(own.label_of(row));
        const auto bytes = own.bytes.subspan(row * chosen.stride, chosen.stride);
        chosen.bytes.insert(chosen.bytes.end(), bytes.begin(), bytes.end());
    }
    return chosen;
}

/// Of one tree and this rank: out-of-bag rows, and per feature how many fewer of them are taken for
/// the right class once it is mixed up.
struct TreeLoss {
    std::uint64_t num_rows = 0;
    std::vector<std::int64_t> fewer_right;
};

/// Judges trees one after another; each thread needs its own.
class TreeJudge {
  public:
    TreeJudge(const JudgedRows& rows, std::span<const CodeShares> shares, const GrowthRules& rules)
        : rows_(rows), shares_(shares), rules_(rules), bytes_(rows.bytes) {}

    TreeLoss judge(const WalkTree& tree, std::size_t index) {
        left_out_.clear();
        const Bag bag(rules_.options, index, rules_.bags[index]);
        for (std::size_t row = 0; row < rows_.ids.size(); ++row) {
            if (bag.leaves_out(rows_.ids[row])) {
                left_out_.push_back(static_cast<std::uint32_t>(row));
            }
        }
        TreeLoss loss{left_out_.size(), std::vector<std::int64_t>(rules_.num_features)};
        const std::vector<std::uint8_t> classes = classes_of_leaves(tree);
        const std::int64_t right = count_right(tree, classes);
        for (const std::size_t feature : features_of(tree)) {
            mix_up(feature, index);
            loss.fewer_right[feature] = right - count_right(tree, classes);
            restore(feature);
        }
        return loss;
    }

  private:
    [[nodiscard]] std::vector<std::uint8_t> classes_of_leaves(const WalkTree& tree) const {
        const std::size_t num_classes = rules_.num_classes();
        std::vector<std::uint8_t> classes;
        for (std::size_t begin = 0; begin < tree.shares.size(); begin += num_classes) {
            const auto leaf = std::span(tree.shares).subspan(begin, num_classes);
            classes.push_back(
                static_cast<std::uint8_t>(std::ranges::max_element(leaf) - leaf.begin()));
        }
        return classes;
    }

    /// What the tree does not ask for cannot matter to it.
    [[nodiscard]] std::vector<std::size_t> features_of(const WalkTree& tree) const {
        std::vector<bool> asked(rules_.num_features);
        for (const WalkNode& node : tree.nodes) {
            asked[node.feature] = asked[node.feature] || node.step != 0;
        }
        std::vector<std::size_t> features;
        for (std::size_t f = 0; f < asked.size(); ++f) {
            if (asked[f]) {
                features.push_back(f);
            }
        }
        return features;
    }

    [[nodiscard]] std::int64_t count_right(const WalkTree& tree,
                                           std::span<const std::uint8_t> classes) const {
        std::int64_t right = 0;
        for (std::size_t at = 0; at < left_out_.size(); at += num_walk_lanes) {
            const auto some =
                std::span(left_out_).subspan(at, std::min(num_walk_lanes, left_out_.size() - at));
            const auto leaves = walk(tree.nodes, some, bytes_, rows_.stride);
            for (std::size_t lane = 0; lane < some.size(); ++lane) {
                right += classes[leaves[lane]] == rows_.labels[some[lane]] ? 1 : 0;
            }
        }
        return right;
    }

    void mix_up(std::size_t feature, std::size_t tree) {
        const std::uint64_t key =
            core::KeyedRandom(rules_.options.seed, core::Stream::permutation).bits(tree, feature);
        for (const std::uint32_t row : left_out_) {
            bytes_[row * rows_.stride + feature] =
                drawn_code(shares_[feature], core::mix(key, rows_.ids[row]));
        }
    }

    void restore(std::size_t feature) {
        for (const std::uint32_t row : left_out_) {
            bytes_[row * rows_.stride + feature] = rows_.bytes[row * rows_.stride + feature];
        }
    }

    const JudgedRows& rows_;
    std::span<const CodeShares> shares_;
    const GrowthRules& rules_;
    std::vector<std::uint8_t> bytes_;  ///< of the rows, one feature mixed up
    std::vector<std::uint32_t> left_out_;
};

/// Of every tree: rows, then `fewer_right`; over this rank's rows.
std::vector<std::int64_t> judge_trees(std::span<const forest::Tree> trees, const TrainingRows& own,
                                      const JudgedRows& rows, std::span<const CodeShares> shares,
                                      const GrowthRules& rules, int num_threads) {
    const std::size_t width = 1 + rules.num_features;
    std::vector<std::int64_t> losses(trees.size() * width);
    const std::vector<forest::ThresholdTable> tables(own.thresholds.begin(), own.thresholds.end());
    const auto num_parts = static_cast<std::size_t>(num_threads);
    core::parallel_for(0, num_threads, num_threads, [&](std::int64_t part) {
        TreeJudge judge(rows, shares, rules);
        for (auto tree = static_cast<std::size_t>(part); tree < trees.size(); tree += num_parts) {
            const TreeLoss loss =
                judge.judge(WalkTree(trees[tree], tables, rules.num_classes()), tree);
            losses[tree * width] = static_cast<std::int64_t>(loss.num_rows);
            std::ranges::copy(loss.fewer_right,
                              losses.begin() + static_cast<std::ptrdiff_t>(tree * width + 1));
        }
    });
    return losses;
}

/// Mean and standard error over the trees that have out-of-bag rows.
void summarise(std::span<const std::int64_t> losses, std::size_t num_features,
               forest::TrainingReport& report) {
    const std::size_t width = 1 + num_features;
    report.permutation_importance.clear();
    report.permutation_error.clear();
    for (std::size_t f = 0; f < num_features; ++f) {
        double count = 0;
        double sum = 0;
        double squares = 0;
        for (std::size_t begin = 0; begin < losses.size(); begin += width) {
            if (losses[begin] > 0) {
                const double loss =
                    static_cast<double>(losses[begin + 1 + f]) / static_cast<double>(losses[begin]);
                count += 1;
                sum += loss;
                squares += loss * loss;
            }
        }
        constexpr double nan = std::numeric_limits<double>::quiet_NaN();
        const double mean = count > 0 ? sum / count : nan;
        const double variance = std::max(0.0, squares - sum * mean) / (count - 1);
        report.permutation_importance.push_back(mean);
        report.permutation_error.push_back(count > 1 ? std::sqrt(variance / count) : nan);
    }
}

}  // namespace

void assess_permutations(const mpi::Communicator& comm, std::span<const forest::Tree> trees,
                         const TrainingRows& own, const GrowthRules& rules, int num_threads,
                         forest::TrainingReport& report) {
    const std::vector<CodeShares> shares = shares_of_codes(comm, own);
    const std::uint64_t num_rows = mpi::all_sum(comm, std::uint64_t{own.size()});
    std::vector<std::int64_t> losses;
    mpi::run_on_all(comm, [&] {
        const JudgedRows rows = choose_rows(own, num_rows, rules.options.seed);
        losses = judge_trees(trees, own, rows, shares, rules, num_threads);
    });
    mpi::all_reduce(comm, std::span(losses), MPI_SUM);
    summarise(losses, rules.num_features, report);
}

}  // namespace mineprint::training
