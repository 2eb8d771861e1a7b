// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "mineprint/change/components.hpp"

namespace mineprint::pipeline {

/// How sites are found and told apart.
struct SiteOptions {
    bool find = true;
    change::Connectivity connectivity = change::Connectivity::eight;
    double minimum_area_m2 = 0;      ///< smaller ones are left out
    double small_area_m2 = 10000;    ///< below: a small site
    double isolation_metres = 3000;  ///< a small site this far from any mine is isolated
    std::filesystem::path known;     ///< polygons or points of known mines; empty: none
    bool operator==(const SiteOptions&) const = default;
};

}  // namespace mineprint::pipeline
