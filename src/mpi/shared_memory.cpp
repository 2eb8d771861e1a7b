// SPDX-License-Identifier: Apache-2.0
#include "mineprint/mpi/shared_memory.hpp"

#include <fmt/format.h>

#include "mineprint/core/checked_cast.hpp"
#include "mineprint/core/error.hpp"
#include "mineprint/mpi/run_on_all.hpp"

namespace mineprint::mpi {

SharedMemory::SharedMemory(const Communicator& node, std::size_t num_bytes) : node_(node) {
    if (node.size() == 1) {  // no need of the small space that systems set aside for sharing
        own_.resize(num_bytes);
        bytes_ = own_;
        return;
    }
    run_on_all(node, [&] {
        void* base = nullptr;
        const auto own_bytes = core::checked_cast<MPI_Aint>(node.is_root() ? num_bytes : 0);
        try {
            check(MPI_Win_allocate_shared(own_bytes, 1, MPI_INFO_NULL, node.handle(), &base,
                                          &window_),
                  "MPI_Win_allocate_shared");
        } catch (const core::RunError& error) {
            throw core::RunError(
                fmt::format("cannot get {} MiB of memory shared by the ranks of a node (is "
                            "/dev/shm large enough?): {}",
                            num_bytes >> 20U, error.what()));
        }
        MPI_Aint size = 0;
        int unit = 0;
        check(MPI_Win_shared_query(window_, 0, &size, &unit, &base), "MPI_Win_shared_query");
        bytes_ = {static_cast<std::byte*>(base), num_bytes};
        check(MPI_Win_lock_all(MPI_MODE_NOCHECK, window_), "MPI_Win_lock_all");
    });
}

void SharedMemory::synchronise() const {
    if (window_ == MPI_WIN_NULL) {
        return;
    }
    check(MPI_Win_sync(window_), "MPI_Win_sync");
    node_.barrier();
    check(MPI_Win_sync(window_), "MPI_Win_sync");
}

void SharedMemory::close() {
    bytes_ = {};
    own_ = {};
    if (window_ != MPI_WIN_NULL) {
        check(MPI_Win_unlock_all(window_), "MPI_Win_unlock_all");
        check(MPI_Win_free(&window_), "MPI_Win_free");
    }
}

}  // namespace mineprint::mpi
