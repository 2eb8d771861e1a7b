// SPDX-License-Identifier: Apache-2.0
#include "mineprint/spectra/continuum.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace mineprint::spectra {
namespace {

constexpr double no_value = std::numeric_limits<double>::quiet_NaN();

/// Points with a value.
struct Points {
    std::vector<double> x;
    std::vector<double> y;

    Points(std::span<const double> xs, std::span<const double> ys) {
        for (std::size_t i = 0; i < xs.size(); ++i) {
            if (std::isfinite(ys[i])) {
                x.push_back(xs[i]);
                y.push_back(ys[i]);
            }
        }
    }
    [[nodiscard]] std::size_t size() const { return x.size(); }
};

/// Whether the middle one of three points lies on or below the line through the others.
bool is_below(const Points& p, std::size_t left, std::size_t middle, std::size_t right) {
    return (p.y[middle] - p.y[left]) * (p.x[right] - p.x[left]) <=
           (p.y[right] - p.y[left]) * (p.x[middle] - p.x[left]);
}

/// The points of the upper hull from left to right (Andrew 1979).
std::vector<std::size_t> upper_hull(const Points& points) {
    std::vector<std::size_t> hull;
    for (std::size_t i = 0; i < points.size(); ++i) {
        while (hull.size() >= 2 && is_below(points, hull[hull.size() - 2], hull.back(), i)) {
            hull.pop_back();
        }
        hull.push_back(i);
    }
    return hull;
}

/// The vertex of the parabola through the lowest point and its neighbours.
double centre_of(const Points& p, std::size_t lowest) {
    if (lowest == 0 || lowest + 1 == p.size()) {
        return p.x[lowest];
    }
    const double to_left = p.x[lowest] - p.x[lowest - 1];
    const double to_right = p.x[lowest] - p.x[lowest + 1];
    const double rise_left = p.y[lowest] - p.y[lowest - 1];
    const double rise_right = p.y[lowest] - p.y[lowest + 1];
    const double below = to_left * rise_right - to_right * rise_left;
    if (below == 0) {
        return p.x[lowest];
    }
    return p.x[lowest] -
           0.5 * (to_left * to_left * rise_right - to_right * to_right * rise_left) / below;
}

/// Where the curve crosses half depth, from the lowest point outwards; the end if it does not.
double half_depth_at(const Points& p, std::size_t lowest, std::ptrdiff_t step) {
    const double half = 1 - 0.5 * (1 - p.y[lowest]);
    auto i = static_cast<std::ptrdiff_t>(lowest);
    const auto n = static_cast<std::ptrdiff_t>(p.size());
    while (i + step >= 0 && i + step < n) {
        const auto inner = static_cast<std::size_t>(i);
        const auto outer = static_cast<std::size_t>(i + step);
        if (p.y[outer] >= half) {
            const double share = (half - p.y[inner]) / (p.y[outer] - p.y[inner]);
            return p.x[inner] + share * (p.x[outer] - p.x[inner]);
        }
        i += step;
    }
    return p.x[static_cast<std::size_t>(i)];
}

}  // namespace

std::vector<double> continuum(std::span<const double> wavelength_um,
                              std::span<const double> reflectance) {
    std::vector<double> line(wavelength_um.size(), no_value);
    const Points points(wavelength_um, reflectance);
    const auto hull = upper_hull(points);
    std::size_t piece = 0;
    for (std::size_t i = 0; i < line.size() && !hull.empty(); ++i) {
        const double x = wavelength_um[i];
        while (piece + 2 < hull.size() && x > points.x[hull[piece + 1]]) {
            ++piece;
        }
        const std::size_t a = hull[piece];
        const std::size_t b = hull[std::min(piece + 1, hull.size() - 1)];
        if (x < points.x[hull.front()] || x > points.x[hull.back()]) {
            continue;
        }
        // At its own points the hull is the reflectance itself, free of rounding.
        line[i] = x == points.x[a] ? points.y[a]
                  : x == points.x[b]
                      ? points.y[b]
                      : points.y[a] + (points.y[b] - points.y[a]) *
                                          ((x - points.x[a]) / (points.x[b] - points.x[a]));
    }
    return line;
}

std::vector<double> remove_continuum(std::span<const double> wavelength_um,
                                     std::span<const double> reflectance) {
    std::vector<double> removed = continuum(wavelength_um, reflectance);
    for (std::size_t i = 0; i < removed.size(); ++i) {
        removed[i] = removed[i] > 0 ? reflectance[i] / removed[i] : no_value;
    }
    return removed;
}

Absorption absorption(std::span<const double> wavelength_um, std::span<const double> removed) {
    const Points points(wavelength_um, removed);
    constexpr std::size_t fewest = 3;
    if (points.size() < fewest) {
        return {no_value, no_value, no_value, no_value};
    }
    const auto lowest = static_cast<std::size_t>(
        std::min_element(points.y.begin(), points.y.end()) - points.y.begin());
    Absorption found;
    found.depth = 1 - points.y[lowest];
    found.centre_um = centre_of(points, lowest);
    found.width_um = half_depth_at(points, lowest, 1) - half_depth_at(points, lowest, -1);
    for (std::size_t i = 1; i < points.size(); ++i) {
        found.area_um +=
            0.5 * ((1 - points.y[i]) + (1 - points.y[i - 1])) * (points.x[i] - points.x[i - 1]);
    }
    return found;
}

}  // namespace mineprint::spectra
