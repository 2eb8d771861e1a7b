// SPDX-License-Identifier: Apache-2.0
#include "mineprint/app/allocation.hpp"

#include <algorithm>
#include <cstdlib>
#include <unistd.h>

#include <fmt/format.h>

#include "mineprint/app/value_text.hpp"
#include "mineprint/core/checked_cast.hpp"
#include "mineprint/core/error.hpp"
#include "mineprint/core/host.hpp"
#include "mineprint/core/memory.hpp"

namespace mineprint::app {
namespace {

constexpr std::int64_t mebibyte = std::int64_t{1} << 20U;

std::string text_of(const char* variable) {
    const char* const text = std::getenv(variable);
    return text == nullptr ? "" : text;
}

std::optional<std::int64_t> number_of(const char* variable) {
    const std::string text = text_of(variable);
    if (text.empty()) {
        return std::nullopt;
    }
    try {
        constexpr std::int64_t most = std::int64_t{1} << 42U;
        return parse_integer(text, 0, most);
    } catch (const BadValue& problem) {
        throw core::UsageError(fmt::format("the environment variable {}='{}' {}; unset it",
                                           variable, text, problem.what()));
    }
}

/// Slurm counts memory in MiB, and 0 means all.
std::optional<std::int64_t> memory_of(const char* variable) {
    const auto mebibytes = number_of(variable);
    return mebibytes.value_or(0) > 0 ? std::optional(*mebibytes * mebibyte) : std::nullopt;
}

std::string job_text() {
    const std::string id = text_of("SLURM_JOB_ID");
    if (id.empty()) {
        return "";
    }
    const auto restarts = number_of("SLURM_RESTART_COUNT").value_or(0);
    return restarts == 0 ? "Slurm job " + id
                         : fmt::format("Slurm job {}, restart {}", id, restarts);
}

}  // namespace

Allocation read_allocation() {
    Allocation allocation;
    allocation.job = job_text();
    if (allocation.job.empty()) {
        return allocation;
    }
    allocation.end_time_s = number_of("SLURM_JOB_END_TIME");
    if (const auto cpus = number_of("SLURM_CPUS_PER_TASK")) {
        allocation.cpus_per_task = core::checked_cast<int>(*cpus);
    }
    allocation.memory_node_bytes = memory_of("SLURM_MEM_PER_NODE");
    allocation.memory_core_bytes = memory_of("SLURM_MEM_PER_CPU");
    return allocation;
}

double working_time_s(double left_s) {
    constexpr double least_reserve_s = 30;
    constexpr double most_reserve_s = 300;
    return std::max(0.0, left_s - std::clamp(0.1 * left_s, least_reserve_s, most_reserve_s));
}

std::int64_t default_memory_bytes(const mpi::Communicator& comm, const Allocation& allocation) {
    const std::int64_t ranks = comm.split_by_node().size();
    std::int64_t bytes = core::node_memory_bytes() / ranks;
    if (allocation.memory_node_bytes) {
        bytes = std::min(bytes, *allocation.memory_node_bytes / ranks);
    }
    if (allocation.memory_core_bytes) {
        bytes =
            std::min(bytes, *allocation.memory_core_bytes * allocation.cpus_per_task.value_or(1));
    }
    return bytes;
}

std::string holder_text(const Allocation& allocation) {
    return fmt::format("process {} on {}{}", getpid(), core::host_name(),
                       allocation.job.empty() ? "" : " (" + allocation.job + ")");
}

}  // namespace mineprint::app
