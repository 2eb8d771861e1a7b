// SPDX-License-Identifier: Apache-2.0
#include "mineprint/app/job_text.hpp"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <system_error>

#include <fmt/format.h>

#include "mineprint/core/error.hpp"
#include "mineprint/mpi/collectives.hpp"
#include "mineprint/mpi/run_on_all.hpp"

namespace mineprint::app {
namespace {

void share(const mpi::Communicator& comm, std::filesystem::path& path) {
    std::string text = path.string();
    mpi::broadcast(comm, text);
    path = text;
}

void share(const mpi::Communicator& comm, std::vector<JobText>& jobs) {
    for (JobText& job : jobs) {
        share(comm, job.path);
        share(comm, job.folder);
        mpi::broadcast(comm, job.text);
    }
}

void read_all(std::vector<JobText>& jobs) {
    for (JobText& job : jobs) {
        job = read_job_text(job.path);
    }
}

}  // namespace

JobText read_job_text(const std::filesystem::path& path) {
    std::error_code problem;
    if (std::filesystem::is_directory(path, problem)) {
        throw core::UsageError(fmt::format("{}: is a folder, not a job file", path.string()));
    }
    std::ifstream in(path, std::ios::binary);
    if (!in) {
        throw core::UsageError(fmt::format("{}: the job file cannot be opened: {}", path.string(),
                                           std::strerror(errno)));
    }
    JobText job{path, std::filesystem::absolute(path).parent_path().lexically_normal(), {}};
    job.text.resize(max_job_bytes + 1);
    in.read(job.text.data(), static_cast<std::streamsize>(job.text.size()));
    if (in.bad()) {
        throw core::UsageError(fmt::format("{}: reading the job file failed", path.string()));
    }
    job.text.resize(static_cast<std::size_t>(in.gcount()));
    if (job.text.size() > max_job_bytes) {
        throw core::UsageError(fmt::format("{}: is larger than {} bytes: this is not a job file",
                                           path.string(), max_job_bytes));
    }
    return job;
}

void read_on_root(const mpi::Communicator& comm, JobInput& input) {
    std::filesystem::path working_folder;
    mpi::run_on_root(comm, [&] {
        working_folder = std::filesystem::current_path();
        read_all(input.jobs);
        read_all(input.common);
    });
    share(comm, working_folder);
    share(comm, input.jobs);
    share(comm, input.common);
    for (Setting& setting : input.overrides) {
        setting.folder = working_folder;
    }
}

}  // namespace mineprint::app
