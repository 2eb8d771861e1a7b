// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include "mineprint/core/error.hpp"

namespace mineprint::pipeline {

/// A block of numbers with `Rank` axes that owns them; the last axis runs fastest.
template <class T, std::size_t Rank>
class Table {
  public:
    using Shape = std::array<std::size_t, Rank>;

    Table() = default;
    explicit Table(const Shape& shape, T fill = T{})
        : shape_(shape), values_(size_of(shape), fill) {}
    /// Throws RunError when the number of values is not what the shape says.
    Table(const Shape& shape, std::vector<T> values) : shape_(shape), values_(std::move(values)) {
        if (values_.size() != size_of(shape)) {
            throw core::RunError("a table was given another number of values than its shape has");
        }
    }

    [[nodiscard]] const Shape& shape() const noexcept { return shape_; }
    [[nodiscard]] std::size_t size() const noexcept { return values_.size(); }
    [[nodiscard]] std::span<const T> values() const noexcept { return values_; }
    [[nodiscard]] std::span<T> values() noexcept { return values_; }

    /// One value by its index on every axis, each below the axis's length.
    template <class... Index>
    requires(sizeof...(Index) == Rank) [[nodiscard]] T& operator()(Index... index) {
        return values_[position({static_cast<std::size_t>(index)...})];
    }
    template <class... Index>
    requires(sizeof...(Index) == Rank) [[nodiscard]] const T& operator()(Index... index) const {
        return values_[position({static_cast<std::size_t>(index)...})];
    }
    bool operator==(const Table&) const = default;

  private:
    [[nodiscard]] static std::size_t size_of(const Shape& shape) {
        std::size_t size = 1;
        for (const std::size_t length : shape) {
            size *= length;
        }
        return size;
    }
    [[nodiscard]] std::size_t position(const Shape& index) const {
        std::size_t place = 0;
        for (std::size_t axis = 0; axis < Rank; ++axis) {
            place = place * shape_[axis] + index[axis];
        }
        return place;
    }
    Shape shape_{};
    std::vector<T> values_;
};

}  // namespace mineprint::pipeline
