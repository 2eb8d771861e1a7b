// SPDX-License-Identifier: Apache-2.0
#include "mineprint/report/site_list.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numeric>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "mineprint/gdal_io/vector_reader.hpp"

namespace mineprint::report {
namespace {

Json value_of(const std::string& text) {
    double number = 0;
    const char* end = text.data() + text.size();
    const auto [stop, problem] = std::from_chars(text.data(), end, number);
    if (problem != std::errc() || stop != end || !std::isfinite(number)) {
        return text;
    }
    const bool is_whole = text.find_first_not_of("-0123456789") == std::string::npos;
    return is_whole && text.size() < 16 ? Json(static_cast<std::int64_t>(number)) : Json(number);
}

/// The first field of one of the names that people call a site by.
std::string title_of(const gdal_io::VectorFeature& feature) {
    for (const char* name : {"site", "name", "id"}) {
        const auto value = feature.fields.find(name);
        if (value != feature.fields.end() && !value->second.empty()) {
            return value->second;
        }
    }
    return fmt::format("Site {}", feature.fid);
}

std::optional<std::size_t> find_field(const std::vector<std::string>& fields,
                                      std::string_view part) {
    const auto place = std::ranges::find_if(
        fields, [part](const std::string& field) { return field.find(part) != std::string::npos; });
    return place == fields.end() ? std::nullopt
                                 : std::optional(static_cast<std::size_t>(place - fields.begin()));
}

geo::Point middle_of(const gdal_io::VectorFeature& feature) {
    if (!feature.points.empty()) {
        return feature.points.front();
    }
    const geo::Extent box = feature.polygon.extent();
    return {0.5 * (box.xmin + box.xmax), 0.5 * (box.ymin + box.ymax)};
}

Json values_of(const gdal_io::VectorFeature& feature, const std::vector<std::string>& fields) {
    Json values = Json::array();
    for (const std::string& field : fields) {
        const auto value = feature.fields.find(field);
        values.push_back(value == feature.fields.end() ? Json("") : value_of(value->second));
    }
    return values;
}

}  // namespace

Json site_list(const std::filesystem::path& file, const geo::Grid& grid, const Cells& cells) {
    gdal_io::VectorOptions options;
    options.target_crs = grid.crs_wkt;
    const auto layer = gdal_io::read_vector(file, options);
    const auto& fields = layer.field_names;
    const auto area = find_field(fields, "area");
    const auto factor = static_cast<double>(cells.factor);
    std::vector<Json> items;
    for (const gdal_io::VectorFeature& feature : layer.features) {
        const geo::Point place = middle_of(feature);
        Json values = values_of(feature, fields);
        const double size = area && values[*area].is_number() ? values[*area].get<double>() : 0;
        // Tenths of a cell are enough to find a site.
        items.push_back({{"x", std::round(10 * grid.column_at(place.x) / factor) / 10},
                         {"y", std::round(10 * grid.row_at(place.y) / factor) / 10},
                         {"size", size},
                         {"title", title_of(feature)},
                         {"values", std::move(values)}});
    }
    std::ranges::stable_sort(items, [](const Json& a, const Json& b) {
        return a["size"].get<double>() > b["size"].get<double>();
    });
    return {{"fields", fields}, {"items", items}};
}

}  // namespace mineprint::report
