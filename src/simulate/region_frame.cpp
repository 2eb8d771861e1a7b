// SPDX-License-Identifier: Apache-2.0
#include "mineprint/simulate/region_frame.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "mineprint/core/error.hpp"
#include "mineprint/core/text.hpp"
#include "mineprint/gdal_io/crs.hpp"
#include "mineprint/geo/polygon.hpp"

namespace mineprint::simulate {
namespace {

constexpr double lattice_offset_m = 15.0;  // Landsat's pixel centres are multiples of 30 m

int utm_zone_of(double longitude_deg) {
    return std::clamp(static_cast<int>(std::floor((longitude_deg + 180.0) / 6.0)) + 1, 1, 60);
}

double central_meridian_deg(int utm_zone) { return utm_zone * 6.0 - 183.0; }

std::string utm_wkt(int utm_zone) {
    return gdal_io::crs_to_wkt(fmt::format("EPSG:{}", 32600 + utm_zone));
}

/// The smallest box on Landsat's lattice that holds a box of the CRS.
geo::Grid snapped(const std::string& crs_wkt, const geo::Extent& box, int margin) {
    const auto down = [](double value) { return std::floor((value - lattice_offset_m) / pixel_m); };
    const auto up = [](double value) { return std::ceil((value - lattice_offset_m) / pixel_m); };
    const double left = down(box.xmin) - margin;
    const double top = up(box.ymax) + margin;
    geo::Grid grid{crs_wkt,
                   left * pixel_m + lattice_offset_m,
                   top * pixel_m + lattice_offset_m,
                   pixel_m,
                   pixel_m,
                   0,
                   0};
    grid.width = static_cast<std::int64_t>(up(box.xmax) + margin - left);
    grid.height = static_cast<std::int64_t>(top - down(box.ymin) + margin);
    return grid;
}

/// The box around an outline in another CRS; its edges get points because they bend.
geo::Extent extent_in(const geo::Extent& box, const std::string& from_wkt,
                      const std::string& to_wkt) {
    constexpr int steps = 32;
    geo::Ring outline;
    for (int i = 0; i <= steps; ++i) {
        const double x = box.xmin + (box.xmax - box.xmin) * i / steps;
        const double y = box.ymin + (box.ymax - box.ymin) * i / steps;
        outline.insert(outline.end(), {{x, box.ymin}, {x, box.ymax}, {box.xmin, y}, {box.xmax, y}});
    }
    gdal_io::transform(outline, from_wkt, to_wkt);
    return geo::Polygon{{outline}}.extent();
}

void check_extent(const geo::Extent& extent) {
    const bool usable = extent.xmin >= -180 && extent.xmax <= 180 && extent.ymin >= -78 &&
                        extent.ymax <= 78 && extent.xmax > extent.xmin &&
                        extent.ymax > extent.ymin && extent.xmax - extent.xmin <= 6;
    if (!usable) {
        throw core::UsageError(fmt::format(
            "simulate.extent={},{},{},{}: it must be west,south,east,north in degrees, between 78 "
            "south and 78 north, at most 6 degrees wide and not across the date line",
            extent.xmin, extent.ymin, extent.xmax, extent.ymax));
    }
}

Border parse_border(const std::string& text, const geo::Extent& extent) {
    const auto parts = core::split_text(text.empty() ? "meridian" : text, ':');
    Border border;
    border.meridian = parts[0] == "meridian";
    const double low = border.meridian ? extent.xmin : extent.ymin;
    const double high = border.meridian ? extent.xmax : extent.ymax;
    border.degrees = 0.5 * (low + high);
    bool read = parts.size() <= 2 && (border.meridian || parts[0] == "parallel");
    if (read && parts.size() == 2) {
        const char* end = parts[1].data() + parts[1].size();
        const auto result = std::from_chars(parts[1].data(), end, border.degrees);
        read = result.ec == std::errc{} && result.ptr == end;
    }
    if (!read || border.degrees <= low || border.degrees >= high) {
        throw core::UsageError(fmt::format(
            "simulate.border={}: it must be meridian or parallel, or one of them with a position "
            "inside the extent ({} … {}), such as {}:{}",
            text, low, high, border.meridian ? "meridian" : "parallel", 0.5 * (low + high)));
    }
    return border;
}

std::array<Zone, 2> parse_zones(const std::vector<std::string>& texts) {
    if (texts.size() != 2) {
        throw core::UsageError(fmt::format(
            "simulate.zones names {} zones: it must name two, west and east or south and north, "
            "such as zones=MMR:Myanmar,CHN:China",
            texts.size()));
    }
    std::array<Zone, 2> zones;
    for (std::size_t i = 0; i < zones.size(); ++i) {
        const std::size_t colon = texts[i].find(':');
        zones[i].code = core::trimmed(std::string_view(texts[i]).substr(0, colon));
        zones[i].name = colon == std::string::npos
                            ? zones[i].code
                            : core::trimmed(std::string_view(texts[i]).substr(colon + 1));
    }
    if (zones[0].code.empty() || zones[1].code.empty() || zones[0].code == zones[1].code) {
        throw core::UsageError(
            fmt::format("simulate.zones={},{}: it needs two different codes", texts[0], texts[1]));
    }
    return zones;
}

/// A box as a ring, with points every 100 m or so along the border: projected, a straight edge
/// bends.
nlohmann::json box_ring(const geo::Extent& box, const RegionFrame& frame) {
    constexpr int steps = 200;
    const auto is_border = [&](geo::Point a, geo::Point b) {
        const double at = frame.border.degrees;
        return frame.border.meridian ? a.x == at && b.x == at : a.y == at && b.y == at;
    };
    const std::array<geo::Point, 5> corners = {geo::Point{box.xmin, box.ymin},
                                               {box.xmax, box.ymin},
                                               {box.xmax, box.ymax},
                                               {box.xmin, box.ymax},
                                               {box.xmin, box.ymin}};
    nlohmann::json ring = nlohmann::json::array();
    for (std::size_t i = 0; i + 1 < corners.size(); ++i) {
        const geo::Point a = corners[i];
        const geo::Point b = corners[i + 1];
        const int parts = is_border(a, b) ? steps : 1;
        for (int part = 0; part < parts; ++part) {
            ring.push_back({a.x + (b.x - a.x) * part / parts, a.y + (b.y - a.y) * part / parts});
        }
    }
    ring.push_back({corners[0].x, corners[0].y});
    return ring;
}

}  // namespace

RegionFrame make_region_frame(const SimulateOptions& options) {
    check_extent(options.extent);
    RegionFrame frame;
    frame.lonlat = options.extent;
    frame.border = parse_border(options.border, options.extent);
    frame.zones = parse_zones(options.zones);
    frame.wgs84 = gdal_io::crs_to_wkt("EPSG:4326");
    const double centre_deg = 0.5 * (options.extent.xmin + options.extent.xmax);
    frame.utm_zone = utm_zone_of(centre_deg);
    const int step = centre_deg > central_meridian_deg(frame.utm_zone) ? 1 : -1;
    frame.neighbour_zone = (frame.utm_zone - 1 + step + 60) % 60 + 1;
    frame.neighbour_wkt = utm_wkt(frame.neighbour_zone);
    const std::string wkt = utm_wkt(frame.utm_zone);
    frame.grid = snapped(wkt, extent_in(options.extent, frame.wgs84, wkt), 0);
    return frame;
}

geo::Grid scene_grid(const RegionFrame& frame, const std::string& crs_wkt, int margin) {
    const geo::Extent box = crs_wkt == frame.grid.crs_wkt
                                ? frame.grid.extent()
                                : extent_in(frame.grid.extent(), frame.grid.crs_wkt, crs_wkt);
    return snapped(crs_wkt, box, margin);
}

std::string zones_geojson(const RegionFrame& frame) {
    constexpr double beyond_deg = 0.05;
    const geo::Extent& inner = frame.lonlat;
    std::array<geo::Extent, 2> boxes;
    boxes.fill({inner.xmin - beyond_deg, inner.ymin - beyond_deg, inner.xmax + beyond_deg,
                inner.ymax + beyond_deg});
    (frame.border.meridian ? boxes[0].xmax : boxes[0].ymax) = frame.border.degrees;
    (frame.border.meridian ? boxes[1].xmin : boxes[1].ymin) = frame.border.degrees;
    nlohmann::ordered_json collection = {{"type", "FeatureCollection"},
                                         {"name", "zones"},
                                         {"synthetic", "yes"},
                                         {"features", nlohmann::ordered_json::array()}};
    for (std::size_t zone = 0; zone < frame.zones.size(); ++zone) {
        collection["features"].push_back(
            {{"type", "Feature"},
             {"properties", {{"code", frame.zones[zone].code}, {"name", frame.zones[zone].name}}},
             {"geometry",
              {{"type", "Polygon"},
               {"coordinates", nlohmann::json::array({box_ring(boxes[zone], frame)})}}}});
    }
    return collection.dump(1) + "\n";
}

}  // namespace mineprint::simulate
