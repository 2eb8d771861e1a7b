// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "mineprint/core/log.hpp"
#include "mineprint/pipeline/job.hpp"
#include "mineprint/simulate/simulate.hpp"

namespace mineprint::app {

/// What only the command line can say.
struct RunFlags {
    pipeline::RunOptions run;
    bool threads_given = false;
    std::filesystem::path common;   ///< job file with defaults; empty: none
    std::filesystem::path against;  ///< results to compare with in a report; empty: none
    bool cog = false;               ///< the report's maps as cloud-optimised GeoTIFFs
    bool quiet = false;
    core::LogStyle messages = core::LogStyle::automatic;
    bool verbose = false;
    bool help = false;
    bool job_template = false;
    std::string exchange_format = "json";  ///< of `export`
    std::string exchange_name;  ///< the forest that `export` or `import` is about; empty: not said
    std::vector<std::string> exchange_features;  ///< of `import`; empty: those of the file
    std::vector<std::string> exchange_classes;   ///< of `import`; empty: those of the file
};

/// What the options fill: one region and the flags of the run.
struct Draft {
    RunFlags flags;
    pipeline::RegionJob region;
    simulate::SimulateOptions simulate;
    bool cog_maps = false;  ///< `[output] cog`; the report stage reads it from the job's text
};

/// A draft with every default in place, those of the default forest preset included.
[[nodiscard]] Draft make_draft();

}  // namespace mineprint::app
