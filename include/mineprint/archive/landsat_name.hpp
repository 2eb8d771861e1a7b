// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "mineprint/archive/scene.hpp"
#include "mineprint/core/date.hpp"

namespace mineprint::archive {

/// What the name of a Landsat Collection-2 Level-2 product tells:
/// `LXSS_LLLL_PPPRRR_YYYYMMDD_yyyymmdd_CC_TX` (USGS LSDS-1618/1619, "Landsat Collection 2 Level 2
/// science product guide").
struct LandsatName {
    std::string id;
    Sensor sensor = Sensor::image;
    int satellite = 0;  ///< 4, 5, 7, 8 or 9
    std::string level;  ///< L2SP (reflectance and temperature) or L2SR (reflectance)
    int wrs_path = 0;   ///< 1 … 233
    int wrs_row = 0;    ///< 1 … 248
    core::Date acquired;
    core::Date processed;
    std::string tier;  ///< T1, T2 or RT

    /// Throws DataError that names the part that does not fit, for example the level of a Level-1
    /// product.
    [[nodiscard]] static LandsatName parse(std::string_view id);
};

/// A reflective band of a Landsat sensor: its number in file names and metadata, and our name for
/// it.
struct LandsatBand {
    int number = 0;
    std::string_view band;
};

/// The reflective bands of a sensor in the order of their numbers; none for `Sensor::image`.
[[nodiscard]] std::span<const LandsatBand> landsat_bands(Sensor sensor);

}  // namespace mineprint::archive
