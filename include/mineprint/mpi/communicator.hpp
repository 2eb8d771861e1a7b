// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include <mpi.h>

namespace mineprint::mpi {

/// A group of ranks. Move-only: duplication is collective and has a name.
class Communicator {
  public:
    /// Takes over a handle; `owned` says whether to free it in the end.
    Communicator(MPI_Comm handle, bool owned);
    ~Communicator();
    Communicator(Communicator&& other) noexcept;
    Communicator& operator=(Communicator&& other) noexcept;
    Communicator(const Communicator&) = delete;
    Communicator& operator=(const Communicator&) = delete;

    [[nodiscard]] int rank() const noexcept { return rank_; }
    [[nodiscard]] int size() const noexcept { return size_; }
    [[nodiscard]] bool is_root() const noexcept { return rank_ == 0; }
    [[nodiscard]] MPI_Comm handle() const noexcept { return handle_; }

    /// Collective. The same ranks with messages of their own.
    [[nodiscard]] Communicator duplicate() const;
    /// Collective. Ranks with the same colour, ordered by their rank here.
    [[nodiscard]] Communicator split(int color) const;
    /// Collective. The ranks that share this rank's memory.
    [[nodiscard]] Communicator split_by_node() const;
    /// Collective.
    void barrier() const;

  private:
    void release() noexcept;
    MPI_Comm handle_ = MPI_COMM_NULL;
    bool owned_ = false;
    int rank_ = 0;
    int size_ = 1;
};

/// Throws RunError with MPI's own message when `code` is not MPI_SUCCESS.
void check(int code, std::string_view call);

}  // namespace mineprint::mpi
