// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "mineprint/mpi/communicator.hpp"

namespace mineprint::mpi {

/// Memory that the ranks of one node have in common: it is there once, however many ranks there
/// are. All may read and write it; `synchronise` lies between a write and another rank's read.
class SharedMemory {
  public:
    /// Collective over `node`, whose ranks must share memory (`Communicator::split_by_node`); it
    /// must outlive this. Every rank gives the same size. Throws RunError, the same on all ranks,
    /// when the node's shared memory is too small.
    SharedMemory(const Communicator& node, std::size_t num_bytes);
    SharedMemory(const SharedMemory&) = delete;
    SharedMemory& operator=(const SharedMemory&) = delete;
    /// Does not free the memory: that is collective, and is done by `close`. What an error left
    /// open goes with the process.
    ~SharedMemory() = default;

    [[nodiscard]] std::span<std::byte> bytes() const noexcept { return bytes_; }
    /// Collective. After it all ranks see what any had written before.
    void synchronise() const;
    /// Collective. Frees the memory.
    void close();

  private:
    const Communicator& node_;
    MPI_Win window_ = MPI_WIN_NULL;
    std::vector<std::byte> own_;  ///< where a rank is alone on its node
    std::span<std::byte> bytes_;
};

}  // namespace mineprint::mpi
