// SPDX-License-Identifier: Apache-2.0
#include "mineprint/training/level_grower.hpp"

#include <algorithm>
#include <limits>

#include "mineprint/core/parallel_for.hpp"
#include "mineprint/mpi/collectives.hpp"
#include "mineprint/mpi/exchange.hpp"
#include "mineprint/mpi/run_on_all.hpp"
#include "mineprint/training/feature_draw.hpp"
#include "mineprint/training/node_histograms.hpp"
#include "mineprint/training/node_rules.hpp"

namespace mineprint::training {
namespace {

/// A node of the level that is being grown; the same on all ranks but for the rows.
template <std::size_t num_words>
struct LevelNode {
    std::size_t tree = 0;  ///< within the group
    std::int32_t parent = -1;
    bool is_right = false;
    int depth = 0;
    std::uint64_t path = root_path;
    RowRange rows;
    bool second_half = false;
    PackedCounts<num_words> counts;  ///< of all ranks
    Split<num_words> split;
    std::int32_t index = -1;  ///< in the tree
};

template <std::size_t num_words>
class Levels final : public LevelGrower {
  public:
    using Counts = PackedCounts<num_words>;
    using Node = LevelNode<num_words>;
    using Histograms = NodeHistograms<num_words>;

    explicit Levels(const ShardedSetting& setting)
        : setting_(setting), rules_(setting.rules), histograms_(setting.rules.class_weights) {}

    std::vector<TopTree>& grow(std::uint64_t first, std::size_t count) override {
        first_ = first;
        trees_.resize(count);
        std::vector<Node> level = plant();
        while (!level.empty()) {
            level = grow_level(std::move(level));
        }
        return trees_;
    }

  private:
    /// Does the work of one rank; what it throws waits for the end of the level, so that the rank
    /// takes part in what all do together.
    template <class Work>
    void in_parallel(std::size_t count, const Work& work) {
        failure_.run([&] {
            core::parallel_for(0, static_cast<std::int64_t>(count), setting_.num_threads,
                               [&](std::int64_t i) { work(static_cast<std::size_t>(i)); });
        });
    }
    void throw_if_any_failed() {
        std::exception_ptr own;
        try {
            failure_.rethrow_if_any();
        } catch (...) {
            own = std::current_exception();
        }
        mpi::throw_everywhere_if_any(setting_.comm, own);
    }

    /// Fills the bags; returns the roots.
    std::vector<Node> plant() {
        std::vector<Counts> counts(trees_.size());
        in_parallel(trees_.size(), [&](std::size_t tree) {
            const std::uint64_t number = first_ + tree;
            TopTree& top = trees_[tree];
            top.tree = {};
            top.subtrees.clear();
            top.rows.fill(setting_.rows,
                          Bag(setting_.rules.options, number, setting_.rules.bags[number]));
            counts[tree] = histograms_.count(top.rows, {0, top.rows.size()}, false);
        });
        throw_if_any_failed();
        mpi::all_reduce(setting_.comm, words_of(counts), MPI_SUM);
        std::vector<Node> roots(trees_.size());
        for (std::size_t tree = 0; tree < trees_.size(); ++tree) {
            roots[tree].tree = tree;
            roots[tree].rows = {0, trees_[tree].rows.size()};
            roots[tree].counts = counts[tree];
        }
        return roots;
    }

    static std::span<std::uint64_t> words_of(std::span<Counts> counts) {
        return {reinterpret_cast<std::uint64_t*>(counts.data()), counts.size() * num_words};
    }

    /// Gives every node its place; returns the nodes of the next level.
    std::vector<Node> grow_level(std::vector<Node> level) {
        std::vector<Node> large;
        for (Node& node : level) {
            if (!rules_.may_be_split(node.counts, node.depth)) {
                place(node);
                rules_.add_leaf(trees_[node.tree].tree, node.counts);
            } else if (rules_.rows_of(node.counts) <= setting_.budget.subtree_rows) {
                leave_to_one_rank(node);
            } else {
                large.push_back(node);
            }
        }
        find_splits(large);
        std::vector<Node> inner;
        for (Node& node : large) {
            place(node);
            CodeTree& tree = trees_[node.tree].tree;
            if (node.split.exists()) {
                tree.add_inner(rules_.complete(node.split, node.counts),
                               rules_.gain(node.split, node.counts));
                inner.push_back(node);
            } else {
                rules_.add_leaf(tree, node.counts);
            }
        }
        return cut_rows(inner);
    }

