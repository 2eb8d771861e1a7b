// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "mineprint/app/command.hpp"
#include "mineprint/app/draft.hpp"
#include "mineprint/app/job_text.hpp"
#include "mineprint/pipeline/job.hpp"

namespace mineprint::app {

/// The regions of a job, complete and checked for what `command` needs. Pure: the same input gives
/// the same regions, or throws the same UsageError, on every rank.
[[nodiscard]] std::vector<Draft> parse_regions(Command command, const JobInput& input);

/// The same as the job that the stages take.
[[nodiscard]] pipeline::Job parse_job(Command command, const JobInput& input,
                                      const pipeline::RunOptions& run);

/// An archive to make up.
struct Simulation {
    simulate::SimulateOptions options;
    std::filesystem::path root;  ///< where it is written
};

/// The archives that `simulate` makes: below `output`/<region> or, where `output` is empty, below
/// the job's archive.root.
[[nodiscard]] std::vector<Simulation> parse_simulations(const JobInput& input,
                                                        const std::filesystem::path& output);

/// Every option as used, as an INI text with absolute paths: it gives the same job again.
[[nodiscard]] std::string job_as_used(const Draft& draft);

}  // namespace mineprint::app
