// SPDX-License-Identifier: Apache-2.0
#include "mineprint/composite/cloud_distance.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "mineprint/core/error.hpp"

namespace mineprint::composite {
namespace {

constexpr float far_away = std::numeric_limits<float>::infinity();

/// For each pixel of a row the square of the number of rows to the nearest set pixel of its column.
class ColumnDistance {
  public:
    ColumnDistance(const raster::Mask& mask, std::int64_t reach) : mask_(mask), reach_(reach) {}

    /// False when no column has a set pixel within reach.
    bool squared(std::int64_t row, std::vector<float>& result) const {
        std::ranges::fill(result, far_away);
        for (std::int64_t step = reach_; step >= 0; --step) {
            const auto square = static_cast<float>(step * step);
            for (const std::int64_t other : {row - step, row + step}) {
                if (other >= 0 && other < mask_.height()) {
                    put(mask_.row(other), square, result);
                }
            }
        }
        return std::ranges::any_of(result, [](float value) { return value != far_away; });
    }

  private:
    static void put(std::span<const std::uint8_t> set, float square, std::vector<float>& result) {
        for (std::size_t i = 0; i < set.size(); ++i) {
            result[i] = set[i] != 0 ? square : result[i];
        }
    }
    const raster::Mask& mask_;
    std::int64_t reach_;
};

}  // namespace

raster::Raster<float> distance_to_set(const raster::Mask& mask, const Halo& halo,
                                      const geo::GroundSize& size, double most_m) {
    raster::Raster<float> result(mask.width() - 2 * halo.columns, mask.height() - 2 * halo.rows,
                                 static_cast<float>(most_m * most_m));
    if (result.size() != size.width_m.size()) {
        throw core::RunError("the mask of clouds and its pixels' sizes do not fit together");
    }
    const ColumnDistance vertical(mask, halo.rows);
    std::vector<float> squared_rows(static_cast<std::size_t>(mask.width()));
    std::vector<float> width2(static_cast<std::size_t>(result.width()));
    std::vector<float> height2(width2.size());
    for (std::int64_t row = 0; row < result.height(); ++row) {
        if (!vertical.squared(row + halo.rows, squared_rows)) {
            continue;
        }
        const std::size_t first = static_cast<std::size_t>(row) * width2.size();
        for (std::size_t i = 0; i < width2.size(); ++i) {
            width2[i] = static_cast<float>(size.width_m[first + i] * size.width_m[first + i]);
            height2[i] = static_cast<float>(size.height_m[first + i] * size.height_m[first + i]);
        }
        // A minimum over all that is within reach: it does not depend on the order.
        const auto least = result.row(row);
        for (std::int64_t step = -halo.columns; step <= halo.columns; ++step) {
            const auto square = static_cast<float>(step * step);
            const float* const rows = squared_rows.data() + halo.columns + step;
            for (std::size_t i = 0; i < width2.size(); ++i) {
                const float distance = square * width2[i] + rows[i] * height2[i];
                least[i] = distance < least[i] ? distance : least[i];
            }
        }
    }
    for (float& value : result.values()) {
        value = std::sqrt(value);
    }
    return result;
}

}  // namespace mineprint::composite
