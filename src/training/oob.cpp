// SPDX-License-Identifier: Apache-2.0
#include "mineprint/training/oob.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <limits>

#include "mineprint/core/parallel_for.hpp"
#include "mineprint/forest/leaf_shares.hpp"
#include "mineprint/forest/threshold_table.hpp"
#include "mineprint/mpi/collectives.hpp"
#include "mineprint/mpi/run_on_all.hpp"
#include "mineprint/training/bag.hpp"

namespace mineprint::training {
namespace {

/// A node made for walking without branches: in preorder the left child is one step on, the right
/// one `extra` more; a leaf steps nowhere, and `extra` is its index.
struct WalkNode {
    std::uint32_t extra = 0;
    std::uint16_t feature = 0;
    std::uint8_t limit = 0;
    std::uint8_t step : 1 = 0;
    std::uint8_t shift : 1 = 0;  ///< 1 wraps the missing code to 0, left of every threshold
};

/// A tree to walk with bin codes. Its thresholds are edges of bins, so a table finds their codes.
struct WalkTree {
    std::vector<WalkNode> nodes;
    std::vector<std::uint16_t> shares;  ///< leaves × classes

    WalkTree(const forest::Tree& tree, std::span<const forest::ThresholdTable> tables,
             std::size_t num_classes)
        : shares(forest::leaf_shares(tree.leaf_counts, num_classes)) {
        nodes.reserve(tree.nodes.size());
        for (const forest::Node& node : tree.nodes) {
            const auto own = static_cast<std::uint32_t>(nodes.size());
            WalkNode& walk_node = nodes.emplace_back();
            if (node.feature < 0) {
                walk_node.extra = static_cast<std::uint32_t>(node.left);
                continue;
            }
            const std::uint32_t code =
                tables[static_cast<std::size_t>(node.feature)].bin_of(node.threshold);
            walk_node.extra = static_cast<std::uint32_t>(node.right) - own - 1;
            walk_node.feature = static_cast<std::uint16_t>(node.feature);
            walk_node.step = 1;
            walk_node.shift = node.missing_left != 0 ? 1 : 0;
            walk_node.limit = static_cast<std::uint8_t>(code + node.missing_left);
        }
    }
};

/// Rows walked side by side, so that one's wait for memory is another's step.
constexpr std::size_t num_lanes = 8;

/// The leaves of some rows.
std::array<std::uint32_t, num_lanes> walk(std::span<const WalkNode> nodes,
                                          std::span<const std::uint32_t> rows,
                                          const TrainingRows& all) {
    std::array<std::size_t, num_lanes> row_begin{};
    for (std::size_t lane = 0; lane < rows.size(); ++lane) {
        row_begin[lane] = rows[lane] * all.layout.stride;
    }
    std::array<std::uint32_t, num_lanes> at{};
    std::uint32_t moved = 1;
    while (moved != 0) {
        moved = 0;
        for (std::size_t lane = 0; lane < num_lanes; ++lane) {
            const WalkNode node = nodes[at[lane]];
            const auto code =
                static_cast<std::uint8_t>(all.bytes[row_begin[lane] + node.feature] + node.shift);
            const std::uint32_t if_right = code > node.limit && node.step != 0 ? ~0U : 0U;
            at[lane] += node.step + (node.extra & if_right);
            moved |= node.step;
        }
    }
    for (std::uint32_t& end : at) {
        end = nodes[end].extra;
    }
    return at;
}

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
        for (std::size_t at = 0; at < count; at += num_lanes) {
            const auto some = all.subspan(at, std::min(num_lanes, count - at));
            const auto leaves = walk(tree.nodes, some, rows_);
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

std::vector<std::uint32_t> curve_points(std::uint32_t num_trees) {
    std::vector<std::uint32_t> points{1, 2, 3, 5, 7};
    for (std::uint32_t ten = 10; ten < num_trees; ten *= 10) {
        for (const std::uint32_t tenths : {10, 15, 20, 30, 50, 70}) {
            points.push_back(ten / 10 * tenths);
        }
    }
    std::erase_if(points, [&](std::uint32_t point) { return point >= num_trees; });
    points.push_back(num_trees);
    return points;
}

void assess_out_of_bag(const mpi::Communicator& comm, std::span<const forest::Tree> trees,
                       const TrainingRows& own, const GrowthRules& rules, int num_threads,
                       forest::TrainingReport& report) {
    const std::size_t num_classes = rules.num_classes();
    const auto points = curve_points(static_cast<std::uint32_t>(trees.size()));
    std::vector<std::uint64_t> confusions;  // one behind the other
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
    });
    mpi::all_reduce(comm, std::span(confusions), MPI_SUM);
    const std::size_t cells = num_classes * num_classes;
    report.curve_trees = points;
    report.curve_oob_error.clear();
    for (std::size_t point = 0; point < points.size(); ++point) {
        report.curve_oob_error.push_back(
            error_of(std::span(confusions).subspan(point * cells, cells), num_classes));
    }
    report.oob_error = report.curve_oob_error.back();
    report.oob_confusion.assign(confusions.end() - static_cast<std::ptrdiff_t>(cells),
                                confusions.end());
}

}  // namespace mineprint::training
