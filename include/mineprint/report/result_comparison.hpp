// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "mineprint/report/result_json.hpp"

namespace mineprint::report {

/// What two results say of the same zone at the same epoch: `{rows: [{region, layer, zone, epoch,
/// this_km2, other_km2}], without_counterpart: […]}`. Zones are matched by region, layer and code,
/// epochs by name, the target class by the class of that name. `without_counterpart` names regions
/// and epochs that one of the two lacks.
[[nodiscard]] Json compared(const Json& results, const Json& other);

}  // namespace mineprint::report
