// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "mineprint/training/bag.hpp"
#include "mineprint/training/split.hpp"
#include "mineprint/training/training_rows.hpp"

namespace mineprint::training {

/// Some rows of the buffer.
struct RowRange {
    std::size_t begin = 0;
    std::size_t end = 0;
    [[nodiscard]] std::size_t size() const noexcept { return end - begin; }
};

/// The rows of one bag, moved about in memory so that those of a node lie side by side: a row is
/// its codes and its kind (label and count in the bag), padded to blocks of 16 bytes. There are two
/// halves; cutting a node moves its rows from one half to the same place in the other.
class RowBuffer {
  public:
    /// Takes the rows that are in the bag.
    void fill(const TrainingRows& rows, const Bag& bag);
    /// Takes rows as another buffer's `bytes` gave them, in several pieces.
    void fill(const RowLayout& layout, std::span<const std::span<const std::byte>> pieces);
    [[nodiscard]] std::size_t size() const noexcept { return num_rows_; }

    [[nodiscard]] const RowLayout& layout() const noexcept { return layout_; }
    /// The bytes of some rows of one half.
    [[nodiscard]] std::span<const std::uint8_t> bytes(RowRange range, bool second_half) const {
        return std::span(halves_[second_half ? 1 : 0])
            .subspan(range.begin * layout_.stride, range.size() * layout_.stride);
    }
    /// Moves rows to the other half, those that go left in front. Returns where the others begin.
    std::size_t partition(RowRange range, bool from_second_half, const Cut& cut);

  private:
    std::size_t num_rows_ = 0;
    RowLayout layout_;
    std::array<std::vector<std::uint8_t>, 2> halves_;
};

}  // namespace mineprint::training
