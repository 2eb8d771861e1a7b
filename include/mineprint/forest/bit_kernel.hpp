// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace mineprint::forest {

/// Pixels worked on side by side, one bit each.
inline constexpr std::size_t block_pixels = 512;

/// A bit per pixel of a block: pixel p is bit p % 64 of word p / 64.
struct alignas(64) BitRow {
    static constexpr std::size_t num_words = block_pixels / 64;
    std::array<std::uint64_t, num_words> words{};
    bool operator==(const BitRow&) const = default;
};

/// A question: is the pixel's byte of the column above the limit?
struct BitTest {
    std::uint16_t column = 0;
    std::uint8_t limit = 0;
    bool operator==(const BitTest&) const = default;
};

/// Row `row` becomes row `right` where the answer to a question is yes, else row `left`.
struct BitNode {
    std::uint32_t test = 0;
    std::uint16_t left = 0;
    std::uint16_t right = 0;
    std::uint16_t row = 0;
};

/// Bit by bit, the answers and what follows from them, for 512 pixels at a time.
struct BitKernel {
    const char* name = "";
    /// One row of answers per question. `columns` are of `block_pixels` bytes.
    void (*ask)(std::span<const BitTest> tests, std::span<const std::uint8_t* const> columns,
                BitRow* answers) = nullptr;
    /// Works off the nodes in order.
    void (*decide)(std::span<const BitNode> nodes, const BitRow* answers, BitRow* rows) = nullptr;
    /// Counts: `counter[k]` has bit k of each pixel's number, to which one is added where `votes`
    /// has a bit.
    void (*count)(const BitRow& votes, std::span<BitRow> counter) = nullptr;
};

/// Those that this machine can run, the portable one first and the fastest last. Their results are
/// the same.
[[nodiscard]] std::vector<BitKernel> bit_kernels();

}  // namespace mineprint::forest
