// SPDX-License-Identifier: Apache-2.0
#include "mineprint/pipeline/site_rows.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include <fmt/format.h>

#include "mineprint/change/growth.hpp"
#include "mineprint/change/outline.hpp"
#include "mineprint/change/site_distance.hpp"
#include "mineprint/gdal_io/crs.hpp"
#include "mineprint/geo/cartesian.hpp"
#include "mineprint/pipeline/result_tables.hpp"

namespace mineprint::pipeline {
namespace {

constexpr double mm2_per_km2 = 1e12;
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

double km2(std::int64_t mm2) { return static_cast<double>(mm2) / mm2_per_km2; }

geo::Point place_of(const geo::Grid& grid, const change::Corner& corner) {
    return {grid.x_at(corner.column), grid.y_at(corner.row)};
}

geo::Ring ring_of(const geo::Grid& grid, const change::CornerRing& corners) {
    geo::Ring ring;
    for (const change::Corner& corner : corners) {
        ring.push_back(place_of(grid, corner));
    }
    return ring;
}

std::vector<gdal_io::PolygonRings> rings_of(const geo::Grid& grid, const change::Outline& outline) {
    std::vector<gdal_io::PolygonRings> rings;
    for (const change::OutlinePolygon& polygon : outline.polygons) {
        auto& part = rings.emplace_back(gdal_io::PolygonRings{ring_of(grid, polygon.outer)});
        for (const change::CornerRing& hole : polygon.holes) {
            part.push_back(ring_of(grid, hole));
        }
    }
    return rings;
}

/// The middle of the longest run of the site's middle row: surely inside.
geo::Point place_inside(const change::Site& site, const geo::Grid& grid) {
    const std::int32_t row = site.runs[site.runs.size() / 2].row;
    const change::PixelRun* longest = nullptr;
    for (const change::PixelRun& run : site.runs) {
        if (run.row == row &&
            (longest == nullptr || run.end - run.begin > longest->end - longest->begin)) {
            longest = &run;
        }
    }
    return grid.centre_of(longest->begin + (longest->end - 1 - longest->begin) / 2, row);
}

/// Longitudes are unrolled around the place inside, so that a box may cross the antimeridian.
void set_box(SiteRow& row, std::span<const geo::Point> lonlat_deg) {
    double least = 0;
    double most = 0;
    row.south = row.north = lonlat_deg.front().y;
    for (const geo::Point& point : lonlat_deg) {
        const double off = std::remainder(point.x - row.longitude, 360);
        least = std::min(least, off);
        most = std::max(most, off);
        row.south = std::min(row.south, point.y);
        row.north = std::max(row.north, point.y);
    }
    const auto wrapped = [](double longitude) {
        return longitude < -180 ? longitude + 360 : longitude > 180 ? longitude - 360 : longitude;
    };
    row.west = wrapped(row.longitude + least);
    row.east = wrapped(row.longitude + most);
}

void set_epochs(SiteRow& row, const change::Site& site, const RegionJob& job) {
    for (std::size_t epoch = 0; epoch < job.epochs.size(); ++epoch) {
        row.target_km2.push_back(km2(site.target_mm2[epoch]));
        row.unobserved_km2.push_back(km2(site.unobserved_mm2[epoch]));
        if (site.target_mm2[epoch] > 0) {
            row.last_epoch = job.epochs[epoch].name;
            row.first_epoch = row.first_epoch.empty() ? row.last_epoch : row.first_epoch;
        }
    }
    row.net_gain_km2 = km2(site.ends_mm2[1] - site.ends_mm2[0]);
    row.growth_percent = change::growth(km2(site.ends_mm2[0]), km2(site.ends_mm2[1]),
                                        years_between(job.epochs.front(), job.epochs.back()))
                             .percent;
}

/// Where a site lies in layer `index`: the zone with most of it first, of equal ones the first.
SiteZone zone_of(const change::Site& site, std::int32_t index, const zones::ZoneLayer& layer) {
    std::vector<change::SiteShare> shares;
    std::copy_if(site.shares.begin(), site.shares.end(), std::back_inserter(shares),
                 [index](const change::SiteShare& share) { return share.layer == index; });
    std::stable_sort(shares.begin(), shares.end(),
                     [](const auto& a, const auto& b) { return a.area_mm2 > b.area_mm2; });
    SiteZone zone;
    for (const change::SiteShare& share : shares) {
        const std::string code = share.zone == zones::outside
                                     ? "outside"
                                     : layer.zones[static_cast<std::size_t>(share.zone)].code;
        const double part =
            static_cast<double>(share.area_mm2) / static_cast<double>(site.area_mm2);
        if (zone.all.empty()) {
            zone.code = code;
            zone.share = part;
        }
        zone.all += fmt::format("{}{} {:.1f} %", zone.all.empty() ? "" : "; ", code, 100 * part);
    }
    return zone;
}

/// Fills the columns that compare sites with each other.
void set_neighbours(std::vector<SiteRow>& rows, const std::vector<change::SitePoints>& points,
                    const SiteOptions& options) {
    const std::vector<bool> all(rows.size(), true);
    std::vector<bool> is_mine;
    for (const SiteRow& row : rows) {
        is_mine.push_back(row.kind != SiteKind::near);
    }
    const auto nearest = change::nearest_sites(points, all);
    const auto nearest_mine = change::nearest_sites(points, is_mine);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        rows[i].nearest_m = nearest[i] ? nearest[i]->distance_m : not_a_number;
        rows[i].nearest = nearest[i] ? rows[nearest[i]->site].id : "";
        const bool far = !nearest_mine[i] || nearest_mine[i]->distance_m > options.isolation_metres;
        if (rows[i].kind == SiteKind::near && far) {
            rows[i].kind = SiteKind::isolated;
        }
    }
}

/// Fills what depends on longitude and latitude.
void set_places(std::vector<SiteRow>& rows, std::span<const geo::Point> lonlat_deg,
                const std::vector<std::size_t>& begins, const SiteInput& input) {
    const geo::Ellipsoid ellipsoid = gdal_io::ellipsoid_of(input.maps.grid.crs_wkt);
    std::vector<change::SitePoints> points(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const auto own = lonlat_deg.subspan(begins[i], begins[i + 1] - begins[i]);
        rows[i].longitude = own.front().x;
        rows[i].latitude = own.front().y;
        set_box(rows[i], own.subspan(1));
        for (const geo::Point& point : own.subspan(1)) {
            points[i].push_back(geo::to_cartesian(ellipsoid, point));
        }
    }
    set_neighbours(rows, points, input.maps.job->sites);
}

}  // namespace

