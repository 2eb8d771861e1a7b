// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "mineprint/change/components.hpp"
#include "mineprint/change/temporal_filter.hpp"

namespace mineprint::pipeline {

/// What is done to the class maps before they are reduced.
struct FilterOptions {
    change::TemporalOptions temporal;
    double minimum_area_m2 = 0;  ///< smaller patches get the class around them; 0: no sieve
    change::Connectivity connectivity = change::Connectivity::four;

    [[nodiscard]] bool active() const {
        return temporal.rule != change::TemporalRule::none || minimum_area_m2 > 0;
    }
    bool operator==(const FilterOptions&) const = default;
};

/// `majority of three epochs, then a sieve of 4500 m² with 4 neighbours`.
[[nodiscard]] std::string in_words(const FilterOptions& options);

}  // namespace mineprint::pipeline
