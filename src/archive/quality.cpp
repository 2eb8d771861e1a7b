// SPDX-License-Identifier: Apache-2.0
#include "mineprint/archive/quality.hpp"

#include <algorithm>

#include "mineprint/archive/landsat_name.hpp"
#include "mineprint/core/error.hpp"

namespace mineprint::archive {
namespace {

constexpr std::uint16_t bit(int position) { return static_cast<std::uint16_t>(1U << position); }

std::uint16_t saturated_bands(Sensor sensor, std::span<const std::string> bands) {
    std::uint16_t mask = 0;
    for (const LandsatBand& known : landsat_bands(sensor)) {
        if (std::find(bands.begin(), bands.end(), known.band) != bands.end()) {
            mask = static_cast<std::uint16_t>(mask | bit(known.number - 1));
        }
    }
    return mask;
}

}  // namespace

std::string_view quality_flag_name(QualityFlag flag) {
    switch (flag) {
        case QualityFlag::fill:
            return "fill";
        case QualityFlag::dilated_cloud:
            return "dilated_cloud";
        case QualityFlag::cirrus:
            return "cirrus";
        case QualityFlag::cloud:
            return "cloud";
        case QualityFlag::cloud_shadow:
            return "cloud_shadow";
        case QualityFlag::snow:
            return "snow";
        case QualityFlag::clear:
            return "clear";
        case QualityFlag::water:
            return "water";
        case QualityFlag::saturated:
            return "saturated";
        case QualityFlag::terrain_occlusion:
            return "terrain_occlusion";
        case QualityFlag::dropped:
            return "dropped";
    }
    throw core::RunError("a quality flag without a name");
}

std::uint16_t pixel_mask(QualityFlag flag, Sensor sensor) {
    switch (flag) {
        case QualityFlag::fill:
            return bit(0);
        case QualityFlag::dilated_cloud:
            return bit(1);
        case QualityFlag::cirrus:
            return sensor == Sensor::oli ? bit(2) : 0;
        case QualityFlag::cloud:
            return bit(3);
        case QualityFlag::cloud_shadow:
            return bit(4);
        case QualityFlag::snow:
            return bit(5);
        case QualityFlag::clear:
            return bit(6);
        case QualityFlag::water:
            return bit(7);
        case QualityFlag::saturated:
        case QualityFlag::terrain_occlusion:
        case QualityFlag::dropped:
            break;
    }
    return 0;
}

std::uint16_t saturation_mask(QualityFlag flag, Sensor sensor, std::span<const std::string> bands) {
    switch (flag) {
        case QualityFlag::saturated:
            return saturated_bands(sensor, bands);
        case QualityFlag::terrain_occlusion:
            return sensor == Sensor::oli ? bit(11) : 0;
        case QualityFlag::dropped:
            return sensor == Sensor::tm || sensor == Sensor::etm ? bit(9) : 0;
        default:
            return 0;
    }
}

const std::vector<QualityFlag>& default_rejected() {
    static const std::vector<QualityFlag> flags{
        QualityFlag::fill,      QualityFlag::dilated_cloud,     QualityFlag::cirrus,
        QualityFlag::cloud,     QualityFlag::cloud_shadow,      QualityFlag::snow,
        QualityFlag::saturated, QualityFlag::terrain_occlusion, QualityFlag::dropped};
    return flags;
}

QualityRule quality_rule(Sensor sensor, std::span<const std::string> bands,
                         std::span<const QualityFlag> rejected) {
    QualityRule rule;
    for (const QualityFlag flag : rejected) {
        rule.pixel_reject =
            static_cast<std::uint16_t>(rule.pixel_reject | pixel_mask(flag, sensor));
        rule.saturation_reject = static_cast<std::uint16_t>(rule.saturation_reject |
                                                            saturation_mask(flag, sensor, bands));
    }
    return rule;
}

}  // namespace mineprint::archive
