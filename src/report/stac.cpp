// SPDX-License-Identifier: Apache-2.0
#include "mineprint/report/stac.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include <fmt/format.h>

#include "mineprint/gdal_io/crs.hpp"

namespace mineprint::report {
namespace {

constexpr const char* stac_version = "1.0.0";
constexpr const char* projection =
    "https://stac-extensions.github.io/projection/v1.1.0/schema.json";
constexpr const char* processing =
    "https://stac-extensions.github.io/processing/v1.1.0/schema.json";
constexpr const char* classification =
    "https://stac-extensions.github.io/classification/v1.1.0/schema.json";

double seven_decimals(double degrees) { return std::round(degrees * 1e7) / 1e7; }

/// The grid's edge in longitude and latitude, with points between the corners, counter-clockwise.
std::vector<geo::Point> footprint(const geo::Grid& grid) {
    constexpr int steps = 8;
    const geo::Extent box = grid.extent();
    const std::vector<geo::Point> corners = {
        {box.xmin, box.ymin}, {box.xmax, box.ymin}, {box.xmax, box.ymax}, {box.xmin, box.ymax}};
    std::vector<geo::Point> edge;
    for (std::size_t i = 0; i < corners.size(); ++i) {
        const geo::Point& from = corners[i];
        const geo::Point& to = corners[(i + 1) % corners.size()];
        for (int step = 0; step < steps; ++step) {
            const double share = static_cast<double>(step) / steps;
            edge.push_back({from.x + share * (to.x - from.x), from.y + share * (to.y - from.y)});
        }
    }
    edge.push_back(edge.front());
    gdal_io::transform(edge, grid.crs_wkt, gdal_io::crs_to_wkt("EPSG:4326"));
    return edge;
}

Json bounds(const std::vector<geo::Point>& edge) {
    const auto [west, east] = std::ranges::minmax(edge, {}, &geo::Point::x);
    const auto [south, north] = std::ranges::minmax(edge, {}, &geo::Point::y);
    return {seven_decimals(west.x), seven_decimals(south.y), seven_decimals(east.x),
            seven_decimals(north.y)};
}

Json polygon(const std::vector<geo::Point>& edge) {
    Json ring = Json::array();
    for (const geo::Point& point : edge) {
        ring.push_back({seven_decimals(point.x), seven_decimals(point.y)});
    }
    return {{"type", "Polygon"}, {"coordinates", Json::array({ring})}};
}

/// The number of an `EPSG:…`, or null.
Json epsg_code(const std::string& crs_wkt) {
    const std::string name = gdal_io::crs_name(crs_wkt);
    int code = 0;
    if (name.starts_with("EPSG:")) {
        std::from_chars(name.data() + 5, name.data() + name.size(), code);
    }
    return code > 0 ? Json(code) : Json();
}

Json classes_of(const std::vector<gdal_io::ColourEntry>& colours) {
    Json classes = Json::array();
    for (const gdal_io::ColourEntry& entry : colours) {
        classes.push_back({{"value", entry.value},
                           {"name", entry.name},
                           {"description", entry.name},
                           {"color_hint", fmt::format("{:02X}{:02X}{:02X}", entry.red, entry.green,
                                                      entry.blue)}});
    }
    classes.push_back({{"value", no_class},
                       {"name", "unobserved"},
                       {"description", "nobody saw it"},
                       {"nodata", true}});
    return classes;
}

std::string title_of(const Json& region) {
    return region.at(region.at("title") == "" ? "name" : "title");
}

}  // namespace

Json stac_item(const Json& region, std::size_t epoch, const MapFiles& maps,
               const std::vector<StacAsset>& assets,
               const std::vector<gdal_io::ColourEntry>& colours,
               const std::string& program_version) {
    const geo::Grid& grid = maps.grid;
    const auto edge = footprint(grid);
    const Json& when = region.at("epochs").at(epoch);
    const std::string name = region.at("name");
    Json listed = Json::object();
    for (const StacAsset& asset : assets) {
        Json& entry = listed[asset.key] = {{"href", asset.path},
                                           {"title", asset.title},
                                           {"type", asset.type},
                                           {"roles", Json::array({"data"})}};
        if (asset.classified) {
            entry["classification:classes"] = classes_of(colours);
        }
    }
    return {
        {"type", "Feature"},
        {"stac_version", stac_version},
        {"stac_extensions", {projection, processing, classification}},
        {"id", fmt::format("{}-{}", name, maps.epochs.at(epoch))},
        {"collection", name},
        {"bbox", bounds(edge)},
        {"geometry", polygon(edge)},
        {"properties",
         {{"title", fmt::format("{}, {}", title_of(region), maps.epochs.at(epoch))},
          {"datetime", nullptr},
          {"start_datetime", when.at("start").get<std::string>() + "T00:00:00Z"},
          {"end_datetime", when.at("end").get<std::string>() + "T23:59:59Z"},
          {"proj:epsg", epsg_code(grid.crs_wkt)},
          {"proj:wkt2", grid.crs_wkt},
          {"proj:shape", {grid.height, grid.width}},
          {"proj:transform",
           {grid.pixel_width, 0, grid.origin_x, 0, -grid.pixel_height, grid.origin_y}},
          {"processing:software", {{"mineprint", program_version}}},
          {"processing:lineage", fmt::format("job SHA-256 {}", region.value("job_sha256", ""))}}},
        {"assets", listed},
        {"links",
         {{{"rel", "root"}, {"href", "./collection.json"}, {"type", "application/json"}},
          {{"rel", "parent"}, {"href", "./collection.json"}, {"type", "application/json"}},
          {{"rel", "collection"}, {"href", "./collection.json"}, {"type", "application/json"}}}}};
}

Json stac_collection(const Json& region, const MapFiles& maps, const std::string& program_version) {
    const Json& epochs = region.at("epochs");
    Json links = Json::array();
    links.push_back({{"rel", "root"}, {"href", "./collection.json"}, {"type", "application/json"}});
    for (const std::string& epoch : maps.epochs) {
        links.push_back({{"rel", "item"},
                         {"href", fmt::format("./{}.json", epoch)},
                         {"type", "application/geo+json"},
                         {"title", epoch}});
    }
    const Json interval = {epochs.front().at("start").get<std::string>() + "T00:00:00Z",
                           epochs.back().at("end").get<std::string>() + "T23:59:59Z"};
    return {{"type", "Collection"},
            {"stac_version", stac_version},
            {"stac_extensions", Json::array()},
            {"id", region.at("name")},
            {"title", title_of(region)},
            {"description",
             fmt::format("Maps of {} in {}, made with mineprint {}.{}",
                         region.at("target").get<std::string>(), title_of(region), program_version,
                         region.value("synthetic", "no") == "yes"
                             ? " The imagery is synthetic: it shows no real place."
                             : "")},
            {"license", "proprietary"},
            {"extent",
             {{"spatial", {{"bbox", Json::array({bounds(footprint(maps.grid))})}}},
              {"temporal", {{"interval", Json::array({interval})}}}}},
            {"links", links}};
}

}  // namespace mineprint::report
