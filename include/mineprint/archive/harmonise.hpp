// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "mineprint/archive/scene.hpp"

namespace mineprint::archive {

/// How the reflectance of other sensors is brought to that of OLI (Landsat 8 and 9).
struct Harmonisation {
    /// TM and ETM+ to OLI by Roy et al. 2016; TM by the line of ETM+, as is usual.
    enum class Roy {
        none,
        ols,  ///< ordinary least squares of OLI on ETM+
        rma   ///< reduced major axis, the symmetric one
    };
    Roy roy = Roy::none;
    bool hls = false;  ///< MSI to OLI by Claverie et al. 2018, with the constants of HLS v2.0
    bool operator==(const Harmonisation&) const = default;
};

/// `none`, `roy-ols`, `roy-rma`, `hls`, `roy-rma,hls`.
[[nodiscard]] std::string harmonisation_text(const Harmonisation& harmonisation);

/// OLI = slope × other + intercept.
struct BandAdjustment {
    std::string_view band;
    double slope = 1;
    double intercept = 0;
};

/// Roy, D. P. et al. (2016), Remote Sensing of Environment 185, 57–70, table 2, surface
/// reflectance.
[[nodiscard]] const std::array<BandAdjustment, 6>& roy_table(Harmonisation::Roy kind);

/// HLS v2.0 (after Claverie, M. et al. 2018, Remote Sensing of Environment 219, 145–161, table 5).
/// Of Sentinel-2B its own, of every other Sentinel-2 that of 2A: none has been published for 2C.
/// `nir` is for B8A.
[[nodiscard]] const std::array<BandAdjustment, 7>& hls_table(std::string_view platform);

/// Changes scale and offset of a scene's bands so that they give harmonised reflectance; with hls,
/// `nir` of MSI becomes the narrow band B8A. Scenes of OLI, images, and what its maker harmonised
/// stay as they are. Throws DataError when a Sentinel-2 scene has a broad near infrared band and no
/// narrow one.
void harmonise(Scene& scene, const Harmonisation& harmonisation);

}  // namespace mineprint::archive
