// SPDX-License-Identifier: Apache-2.0
#include "mineprint/mpi/collectives.hpp"

#include "mineprint/mpi/tags.hpp"

namespace mineprint::mpi {
namespace {

/// Calls `transfer(part)` on parts that MPI's `int` counts can name.
template <class Bytes, class Transfer>
void in_parts(Bytes bytes, Transfer&& transfer) {
    for (std::size_t begin = 0; begin < bytes.size(); begin += max_message_bytes) {
        transfer(bytes.subspan(begin, std::min(max_message_bytes, bytes.size() - begin)));
    }
}

}  // namespace

void broadcast_bytes(const Communicator& comm, std::span<std::byte> bytes, int root) {
    in_parts(bytes, [&](std::span<std::byte> part) {
        check(MPI_Bcast(part.data(), static_cast<int>(part.size()), MPI_BYTE, root, comm.handle()),
              "MPI_Bcast");
    });
}

std::vector<std::vector<std::byte>> gather_bytes(const Communicator& comm,
                                                 std::span<const std::byte> bytes, int root) {
    const std::uint64_t own_size = bytes.size();
    std::vector<std::uint64_t> sizes(comm.rank() == root ? static_cast<std::size_t>(comm.size())
                                                         : 0);
    check(
        MPI_Gather(&own_size, 1, MPI_UINT64_T, sizes.data(), 1, MPI_UINT64_T, root, comm.handle()),
        "MPI_Gather");
    if (comm.rank() != root) {
        in_parts(bytes, [&](std::span<const std::byte> part) {
            check(MPI_Send(part.data(), static_cast<int>(part.size()), MPI_BYTE, root,
                           static_cast<int>(Tag::gather), comm.handle()),
                  "MPI_Send");
        });
        return {};
    }
    std::vector<std::vector<std::byte>> parts;
    for (int source = 0; source < comm.size(); ++source) {
        std::vector<std::byte>& part = parts.emplace_back(sizes[static_cast<std::size_t>(source)]);
        if (source == root) {
            part.assign(bytes.begin(), bytes.end());
            continue;
        }
        in_parts(std::span(part), [&](std::span<std::byte> piece) {
            check(MPI_Recv(piece.data(), static_cast<int>(piece.size()), MPI_BYTE, source,
                           static_cast<int>(Tag::gather), comm.handle(), MPI_STATUS_IGNORE),
                  "MPI_Recv");
        });
    }
    return parts;
}

void broadcast(const Communicator& comm, std::string& text, int root) {
    std::vector<char> letters(text.begin(), text.end());
    broadcast(comm, letters, root);
    text.assign(letters.begin(), letters.end());
}

}  // namespace mineprint::mpi
