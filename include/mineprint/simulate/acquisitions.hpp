// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "mineprint/archive/scene.hpp"
#include "mineprint/core/date.hpp"
#include "mineprint/geo/grid.hpp"
#include "mineprint/simulate/landscape.hpp"
#include "mineprint/simulate/simulate.hpp"
#include "mineprint/simulate/wrs2.hpp"

namespace mineprint::simulate {

/// The six bands of a made-up product, in this order.
inline constexpr std::array<std::string_view, 6> band_names = {"blue", "green", "red",
                                                               "nir",  "swir1", "swir2"};
inline constexpr std::size_t num_bands = band_names.size();

/// A satellite whose products are made up, with the days it acquired in its nominal orbit.
struct Satellite {
    std::string_view prefix;      ///< of product names: LT05
    std::string_view spacecraft;  ///< LANDSAT_5
    std::string_view sensor_id;   ///< TM, ETM, OLI_TIRS
    archive::Sensor sensor = archive::Sensor::oli;
    CyclePhase phase = CyclePhase::landsat_5_8;
    std::array<int, num_bands> band_numbers{};
    std::string_view first_day;
    std::string_view last_day;

    [[nodiscard]] bool oli() const { return sensor == archive::Sensor::oli; }
};

/// Landsat 5, 7, 8 and 9.
[[nodiscard]] const std::vector<Satellite>& satellites();

/// One product to be made.
struct PlannedScene {
    const Satellite* satellite = nullptr;
    core::Date date;
    PathRow place;
    std::size_t epoch_index = 0;
    geo::Grid grid;
    double cloud_share = 0;  ///< 0 … 1, wanted over the region
    bool slc_off = false;    ///< Landsat 7 since 2003-05-31: stripes without data
    std::uint64_t key = 0;   ///< of all its random draws
    std::string product_id;

    /// Name of a file of the product: `<product id>_<suffix>`.
    [[nodiscard]] std::string file_name(std::string_view suffix) const {
        return product_id + "_" + std::string(suffix);
    }
};

/// The scenes of all epochs, spread evenly over the days on which a satellite passed. Every third
/// is of the neighbouring path and lies in the neighbouring UTM zone. The first of an epoch is
/// nearly free of clouds. Throws UsageError naming an epoch with fewer passes than scenes wanted.
[[nodiscard]] std::vector<PlannedScene> plan_scenes(const SimulateOptions& options,
                                                    const Landscape& landscape);

}  // namespace mineprint::simulate
