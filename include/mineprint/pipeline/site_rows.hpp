// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "mineprint/pipeline/site_search.hpp"

namespace mineprint::pipeline {

/// The layers that a site is placed in: all but the whole region.
[[nodiscard]] std::vector<const zones::ZoneLayer*> polygon_layers(
    std::span<const zones::ZoneLayer> layers);

/// Everything there is to tell of a region's sites; those below the job's minimum are left out.
[[nodiscard]] FoundSites describe_sites(const SiteInput& input,
                                        const std::vector<change::Site>& sites);

}  // namespace mineprint::pipeline
