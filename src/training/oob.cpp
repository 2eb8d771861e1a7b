// SPDX-License-Identifier: Apache-2.0
#include "mineprint/training/oob.hpp"

#include <algorithm>
#include <atomic>
#include <limits>
#include <numeric>

#include "mineprint/core/parallel_for.hpp"
#include "mineprint/forest/threshold_table.hpp"
#include "mineprint/mpi/collectives.hpp"
#include "mineprint/mpi/run_on_all.hpp"
#include "mineprint/training/bag.hpp"
#include "mineprint/training/walk_tree.hpp"

namespace mineprint::training {
namespace {

constexpr std::int64_t margin_unit = 1 << 20;

/// The rows of this rank with the votes they got so far.
class Voters {
  public:
    Voters(const TrainingRows& rows, int num_threads)
        : rows_(rows),
          num_threads_(num_threads),
          sums_(rows.size() * rows.num_classes),
          has_vote_(rows.size()) {}

    /// Lets a tree vote on the rows that are not in its bag.
    void hear(const WalkTree& tree, const Bag& bag) {
        for_parts([&](std::size_t begin, std::size_t end) { hear_part(tree, bag, begin, end); });
    }

    /// How many rows with votes are of which class (columns) and taken for which (rows).
    [[nodiscard]] std::vector<std::uint64_t> confusion() const {
        const std::size_t num_classes = rows_.num_classes;
        std::vector<std::atomic<std::uint64_t>> sums(num_classes * num_classes);
        for_parts([&](std::size_t begin, std::size_t end) {
            std::vector<std::uint64_t> part(num_classes * num_classes);
            for (std::size_t row = begin; row < end; ++row) {
                if (has_vote_[row] != 0) {
                    ++part[class_of(row) * num_classes + rows_.label_of(row)];
                }
            }
            for (std::size_t cell = 0; cell < part.size(); ++cell) {
                sums[cell] += part[cell];
            }
        });
        return {sums.begin(), sums.end()};
    }

    /// Sum of the margins of the rows with votes, in parts of 2^-20, each rounded down.
    [[nodiscard]] std::int64_t margin_sum() const {
        std::atomic<std::int64_t> sum = 0;
        for_parts([&](std::size_t begin, std::size_t end) {
            std::int64_t part = 0;
            for (std::size_t row = begin; row < end; ++row) {
                part += has_vote_[row] != 0 ? margin_of(row) : 0;
            }
            sum += part;
        });
        return sum;
    }

  private:
    template <class Work>
    void for_parts(const Work& work) const {
        // Rows of a part and their sums stay in a core's own cache while a tree goes by.
        constexpr std::size_t step = 16384;
        const std::size_t count = rows_.size();
        core::parallel_for(0, static_cast<std::int64_t>((count + step - 1) / step), num_threads_,
                           [&](std::int64_t part) {
                               const std::size_t begin = static_cast<std::size_t>(part) * step;
                               work(begin, std::min(count, begin + step));
                           });
    }

    void hear_part(const WalkTree& tree, const Bag& bag, std::size_t begin, std::size_t end) {
        std::vector<std::uint32_t> left_out(end - begin);
        std::size_t count = 0;
        for (std::size_t row = begin; row < end; ++row) {
            left_out[count] = static_cast<std::uint32_t>(row);
            count += bag.leaves_out(rows_.ids[row]) ? 1 : 0;
        }
        const auto all = std::span<const std::uint32_t>(left_out).first(count);
        for (std::size_t at = 0; at < count; at += num_walk_lanes) {
            const auto some = all.subspan(at, std::min(num_walk_lanes, count - at));
            const auto leaves = walk(tree.nodes, some, rows_.bytes, rows_.layout.stride);
            for (std::size_t lane = 0; lane < some.size(); ++lane) {
                has_vote_[some[lane]] = 1;
                const std::size_t first = leaves[lane] * rows_.num_classes;
                for (std::size_t c = 0; c < rows_.num_classes; ++c) {
                    sums_[some[lane] * rows_.num_classes + c] += tree.shares[first + c];
                }
            }
        }
    }

    [[nodiscard]] std::size_t class_of(std::size_t row) const {
        const auto own = std::span(sums_).subspan(row * rows_.num_classes, rows_.num_classes);
        return static_cast<std::size_t>(std::ranges::max_element(own) - own.begin());
    }

