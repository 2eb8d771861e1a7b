// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <utility>

#include "mineprint/raster/raster.hpp"

namespace mineprint::raster {

/// What stored 16-bit numbers mean: float(number × scale + offset), worked out in double precision;
/// NaN for those that stand for no value.
struct StoredMeaning {
    double scale = 1;
    double offset = 0;
    std::array<std::optional<std::uint16_t>, 2> absent = {};

    [[nodiscard]] float of(std::uint16_t number) const noexcept {
        return number == absent[0] || number == absent[1]
                   ? std::numeric_limits<float>::quiet_NaN()
                   : static_cast<float>(static_cast<double>(number) * scale + offset);
    }
    bool operator==(const StoredMeaning&) const = default;
};

/// A raster of float values, kept either as they are or as the 16-bit numbers of the file they come
/// from: half the memory to write and to read again, and values are worked out where they are used.
class ScaledRaster {
  public:
    ScaledRaster() = default;
    // Wherever values may be stored, plain values will do.
    ScaledRaster(Raster<float> values) : values_(std::move(values)) {}  // NOLINT
    ScaledRaster(Raster<std::uint16_t> stored, const StoredMeaning& meaning)
        : stored_(std::move(stored)), meaning_(meaning) {}

    /// Otherwise the values are there as they are.
    [[nodiscard]] bool is_stored() const noexcept { return meaning_.has_value(); }
    /// @pre is_stored()
    [[nodiscard]] const Raster<std::uint16_t>& stored() const noexcept { return stored_; }
    [[nodiscard]] const StoredMeaning& meaning() const { return *meaning_; }
    /// @pre not is_stored()
    [[nodiscard]] const Raster<float>& plain() const noexcept { return values_; }

    [[nodiscard]] std::int64_t width() const noexcept {
        return is_stored() ? stored_.width() : values_.width();
    }
    [[nodiscard]] std::int64_t height() const noexcept {
        return is_stored() ? stored_.height() : values_.height();
    }
    [[nodiscard]] std::size_t size() const noexcept {
        return is_stored() ? stored_.size() : values_.size();
    }
    [[nodiscard]] float operator[](std::size_t pixel) const {
        return is_stored() ? meaning_->of(stored_[pixel]) : values_[pixel];
    }
    [[nodiscard]] float operator()(std::int64_t row, std::int64_t column) const {
        return is_stored() ? meaning_->of(stored_(row, column)) : values_(row, column);
    }

    /// The values of output.size() pixels from `begin` on.
    void copy(std::size_t begin, std::span<float> output) const {
        if (!is_stored()) {
            std::ranges::copy(values_.values().subspan(begin, output.size()), output.begin());
            return;
        }
        const auto numbers = stored_.values().subspan(begin, output.size());
        const double scale = meaning_->scale;
        const double offset = meaning_->offset;
        for (std::size_t i = 0; i < output.size(); ++i) {
            output[i] = static_cast<float>(static_cast<double>(numbers[i]) * scale + offset);
        }
        for (const std::optional<std::uint16_t> none : meaning_->absent) {
            for (std::size_t i = 0; none && i < output.size(); ++i) {
                output[i] =
                    numbers[i] == *none ? std::numeric_limits<float>::quiet_NaN() : output[i];
            }
        }
    }

    /// All values as they are.
    [[nodiscard]] Raster<float> values() const {
        if (!is_stored()) {
            return values_;
        }
        Raster<float> result(width(), height());
        copy(0, result.values());
        return result;
    }

  private:
    Raster<float> values_;
    Raster<std::uint16_t> stored_;
    std::optional<StoredMeaning> meaning_;
};

/// Bands of one size by name, as their files store them.
using ScaledStack = NamedBands<ScaledRaster>;

}  // namespace mineprint::raster
