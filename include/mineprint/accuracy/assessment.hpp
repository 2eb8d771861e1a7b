// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "mineprint/accuracy/agreement.hpp"
#include "mineprint/accuracy/design_sample.hpp"
#include "mineprint/accuracy/interval.hpp"

namespace mineprint::accuracy {

/// Accuracy of a map and the reference's areas as a sample tells them.
struct Assessment {
    /// Estimated share of the area in each cell [map class, reference class], row by row.
    std::vector<double> cells;
    Agreement agreement;  ///< of `cells`
    Estimate overall;
    Estimate balanced;                ///< over the classes that the sample's reference has
    std::vector<Estimate> users;      ///< [class]
    std::vector<Estimate> producers;  ///< [class]
    std::vector<Estimate> f1;         ///< [class]
    /// Share of the area that is of a class by the reference; times the total: the adjusted area.
    std::vector<Estimate> area_share;
};

/// Estimates of Olofsson et al. 2013 (RSE 129:122-131) and 2014 (RSE 148:42-57) where strata are
/// the map's classes, of Stehman 2014 where they are not, of a simple random sample where there is
/// one stratum. With one stratum and size 1 the shares are those of the sample itself. A class of
/// the reference that the map lacks keeps its column. @pre class indices are below `classes`
[[nodiscard]] Assessment assess(const DesignSample& sample, std::size_t classes);

/// Only the shares of the area by reference class [class] of it.
[[nodiscard]] std::vector<Estimate> area_shares(const DesignSample& sample, std::size_t classes);

/// The strata in which all units are of the class by the reference, or none is, and what of its
/// area they can miss, in the strata's unit.
[[nodiscard]] std::vector<UnanimousStratum> unanimous_about(const DesignSample& sample,
                                                            std::size_t cls, std::size_t classes);

/// Areas by reference class [class] of a part of the map for which a sample of all of it must do:
/// Σ_i A_i q_ij with the part's own mapped areas A_i and the sample's share q_ij of reference class
/// j in map class i. The map is taken to err there as it does everywhere. NaN where a class is
/// mapped that no sample has.
[[nodiscard]] std::vector<Estimate> pooled_areas(const DesignSample& sample,
                                                 std::span<const double> mapped_areas);

}  // namespace mineprint::accuracy
