// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "mineprint/archive/scene.hpp"

namespace mineprint::archive {

/// What a quality layer can say of a pixel.
enum class QualityFlag {
    fill,
    dilated_cloud,
    cirrus,
    cloud,
    cloud_shadow,
    snow,
    clear,  ///< set on land only: water has `water` instead
    water,
    saturated,
    terrain_occlusion,
    dropped
};
/// `dilated_cloud`, …
[[nodiscard]] std::string_view quality_flag_name(QualityFlag flag);

/// The bit of a flag in a sensor's Collection-2 `QA_PIXEL` as a mask; 0 where the sensor does not
/// have it (USGS LSDS-1618, LSDS-1619: cirrus is Landsat 8 and 9 only).
[[nodiscard]] std::uint16_t pixel_mask(QualityFlag flag, Sensor sensor);

/// The same in `QA_RADSAT`: terrain occlusion (Landsat 8 and 9), dropped pixel (4 to 7), and for
/// `saturated` the bits of the sensor's bands that are named.
[[nodiscard]] std::uint16_t saturation_mask(QualityFlag flag, Sensor sensor,
                                            std::span<const std::string> bands);

/// Flags that make a pixel not clear unless a job says otherwise. Neither `clear` nor `water` is
/// asked for: open water, tailing ponds among it, does not carry `clear`.
[[nodiscard]] const std::vector<QualityFlag>& default_rejected();

/// Which bits of the two layers make a pixel not clear.
struct QualityRule {
    std::uint16_t pixel_reject = 0;
    std::uint16_t saturation_reject = 0;

    [[nodiscard]] bool accepts(std::uint16_t pixel, std::uint16_t saturation) const noexcept {
        return (pixel & pixel_reject) == 0 && (saturation & saturation_reject) == 0;
    }
    bool operator==(const QualityRule&) const = default;
};

/// The rule for a Landsat sensor, the bands a job uses, and the flags it rejects.
[[nodiscard]] QualityRule quality_rule(Sensor sensor, std::span<const std::string> bands,
                                       std::span<const QualityFlag> rejected);

}  // namespace mineprint::archive
