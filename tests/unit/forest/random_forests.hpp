// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "mineprint/forest/forest.hpp"

/// Made-up forests of any shape, for checks of what walks them.
namespace random_forests {

struct Shape {
    std::size_t num_features = 5;
    std::size_t num_classes = 2;
    std::size_t num_trees = 10;
    int max_depth = 8;
    std::uint64_t seed = 1;
};

/// Thresholds are multiples of 1/8 in -4 … 4, so that trees share many and rows hit them exactly.
[[nodiscard]] mineprint::forest::Forest make(const Shape& shape);

/// `num_rows` rows: values on and beside the thresholds, far away, infinite and, where wanted,
/// missing.
[[nodiscard]] std::vector<float> rows(const Shape& shape, std::size_t num_rows, bool missing);

}  // namespace random_forests
