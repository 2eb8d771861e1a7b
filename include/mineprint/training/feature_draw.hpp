// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

namespace mineprint::training {

/// The path of the root, and of a node's children: a node's identity within its tree.
inline constexpr std::uint64_t root_path = 1;
[[nodiscard]] std::uint64_t child_path(std::uint64_t path, bool right) noexcept;

/// The order in which a node tries its features: a random permutation that depends on (seed, tree,
/// path) alone, drawn piece by piece.
class FeatureDraw {
  public:
    explicit FeatureDraw(std::size_t num_features);

    void start_tree(std::uint64_t seed, std::uint64_t tree);
    /// Begins the permutation of a node.
    void start_node(std::uint64_t path);
    [[nodiscard]] bool done() const noexcept { return num_drawn_ == order_.size(); }
    /// The next feature; needs !done().
    [[nodiscard]] std::uint32_t next();

  private:
    std::uint64_t tree_key_ = 0;
    std::uint64_t node_key_ = 0;
    std::size_t num_drawn_ = 0;
    std::vector<std::uint32_t> order_;
};

}  // namespace mineprint::training
