// SPDX-License-Identifier: Apache-2.0
#include "mineprint/features/terrain.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>

#include <fmt/format.h>

#include "mineprint/core/error.hpp"
#include "mineprint/core/text.hpp"

namespace mineprint::features {
namespace {

using raster::Raster;

/// One pixel of the result and its surroundings.
class Place {
  public:
    Place(const Elevations& elevations, std::int64_t row, std::int64_t column, std::size_t pixel)
        : elevations_(elevations), row_(row), column_(column), pixel_(pixel) {}

    /// The elevation so many rows below and columns to the right.
    [[nodiscard]] double at(std::int64_t down, std::int64_t right) const {
        return (*elevations_.height_m)(row_ + elevations_.halo + down,
                                       column_ + elevations_.halo + right);
    }
    [[nodiscard]] double width_m() const { return elevations_.size->width_m[pixel_]; }
    [[nodiscard]] double height_m() const { return elevations_.size->height_m[pixel_]; }

  private:
    const Elevations& elevations_;
    std::int64_t row_;
    std::int64_t column_;
    std::size_t pixel_;
};

/// Rise per metre towards the east and the north.
struct Gradient {
    double east = 0;
    double north = 0;
    [[nodiscard]] double length() const { return std::hypot(east, north); }
};

Gradient gradient(const Place& place) {
    const double west = place.at(-1, -1) + 2 * place.at(0, -1) + place.at(1, -1);
    const double east = place.at(-1, 1) + 2 * place.at(0, 1) + place.at(1, 1);
    const double north = place.at(-1, -1) + 2 * place.at(-1, 0) + place.at(-1, 1);
    const double south = place.at(1, -1) + 2 * place.at(1, 0) + place.at(1, 1);
    return {(east - west) / (8 * place.width_m()), (north - south) / (8 * place.height_m())};
}

double elevation(const Place& place) { return place.at(0, 0); }

double slope(const Place& place) {
    // The middle one is not among Horn's eight; where it is not known the others tell nothing.
    return std::atan(gradient(place).length()) * 180 / std::numbers::pi + 0 * place.at(0, 0);
}

/// A component of the direction of steepest descent; 0 on level ground, which has none.
double component(const Gradient& gradient, double part) {
    const double length = gradient.length();
    return length == 0 ? 0 : -part / length;
}

double northness(const Place& place) {
    const Gradient rise = gradient(place);
    return component(rise, rise.north) + 0 * place.at(0, 0);
}

double eastness(const Place& place) {
    const Gradient rise = gradient(place);
    return component(rise, rise.east) + 0 * place.at(0, 0);
}

double roughness(const Place& place) {
    double low = place.at(0, 0);
    double high = low;
    double any_missing = 0;
    for (std::int64_t down = -1; down <= 1; ++down) {
        for (std::int64_t right = -1; right <= 1; ++right) {
            const double value = place.at(down, right);
            low = std::min(low, value);
            high = std::max(high, value);
            any_missing += 0 * value;
        }
    }
    return high - low + any_missing;
}

/// Elevation above the mean of the other pixels of a square. Sums of columns, then of these: the
/// same additions for a pixel in every window.
void fill_tpi(const Elevations& elevations, std::int64_t radius, Raster<float>& result) {
    const Raster<float>& height_m = *elevations.height_m;
    const std::int64_t side = 2 * radius + 1;
    const auto num_others = static_cast<double>(side * side - 1);
    std::vector<double> sums(static_cast<std::size_t>(height_m.width()));
    for (std::int64_t row = 0; row < result.height(); ++row) {
        const std::int64_t middle = row + elevations.halo;
        std::ranges::fill(sums, 0.0);
        for (std::int64_t other = middle - radius; other <= middle + radius; ++other) {
            const auto values = height_m.row(other);
            for (std::size_t i = 0; i < sums.size(); ++i) {
                sums[i] += values[i];
            }
        }
        for (std::int64_t column = 0; column < result.width(); ++column) {
            const std::int64_t first = column + elevations.halo - radius;
            double sum = 0;
            for (std::int64_t i = first; i < first + side; ++i) {
                sum += sums[static_cast<std::size_t>(i)];
            }
            const double own = height_m(middle, column + elevations.halo);
            result(row, column) = static_cast<float>(own - (sum - own) / num_others);
        }
    }
}

using Formula = double (*)(const Place&);

/// nullptr: it is worked out row by row.
Formula formula_of(const std::string& name) {
    constexpr std::array<std::pair<const char*, Formula>, 5> formulas{{{"elevation", elevation},
                                                                       {"slope", slope},
                                                                       {"northness", northness},
                                                                       {"eastness", eastness},
                                                                       {"roughness", roughness}}};
    for (const auto& [known, formula] : formulas) {
        if (name == known) {
            return formula;
        }
    }
    return nullptr;
}

void fill(const Elevations& elevations, Formula formula, Raster<float>& result) {
    std::size_t pixel = 0;
    for (std::int64_t row = 0; row < result.height(); ++row) {
        for (std::int64_t column = 0; column < result.width(); ++column) {
            result[pixel] = static_cast<float>(formula(Place(elevations, row, column, pixel)));
            ++pixel;
        }
    }
}

const TerrainInfo& info_of(const std::string& name) {
    std::vector<std::string> names;
    for (const TerrainInfo& info : known_terrain()) {
        if (info.name == name) {
            return info;
        }
        names.push_back(info.name);
    }
    throw core::UsageError(
        fmt::format("features.terrain: there is no '{}'; the nearest name is '{}'", name,
                    core::nearest_name(name, names)));
}

}  // namespace

const std::vector<TerrainInfo>& known_terrain() {
    static const std::vector<TerrainInfo> table{
        {"elevation", "elevation in metres", "the elevation model itself"},
        {"slope", "slope in degrees", "Horn 1981, Proc. IEEE 69:14-47"},
        {"northness", "cosine of the direction of steepest descent",
         "Horn 1981, Proc. IEEE 69:14-47"},
        {"eastness", "sine of the direction of steepest descent", "Horn 1981, Proc. IEEE 69:14-47"},
        {"tpi", "elevation above the mean of the pixels around, in metres",
         "Weiss 2001, ESRI User Conference; Wilson et al. 2007, Mar. Geod. 30:3-35"},
        {"roughness", "largest difference of elevation within 3 x 3 pixels, in metres",
         "Wilson et al. 2007, Mar. Geod. 30:3-35"}};
    return table;
}

std::string terrain_definition(const std::string& name, int tpi_radius) {
    const std::string& text = info_of(name).definition;
    return name == "tpi" ? fmt::format("{}, within {} pixels", text, tpi_radius) : text;
}

std::int64_t terrain_halo(std::span<const std::string> names, int tpi_radius) {
    std::int64_t halo = 0;
    for (const std::string& name : names) {
        halo = std::max<std::int64_t>(halo, name == "elevation" ? 0
                                            : name == "tpi"     ? tpi_radius
                                                                : 1);
    }
    return halo;
}

raster::BandStack terrain(const Elevations& elevations, std::span<const std::string> names,
                          int tpi_radius) {
    const std::int64_t width = elevations.height_m->width() - 2 * elevations.halo;
    const std::int64_t height = elevations.height_m->height() - 2 * elevations.halo;
    const auto num_pixels = static_cast<std::size_t>(std::max<std::int64_t>(0, width * height));
    if (elevations.halo < terrain_halo(names, tpi_radius) ||
        elevations.size->width_m.size() != num_pixels) {
        throw core::RunError("the elevations around a window do not fit it");
    }
    raster::BandStack result;
    for (const std::string& name : names) {
        Raster<float> feature(width, height);
        if (const Formula formula = formula_of(info_of(name).name)) {
            fill(elevations, formula, feature);
        } else {
            fill_tpi(elevations, tpi_radius, feature);
        }
        result.add(name, std::move(feature));
    }
    return result;
}

}  // namespace mineprint::features
