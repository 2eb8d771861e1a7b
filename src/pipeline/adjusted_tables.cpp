// SPDX-License-Identifier: Apache-2.0
#include "mineprint/pipeline/adjusted_tables.hpp"

#include <limits>

namespace mineprint::pipeline {

AdjustedTables::AdjustedTables(std::size_t num_zones, std::size_t num_epochs,
                               std::size_t num_classes)
    : area_km2({num_zones, num_epochs, num_classes}),
      area_from({num_zones, num_epochs}, static_cast<std::uint8_t>(AdjustedFrom::not_estimated)),
      num_samples({num_zones, num_epochs}),
      change_km2({num_zones, num_epochs, num_epochs, num_classes, num_classes}),
      gain_km2({num_zones, num_epochs, num_epochs}),
      loss_km2(gain_km2),
      net_km2(gain_km2),
      growth_percent({num_zones, num_epochs, num_epochs}),
      annual_growth_percent(growth_percent),
      puyravaud_percent(growth_percent),
      growth_from({num_zones, num_epochs, num_epochs}, std::uint8_t{255}),
      growth_of_areas_percent({num_zones, num_epochs, num_epochs},
                              std::numeric_limits<double>::quiet_NaN()),
      num_both({num_zones, num_epochs, num_epochs}) {}

}  // namespace mineprint::pipeline
