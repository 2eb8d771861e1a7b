// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <cstring>
#include <span>
#include <vector>

namespace mineprint::training {

/// How a row lies in memory: a byte per feature (its bin), then its kind, padded to whole blocks.
/// The kind says in one number which label the row has and how often it is in the bag.
struct RowLayout {
    static constexpr std::size_t block_bytes = 16;
    static constexpr std::size_t num_counts = 17;  ///< 0 … 16 times in a bag

    explicit RowLayout(std::size_t num_features = 0)
        : kind_offset(num_features),
          stride((num_features + sizeof(std::uint16_t) + block_bytes - 1) / block_bytes *
                 block_bytes) {}

    [[nodiscard]] static std::uint16_t kind_of(std::uint8_t label, std::uint8_t count) {
        return static_cast<std::uint16_t>(label * num_counts + count);
    }
    /// The kind of the row whose bytes begin at `begin`.
    [[nodiscard]] std::uint16_t kind_at(std::span<const std::uint8_t> bytes,
                                        std::size_t begin) const {
        std::uint16_t kind = 0;
        std::memcpy(&kind, &bytes[begin + kind_offset], sizeof(kind));
        return kind;
    }
    void set_kind(std::span<std::uint8_t> bytes, std::size_t begin, std::uint16_t kind) const {
        std::memcpy(&bytes[begin + kind_offset], &kind, sizeof(kind));
    }

    std::size_t kind_offset;
    std::size_t stride;  ///< bytes from row to row
};

/// Bytes of rows, each value turned into the number of its bin, and the rows' ids.
struct RowStore {
    std::vector<std::uint64_t> ids;
    std::vector<std::uint8_t> bytes;  ///< with kinds of count 0
};

/// Rows a forest is grown from: all, or those of one rank. Their order never matters: a row is
/// known by its id.
struct TrainingRows {
    std::size_t num_features = 0;
    std::size_t num_classes = 0;
    RowLayout layout;
    std::span<const std::uint64_t> ids;
    std::span<const std::uint8_t> bytes;
    std::span<const std::vector<float>> thresholds;  ///< per feature: bins are cut at these

    [[nodiscard]] std::size_t size() const noexcept { return ids.size(); }
    [[nodiscard]] std::uint8_t label_of(std::size_t row) const {
        return static_cast<std::uint8_t>(layout.kind_at(bytes, row * layout.stride) /
                                         RowLayout::num_counts);
    }
    /// Rows `begin` … `end`-1.
    [[nodiscard]] TrainingRows part(std::size_t begin, std::size_t end) const {
        TrainingRows some = *this;
        some.ids = ids.subspan(begin, end - begin);
        some.bytes = bytes.subspan(begin * layout.stride, (end - begin) * layout.stride);
        return some;
    }
};

}  // namespace mineprint::training
