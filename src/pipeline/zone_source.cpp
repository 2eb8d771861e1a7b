// SPDX-License-Identifier: Apache-2.0
#include "mineprint/pipeline/zone_source.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "mineprint/core/error.hpp"
#include "mineprint/core/text.hpp"
#include "mineprint/gdal_io/vector_reader.hpp"
#include "mineprint/zones/derived_layer.hpp"

namespace mineprint::pipeline {
namespace {

void require_field(const gdal_io::VectorLayer& layer, const ZoneLayerOptions& options,
                   const std::string& field) {
    const auto& names = layer.field_names;
    if (std::find(names.begin(), names.end(), field) == names.end()) {
        throw core::DataError(
            fmt::format("{}: zone layer '{}' has no field '{}'; it has: {}; did you mean '{}'?",
                        options.path.string(), options.name, field, fmt::join(names, ", "),
                        core::nearest_name(field, names)));
    }
}

/// One feature's part of its zone.
void add_feature(const gdal_io::VectorFeature& feature, const ZoneLayerOptions& options,
                 std::map<std::string, zones::Zone>& by_code, std::vector<std::string>& notes) {
    const auto code = feature.fields.find(options.code_field);
    if (code == feature.fields.end() || code->second.empty()) {
        notes.push_back(fmt::format("zone layer '{}': feature {} has no {} and is left out",
                                    options.name, feature.fid, options.code_field));
        return;
    }
    if (code->second == zones::outside_code) {
        throw core::DataError(
            fmt::format("{}: zone layer '{}': feature {} has the code '{}', which "
                        "stands for what is in no zone: give it another",
                        options.path.string(), options.name, feature.fid, code->second));
    }
    zones::Zone& zone = by_code[code->second];
    zone.code = code->second;
    const auto name = feature.fields.find(options.name_field);
    if (zone.name.empty()) {
        zone.name = name == feature.fields.end() ? zone.code : name->second;
    }
    zone.parts.push_back(feature.polygon);
}

zones::ZoneLayer read_layer(const ZoneLayerOptions& options, const geo::Grid& grid,
                            std::vector<std::string>& notes) {
    gdal_io::VectorOptions vector_options;
    vector_options.target_crs = grid.crs_wkt;
    vector_options.near = grid.extent();
    vector_options.tolerance = 0.01 * std::min(grid.pixel_width, grid.pixel_height);
    const auto vector = gdal_io::read_vector(options.path, vector_options);
    require_field(vector, options, options.code_field);
    if (!options.name_field.empty()) {
        require_field(vector, options, options.name_field);
    }
    notes.insert(notes.end(), vector.repairs.begin(), vector.repairs.end());
    std::map<std::string, zones::Zone> by_code;
    for (const gdal_io::VectorFeature& feature : vector.features) {
        const bool meets =
            !feature.polygon.rings.empty() && feature.polygon.extent().intersects(grid.extent());
        if (meets) {
            add_feature(feature, options, by_code, notes);
        }
    }
    if (by_code.empty()) {
        throw core::DataError(fmt::format(
            "{}: no polygon of zone layer '{}' meets the region's grid: check its CRS and place",
            options.path.string(), options.name));
    }
    zones::ZoneLayer layer;
    layer.name = options.name;
    for (auto& [code, zone] : by_code) {
        layer.zones.push_back(std::move(zone));
    }
    return layer;
}

}  // namespace

ZoneSource read_zones(const RegionJob& job, const geo::Grid& grid) {
    ZoneSource source;
    source.layers.push_back(zones::ZoneLayer::region(job.title.empty() ? job.name : job.title));
    for (const ZoneLayerOptions& options : job.zones) {
        source.layers.push_back(read_layer(options, grid, source.notes));
    }
    return source;
}

}  // namespace mineprint::pipeline
