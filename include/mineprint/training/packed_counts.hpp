// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace mineprint::training {

/// Counts of up to 2 × `num_words` classes, two in a word, so that one addition serves both. No
/// count, nor their sum, may reach 2^32: no carry passes from one to the other.
template <std::size_t num_words>
struct PackedCounts {
    std::array<std::uint64_t, num_words> words{};

    /// Where the count of a class stands: word and shift.
    [[nodiscard]] static constexpr std::size_t word_of(std::size_t label) { return label / 2; }
    [[nodiscard]] static constexpr std::uint64_t in_place(std::size_t label, std::uint64_t count) {
        return count << (32 * (label % 2));
    }

    constexpr PackedCounts& operator+=(const PackedCounts& other) {
        for (std::size_t w = 0; w < num_words; ++w) {
            words[w] += other.words[w];
        }
        return *this;
    }
    constexpr PackedCounts& operator-=(const PackedCounts& other) {
        for (std::size_t w = 0; w < num_words; ++w) {
            words[w] -= other.words[w];
        }
        return *this;
    }
    [[nodiscard]] friend constexpr PackedCounts operator-(PackedCounts a, const PackedCounts& b) {
        return a -= b;
    }
    bool operator==(const PackedCounts&) const = default;

    [[nodiscard]] constexpr std::uint64_t count(std::size_t label) const {
        return (words[word_of(label)] >> (32 * (label % 2))) & low_mask;
    }
    [[nodiscard]] constexpr bool empty() const {
        std::uint64_t any = 0;
        for (const std::uint64_t word : words) {
            any |= word;
        }
        return any == 0;
    }
    [[nodiscard]] constexpr std::uint64_t sum() const {
        std::uint64_t sum = 0;
        for (const std::uint64_t word : words) {
            sum += (word & low_mask) + (word >> 32U);
        }
        return sum;
    }
    /// Σ count²; below 2^64 because the sum is below 2^32.
    [[nodiscard]] constexpr std::uint64_t squares() const {
        std::uint64_t sum = 0;
        for (const std::uint64_t word : words) {
            sum += (word & low_mask) * (word & low_mask) + (word >> 32U) * (word >> 32U);
        }
        return sum;
    }
    /// At most one class has a count.
    [[nodiscard]] constexpr bool pure() const {
        std::size_t num_present = 0;
        for (const std::uint64_t word : words) {
            num_present += ((word & low_mask) != 0 ? 1U : 0U) + ((word >> 32U) != 0 ? 1U : 0U);
        }
        return num_present <= 1;
    }

  private:
    static constexpr std::uint64_t low_mask = 0xFFFFFFFF;
};

}  // namespace mineprint::training
