// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <type_traits>

#include <mpi.h>

namespace mineprint::mpi {

template <class T>
inline constexpr bool always_false = false;

/// MPI's name of an arithmetic type.
template <class T>
[[nodiscard]] MPI_Datatype datatype() {
    if constexpr (std::is_same_v<T, std::byte> || std::is_same_v<T, char>) {
        return MPI_BYTE;
    } else if constexpr (std::is_same_v<T, std::int8_t>) {
        return MPI_INT8_T;
    } else if constexpr (std::is_same_v<T, std::uint8_t>) {
        return MPI_UINT8_T;
    } else if constexpr (std::is_same_v<T, std::int32_t>) {
        return MPI_INT32_T;
    } else if constexpr (std::is_same_v<T, std::uint32_t>) {
        return MPI_UINT32_T;
    } else if constexpr (std::is_same_v<T, std::int64_t>) {
        return MPI_INT64_T;
    } else if constexpr (std::is_same_v<T, std::uint64_t>) {
        return MPI_UINT64_T;
    } else if constexpr (std::is_same_v<T, float>) {
        return MPI_FLOAT;
    } else if constexpr (std::is_same_v<T, double>) {
        return MPI_DOUBLE;
    } else {
        static_assert(always_false<T>, "no MPI type stands for this one");
    }
}

}  // namespace mineprint::mpi
