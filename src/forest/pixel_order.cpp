// SPDX-License-Identifier: Apache-2.0
#include "mineprint/forest/pixel_order.hpp"

#include <algorithm>
#include <numeric>

namespace mineprint::forest {
namespace {

constexpr std::size_t num_bytes = 256;
using Usage = std::array<double, num_bytes>;

/// How much each column's limits are used: a node counts by the share of byte space that reaches
/// it; here simply halved at each level.
std::vector<Usage> usage_of(const ByteForest& forest) {
    std::vector<Usage> usage(forest.columns.size(), Usage{});
    const auto num_classes = static_cast<Branch>(forest.num_classes);
    std::uint32_t begin = 0;
    for (const std::uint32_t end : forest.trees.ends) {
        std::vector<double> weight(end - begin, 0.0);
        weight.back() = 1;
        for (std::size_t index = end - begin; index-- > 0;) {
            const ByteNode& node = forest.trees.nodes[begin + index];
            usage[node.column][node.limit] += weight[index];
            for (const Branch branch : {node.left, node.right}) {
                if (branch >= num_classes && branch < mixed_leaf) {
                    weight[branch - num_classes] = 0.5 * weight[index];
                }
            }
        }
        begin = end;
    }
    return usage;
}

/// One bit of the key: which bytes of a column set it.
struct KeyBit {
    std::size_t column = 0;
    double priority = 0;
    std::array<bool, num_bytes> set{};
};

/// Halves, quarters, … of a column by use.
std::vector<KeyBit> bits_of(std::size_t column, const Usage& usage) {
    constexpr int num_levels = 5;
    const double total = std::accumulate(usage.begin(), usage.end(), 0.0);
    std::vector<KeyBit> bits;
    double priority = total;
    for (int level = 1; level <= num_levels && total > 0; ++level) {
        KeyBit bit{column, priority, {}};
        double below = 0;
        for (std::size_t byte = 0; byte < num_bytes; ++byte) {
            const double rank = std::min(below / total, 0.999999);
            bit.set[byte] = (static_cast<int>(rank * (1 << level)) & 1) != 0;
            below += usage[byte];
        }
        bits.push_back(bit);
        priority *= 0.5;
    }
    return bits;
}

}  // namespace

PixelOrder::PixelOrder(const ByteForest& forest) : key_bits_(forest.columns.size()) {
    const std::vector<Usage> usage = usage_of(forest);
    std::vector<KeyBit> bits;
    for (std::size_t column = 0; column < usage.size(); ++column) {
        const std::vector<KeyBit> own = bits_of(column, usage[column]);
        bits.insert(bits.end(), own.begin(), own.end());
    }
    std::ranges::stable_sort(bits, std::greater<>(), &KeyBit::priority);
    constexpr std::size_t num_bits = 32;
    bits.resize(std::min(bits.size(), num_bits));
    std::uint32_t mask = std::uint32_t{1} << (num_bits - 1);
    for (const KeyBit& bit : bits) {
        for (std::size_t byte = 0; byte < num_bytes; ++byte) {
            key_bits_[bit.column][byte] |= bit.set[byte] ? mask : 0;
        }
        mask >>= 1U;
    }
}

std::vector<PixelKey> PixelOrder::sort(std::span<const std::vector<std::uint8_t>> columns,
                                       std::size_t num_pixels) const {
    std::vector<PixelKey> keys(num_pixels);
    for (std::size_t pixel = 0; pixel < num_pixels; ++pixel) {
        std::uint32_t key = 0;
        for (std::size_t column = 0; column < columns.size(); ++column) {
            key |= key_bits_[column][columns[column][pixel]];
        }
        keys[pixel] = {key, static_cast<std::uint32_t>(pixel)};
    }
    constexpr unsigned digit_bits = 11;
    constexpr std::size_t num_digits = std::size_t{1} << digit_bits;
    std::vector<PixelKey> sorted(num_pixels);
    for (unsigned shift = 0; shift < 32; shift += digit_bits) {
        std::array<std::size_t, num_digits> place{};
        for (const PixelKey& key : keys) {
            ++place[(key.key >> shift) % num_digits];
        }
        std::exclusive_scan(place.begin(), place.end(), place.begin(), std::size_t{0});
        for (const PixelKey& key : keys) {
            sorted[place[(key.key >> shift) % num_digits]++] = key;
        }
        keys.swap(sorted);
    }
    return keys;
}

}  // namespace mineprint::forest
