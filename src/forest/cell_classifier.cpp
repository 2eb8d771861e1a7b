// SPDX-License-Identifier: Apache-2.0
#include "mineprint/forest/cell_classifier.hpp"

#include <algorithm>
#include <bit>

namespace mineprint::forest {
namespace {

/// A range this small is evaluated: cutting the trees down further costs more than it saves.
constexpr std::size_t cell_pixels = 1024;
/// The trees are cut down again when a range is this many times smaller than the one they were cut
/// down for.
constexpr std::size_t prune_ratio = 8;

}  // namespace

void CellClassifier::run(std::span<const std::vector<std::uint8_t>> columns,
                         std::span<const std::uint32_t> pixels, const PixelOutput& output) {
    pixels_ = pixels;
    output_ = output;
    keys_ = order_.sort(columns, pixels.size());
    sorted_.resize(columns.size());
    for (std::size_t column = 0; column < columns.size(); ++column) {
        sorted_[column].resize(pixels.size() + block_pixels);
        for (std::size_t index = 0; index < pixels.size(); ++index) {
            sorted_[column][index] = columns[column][keys_[index].pixel];
        }
    }
    if (!pixels.empty()) {
        descend({0, pixels.size()}, forest_.trees, pixels.size() * prune_ratio, 0);
    }
}

const ByteTrees& CellClassifier::pruned(Range range, const ByteTrees& trees, std::size_t level) {
    if (levels_.size() <= level) {
        levels_.emplace_back();
    }
    box_.lowest.clear();
    box_.highest.clear();
    for (const auto& column : sorted_) {
        std::uint8_t lo = 255;
        std::uint8_t hi = 0;
        for (std::size_t i = range.begin; i < range.end; ++i) {
            lo = std::min(lo, column[i]);
            hi = std::max(hi, column[i]);
        }
        box_.lowest.push_back(lo);
        box_.highest.push_back(hi);
    }
    pruner_.prune(trees, box_, levels_[level]);
    return levels_[level];
}

void CellClassifier::descend(Range range, const ByteTrees& trees, std::size_t pixels_of_trees,
                             std::size_t level) {
    const std::uint32_t differing = keys_[range.begin].key ^ keys_[range.end - 1].key;
    if (range.size() <= cell_pixels || differing == 0) {
        finish(range, pruned(range, trees, level));
        return;
    }
    const ByteTrees* own = &trees;
    if (range.size() * prune_ratio <= pixels_of_trees) {
        own = &pruned(range, trees, level);
        ++level;
        pixels_of_trees = range.size();
    }
    const std::uint32_t bit = std::bit_floor(differing);
    const auto begin = keys_.begin() + static_cast<std::ptrdiff_t>(range.begin);
    const auto end = keys_.begin() + static_cast<std::ptrdiff_t>(range.end);
    const auto middle = static_cast<std::size_t>(
        std::partition_point(begin, end,
                             [&](const PixelKey& key) { return (key.key & bit) == 0; }) -
        keys_.begin());
    descend({range.begin, middle}, *own, pixels_of_trees, level);
    descend({middle, range.end}, *own, pixels_of_trees, level);
}

void CellClassifier::finish(Range range, const ByteTrees& trees) {
    votes_.start_cell(trees);
    std::vector<const std::uint8_t*> columns(sorted_.size());
    for (std::size_t begin = range.begin; begin < range.end; begin += block_pixels) {
        for (std::size_t column = 0; column < columns.size(); ++column) {
            columns[column] = &sorted_[column][begin];
        }
        write({begin, std::min(begin + block_pixels, range.end)}, votes_.vote(columns));
    }
}

void CellClassifier::write(Range range, std::span<const std::uint32_t> sums) {
    const auto num_trees = static_cast<std::uint32_t>(forest_.num_trees);
    for (std::size_t index = 0; index < range.size(); ++index) {
        const std::size_t pixel = pixels_[keys_[range.begin + index].pixel];
        std::uint8_t label = 0;
        std::uint32_t largest = sums[index];
        for (std::size_t c = 1; c < forest_.num_classes; ++c) {
            const std::uint32_t sum = sums[c * block_pixels + index];
            if (sum > largest) {
                largest = sum;
                label = static_cast<std::uint8_t>(c);
            }
        }
        output_.label[pixel] = label;
        if (!output_.probability.empty()) {
            output_.probability[pixel] =
                static_cast<std::uint16_t>(sums[output_.target * block_pixels + index] / num_trees);
        }
    }
}

}  // namespace mineprint::forest
