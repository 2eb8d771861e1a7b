// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

#include "mineprint/core/byte_stream.hpp"
#include "mineprint/core/checked_cast.hpp"
#include "mineprint/mpi/communicator.hpp"
#include "mineprint/mpi/types.hpp"

namespace mineprint::mpi {

/// Largest message handed to MPI at once: counts are `int` in MPI 3.
inline constexpr std::size_t max_message_bytes = std::size_t{1} << 30U;

/// Collective over `comm`. Bytes of any length from `root` to all.
void broadcast_bytes(const Communicator& comm, std::span<std::byte> bytes, int root = 0);
/// Collective over `comm`. The part of every rank, in rank order, at `root`; empty elsewhere.
[[nodiscard]] std::vector<std::vector<std::byte>> gather_bytes(const Communicator& comm,
                                                               std::span<const std::byte> bytes,
                                                               int root = 0);

/// Collective over `comm`. Values from `root` to all; every rank gives a span of the same length.
template <class T>
requires std::is_trivially_copyable_v<T>
void broadcast(const Communicator& comm, std::span<T> values, int root = 0) {
    broadcast_bytes(comm, std::as_writable_bytes(values), root);
}

/// Collective over `comm`. The vector of `root` replaces the others', whatever their length.
template <class T>
requires std::is_trivially_copyable_v<T>
void broadcast(const Communicator& comm, std::vector<T>& values, int root = 0) {
    std::uint64_t count = values.size();
    broadcast(comm, std::span(&count, 1), root);
    values.resize(count);
    broadcast(comm, std::span<T>(values), root);
}

/// Collective over `comm`. The text of `root` replaces the others'.
void broadcast(const Communicator& comm, std::string& text, int root = 0);

/// Collective over `comm`. Element-wise reduction in place; integers only for sums, so that the
/// result does not depend on the order of the ranks.
template <class T>
void all_reduce(const Communicator& comm, std::span<T> values, MPI_Op operation) {
    static_assert(std::is_integral_v<T>, "floating sums depend on the order of the ranks");
    constexpr std::size_t step = max_message_bytes / sizeof(T);
    for (std::size_t begin = 0; begin < values.size(); begin += step) {
        const auto part = values.subspan(begin, std::min(step, values.size() - begin));
        check(MPI_Allreduce(MPI_IN_PLACE, part.data(), core::checked_cast<int>(part.size()),
                            datatype<T>(), operation, comm.handle()),
              "MPI_Allreduce");
    }
}

/// Collective over `comm`.
template <class T>
[[nodiscard]] T all_sum(const Communicator& comm, T value) {
    all_reduce(comm, std::span(&value, 1), MPI_SUM);
    return value;
}

/// Collective over `comm`.
template <class T>
[[nodiscard]] T all_max(const Communicator& comm, T value) {
    all_reduce(comm, std::span(&value, 1), MPI_MAX);
    return value;
}

/// Collective over `comm`. The values of all ranks, in rank order, at every rank.
template <class T>
requires std::is_trivially_copyable_v<T>
[[nodiscard]] std::vector<T> all_gather(const Communicator& comm, std::span<const T> values) {
    const auto parts = gather_bytes(comm, std::as_bytes(values));
    std::vector<T> all;
    for (const auto& part : parts) {
        core::append_values(all, part);
    }
    broadcast(comm, all);
    return all;
}

}  // namespace mineprint::mpi
