// SPDX-License-Identifier: Apache-2.0
#include "mineprint/geo/box_index.hpp"

#include <algorithm>
#include <cmath>

namespace mineprint::geo {
namespace {

constexpr std::size_t node_size = 16;

double middle_x(const Extent& box) { return box.xmin + box.xmax; }
double middle_y(const Extent& box) { return box.ymin + box.ymax; }

Extent joined(const Extent& a, const Extent& b) {
    return {std::min(a.xmin, b.xmin), std::min(a.ymin, b.ymin), std::max(a.xmax, b.xmax),
            std::max(a.ymax, b.ymax)};
}

}  // namespace

BoxIndex::BoxIndex(std::span<const Extent> boxes) {
    if (boxes.empty()) {
        return;
    }
    std::vector<Entry> leaves;
    leaves.reserve(boxes.size());
    for (std::size_t i = 0; i < boxes.size(); ++i) {
        leaves.push_back({boxes[i], i, 0});
    }
    // Slices by x, in each of them by y: neighbours in the row are neighbours on the ground.
    std::sort(leaves.begin(), leaves.end(), [](const Entry& a, const Entry& b) {
        return middle_x(a.box) != middle_x(b.box) ? middle_x(a.box) < middle_x(b.box)
                                                  : a.first < b.first;
    });
    const auto num_nodes = static_cast<double>((leaves.size() + node_size - 1) / node_size);
    const std::size_t slice = node_size * static_cast<std::size_t>(std::ceil(std::sqrt(num_nodes)));
    for (std::size_t begin = 0; begin < leaves.size(); begin += slice) {
        const auto first = leaves.begin() + static_cast<std::ptrdiff_t>(begin);
        const auto last =
            leaves.begin() + static_cast<std::ptrdiff_t>(std::min(begin + slice, leaves.size()));
        std::sort(first, last, [](const Entry& a, const Entry& b) {
            return middle_y(a.box) != middle_y(b.box) ? middle_y(a.box) < middle_y(b.box)
                                                      : a.first < b.first;
        });
    }
    levels_.push_back(std::move(leaves));
    while (levels_.back().size() > 1) {
        const std::vector<Entry>& below = levels_.back();
        std::vector<Entry> level;
        for (std::size_t begin = 0; begin < below.size(); begin += node_size) {
            const std::size_t count = std::min(node_size, below.size() - begin);
            Entry node{below[begin].box, begin, count};
            for (std::size_t i = 1; i < count; ++i) {
                node.box = joined(node.box, below[begin + i].box);
            }
            level.push_back(node);
        }
        levels_.push_back(std::move(level));
    }
}

std::vector<std::size_t> BoxIndex::meeting(const Extent& box) const {
    std::vector<std::size_t> found;
    if (!levels_.empty()) {
        collect(levels_.size() - 1, 0, box, found);
    }
    std::sort(found.begin(), found.end());
    return found;
}

void BoxIndex::collect(std::size_t level, std::size_t entry, const Extent& box,
                       std::vector<std::size_t>& found) const {
    const Entry& here = levels_[level][entry];
    if (!here.box.intersects(box)) {
        return;
    }
    if (here.count == 0) {
        found.push_back(here.first);
        return;
    }
    for (std::size_t child = here.first; child < here.first + here.count; ++child) {
        collect(level - 1, child, box, found);
    }
}

}  // namespace mineprint::geo
