// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "mineprint/forest/byte_forest.hpp"

namespace mineprint::forest {

/// A pixel and the number it is sorted by.
struct PixelKey {
    std::uint32_t key = 0;
    std::uint32_t pixel = 0;
};

/// Sorts pixels so that those on which the trees decide alike come to lie side by side. Each bit of
/// the key says on which side of a much used threshold a pixel is: the most used come first.
class PixelOrder {
  public:
    explicit PixelOrder(const ByteForest& forest);

    /// Bytes per column, `num_pixels` each. The pixels, sorted by key.
    [[nodiscard]] std::vector<PixelKey> sort(std::span<const std::vector<std::uint8_t>> columns,
                                             std::size_t num_pixels) const;

  private:
    std::vector<std::array<std::uint32_t, 256>> key_bits_;  ///< per column and byte
};

}  // namespace mineprint::forest