    /// Tells the parent where the node stands that is added to the tree next.
    void place(Node& node) {
        CodeTree& tree = trees_[node.tree].tree;
        node.index = static_cast<std::int32_t>(tree.nodes.size());
        if (node.parent >= 0) {
            CodeNode& parent = tree.nodes[static_cast<std::size_t>(node.parent)];
            (node.is_right ? parent.right : parent.left) = node.index;
        }
    }

    void leave_to_one_rank(Node& node) {
        place(node);
        TopTree& top = trees_[node.tree];
        top.tree.add_graft(top.subtrees.size());
        top.subtrees.push_back({{first_ + node.tree, node.path, node.depth},
                                rules_.rows_of(node.counts),
                                node.rows,
                                node.second_half});
    }

    /// Cuts this rank's rows of the nodes; returns the children.
    std::vector<Node> cut_rows(const std::vector<Node>& nodes) {
        std::vector<Node> children(2 * nodes.size());
        in_parallel(nodes.size(), [&](std::size_t i) {
            const Node& node = nodes[i];
            TopTree& top = trees_[node.tree];
            const Cut& cut = top.tree.nodes[static_cast<std::size_t>(node.index)].cut;
            const std::size_t middle = top.rows.partition(node.rows, node.second_half, cut);
            for (const bool is_right : {false, true}) {
                Node& child = children[2 * i + (is_right ? 1 : 0)];
                child.tree = node.tree;
                child.parent = node.index;
                child.is_right = is_right;
                child.depth = node.depth + 1;
                child.path = child_path(node.path, is_right);
                child.rows =
                    is_right ? RowRange{middle, node.rows.end} : RowRange{node.rows.begin, middle};
                child.second_half = !node.second_half;
                child.counts = is_right ? node.counts - node.split.left : node.split.left;
            }
        });
        throw_if_any_failed();
        return children;
    }

    /// A node tries `mtry` features at once; if none can split it, one more in each further round.
    void find_splits(std::vector<Node>& nodes) {
        const std::size_t mtry = setting_.rules.mtry();
        std::vector<Node*> open;
        for (Node& node : nodes) {
            open.push_back(&node);
        }
        for (std::size_t tried = 0; !open.empty() && tried < setting_.rules.num_features;) {
            const std::size_t count = tried == 0 ? mtry : 1;
            const std::size_t per_batch = nodes_per_batch(count);
            for (std::size_t begin = 0; begin < open.size(); begin += per_batch) {
                const std::size_t end = std::min(open.size(), begin + per_batch);
                search_batch(std::span(open).subspan(begin, end - begin), tried, count);
            }
            tried += count;
            std::erase_if(open, [](const Node* node) { return node->split.exists(); });
        }
    }

    [[nodiscard]] std::size_t nodes_per_batch(std::size_t num_features) const {
        const std::size_t words = num_features * Histograms::num_codes * num_words;
        // MPI counts with `int`.
        const std::size_t most = std::numeric_limits<int>::max() / words;
        return std::clamp<std::size_t>(
            setting_.budget.histogram_bytes / (words * sizeof(std::uint64_t)), 1, most);
    }

    /// The features that a node tries as number `tried`, `tried + 1`, …
    [[nodiscard]] std::vector<std::uint32_t> features_of(const Node& node, std::size_t tried,
                                                         std::size_t count) const {
        FeatureDraw draw(setting_.rules.num_features);
        draw.start_tree(setting_.rules.options.seed, first_ + node.tree);
        draw.start_node(node.path);
        std::vector<std::uint32_t> features(tried + count);
        std::ranges::generate(features, [&] { return draw.next(); });
        features.erase(features.begin(), features.begin() + static_cast<std::ptrdiff_t>(tried));
        return features;
    }

