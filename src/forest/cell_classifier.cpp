// SPDX-License-Identifier: Apache-2.0
#include "mineprint/forest/cell_classifier.hpp"

#include <algorithm>
#include <array>

namespace mineprint::forest {
namespace {

/// A range this small is evaluated: cutting the trees down further costs more than it saves.
constexpr std::size_t cell_pixels = 16384;
}  // namespace

void CellClassifier::run(std::span<const std::span<const float>> columns,
                         std::span<const std::uint32_t> wanted, const PixelOutput& output) {
    if (wanted.empty()) {
        return;
    }
    output_ = output;
    columns_.resize(forest_.columns.size() * block_pixels);
    rows_.fill(columns, wanted);
    descend(rows_.all(), 0);
}

void CellClassifier::descend(const Range& range, std::size_t level) {
    while (levels_.size() <= level) {
        levels_.emplace_back();
    }
    ByteTrees& trees = levels_[level];
    rows_.measure_box(range, box_);
    pruner_.prune(level == 0 ? forest_.trees : levels_[level - 1], box_, trees);
    CutTree cuts;
    if (range.size() > cell_pixels) {
        splitter_.find_cuts(trees, box_, cuts);
    }
    if (cuts.cuts.front().limit == 255) {
        finish(range, trees);
        return;
    }
    for (const Range& part : rows_.part(range, cuts)) {
        if (part.size() > 0) {
            descend(part, level + 1);
        }
    }
}

/// Whether the trees that are left, all together, cannot change which class is first.
bool CellClassifier::is_decided(const ByteTrees& trees) const {
    const auto first = std::ranges::max_element(trees.sums);
    const std::uint64_t open = trees.ends.size() * std::uint64_t{whole_share};
    for (auto other = trees.sums.begin(); other != trees.sums.end(); ++other) {
        // The first of equals wins.
        const std::uint64_t most = *other + open + (other < first ? 1U : 0U);
        if (other != first && most > *first) {
            return false;
        }
    }
    return true;
}

void CellClassifier::finish(const Range& range, const ByteTrees& trees) {
    if (output_.probability.empty() && is_decided(trees)) {
        const auto label =
            static_cast<std::uint8_t>(std::ranges::max_element(trees.sums) - trees.sums.begin());
        for (const std::uint32_t pixel : rows_.pixels(range)) {
            output_.label[pixel] = label;
        }
        return;
    }
    votes_.start_cell(trees);
    std::vector<const std::uint8_t*> columns;
    for (std::size_t column = 0; column < forest_.columns.size(); ++column) {
        columns.push_back(columns_.data() + column * block_pixels);
    }
    for (std::size_t begin = range.begin; begin < range.end; begin += block_pixels) {
        const Range block{begin, std::min(begin + block_pixels, range.end), range.place};
        rows_.copy_columns(block, columns_, block_pixels);
        write(rows_.pixels(block), votes_.vote(columns));
    }
}

void CellClassifier::write(std::span<const std::uint32_t> pixels,
                           std::span<const std::uint32_t> sums) {
    std::array<std::uint8_t, block_pixels> labels{};
    std::array<std::uint32_t, block_pixels> largest;
    std::copy_n(sums.begin(), block_pixels, largest.begin());
    for (std::size_t c = 1; c < forest_.num_classes; ++c) {
        const auto own = sums.subspan(c * block_pixels, block_pixels);
        for (std::size_t i = 0; i < block_pixels; ++i) {
            labels[i] = own[i] > largest[i] ? static_cast<std::uint8_t>(c) : labels[i];
            largest[i] = std::max(largest[i], own[i]);
        }
    }
    for (std::size_t i = 0; i < pixels.size(); ++i) {
        output_.label[pixels[i]] = labels[i];
    }
    if (!output_.probability.empty()) {
        const auto of_target = sums.subspan(output_.target * block_pixels, block_pixels);
        // Exact: a quotient that is no integer is farther from one than a double's rounding.
        const auto num_trees = static_cast<double>(forest_.num_trees);
        for (std::size_t i = 0; i < pixels.size(); ++i) {
            output_.probability[pixels[i]] = static_cast<std::uint16_t>(
                static_cast<std::int32_t>(static_cast<double>(of_target[i]) / num_trees));
        }
    }
}

}  // namespace mineprint::forest
