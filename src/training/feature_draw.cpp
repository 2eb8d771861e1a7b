// SPDX-License-Identifier: Apache-2.0
#include "mineprint/training/feature_draw.hpp"

#include <numeric>
#include <utility>

#include "mineprint/core/random.hpp"

namespace mineprint::training {

std::uint64_t child_path(std::uint64_t path, bool right) noexcept {
    return core::mix(path, right ? 2 : 1);
}

FeatureDraw::FeatureDraw(std::size_t num_features) : order_(num_features) {}

void FeatureDraw::start_tree(std::uint64_t seed, std::uint64_t tree) {
    tree_key_ = core::KeyedRandom(seed, core::Stream::feature_draw).bits(tree);
}

void FeatureDraw::start_node(std::uint64_t path) {
    node_key_ = core::mix(tree_key_, path);
    num_drawn_ = 0;
    std::iota(order_.begin(), order_.end(), 0U);
}

std::uint32_t FeatureDraw::next() {
    __extension__ using Wide = unsigned __int128;
    const Wide num_left = order_.size() - num_drawn_;
    const auto offset =
        static_cast<std::size_t>((core::mix(node_key_, num_drawn_) * num_left) >> 64U);
    std::swap(order_[num_drawn_], order_[num_drawn_ + offset]);
    return order_[num_drawn_++];
}

}  // namespace mineprint::training
