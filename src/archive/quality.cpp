// SPDX-License-Identifier: Apache-2.0
#include "mineprint/archive/quality.hpp"

#include <array>
#include <bit>

#include "mineprint/archive/landsat_name.hpp"
#include "mineprint/core/error.hpp"

namespace mineprint::archive {
namespace {

using Tests = std::vector<BitTest>;

struct FlagName {
    QualityFlag flag;
    std::string_view name;
};

constexpr std::array flag_names{FlagName{QualityFlag::fill, "fill"},
                                FlagName{QualityFlag::cloud, "cloud"},
                                FlagName{QualityFlag::dilated_cloud, "dilated-cloud"},
                                FlagName{QualityFlag::cirrus, "cirrus"},
                                FlagName{QualityFlag::cloud_shadow, "cloud-shadow"},
                                FlagName{QualityFlag::snow, "snow"},
                                FlagName{QualityFlag::water, "water"},
                                FlagName{QualityFlag::saturated, "saturated"},
                                FlagName{QualityFlag::aerosol, "aerosol"},
                                FlagName{QualityFlag::terrain_occlusion, "terrain-occlusion"},
                                FlagName{QualityFlag::dropped, "dropped"},
                                FlagName{QualityFlag::internal_cloud, "internal-cloud"},
                                FlagName{QualityFlag::dark, "dark"},
                                FlagName{QualityFlag::unclassified, "unclassified"},
                                FlagName{QualityFlag::subzero, "subzero"},
                                FlagName{QualityFlag::low_sun, "low-sun"},
                                FlagName{QualityFlag::unlit, "unlit"}};

BitTest bit(int position) {
    const auto mask = static_cast<std::uint16_t>(1U << position);
    return {mask, mask};
}

/// A field of two bits that holds `value`.
BitTest pair(int position, unsigned value) {
    return {static_cast<std::uint16_t>(3U << position),
            static_cast<std::uint16_t>(value << position)};
}

/// The whole byte is `value`.
BitTest byte(unsigned value) { return {0xFF, static_cast<std::uint16_t>(value)}; }

Tests saturated_bands(const QualityScope& scope) {
    Tests tests;
    for (const LandsatBand& known : landsat_bands(scope.sensor)) {
        if (std::find(scope.bands.begin(), scope.bands.end(), known.band) != scope.bands.end()) {
            tests.push_back(bit(known.number - 1));
        }
    }
    return tests;
}

Tests landsat_pixel_tests(QualityFlag flag, Sensor sensor) {
    switch (flag) {
        case QualityFlag::fill:
            return {bit(0)};
        case QualityFlag::dilated_cloud:
            return {bit(1)};
        case QualityFlag::cirrus:  // unused on Landsat 4 to 7
            return sensor == Sensor::oli ? Tests{bit(2)} : Tests{};
        case QualityFlag::cloud:
            return {bit(3)};
        case QualityFlag::cloud_shadow:
            return {bit(4)};
        case QualityFlag::snow:
            return {bit(5)};
        case QualityFlag::water:
            return {bit(7)};
        default:
            return {};
    }
}

Tests landsat_saturation_tests(QualityFlag flag, const QualityScope& scope) {
    const bool oli = scope.sensor == Sensor::oli;
    switch (flag) {
        case QualityFlag::saturated:
            return saturated_bands(scope);
        case QualityFlag::terrain_occlusion:
            return oli ? Tests{bit(11)} : Tests{};
        case QualityFlag::dropped:
            return oli ? Tests{} : Tests{bit(9)};
        default:
            return {};
    }
}

Tests landsat_internal_tests(QualityFlag flag) {
    if (flag == QualityFlag::internal_cloud) {
        return {bit(1), bit(2), bit(3)};
    }
    return {};
}

Tests sentinel2_tests(QualityFlag flag) {
    switch (flag) {
        case QualityFlag::fill:
            return {byte(0)};
        case QualityFlag::saturated:  // or defective
            return {byte(1)};
        case QualityFlag::dark:
            return {byte(2)};
        case QualityFlag::cloud_shadow:
            return {byte(3)};
        case QualityFlag::water:
            return {byte(6)};
        case QualityFlag::unclassified:
            return {byte(7)};
        case QualityFlag::cloud:  // of medium and of high probability
            return {byte(8), byte(9)};
        case QualityFlag::cirrus:
            return {byte(10)};
        case QualityFlag::snow:
            return {byte(11)};
        default:
            return {};
    }
}

Tests hls_tests(QualityFlag flag) {
    // Fill is the whole byte 255; only by that value, for all its bits mean something elsewhere.
    switch (flag) {
        case QualityFlag::fill:
            return {byte(255)};
        case QualityFlag::cirrus:
            return {bit(0)};
        case QualityFlag::cloud:
            return {bit(1)};
        case QualityFlag::dilated_cloud:  // adjacent to cloud or shadow
            return {bit(2)};
        case QualityFlag::cloud_shadow:
            return {bit(3)};
        case QualityFlag::snow:
            return {bit(4)};
        case QualityFlag::water:
            return {bit(5)};
        case QualityFlag::aerosol:
            return {pair(6, 3)};
        default:
            return {};
    }
}

Tests force_tests(QualityFlag flag) {
    switch (flag) {
        case QualityFlag::fill:
            return {bit(0)};
        case QualityFlag::dilated_cloud:
            return {pair(1, 1)};
        case QualityFlag::cloud:
            return {pair(1, 2)};
        case QualityFlag::cirrus:
            return {pair(1, 3)};
        case QualityFlag::cloud_shadow:
            return {bit(3)};
        case QualityFlag::snow:
            return {bit(4)};
        case QualityFlag::water:
            return {bit(5)};
        case QualityFlag::aerosol:  // high, and not known
            return {pair(6, 2), pair(6, 3)};
        case QualityFlag::subzero:
            return {bit(8)};
        case QualityFlag::saturated:
            return {bit(9)};
        case QualityFlag::low_sun:
            return {bit(10)};
        case QualityFlag::unlit:
            return {pair(11, 3)};
        default:
            return {};
    }
}

}  // namespace

std::string_view quality_flag_name(QualityFlag flag) {
    for (const FlagName& known : flag_names) {
        if (known.flag == flag) {
            return known.name;
        }
    }
    throw core::RunError("a quality flag without a name");
}

const std::vector<QualityFlag>& all_quality_flags() {
    static const std::vector<QualityFlag> flags = [] {
        std::vector<QualityFlag> all;
        for (const FlagName& known : flag_names) {
            all.push_back(known.flag);
        }
        return all;
    }();
    return flags;
}

std::optional<QualityFlag> quality_flag_named(std::string_view name) {
    for (const FlagName& known : flag_names) {
        if (known.name == name) {
            return known.flag;
        }
    }
    return std::nullopt;
}

const std::vector<QualityFlag>& default_rejected() {
    static const std::vector<QualityFlag> flags{
        QualityFlag::fill,          QualityFlag::cloud,
        QualityFlag::dilated_cloud, QualityFlag::cirrus,
        QualityFlag::cloud_shadow,  QualityFlag::snow,
        QualityFlag::saturated,     QualityFlag::terrain_occlusion,
        QualityFlag::dropped,       QualityFlag::subzero};
    return flags;
}

bool is_cloud_flag(QualityFlag flag) {
    return flag == QualityFlag::cloud || flag == QualityFlag::dilated_cloud ||
           flag == QualityFlag::cirrus || flag == QualityFlag::cloud_shadow ||
           flag == QualityFlag::internal_cloud;
}

std::vector<BitTest> flag_tests(QualityFlag flag, QualityKind kind, const QualityScope& scope) {
    switch (kind) {
        case QualityKind::landsat_pixel:
            return landsat_pixel_tests(flag, scope.sensor);
        case QualityKind::landsat_saturation:
            return landsat_saturation_tests(flag, scope);
        case QualityKind::landsat_aerosol:
            return flag == QualityFlag::aerosol ? Tests{pair(6, 3)} : Tests{};
        case QualityKind::landsat_internal:
            return landsat_internal_tests(flag);
        case QualityKind::sentinel2_scene:
            return sentinel2_tests(flag);
        case QualityKind::hls_fmask:
            return hls_tests(flag);
        case QualityKind::force_quality:
            return force_tests(flag);
    }
    throw core::RunError("a quality layer without a meaning");
}

LayerRule::LayerRule(QualityKind kind, const QualityScope& scope,
                     std::span<const QualityFlag> rejected) {
    for (const QualityFlag flag : rejected) {
        for (const BitTest& test : flag_tests(flag, kind, scope)) {
            if (test.mask == test.value && std::has_single_bit(test.mask)) {
                any_ = static_cast<std::uint16_t>(any_ | test.mask);
            } else {
                tests_.push_back(test);
            }
        }
    }
}

}  // namespace mineprint::archive
