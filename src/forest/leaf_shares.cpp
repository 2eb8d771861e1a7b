// SPDX-License-Identifier: Apache-2.0
#include "mineprint/forest/leaf_shares.hpp"

#include <numeric>
#include <span>

namespace mineprint::forest {

std::vector<std::uint16_t> leaf_shares(const Tree& tree, std::size_t num_classes) {
    std::vector<std::uint16_t> shares;
    shares.reserve(tree.leaf_counts.size());
    const std::span<const std::uint32_t> all(tree.leaf_counts);
    for (std::size_t begin = 0; begin < all.size(); begin += num_classes) {
        const auto counts = all.subspan(begin, num_classes);
        const std::uint64_t total = std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
        for (const std::uint32_t count : counts) {
            shares.push_back(share_of(count, total));
        }
    }
    return shares;
}

}  // namespace mineprint::forest
