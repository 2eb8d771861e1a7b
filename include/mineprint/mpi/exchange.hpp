// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <type_traits>
#include <vector>

#include "mineprint/core/byte_stream.hpp"
#include "mineprint/core/checked_cast.hpp"
#include "mineprint/core/error.hpp"
#include "mineprint/mpi/communicator.hpp"
#include "mineprint/mpi/types.hpp"

namespace mineprint::mpi {

/// Collective over `comm`. `parts[r]` goes to rank r; returns what every rank sent here, in rank
/// order. Any length.
[[nodiscard]] std::vector<std::vector<std::byte>> exchange_bytes(
    const Communicator& comm, const std::vector<std::span<const std::byte>>& parts);

/// Collective over `comm`. Values of one type: `parts[r]` goes to rank r.
template <class T>
requires std::is_trivially_copyable_v<T>
[[nodiscard]] std::vector<std::vector<T>> exchange(const Communicator& comm,
                                                   const std::vector<std::vector<T>>& parts) {
    std::vector<std::span<const std::byte>> bytes;
    for (const std::vector<T>& part : parts) {
        bytes.push_back(std::as_bytes(std::span(part)));
    }
    std::vector<std::vector<T>> received;
    for (const std::vector<std::byte>& part : exchange_bytes(comm, bytes)) {
        core::append_values(received.emplace_back(), std::span<const std::byte>(part));
    }
    return received;
}

/// Collective over `comm`. The values are cut in `counts.size() == comm.size()` pieces, one after
/// the other; piece r of all ranks is summed element by element and returned on rank r. Integers
/// only, so that the sums do not depend on the order of the ranks. Fewer than 2^31 values.
template <class T>
[[nodiscard]] std::vector<T> reduce_scatter(const Communicator& comm, std::span<const T> values,
                                            const std::vector<std::size_t>& counts) {
    static_assert(std::is_integral_v<T>, "floating sums depend on the order of the ranks");
    if (values.size() > static_cast<std::size_t>(std::numeric_limits<int>::max())) {
        throw core::RunError("MPI cannot sum that many values at once");
    }
    const std::vector<int> int_counts(counts.begin(), counts.end());
    std::vector<T> piece(counts[static_cast<std::size_t>(comm.rank())]);
    check(MPI_Reduce_scatter(values.data(), piece.data(), int_counts.data(), datatype<T>(), MPI_SUM,
                             comm.handle()),
          "MPI_Reduce_scatter");
    return piece;
}

/// Collective over `comm`. The values of all ranks in rank order, where all know how many each has:
/// `counts[r]` of rank r. One call of MPI, where `all_gather` needs several. Fewer than 2^31 bytes.
template <class T>
requires std::is_trivially_copyable_v<T>
[[nodiscard]] std::vector<T> all_gather_known(const Communicator& comm, std::span<const T> own,
                                              const std::vector<std::size_t>& counts) {
    std::vector<int> bytes;
    std::vector<int> begins;
    std::size_t total = 0;
    for (const std::size_t count : counts) {
        bytes.push_back(core::checked_cast<int>(count * sizeof(T)));
        begins.push_back(core::checked_cast<int>(total * sizeof(T)));
        total += count;
    }
    std::vector<T> all(total);
    check(MPI_Allgatherv(own.data(), bytes[static_cast<std::size_t>(comm.rank())], MPI_BYTE,
                         all.data(), bytes.data(), begins.data(), MPI_BYTE, comm.handle()),
          "MPI_Allgatherv");
    return all;
}

}  // namespace mineprint::mpi