std::vector<const zones::ZoneLayer*> polygon_layers(std::span<const zones::ZoneLayer> layers) {
    std::vector<const zones::ZoneLayer*> chosen;
    for (const zones::ZoneLayer& layer : layers) {
        if (!layer.whole_region) {
            chosen.push_back(&layer);
        }
    }
    return chosen;
}

FoundSites describe_sites(const SiteInput& input, const std::vector<change::Site>& sites) {
    const geo::Grid& grid = input.maps.grid;
    const SiteOptions& options = input.maps.job->sites;
    const auto layers = polygon_layers(input.layers);
    FoundSites found;
    for (const zones::ZoneLayer* layer : layers) {
        found.tables.layers.push_back(layer->name);
    }
    std::vector<geo::Point> places;  // of each site: one inside, then its boundary
    std::vector<std::size_t> begins;
    for (const change::Site& site : sites) {
        const double area_m2 = static_cast<double>(site.area_mm2) / 1e6;
        if (area_m2 < options.minimum_area_m2) {
            continue;
        }
        SiteRow& row = found.tables.sites.emplace_back();
        row.id =
            fmt::format("r{}c{}", site.first_pixel / grid.width, site.first_pixel % grid.width);
        const bool small = area_m2 < options.small_area_m2;
        row.kind = site.touches_known ? SiteKind::known : small ? SiteKind::near : SiteKind::large;
        row.num_pixels = site.num_pixels;
        row.area_km2 = km2(site.area_mm2);
        set_epochs(row, site, *input.maps.job);
        for (std::size_t layer = 0; layer < layers.size(); ++layer) {
            row.zones.push_back(zone_of(site, static_cast<std::int32_t>(layer), *layers[layer]));
        }
        const change::Outline outline = change::outline_of(site.runs);
        found.outlines.push_back(rings_of(grid, outline));
        begins.push_back(places.size());
        places.push_back(place_inside(site, grid));
        for (const change::Corner& corner : outline.boundary) {
            places.push_back(place_of(grid, corner));
        }
    }
    begins.push_back(places.size());
    if (const auto to_lonlat = gdal_io::to_lonlat(grid.crs_wkt)) {
        to_lonlat(places);
    }
    set_places(found.tables.sites, places, begins, input);
    return found;
}

}  // namespace mineprint::pipeline