    /// The true class's votes less the most of another, as a share of all; in parts of 2^-20.
    [[nodiscard]] std::int64_t margin_of(std::size_t row) const {
        const auto own = std::span(sums_).subspan(row * rows_.num_classes, rows_.num_classes);
        const std::size_t label = rows_.label_of(row);
        std::int64_t all = 0;
        std::int64_t other = 0;
        for (std::size_t c = 0; c < own.size(); ++c) {
            all += own[c];
            other = c == label ? other : std::max(other, std::int64_t{own[c]});
        }
        return (((std::int64_t{own[label]} - other) * margin_unit + all * margin_unit) / all) -
               margin_unit;
    }

    const TrainingRows& rows_;
    int num_threads_;
    std::vector<std::uint32_t> sums_;     ///< rows × classes
    std::vector<std::uint8_t> has_vote_;  ///< per row
};

double error_of(std::span<const std::uint64_t> confusion, std::size_t num_classes) {
    std::uint64_t all = 0;
    std::uint64_t right = 0;
    for (std::size_t cell = 0; cell < confusion.size(); ++cell) {
        all += confusion[cell];
        right += cell / num_classes == cell % num_classes ? confusion[cell] : 0;
    }
    return all == 0 ? std::numeric_limits<double>::quiet_NaN()
                    : static_cast<double>(all - right) / static_cast<double>(all);
}

}  // namespace

std::vector<std::uint32_t> curve_points(std::uint32_t num_trees, std::span<const int> others) {
    std::vector<std::uint32_t> points{1, 2, 3, 5, 7};
    for (std::uint32_t ten = 10; ten < num_trees; ten *= 10) {
        for (const std::uint32_t tenths : {10, 15, 20, 30, 50, 70}) {
            points.push_back(ten / 10 * tenths);
        }
    }
    points.insert(points.end(), others.begin(), others.end());
    std::erase_if(points, [&](std::uint32_t point) { return point >= num_trees; });
    points.push_back(num_trees);
    std::ranges::sort(points);
    points.erase(std::unique(points.begin(), points.end()), points.end());
    return points;
}

void assess_out_of_bag(const mpi::Communicator& comm, std::span<const forest::Tree> trees,
                       const TrainingRows& own, const GrowthRules& rules, int num_threads,
                       forest::TrainingReport& report) {
    const std::size_t num_classes = rules.num_classes();
    const auto points =
        curve_points(static_cast<std::uint32_t>(trees.size()), rules.options.tuning_trees);
    std::vector<std::uint64_t> confusions;  // one behind the other
    std::int64_t margins = 0;
    mpi::run_on_all(comm, [&] {
        const std::vector<forest::ThresholdTable> tables(own.thresholds.begin(),
                                                         own.thresholds.end());
        Voters voters(own, num_threads);
        std::size_t next_point = 0;
        for (std::size_t tree = 0; tree < trees.size(); ++tree) {
            voters.hear(WalkTree(trees[tree], tables, num_classes),
                        Bag(rules.options, tree, rules.bags[tree]));
            if (tree + 1 == points[next_point]) {
                const auto confusion = voters.confusion();
                confusions.insert(confusions.end(), confusion.begin(), confusion.end());
                ++next_point;
            }
        }
        margins = voters.margin_sum();
    });
    mpi::all_reduce(comm, std::span(confusions), MPI_SUM);
    const std::size_t cells = num_classes * num_classes;
    report.curve_trees = points;
    report.curve_oob_error.clear();
    for (std::size_t point = 0; point < points.size(); ++point) {
        report.curve_oob_error.push_back(
            error_of(std::span(confusions).subspan(point * cells, cells), num_classes));
    }
    const auto judged = std::accumulate(confusions.end() - static_cast<std::ptrdiff_t>(cells),
                                        confusions.end(), std::uint64_t{0});
    margins = mpi::all_sum(comm, margins);
    report.oob_margin = judged == 0
                            ? std::numeric_limits<double>::quiet_NaN()
                            : static_cast<double>(margins) / static_cast<double>(margin_unit) /
                                  static_cast<double>(judged);
    report.oob_error = report.curve_oob_error.back();
    report.oob_confusion.assign(confusions.end() - static_cast<std::ptrdiff_t>(cells),
                                confusions.end());
}

}  // namespace mineprint::training
