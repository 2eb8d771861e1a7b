// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "mineprint/forest/byte_forest.hpp"
#include "mineprint/forest/cell_split.hpp"
#include "mineprint/forest/cell_trees.hpp"

namespace mineprint::forest {

/// A batch of pixels, each a row of bytes, that can be parted into alike ones.
class PixelRows {
  public:
    /// `forest` must outlive it.
    explicit PixelRows(const ByteForest& forest);

    /// `columns` per feature; of their pixels `wanted` are taken, in order.
    void fill(std::span<const std::span<const float>> columns,
              std::span<const std::uint32_t> wanted);

    /// Rows lie in one of two places, and change it whenever they are parted.
    struct Range {
        std::size_t begin = 0;
        std::size_t end = 0;
        std::size_t place = 0;  ///< 0 or 1
        [[nodiscard]] std::size_t size() const noexcept { return end - begin; }
    };
    /// All of them, as `fill` left them.
    [[nodiscard]] Range all() const noexcept { return {0, num_pixels_, 0}; }

    /// Which pixels the rows are of.
    [[nodiscard]] std::span<const std::uint32_t> pixels(const Range& range) const {
        return std::span(places_[range.place].pixels).subspan(range.begin, range.size());
    }
    /// The bytes that occur in the rows.
    void measure_box(const Range& range, ByteBox& box) const;
    /// Parts the rows; those of a part keep their order.
    [[nodiscard]] std::array<Range, CutTree::num_parts> part(const Range& range,
                                                             const CutTree& cuts);
    /// The bytes of the rows, column by column, `stride` bytes apart. Up to 15 bytes behind those
    /// of a column are overwritten.
    void copy_columns(const Range& range, std::span<std::uint8_t> bytes, std::size_t stride) const;

  private:
    struct Place {
        std::vector<std::uint8_t> rows;
        std::vector<std::uint32_t> pixels;
    };
    template <class Width>
    void scatter(const Range& range, const CutTree& cuts, std::span<std::size_t> ends, Width width);
    void fill_chunk(std::span<const std::span<const float>> columns, std::size_t begin,
                    std::size_t number);

    const ByteForest& forest_;
    std::size_t width_ = 0;  ///< bytes of a row
    std::size_t num_pixels_ = 0;
    std::array<Place, 2> places_;
    std::vector<std::uint8_t> parts_;  ///< per row
    std::vector<float> values_;        ///< of a chunk
    std::vector<std::uint8_t> bytes_;  ///< of a chunk, column by column
};

}  // namespace mineprint::forest
