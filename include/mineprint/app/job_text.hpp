// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "mineprint/app/setting.hpp"
#include "mineprint/mpi/communicator.hpp"

namespace mineprint::app {

/// The content of a job file.
struct JobText {
    std::filesystem::path path;    ///< as the user named it
    std::filesystem::path folder;  ///< absolute; relative paths in the file are relative to it
    std::string text;
};

/// Everything a job is made of: the same bytes on every rank.
struct JobInput {
    std::vector<JobText> jobs;       ///< one for each region
    std::vector<JobText> common;     ///< none or one: defaults below each job's own values
    std::vector<Setting> overrides;  ///< from the command line; they win
};

/// The largest job file accepted: a job of a thousand zones has a hundredth of it.
inline constexpr std::size_t max_job_bytes = std::size_t{1} << 20U;

/// Reads one file. Throws UsageError naming it when it cannot be read or is too large.
[[nodiscard]] JobText read_job_text(const std::filesystem::path& path);

/// Collective over `comm`. Rank 0 reads the files of the input (their `path`) and every rank gets
/// them; relative paths in the overrides become relative to rank 0's working folder.
void read_on_root(const mpi::Communicator& comm, JobInput& input);

}  // namespace mineprint::app
