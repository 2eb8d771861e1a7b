// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "mineprint/core/log.hpp"
#include "mineprint/report/result_json.hpp"

namespace mineprint::report {

struct ReportOptions {
    std::filesystem::path results;  ///< `results.h5`; its maps are looked for beside it
    std::filesystem::path other;    ///< a second `results.h5` to compare with; empty: none
    std::filesystem::path output;   ///< folder of `report.html`
    bool cog = false;               ///< maps as cloud-optimised GeoTIFFs even if the job has none
    int num_threads = 1;
};

/// Everything the page shows: `result_json` with `headlines`, and for each region `headlines`,
/// `methods`, `synthetic` (`yes`, `no`, `unknown`) and, where the maps are there, `map`.
[[nodiscard]] Json report_data(const ReportOptions& options, const core::Log& log);

/// Writes for each region that has maps what `write_gis_products` does, below `output`.
void write_products(const ReportOptions& options, const core::Log& log);

/// Writes `report.html`, one file that needs nothing else. Its bytes depend on the results and the
/// maps, not on threads or the time. Throws DataError where `results` is no result, RunError where
/// it cannot be written.
void write_report(const ReportOptions& options, const core::Log& log);

}  // namespace mineprint::report