    /// Finds the splits of some nodes by some of their features; all ranks get them.
    void search_batch(std::span<Node*> nodes, std::size_t tried, std::size_t count) {
        const std::size_t per_node = count * Histograms::num_codes;
        const std::vector<std::size_t> shares = shares_of(nodes.size());
        std::vector<Counts> bins;
        mpi::run_on_all(setting_.comm, [&] { bins.resize(nodes.size() * per_node); });
        in_parallel(nodes.size(), [&](std::size_t i) {
            const Node& node = *nodes[i];
            histograms_.add_to(std::span(bins).subspan(i * per_node, per_node),
                               trees_[node.tree].rows, node.rows, node.second_half,
                               features_of(node, tried, count));
        });
        const std::size_t first = first_of_rank(nodes.size(), setting_.comm.rank());
        std::vector<Counts> own = sum_own(bins, shares, per_node);
        std::vector<Split<num_words>> splits(own.size() / per_node);
        in_parallel(splits.size(), [&](std::size_t i) {
            const Node& node = *nodes[first + i];
            SplitSearch<num_words> search(node.counts, rules_.split());
            const auto features = features_of(node, tried, count);
            for (std::size_t f = 0; f < count; ++f) {
                Histograms::search_bins(
                    features[f],
                    std::span(own).subspan(i * per_node + f * Histograms::num_codes,
                                           Histograms::num_codes),
                    search);
            }
            splits[i] = search.best();
        });
        const auto all =
            mpi::all_gather_known(setting_.comm, std::span<const Split<num_words>>(splits), shares);
        for (std::size_t i = 0; i < nodes.size(); ++i) {
            nodes[i]->split = all[i];
        }
        add_traffic(nodes, bins.size() - own.size(), splits.size(), tried == 0);
    }

    /// The first of so many nodes that the rank decides on.
    [[nodiscard]] std::size_t first_of_rank(std::size_t num_nodes, int rank) const {
        return num_nodes * static_cast<std::size_t>(rank) /
               static_cast<std::size_t>(setting_.comm.size());
    }

    /// How many of so many nodes each rank decides on.
    [[nodiscard]] std::vector<std::size_t> shares_of(std::size_t num_nodes) const {
        std::vector<std::size_t> shares;
        for (int rank = 0; rank < setting_.comm.size(); ++rank) {
            shares.push_back(first_of_rank(num_nodes, rank + 1) - first_of_rank(num_nodes, rank));
        }
        return shares;
    }

    /// The bins of all ranks, summed, of the nodes this rank decides on.
    std::vector<Counts> sum_own(std::span<Counts> bins, std::vector<std::size_t> shares,
                                std::size_t per_node) {
        for (std::size_t& share : shares) {
            share *= per_node * num_words;
        }
        const std::vector<std::uint64_t> words = mpi::reduce_scatter(
            setting_.comm, std::span<const std::uint64_t>(words_of(bins)), shares);
        std::vector<Counts> own(words.size() / num_words);
        std::ranges::copy(words, words_of(own).begin());
        return own;
    }

    void add_traffic(std::span<Node* const> nodes, std::size_t bins_sent, std::size_t splits_sent,
                     bool first_try) {
        const auto depth = static_cast<std::size_t>(nodes.front()->depth);
        auto& levels = setting_.traffic.levels;
        levels.resize(std::max(levels.size(), depth + 1));
        // Counted by all ranks, so only one of them has the nodes.
        levels[depth].nodes += setting_.comm.is_root() && first_try ? nodes.size() : 0;
        levels[depth].histogram_bytes += bins_sent * sizeof(Counts);
        levels[depth].split_bytes += splits_sent * sizeof(Split<num_words>) *
                                     static_cast<std::size_t>(setting_.comm.size() - 1);
        setting_.traffic.num_batches += setting_.comm.is_root() ? 1 : 0;
    }

    ShardedSetting setting_;
    core::ExceptionCarrier failure_;
    NodeRules<num_words> rules_;
    Histograms histograms_;
    std::uint64_t first_ = 0;
    std::vector<TopTree> trees_;
};

}  // namespace

std::unique_ptr<LevelGrower> make_level_grower(const ShardedSetting& setting) {
    return with_words_for(setting.rules.num_classes(),
                          [&]<std::size_t num_words>() -> std::unique_ptr<LevelGrower> {
                              return std::make_unique<Levels<num_words>>(setting);
                          });
}

}  // namespace mineprint::training
