// SPDX-License-Identifier: Apache-2.0
#include "mineprint/app/failure.hpp"

#include <algorithm>
#include <cstdio>
#include <string>
#include <string_view>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "mineprint/core/error.hpp"
#include "mineprint/core/log.hpp"
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

void print(const Failure& what, int rank, std::string_view whose, bool as_json) {
    if (as_json) {
        fmt::print(stderr, "{}",
                   core::json_line("error", rank, what.text, {{"exit_status", what.status}}));
    } else {
        fmt::print(stderr, "mineprint: {}{}\n", whose, what.text);
    }
    std::fflush(stderr);
}

}  // namespace

int report_failure(const mpi::Environment* environment, const std::exception_ptr& failure,
                   bool as_json) noexcept {
    const Failure what = describe(failure);
    const int rank = environment == nullptr ? 0 : environment->world().rank();
    const bool alone = environment == nullptr || environment->world().size() == 1;
    if (alone || what.shared) {
        if (rank == 0) {
            print(what, rank, "", as_json);
        }
        return what.status;
    }
    print(what, rank, fmt::format("rank {}: ", rank), as_json);
    environment->abort(what.status);
}

bool wants_json(const std::vector<std::string>& arguments) {
    const auto last = std::ranges::find(arguments, "--messages");
    return std::ranges::count(arguments, "--messages=json") > 0 ||
           (last != arguments.end() && last + 1 != arguments.end() && *(last + 1) == "json");
}

}  // namespace mineprint::app
