// SPDX-License-Identifier: Apache-2.0
#include "mineprint/training/gather_trees.hpp"

#include <span>

#include "mineprint/core/byte_stream.hpp"
#include "mineprint/mpi/collectives.hpp"

namespace mineprint::training {
namespace {

/// A node without its padding.
struct PackedNode {
    std::int32_t feature, left, right;
    float threshold;
    std::uint32_t missing_left;
};

void pack(core::ByteWriter& writer, std::int64_t index, const forest::Tree& tree) {
    std::vector<PackedNode> nodes;
    nodes.reserve(tree.nodes.size());
    for (const forest::Node& node : tree.nodes) {
        nodes.push_back({node.feature, node.left, node.right, node.threshold, node.missing_left});
    }
    writer.put(index);
    writer.put_span(std::span<const PackedNode>(nodes));
    writer.put_span(std::span<const std::uint32_t>(tree.leaf_counts));
}

forest::Tree unpack(core::ByteReader& reader) {
    forest::Tree tree;
    for (const PackedNode& node : reader.get_vector<PackedNode>()) {
        tree.nodes.push_back({node.feature, node.threshold, node.left, node.right,
                              static_cast<std::uint8_t>(node.missing_left)});
    }
    tree.leaf_counts = reader.get_vector<std::uint32_t>();
    return tree;
}

}  // namespace

std::vector<forest::Tree> gather_trees(const mpi::Communicator& comm,
                                       std::map<std::int64_t, forest::Tree>&& own,
                                       std::size_t num_trees, TrainingTraffic& traffic) {
    std::vector<forest::Tree> trees(num_trees);
    if (comm.size() == 1) {
        for (auto& [index, tree] : own) {
            trees[static_cast<std::size_t>(index)] = std::move(tree);
        }
        return trees;
    }
    core::ByteWriter writer;
    for (const auto& [index, tree] : own) {
        pack(writer, index, tree);
    }
    const std::vector<std::byte> bytes = writer.take();
    traffic.tree_bytes += bytes.size() * static_cast<std::uint64_t>(comm.size() - 1);
    const auto all = mpi::all_gather(comm, std::span<const std::byte>(bytes));
    core::ByteReader reader(all);
    while (!reader.at_end()) {
        const auto index = static_cast<std::size_t>(reader.get<std::int64_t>());
        trees[index] = unpack(reader);
    }
    return trees;
}

}  // namespace mineprint::training
