// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mineprint::raster {

/// A rectangle of values that owns them, row by row from the top.
template <class T>
class Raster {
  public:
    Raster() = default;
    Raster(std::int64_t width, std::int64_t height, T fill = T{})
        : width_(width),
          height_(height),
          values_(static_cast<std::size_t>(width) * static_cast<std::size_t>(height), fill) {}

    [[nodiscard]] std::int64_t width() const noexcept { return width_; }
    [[nodiscard]] std::int64_t height() const noexcept { return height_; }
    [[nodiscard]] std::size_t size() const noexcept { return values_.size(); }

    [[nodiscard]] T& operator()(std::int64_t row, std::int64_t column) {
        return values_[index(row, column)];
    }
    [[nodiscard]] const T& operator()(std::int64_t row, std::int64_t column) const {
        return values_[index(row, column)];
    }
    [[nodiscard]] T& operator[](std::size_t pixel) { return values_[pixel]; }
    [[nodiscard]] const T& operator[](std::size_t pixel) const { return values_[pixel]; }

    [[nodiscard]] std::span<T> values() noexcept { return values_; }
    [[nodiscard]] std::span<const T> values() const noexcept { return values_; }
    [[nodiscard]] std::span<T> row(std::int64_t row) {
        return values().subspan(index(row, 0), static_cast<std::size_t>(width_));
    }
    [[nodiscard]] std::span<const T> row(std::int64_t row) const {
        return values().subspan(index(row, 0), static_cast<std::size_t>(width_));
    }
    bool operator==(const Raster&) const = default;

  private:
    [[nodiscard]] std::size_t index(std::int64_t row, std::int64_t column) const {
        return static_cast<std::size_t>(row * width_ + column);
    }
    std::int64_t width_ = 0;
    std::int64_t height_ = 0;
    std::vector<T> values_;
};

/// 1 where something holds, 0 elsewhere.
using Mask = Raster<std::uint8_t>;

/// Bands of one size by name.
template <class Band>
struct NamedBands {
    std::vector<std::string> names;
    std::vector<Band> bands;

    void add(std::string name, Band band) {
        names.push_back(std::move(name));
        bands.push_back(std::move(band));
    }
    /// The band of that name, or nullptr.
    [[nodiscard]] const Band* find(std::string_view name) const {
        for (std::size_t i = 0; i < names.size(); ++i) {
            if (names[i] == name) {
                return &bands[i];
            }
        }
        return nullptr;
    }
};

/// Values, for example reflectance in 0 … 1; NaN where there is no value.
using BandStack = NamedBands<Raster<float>>;

}  // namespace mineprint::raster
