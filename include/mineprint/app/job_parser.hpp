// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "mineprint/app/command.hpp"
#include "mineprint/app/draft.hpp"
#include "mineprint/app/job_text.hpp"
#include "mineprint/pipeline/job.hpp"

namespace mineprint::app {

/// The regions of a job, complete and checked for what `command` needs. Pure: the same input gives the
/// same regions, or throws the same UsageError, on every rank.
[[nodiscard]] std::vector<Draft> parse_regions(Command command, const JobInput& input);

/// The same as the job that the stages take.
[[nodiscard]] pipeline::Job parse_job(Command command, const JobInput& input,
                                      const pipeline::RunOptions& run);

/// Every option as used, as an INI text with absolute paths: it gives the same job again.
[[nodiscard]] std::string job_as_used(const Draft& draft);

}  // namespace mineprint::app
