// SPDX-License-Identifier: Apache-2.0
#include "mineprint/mpi/exchange.hpp"

#include <algorithm>

#include "mineprint/mpi/collectives.hpp"
#include "mineprint/mpi/tags.hpp"

namespace mineprint::mpi {
namespace {

/// One way of a meeting of two ranks.
struct Way {
    std::byte* data = nullptr;
    std::size_t size = 0;
    int peer = MPI_PROC_NULL;

    /// The piece that MPI's `int` counts can name; nobody's once all is through.
    [[nodiscard]] Way piece(std::size_t begin) const {
        return begin < size ? Way{data + begin, std::min(max_message_bytes, size - begin), peer}
                            : Way{};
    }
};

void meet(const Communicator& comm, const Way& out, const Way& in) {
    for (std::size_t begin = 0; begin < std::max(out.size, in.size); begin += max_message_bytes) {
        const Way send = out.piece(begin);
        const Way receive = in.piece(begin);
        check(MPI_Sendrecv(send.data, static_cast<int>(send.size), MPI_BYTE, send.peer,
                           static_cast<int>(Tag::exchange), receive.data,
                           static_cast<int>(receive.size), MPI_BYTE, receive.peer,
                           static_cast<int>(Tag::exchange), comm.handle(), MPI_STATUS_IGNORE),
              "MPI_Sendrecv");
    }
}

}  // namespace

std::vector<std::vector<std::byte>> exchange_bytes(
    const Communicator& comm, const std::vector<std::span<const std::byte>>& parts) {
    const auto num_ranks = static_cast<std::size_t>(comm.size());
    const auto own_rank = static_cast<std::size_t>(comm.rank());
    std::vector<std::uint64_t> sizes;
    std::ranges::transform(parts, std::back_inserter(sizes), [](auto part) { return part.size(); });
    std::vector<std::uint64_t> received_sizes(num_ranks);
    check(MPI_Alltoall(sizes.data(), 1, MPI_UINT64_T, received_sizes.data(), 1, MPI_UINT64_T,
                       comm.handle()),
          "MPI_Alltoall");
    std::vector<std::vector<std::byte>> received(num_ranks);
    received[own_rank].assign(parts[own_rank].begin(), parts[own_rank].end());
    // In round r every rank sends to the one r places on, so that nobody is met by all at once.
    for (std::size_t round = 1; round < num_ranks; ++round) {
        const std::size_t to = (own_rank + round) % num_ranks;
        const std::size_t from = (own_rank + num_ranks - round) % num_ranks;
        received[from].resize(received_sizes[from]);
        // MPI takes what it sends as not const in one structure with what it receives.
        meet(comm,
             {const_cast<std::byte*>(parts[to].data()), parts[to].size(), static_cast<int>(to)},
             {received[from].data(), received[from].size(), static_cast<int>(from)});
    }
    return received;
}

}  // namespace mineprint::mpi
