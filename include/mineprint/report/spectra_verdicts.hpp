// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "mineprint/report/result_json.hpp"

namespace mineprint::report {

/// What `mineprint spectra` said of the sites of a region, from `spectra.h5` and the plots in
/// `folder`: `{sensor, method, resolved, reason, threshold, noise, targets: [name], limits:
/// [{background, fraction}], sites: [{name, verdict, reason, pixels, detected, statistic, match,
/// rank, share_elsewhere, plot}]}`. `match` is the best library spectrum for the site's mean by the
/// method's measure and `rank` the place of the best target spectrum from 1; null where nothing
/// could be compared. `plot` is the picture as a data URI; sites after the first 100 have none.
/// Null where the folder has no such file. Throws DataError where the file is damaged.
[[nodiscard]] Json spectra_verdicts(const std::filesystem::path& folder);

}  // namespace mineprint::report
