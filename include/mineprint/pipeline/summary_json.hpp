// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "mineprint/pipeline/result_tables.hpp"

namespace mineprint::pipeline {

/// The first tables of `summary_text` for a program: `regions`, a list of objects with `name`,
/// `title`, `target`, `epochs`, `layers` and `quarantined`, and with several regions
/// `all_regions`, a list of layers with their `target` and `epochs`. A layer has `name` and
/// `zones`, a zone `code`, `name`, `area_km2` and `unobserved_km2` by epoch, with several epochs
/// `growth_percent` and `annual_growth_percent` from the first to the last, and where a sample
/// tells, `adjusted_km2` by epoch (`value`, `ci95`) and `adjusted_growth_percent` (`value`, `low`,
/// `high`). NaN, which becomes null, where there is no such number.
[[nodiscard]] nlohmann::ordered_json summary_json(const ResultTables& tables);

}  // namespace mineprint::pipeline
