// SPDX-License-Identifier: Apache-2.0
#include "mineprint/training/row_buffer.hpp"

#include <algorithm>
#include <cstring>
namespace mineprint::training {
namespace {

/// Copies a row of `num_blocks` blocks; 0: any number.
template <std::size_t num_blocks>
void copy_row(std::uint8_t* to, const std::uint8_t* from, std::size_t stride) {
    if constexpr (num_blocks > 0) {
        std::memcpy(to, from, num_blocks * RowLayout::block_bytes);
    } else {
        std::memcpy(to, from, stride);
    }
}

/// Writes every row to both ends of the gap and moves one end: no branch to mispredict.
template <std::size_t num_blocks>
std::size_t partition_rows(std::span<const std::uint8_t> from, std::span<std::uint8_t> to,
                           std::size_t stride_given, const Cut& cut) {
    const std::size_t stride = num_blocks > 0 ? num_blocks * RowLayout::block_bytes : stride_given;
    // One added to all codes wraps the missing code to 0: it is then on the left of every
    // threshold.
    const auto shift = static_cast<std::uint8_t>(cut.missing_left ? 1 : 0);
    const auto limit = static_cast<std::uint8_t>(cut.threshold_code + shift);
    std::size_t left = 0;
    std::size_t right = from.size() / stride;
    for (std::size_t at = 0; at < from.size(); at += stride) {
        const std::uint8_t* row = &from[at];
        const auto code = static_cast<std::uint8_t>(from[at + cut.feature] + shift);
        const std::size_t goes_left = code <= limit ? 1 : 0;
        copy_row<num_blocks>(&to[left * stride], row, stride);
        copy_row<num_blocks>(&to[(right - 1) * stride], row, stride);
        left += goes_left;
        right -= 1 - goes_left;
    }
    return left;
}

}  // namespace

void RowBuffer::fill(const TrainingRows& rows, const Bag& bag) {
    layout_ = rows.layout;
    const std::size_t stride = layout_.stride;
    std::vector<std::uint8_t>& half = halves_[0];
    // One row more than there are: every row is written, and stays only if it is in the bag.
    half.resize(std::max(half.size(), (rows.size() + 1) * stride));
    std::size_t num_in = 0;
    for (std::size_t row = 0; row < rows.size(); ++row) {
        const std::uint8_t count = bag.count_of(rows.ids[row]);
        std::memcpy(&half[num_in * stride], &rows.bytes[row * stride], stride);
        // A kind of count 0 and the count make the kind.
        layout_.set_kind(
            half, num_in * stride,
            static_cast<std::uint16_t>(layout_.kind_at(half, num_in * stride) + count));
        num_in += count > 0 ? 1 : 0;
    }
    num_rows_ = num_in;
    halves_[1].resize(std::max(halves_[1].size(), num_in * stride));
}

void RowBuffer::fill(const RowLayout& layout, std::span<const std::span<const std::byte>> pieces) {
    layout_ = layout;
    std::size_t num_bytes = 0;
    for (const auto piece : pieces) {
        num_bytes += piece.size();
    }
    for (std::vector<std::uint8_t>& half : halves_) {
        half.resize(std::max(half.size(), num_bytes));
    }
    std::size_t begin = 0;
    for (const auto piece : pieces) {
        if (!piece.empty()) {
            std::memcpy(&halves_[0][begin], piece.data(), piece.size());
        }
        begin += piece.size();
    }
    num_rows_ = num_bytes / layout_.stride;
}

std::size_t RowBuffer::partition(RowRange range, bool from_second_half, const Cut& cut) {
    const std::size_t stride = layout_.stride;
    const auto from = bytes(range, from_second_half);
    const auto to = std::span(halves_[from_second_half ? 0 : 1])
                        .subspan(range.begin * stride, range.size() * stride);
    switch (stride / RowLayout::block_bytes) {
        case 1:
            return range.begin + partition_rows<1>(from, to, stride, cut);
        case 2:
            return range.begin + partition_rows<2>(from, to, stride, cut);
        default:
            return range.begin + partition_rows<0>(from, to, stride, cut);
    }
}

}  // namespace mineprint::training
