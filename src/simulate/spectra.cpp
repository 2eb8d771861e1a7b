// SPDX-License-Identifier: Apache-2.0
#include "mineprint/simulate/spectra.hpp"

namespace mineprint::simulate {
namespace {

/// Two ends of a cover's range; typical of what Landsat shows, rounded, of no particular place.
struct Range {
    Spectrum usual{};
    Spectrum dry{};
    double season = 0;  ///< how much of the season's change it takes part in
};

constexpr std::array<Range, num_covers> ranges = {{
    // pit: fresh rock and spoil, bright and grey
    {{0.170, 0.205, 0.230, 0.265, 0.310, 0.285}, {0.200, 0.240, 0.270, 0.310, 0.370, 0.340}, 0.0},
    // pond: tailings in water, milky
    {{0.150, 0.190, 0.185, 0.110, 0.045, 0.030}, {0.170, 0.210, 0.210, 0.140, 0.060, 0.040}, 0.0},
    // forest: closed, and opened
    {{0.020, 0.040, 0.026, 0.310, 0.140, 0.058}, {0.026, 0.050, 0.036, 0.285, 0.165, 0.074}, 1.0},
    // bare soil: laterite, red
    {{0.055, 0.085, 0.135, 0.215, 0.300, 0.235}, {0.065, 0.100, 0.160, 0.250, 0.350, 0.275}, 0.2},
    // water: a brown river
    {{0.045, 0.060, 0.050, 0.026, 0.012, 0.008}, {0.055, 0.078, 0.070, 0.036, 0.016, 0.010}, 0.0},
    // grass and fields: green, and half dry
    {{0.036, 0.070, 0.050, 0.360, 0.210, 0.100}, {0.048, 0.082, 0.078, 0.310, 0.250, 0.140}, 1.0},
}};

constexpr Spectrum cloud = {0.62, 0.61, 0.62, 0.66, 0.50, 0.38};
// Of the change of vegetation with the season: near infrared with it, the others against it.
constexpr Spectrum season_sign = {-0.3, -0.2, -0.6, 1.0, -0.5, -0.7};

}  // namespace

Spectrum spectrum_of(Cover cover, double dryness, double greenness) {
    const Range& range = ranges[static_cast<std::size_t>(cover)];
    Spectrum spectrum{};
    for (std::size_t band = 0; band < num_bands; ++band) {
        const double still = range.usual[band] + dryness * (range.dry[band] - range.usual[band]);
        spectrum[band] = still * (1.0 + range.season * season_sign[band] * (greenness - 1.0));
    }
    return spectrum;
}

const Spectrum& cloud_spectrum() { return cloud; }

Response sensor_response(archive::Sensor sensor) {
    if (sensor == archive::Sensor::oli) {
        return {{1, 1, 1, 1, 1, 1}, {0, 0, 0, 0, 0, 0}};
    }
    // Broader bands than OLI's: near infrared lower, the visible a little higher over vegetation.
    return {{0.99, 0.985, 0.98, 0.965, 0.98, 0.975}, {0.004, 0.005, 0.004, 0.002, 0.003, 0.002}};
}

}  // namespace mineprint::simulate
