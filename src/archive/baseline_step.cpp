// SPDX-License-Identifier: Apache-2.0
#include "mineprint/archive/baseline_step.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string_view>

#include "mineprint/archive/product_names.hpp"

namespace mineprint::archive {
namespace {

constexpr std::array<std::string_view, 3> visible{"blue", "green", "red"};
constexpr double first_bin = -0.4;
constexpr double bin_width = 0.001;

/// The bin of the middle value; the upper one of two.
double median_of(const std::vector<std::int64_t>& histogram, std::int64_t total) {
    std::int64_t seen = 0;
    for (std::size_t bin = 0; bin < histogram.size(); ++bin) {
        seen += histogram[bin];
        if (2 * seen > total) {
            return first_bin + bin_width * static_cast<double>(bin);
        }
    }
    return first_bin;
}

}  // namespace

void BaselineStep::add(const Scene& scene, const Observation& observation) {
    if (scene.sensor != Sensor::msi || scene.baseline.empty() || scene.harmonised) {
        return;
    }
    const bool later = baseline_number(scene.baseline, scene.id) >= first_offset_baseline;
    for (std::size_t i = 0; i < observation.reflectance.names.size(); ++i) {
        const auto* name =
            std::find(visible.begin(), visible.end(), observation.reflectance.names[i]);
        if (name == visible.end()) {
            continue;
        }
        Histogram& histogram =
            sides_.at(later ? 1 : 0).bands.at(static_cast<std::size_t>(name - visible.begin()));
        histogram.resize(num_bins);
        const raster::ScaledRaster& values = observation.reflectance.bands[i];
        for (std::size_t pixel = 0; pixel < observation.clear.size(); ++pixel) {
            if (observation.clear[pixel] != 0) {
                const double bin =
                    std::floor((static_cast<double>(values[pixel]) - first_bin) / bin_width);
                ++histogram[static_cast<std::size_t>(
                    std::clamp(bin, 0.0, static_cast<double>(num_bins - 1)))];
            }
        }
    }
}

std::optional<double> BaselineStep::step() const {
    std::optional<double> least;
    for (std::size_t band = 0; band < visible.size(); ++band) {
        const Histogram& before = sides_[0].bands.at(band);
        const Histogram& since = sides_[1].bands.at(band);
        const auto num_before = std::accumulate(before.begin(), before.end(), std::int64_t{0});
        const auto num_since = std::accumulate(since.begin(), since.end(), std::int64_t{0});
        if (num_before < fewest_pixels || num_since < fewest_pixels) {
            continue;
        }
        const double step = median_of(since, num_since) - median_of(before, num_before);
        if (!least || std::abs(step) < std::abs(*least)) {
            least = step;
        }
    }
    return least;
}

}  // namespace mineprint::archive
