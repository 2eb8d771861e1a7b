// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "mineprint/composite/options.hpp"
#include "mineprint/core/date.hpp"
#include "mineprint/raster/raster.hpp"
#include "mineprint/raster/scaled_raster.hpp"

namespace mineprint::composite {

/// In place of a day where nothing was observed, or the observations have no date.
inline constexpr std::int32_t no_day = std::numeric_limits<std::int32_t>::min();

/// One cloud-free image of a window and epoch.
struct Composite {
    raster::BandStack reflectance;            ///< NaN where unobserved
    raster::BandStack deviations;             ///< those asked for, by name; NaN where unobserved
    raster::Raster<std::uint16_t> num_clear;  ///< clear observations per pixel
    raster::Raster<std::int32_t> first_day;   ///< of them, in days since 1970; or `no_day`
    raster::Raster<std::int32_t> last_day;
    raster::Mask observed;  ///< 1 where num_clear >= minimum_clear
};

/// One observation as a composite sees it.
struct Layer {
    const raster::ScaledStack* reflectance = nullptr;
    const raster::Mask* clear = nullptr;
    std::optional<core::Date> date = {};
    /// For `best_available_pixel`: metres to the nearest cloud; none: there is no cloud near.
    const raster::Raster<float>* cloud_distance_m = nullptr;
    double sensor_score = 1;  ///< 0 … 1
};

/// The size of a window in pixels.
struct Size {
    std::int64_t width = 0;
    std::int64_t height = 0;
};

/// The composite of the clear observations by the method of `options`. `layers` are in order of
/// date, then scene id: the earlier one wins where two are equally good. A pixel's value depends on
/// its own observations alone, so that a window may be made in parts. Throws RunError when a layer
/// has another size or lacks a band. @pre where a layer is clear, all its bands have a value
[[nodiscard]] Composite make_composite(std::span<const Layer> layers,
                                       std::span<const std::string> bands, Size size,
                                       const CompositeOptions& options);

}  // namespace mineprint::composite
