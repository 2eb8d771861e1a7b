// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace mineprint::simulate {

/// What a quality layer says of one pixel.
struct PixelState {
    bool fill = false;
    bool cloud = false;
    bool dilated_cloud = false;
    bool shadow = false;
    bool cirrus = false;  ///< Landsat 8 and 9 only
    bool water = false;
};

/// The value of `QA_PIXEL` (Collection 2, product guides LSDS-1328, LSDS-1330, LSDS-1618): bit 0
/// fill, 1 dilated cloud, 2 cirrus, 3 cloud, 4 shadow, 6 clear, 7 water, then confidences of two
/// bits each. Landsat 4–7 (`oli` false) leave cirrus unused, and call a shadow not clear. Water is
/// not "clear".
[[nodiscard]] constexpr std::uint16_t quality_value(const PixelState& state, bool oli) {
    constexpr unsigned low = 1;
    constexpr unsigned high = 3;
    if (state.fill) {
        return 1;
    }
    const bool cirrus = state.cirrus && oli;
    const bool clear =
        !state.cloud && !state.dilated_cloud && !state.water && (oli || !state.shadow);
    unsigned value = (state.cloud ? high : low) << 8U;
    value |= (state.shadow ? high : low) << 10U;
    value |= low << 12U;
    value |= oli ? (cirrus ? high : low) << 14U : 0U;
    value |= static_cast<unsigned>(state.dilated_cloud) << 1U;
    value |= static_cast<unsigned>(cirrus) << 2U;
    value |= static_cast<unsigned>(state.cloud) << 3U;
    value |= static_cast<unsigned>(state.shadow) << 4U;
    value |= static_cast<unsigned>(clear) << 6U;
    value |= static_cast<unsigned>(state.water) << 7U;
    return static_cast<std::uint16_t>(value);
}

}  // namespace mineprint::simulate
