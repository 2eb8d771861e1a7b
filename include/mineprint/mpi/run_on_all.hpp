// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <exception>
#include <type_traits>
#include <utility>

#include "mineprint/core/error.hpp"
#include "mineprint/mpi/communicator.hpp"

namespace mineprint::mpi {

/// An error that all ranks throw alike: none of them is left waiting for the others.
class SharedError : public core::Error {
  public:
    using core::Error::Error;
};

/// Collective over `comm`. If any rank holds an exception, all ranks throw the same error: that of
/// the lowest rank that failed, with its exit status and its rank in the text.
void throw_everywhere_if_any(const Communicator& comm, const std::exception_ptr& own_failure);

/// Collective over `comm`. Runs `work` on every rank and makes one rank's failure everybody's, so
/// that no rank is left alone in the next collective. `work` must not communicate over `comm` after
/// a point where another rank may have thrown. Returns what `work` returned on this rank.
template <class Work>
auto run_on_all(const Communicator& comm, Work&& work) -> std::invoke_result_t<Work> {
    using Result = std::invoke_result_t<Work>;
    std::exception_ptr failure;
    if constexpr (std::is_void_v<Result>) {
        try {
            work();
        } catch (...) {
            failure = std::current_exception();
        }
        throw_everywhere_if_any(comm, failure);
    } else {
        Result result{};
        try {
            result = work();
        } catch (...) {
            failure = std::current_exception();
        }
        throw_everywhere_if_any(comm, failure);
        return result;
    }
}

/// Collective over `comm`. Runs `work` on rank 0 alone; its failure is everybody's.
template <class Work>
void run_on_root(const Communicator& comm, Work&& work) {
    run_on_all(comm, [&] {
        if (comm.is_root()) {
            work();
        }
    });
}

}  // namespace mineprint::mpi
