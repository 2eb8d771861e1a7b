// SPDX-License-Identifier: Apache-2.0
#include "mineprint/report/region_map.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include <fmt/format.h>

#include "mineprint/core/error.hpp"
#include "mineprint/core/text.hpp"
#include "mineprint/gdal_io/crs.hpp"
#include "mineprint/gdal_io/image_bytes.hpp"
#include "mineprint/pipeline/zone_source.hpp"
#include "mineprint/report/data_uri.hpp"
#include "mineprint/report/job_values.hpp"
#include "mineprint/report/outlines.hpp"
#include "mineprint/report/overview.hpp"
#include "mineprint/report/quick_looks.hpp"
#include "mineprint/report/site_list.hpp"

namespace mineprint::report {
namespace {

using raster::Raster;

constexpr int jpeg_quality = 72;

void add_expansion(const MapFiles& maps, const Cells& cells, int num_threads, Json& map) {
    const Expansion seen = expansion(maps, cells, num_threads);
    const auto palette = expansion_palette(maps.epochs.size());
    constexpr std::array<gdal_io::Colour, 2> veil{{{0, 0, 0, 0}, {70, 70, 78, 150}}};
    for (std::size_t epoch = 0; epoch < maps.epochs.size(); ++epoch) {
        map["expansion"].push_back(
            data_uri("image/png", gdal_io::png_bytes(seen.states[epoch], palette)));
        const auto values = seen.unobserved[epoch].values();
        const bool any = std::ranges::any_of(values, [](std::uint8_t value) { return value != 0; });
        map["unobserved"].push_back(
            any ? Json(data_uri("image/png", gdal_io::png_bytes(seen.unobserved[epoch], veil)))
                : Json());
    }
}

/// 16 steps from clear to dark blue.
std::string probability_picture(const Raster<float>& mean) {
    constexpr int num_steps = 16;
    std::array<gdal_io::Colour, num_steps> palette{};
    for (int i = 0; i < num_steps; ++i) {
        palette[static_cast<std::size_t>(i)] = {8, 48, 107, static_cast<std::uint8_t>(i * 15)};
    }
    Raster<std::uint8_t> steps(mean.width(), mean.height());
    for (std::size_t cell = 0; cell < mean.size(); ++cell) {
        if (!std::isnan(mean[cell])) {
            const double step = std::floor(static_cast<double>(mean[cell]) * num_steps);
            steps[cell] = static_cast<std::uint8_t>(std::clamp(step, 0.0, num_steps - 1.0));
        }
    }
    return gdal_io::png_bytes(steps, palette);
}

void add_probability(const MapFiles& maps, const Cells& cells, int num_threads, Json& map) {
    for (const auto& path : maps.probabilities) {
        map["probability"].push_back(
            path.empty() ? Json()
                         : Json(data_uri("image/png", probability_picture(cell_means(
                                                          path, 1, cells, num_threads)))));
    }
}

/// Pictures by kind; a kind is kept when some epoch has it.
void add_backgrounds(const MapFiles& maps, const Cells& cells, int num_threads, Json& map) {
    Json& kinds = map["backgrounds"] = Json::array();
    for (std::size_t epoch = 0; epoch < maps.epochs.size(); ++epoch) {
        if (maps.composites[epoch].empty()) {
            continue;
        }
        for (const QuickLook& look : quick_looks(maps.composites[epoch], cells, num_threads)) {
            auto place = std::ranges::find_if(kinds, [&](const Json& kind) {
                return kind["name"].get<std::string>() == look.name;
            });
            if (place == kinds.end()) {
                kinds.push_back(
                    {{"name", look.name}, {"title", look.title}, {"images", Json::array()}});
                kinds.back()["images"] = std::vector<Json>(maps.epochs.size());
                place = kinds.end() - 1;
            }
            (*place)["images"][epoch] =
                data_uri("image/jpeg", gdal_io::jpeg_bytes(look.picture, jpeg_quality));
        }
    }
}

/// The zone layers that the job names, as far as their files are still there.
std::vector<pipeline::ZoneLayerOptions> zone_options(const std::string& job_text) {
    std::vector<pipeline::ZoneLayerOptions> layers;
    for (const std::string& value : job_values(job_text, "zones", "layer")) {
        const auto parts = core::split_text(value, ':');
        if (parts.size() == 3 || parts.size() == 4) {
            layers.push_back({parts[0], parts[1], parts[2], parts.size() == 4 ? parts[3] : ""});
        }
    }
    return layers;
}

Json zones_of(const zones::ZoneLayer& layer, const geo::Grid& grid, const Cells& cells) {
    constexpr std::size_t most_numbers = 400'000;
    constexpr double most_tolerance = 32;
    Json list;
    for (double tolerance = 0.4; tolerance < most_tolerance; tolerance *= 2) {
        list = Json::array();
        std::size_t num_numbers = 0;
        for (const zones::Zone& zone : layer.zones) {
            const auto rings = outlines(zone.parts, grid, cells, tolerance);
            for (const Outline& ring : rings) {
                num_numbers += ring.size();
            }
            list.push_back({{"code", zone.code}, {"name", zone.name}, {"rings", rings}});
        }
        if (num_numbers <= most_numbers) {
            break;
        }
    }
    return list;
}

void add_zones(const std::string& job_text, const geo::Grid& grid, const Cells& cells, Json& map) {
    map["zones"] = Json::array();
    for (const pipeline::ZoneLayerOptions& options : zone_options(job_text)) {
        try {
            pipeline::RegionJob job;
            job.zones = {options};
            const auto source = pipeline::read_zones(job, grid);
            map["zones"].push_back(
                {{"layer", options.name}, {"zones", zones_of(source.layers.back(), grid, cells)}});
        } catch (const core::DataError& error) {
            map["notes"].push_back(fmt::format("The borders of the zone layer {} are not drawn: {}",
                                               options.name, error.what()));
        }
    }
}

}  // namespace

Json region_map(const Json& region, const MapFiles& maps, const MapOptions& options) {
    const Cells cells = cells_of(maps.grid, options.longest_side);
    const geo::Extent extent = maps.grid.extent();
    const bool geographic = gdal_io::is_geographic(maps.grid.crs_wkt);
    Json map = {{"width", cells.width},
                {"height", cells.height},
                {"pixel_columns", maps.grid.width},
                {"pixel_rows", maps.grid.height},
                {"factor", cells.factor},
                {"cell_size", maps.grid.pixel_width * static_cast<double>(cells.factor)},
                {"cell_height", maps.grid.pixel_height * static_cast<double>(cells.factor)},
                {"crs", gdal_io::crs_name(maps.grid.crs_wkt)},
                {"units", geographic ? "degrees" : "m"},
                {"extent", {extent.xmin, extent.ymin, extent.xmax, extent.ymax}},
                {"colours", epoch_colours(maps.epochs.size())},
                {"expansion", Json::array()},
                {"unobserved", Json::array()},
                {"probability", Json::array()},
                {"notes", Json::array()}};
    add_expansion(maps, cells, options.num_threads, map);
    add_probability(maps, cells, options.num_threads, map);
    add_backgrounds(maps, cells, options.num_threads, map);
    add_zones(region.value("job_text", ""), maps.grid, cells, map);
    map["sites"] = maps.sites.empty() ? Json() : site_list(maps.sites, maps.grid, cells);
    return map;
}

}  // namespace mineprint::report
