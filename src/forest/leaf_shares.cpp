// SPDX-License-Identifier: Apache-2.0
#include "mineprint/forest/leaf_shares.hpp"

#include <numeric>

namespace mineprint::forest {

std::vector<std::uint16_t> leaf_shares(std::span<const std::uint32_t> leaf_counts,
                                       std::size_t num_classes) {
    std::vector<std::uint16_t> shares;
    shares.reserve(leaf_counts.size());
    for (std::size_t begin = 0; begin < leaf_counts.size(); begin += num_classes) {
        const auto counts = leaf_counts.subspan(begin, num_classes);
        const std::uint64_t total = std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
        for (const std::uint32_t count : counts) {
            shares.push_back(share_of(count, total));
        }
    }
    return shares;
}

}  // namespace mineprint::forest
