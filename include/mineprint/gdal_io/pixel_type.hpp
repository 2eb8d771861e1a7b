// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <type_traits>

#include <gdal.h>

namespace mineprint::gdal_io {

template <class T>
[[nodiscard]] consteval GDALDataType gdal_type_of() {
    if constexpr (std::is_same_v<T, std::uint8_t>) {
        return GDT_Byte;
    } else if constexpr (std::is_same_v<T, std::uint16_t>) {
        return GDT_UInt16;
    } else if constexpr (std::is_same_v<T, std::int16_t>) {
        return GDT_Int16;
    } else if constexpr (std::is_same_v<T, std::uint32_t>) {
        return GDT_UInt32;
    } else if constexpr (std::is_same_v<T, std::int32_t>) {
        return GDT_Int32;
    } else if constexpr (std::is_same_v<T, float>) {
        return GDT_Float32;
    } else {
        static_assert(std::is_same_v<T, double>, "not a pixel type");
        return GDT_Float64;
    }
}

/// GDAL's name for a C++ pixel type.
template <class T>
inline constexpr GDALDataType pixel_type = gdal_type_of<T>();

}  // namespace mineprint::gdal_io
