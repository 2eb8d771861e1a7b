// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "mineprint/accuracy/design_sample.hpp"

namespace mineprint::accuracy {

/// A number that a unit has by its class on the map and its class by the reference.
using UnitValue = std::function<double(std::uint32_t map_class, std::uint32_t reference_class)>;

/// From so many units on, a stratum whose units all say the same has the variance of 0 that the
/// papers give it; below, its interval allows for what they can miss. It is the fewest samples that
/// a class should have (Congalton & Green 2009, Assessing the Accuracy of Remotely Sensed Data,
/// ch. 5; Olofsson et al. 2014, sect. 5.1.2).
inline constexpr std::int64_t fewest_units = 50;

/// A stratum whose units all say the same of a figure: it adds nothing to the standard error, and
/// yet some of it may be otherwise.
struct UnanimousStratum {
    std::size_t stratum = 0;
    std::int64_t units = 0;  ///< clusters, of those whose error would matter; 0: taken as mapped
    /// How much larger or smaller the figure may be: by the share 1 − 0.025^(1/units) of the
    /// stratum (Clopper & Pearson 1934), all of it without units, being of the class that changes
    /// the figure most. Less, by √(1 − f), where a share f of the stratum's pixels was sampled.
    double up = 0;
    double down = 0;
    bool in_interval = false;
};

/// The interval of an estimate. `error` is what a unit adds to its linearised error, and
/// `references` the classes that a unit's reference might have (one of each kind will do).
///
/// The standard error is the design's. The half width starts from 1.96 of them, strata that err and
/// have fewer than `fewest_units` getting two units more of either kind for it (Agresti & Coull
/// 1998, Am. Stat. 52:119-126), and adds, by the square root of the sum of squares (Zou & Donner
/// 2008, Stat. Med. 27:1693-1702), what unanimous strata can miss: all of them where no stratum has
/// a variance, else those with fewer than `fewest_units`. What strata without units can be wrong by
/// is no matter of chance and added as it is. Of up and down the larger counts. It is 0 only where
/// every pixel was sampled.
[[nodiscard]] Estimate with_interval(double value, const DesignSample& sample,
                                     const UnitValue& error,
                                     std::span<const std::uint32_t> references);

/// The strata that say nothing of a figure's error, in order; those that can miss nothing are left
/// out.
[[nodiscard]] std::vector<UnanimousStratum> unanimous_strata(
    const DesignSample& sample, const UnitValue& error, std::span<const std::uint32_t> references);

/// A ratio of two totals, Σ y / Σ x.
struct RatioFigure {
    UnitValue y;
    UnitValue x;
};

/// The ratio with its interval. NaN where Σ x is 0.
[[nodiscard]] Estimate ratio_of(const DesignSample& sample, const RatioFigure& figure,
                                std::span<const std::uint32_t> references);

/// The same for a share, y being 0 or x: no interval is wider than 0 to 1. With one stratum it is
/// `DesignSample::share`.
[[nodiscard]] Estimate share_of(const DesignSample& sample, const RatioFigure& figure,
                                std::span<const std::uint32_t> references);

/// What a unit adds to the linearised error of a ratio: (y − R x) / X.
[[nodiscard]] UnitValue error_of_ratio(const DesignSample& sample, const RatioFigure& figure);

/// A value of each cell.
[[nodiscard]] std::vector<double> cell_values(const DesignSample& sample, const UnitValue& value);

}  // namespace mineprint::accuracy
