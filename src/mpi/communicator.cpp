// SPDX-License-Identifier: Apache-2.0
#include "mineprint/mpi/communicator.hpp"

#include <array>
#include <string>
#include <utility>

#include "mineprint/core/error.hpp"

namespace mineprint::mpi {

void check(int code, std::string_view call) {
    if (code == MPI_SUCCESS) {
        return;
    }
    std::array<char, MPI_MAX_ERROR_STRING> text{};
    int length = 0;
    MPI_Error_string(code, text.data(), &length);
    throw core::RunError(std::string(call) + ": " + text.data());
}

Communicator::Communicator(MPI_Comm handle, bool owned) : handle_(handle), owned_(owned) {
    check(MPI_Comm_rank(handle_, &rank_), "MPI_Comm_rank");
    check(MPI_Comm_size(handle_, &size_), "MPI_Comm_size");
    check(MPI_Comm_set_errhandler(handle_, MPI_ERRORS_RETURN), "MPI_Comm_set_errhandler");
}

Communicator::~Communicator() { release(); }

Communicator::Communicator(Communicator&& other) noexcept
    : handle_(std::exchange(other.handle_, MPI_COMM_NULL)),
      owned_(std::exchange(other.owned_, false)),
      rank_(other.rank_),
      size_(other.size_) {}

Communicator& Communicator::operator=(Communicator&& other) noexcept {
    if (this != &other) {
        release();
        handle_ = std::exchange(other.handle_, MPI_COMM_NULL);
        owned_ = std::exchange(other.owned_, false);
        rank_ = other.rank_;
        size_ = other.size_;
    }
    return *this;
}

void Communicator::release() noexcept {
    int finalized = 0;
    MPI_Finalized(&finalized);
    // Freeing is collective in name only: Open MPI and MPICH drop the local part without waiting.
    if (owned_ && handle_ != MPI_COMM_NULL && finalized == 0) {
        MPI_Comm_free(&handle_);
    }
}

Communicator Communicator::duplicate() const {
    MPI_Comm copy = MPI_COMM_NULL;
    check(MPI_Comm_dup(handle_, &copy), "MPI_Comm_dup");
    return {copy, true};
}

Communicator Communicator::split(int color) const {
    MPI_Comm part = MPI_COMM_NULL;
    check(MPI_Comm_split(handle_, color, rank_, &part), "MPI_Comm_split");
    return {part, true};
}

Communicator Communicator::split_by_node() const {
    MPI_Comm node = MPI_COMM_NULL;
    check(MPI_Comm_split_type(handle_, MPI_COMM_TYPE_SHARED, rank_, MPI_INFO_NULL, &node),
          "MPI_Comm_split_type");
    return {node, true};
}

void Communicator::barrier() const { check(MPI_Barrier(handle_), "MPI_Barrier"); }

}  // namespace mineprint::mpi
