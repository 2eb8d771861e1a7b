// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "mineprint/archive/scene.hpp"

namespace mineprint::archive {

/// What quality layers can say of a pixel; which layer says what: docs/methods/archives.md.
enum class QualityFlag {
    fill,
    cloud,
    dilated_cloud,
    cirrus,
    cloud_shadow,
    snow,
    water,
    saturated,
    aerosol,            ///< much of it, or none could be estimated
    terrain_occlusion,  ///< hidden behind terrain
    dropped,            ///< lost in transmission
    internal_cloud,     ///< cloud, its shadow or its surroundings by Landsat 4 to 7's own test
    dark,               ///< dark area, topographic shadow (Sentinel-2)
    unclassified,       ///< Sentinel-2
    subzero,            ///< negative reflectance (FORCE)
    low_sun,            ///< sun lower than 15° (FORCE)
    unlit               ///< the slope is turned away from the sun (FORCE)
};
/// `dilated-cloud`, …: as in job files.
[[nodiscard]] std::string_view quality_flag_name(QualityFlag flag);
/// All of them, in the order of the enumeration.
[[nodiscard]] const std::vector<QualityFlag>& all_quality_flags();
/// Nothing where there is no such name.
[[nodiscard]] std::optional<QualityFlag> quality_flag_named(std::string_view name);

/// Flags that make a pixel not clear unless a job says otherwise. `water` is not among them (open
/// water, tailing ponds among it), nor are the bare soil and dark areas of Sentinel-2: mines are
/// made of them.
[[nodiscard]] const std::vector<QualityFlag>& default_rejected();

/// What makes a pixel not clear.
struct QualityOptions {
    std::vector<QualityFlag> reject = default_rejected();  ///< fill is rejected in any case
    double dilation_m = 0;  ///< pixels so near to a rejected cloud or shadow are rejected too
    bool operator==(const QualityOptions&) const = default;
};

/// The flags that a dilation widens: cloud, dilated_cloud, cirrus, cloud_shadow, internal_cloud.
[[nodiscard]] bool is_cloud_flag(QualityFlag flag);

/// A value is meant where (value & mask) == value.
struct BitTest {
    std::uint16_t mask = 0;
    std::uint16_t value = 0;
    bool operator==(const BitTest&) const = default;
};

/// What the tests of a layer are chosen by.
struct QualityScope {
    Sensor sensor = Sensor::oli;
    std::span<const std::string> bands;  ///< the bands a job uses: their saturation counts
};

/// How a flag shows in a layer: any of the tests. None where the layer, or the sensor in it, does
/// not have the flag. Sources: USGS LSDS-1618 and LSDS-1619 (Landsat Collection 2), Sentinel-2
/// Products Specification Document (SCL), HLS v2.0 User Guide (Fmask), FORCE documentation (QAI).
[[nodiscard]] std::vector<BitTest> flag_tests(QualityFlag flag, QualityKind kind,
                                              const QualityScope& scope);

/// Which values of a layer make a pixel not clear.
class LayerRule {
  public:
    LayerRule() = default;
    LayerRule(QualityKind kind, const QualityScope& scope, std::span<const QualityFlag> rejected);

    /// No value is rejected: the layer need not be read.
    [[nodiscard]] bool empty() const noexcept { return any_ == 0 && tests_.empty(); }
    [[nodiscard]] bool accepts(std::uint16_t value) const noexcept {
        return (value & any_) == 0 && std::none_of(tests_.begin(), tests_.end(), [&](BitTest t) {
                   return (value & t.mask) == t.value;
               });
    }
    bool operator==(const LayerRule&) const = default;

  private:
    std::uint16_t any_ = 0;       ///< a single bit of these is enough
    std::vector<BitTest> tests_;  ///< all others
};

}  // namespace mineprint::archive
