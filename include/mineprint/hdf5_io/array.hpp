// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace mineprint::hdf5_io {

/// What a dataset or an attribute can hold besides text.
template <class T>
concept Number = std::same_as<T, std::uint8_t> || std::same_as<T, std::uint16_t> ||
    std::same_as<T, std::uint32_t> || std::same_as<T, std::uint64_t> ||
    std::same_as<T, std::int32_t> || std::same_as<T, std::int64_t> || std::same_as<T, float> ||
    std::same_as<T, double>;

enum class NumberType { uint8, uint16, uint32, uint64, int32, int64, float32, float64 };

template <Number T>
[[nodiscard]] consteval NumberType number_type() {
    if constexpr (std::floating_point<T>) {
        return sizeof(T) == 4 ? NumberType::float32 : NumberType::float64;
    } else if constexpr (std::signed_integral<T>) {
        return sizeof(T) == 4 ? NumberType::int32 : NumberType::int64;
    } else if constexpr (sizeof(T) <= 2) {
        return sizeof(T) == 1 ? NumberType::uint8 : NumberType::uint16;
    } else {
        return sizeof(T) == 4 ? NumberType::uint32 : NumberType::uint64;
    }
}

/// Lengths of the axes, the last one runs fastest; no axes: one value.
using Shape = std::vector<std::size_t>;

[[nodiscard]] inline std::size_t num_values(const Shape& shape) {
    std::size_t count = 1;
    for (const std::size_t length : shape) {
        count *= length;
    }
    return count;
}

/// Values of one type with their shape.
template <class T>
struct TypedArray {
    Shape shape;
    std::vector<T> values;
};

using Values =
    std::variant<std::vector<std::uint8_t>, std::vector<std::uint16_t>, std::vector<std::uint32_t>,
                 std::vector<std::uint64_t>, std::vector<std::int32_t>, std::vector<std::int64_t>,
                 std::vector<float>, std::vector<double>, std::vector<std::string>>;

/// Values of whichever type the file has.
struct Array {
    std::string type;  ///< in words: `64-bit integer`
    Shape shape;
    Values values;
};

}  // namespace mineprint::hdf5_io
