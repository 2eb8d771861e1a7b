// SPDX-License-Identifier: Apache-2.0
#include "mineprint/app/failure.hpp"

#include <cstdio>
#include <string>

#include <fmt/format.h>

#include "mineprint/core/error.hpp"
#include "mineprint/mpi/run_on_all.hpp"

namespace mineprint::app {
namespace {

struct Failure {
    int status = static_cast<int>(core::ExitStatus::other);
    std::string text;
    bool shared = false;  ///< every rank has it
};

Failure describe(const std::exception_ptr& failure) {
    try {
        std::rethrow_exception(failure);
    } catch (const core::Error& error) {
        const bool shared = dynamic_cast<const mpi::SharedError*>(&error) != nullptr ||
                            error.exit_status() == core::ExitStatus::stopped;
        return {static_cast<int>(error.exit_status()), error.what(), shared};
    } catch (const std::bad_alloc&) {
        return {static_cast<int>(core::ExitStatus::other),
                "out of memory; smaller tiles (grid.tile-size) or fewer threads need less", false};
    } catch (const std::exception& error) {
        return {static_cast<int>(core::ExitStatus::other), error.what(), false};
    } catch (...) {
        return {static_cast<int>(core::ExitStatus::other), "an unknown error", false};
    }
}

}  // namespace

int report_failure(const mpi::Environment* environment,
                   const std::exception_ptr& failure) noexcept {
    const Failure what = describe(failure);
    const int rank = environment == nullptr ? 0 : environment->world().rank();
    const bool alone = environment == nullptr || environment->world().size() == 1;
    if (alone || what.shared) {
        if (rank == 0) {
            fmt::print(stderr, "mineprint: {}\n", what.text);
        }
        return what.status;
    }
    fmt::print(stderr, "mineprint: rank {}: {}\n", rank, what.text);
    std::fflush(stderr);
    environment->abort(what.status);
}

}  // namespace mineprint::app
