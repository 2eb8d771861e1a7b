// SPDX-License-Identifier: Apache-2.0
#include "mineprint/geo/wrs2.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "mineprint/geo/cartesian.hpp"

namespace mineprint::geo {
namespace {

constexpr int num_paths = 233;
constexpr int num_rows = 248;
constexpr int equator_row = 60;
constexpr int last_row_by_day = 122;
constexpr double days_per_cycle = 16;
constexpr double first_node_deg = -64.6;
constexpr double half_width_m = 92500;
constexpr double half_length_m = 90000;
constexpr double radians = std::numbers::pi / 180;

using Vector = std::array<double, 3>;

double dot(const Vector& a, const Vector& b) { return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]; }
Vector minus(const Vector& a, const Vector& b) { return {a[0] - b[0], a[1] - b[1], a[2] - b[2]}; }
Vector cross(const Vector& a, const Vector& b) {
    return {a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]};
}
Vector unit(const Vector& a) {
    const double length = std::sqrt(dot(a, a));
    return {a[0] / length, a[1] / length, a[2] / length};
}

/// The point below the satellite at any, also a fractional, row of a path.
Point ground_track(int path, double row) {
    constexpr double supplement = (180 - 98.2) * radians;  // the orbit goes westwards
    const double along = (row - equator_row) * 2 * std::numbers::pi / num_rows;
    const double geocentric = -std::asin(std::sin(supplement) * std::sin(along));
    const double in_space = std::atan2(-std::cos(supplement) * std::sin(along), std::cos(along));
    const double turned_meanwhile = along * days_per_cycle / num_paths;
    const double node = first_node_deg - (path - 1) * 360.0 / num_paths;
    const double longitude = node + (in_space - turned_meanwhile) / radians;
    const double flattening = Ellipsoid{}.flattening;
    const double latitude =
        std::atan(std::tan(geocentric) / ((1 - flattening) * (1 - flattening))) / radians;
    return {std::remainder(longitude, 360), latitude};
}

Vector on_ellipsoid(Point lonlat_deg) { return to_cartesian({}, lonlat_deg); }

/// A scene as a box in the plane that touches the Earth in its middle.
class SceneBox {
  public:
    explicit SceneBox(const Wrs2Scene& scene)
        : middle_(on_ellipsoid(wrs2_centre(scene))),
          along_(unit(minus(on_ellipsoid(ground_track(scene.path, scene.row + 0.5)),
                            on_ellipsoid(ground_track(scene.path, scene.row - 0.5))))),
          across_(unit(cross(middle_, along_))) {}

    [[nodiscard]] bool shows(const Vector& place) const {
        const Vector there = minus(place, middle_);
        return std::abs(dot(there, along_)) <= half_length_m &&
               std::abs(dot(there, across_)) <= half_width_m && dot(place, middle_) > 0;
    }

  private:
    Vector middle_;
    Vector along_;
    Vector across_;
};

}  // namespace

Point wrs2_centre(const Wrs2Scene& scene) { return ground_track(scene.path, scene.row); }

std::vector<Wrs2Scene> wrs2_scenes(std::span<const Point> lonlat_deg) {
    std::vector<Vector> places;
    for (const Point& place : lonlat_deg) {
        places.push_back(on_ellipsoid(place));
    }
    const auto [south, north] =
        std::ranges::minmax_element(lonlat_deg, {}, [](const Point& place) { return place.y; });
    constexpr double reach_deg = 2;  // a scene reaches 1.3° north and south of its middle
    std::vector<Wrs2Scene> found;
    for (int row = 1; row <= last_row_by_day && !lonlat_deg.empty(); ++row) {
        const double latitude = wrs2_centre({1, row}).y;  // that of all paths
        if (latitude < south->y - reach_deg || latitude > north->y + reach_deg) {
            continue;
        }
        for (int path = 1; path <= num_paths; ++path) {
            const SceneBox box({path, row});
            if (std::ranges::any_of(places,
                                    [&](const Vector& place) { return box.shows(place); })) {
                found.push_back({path, row});
            }
        }
    }
    std::ranges::sort(found);
    return found;
}

}  // namespace mineprint::geo
