// SPDX-License-Identifier: Apache-2.0
#include "mineprint/report/map_files.hpp"

#include <algorithm>
#include <charconv>

#include "mineprint/core/error.hpp"
#include "mineprint/core/text.hpp"
#include "mineprint/gdal_io/raster_reader.hpp"
#include "mineprint/report/job_values.hpp"

namespace mineprint::report {
namespace {

namespace fs = std::filesystem;

fs::path if_there(const fs::path& path) { return fs::exists(path) ? path : fs::path(); }

/// `class_<epoch>.vrt`, or the filtered maps where the numbers are those of them.
fs::path own_class_map(const Json& region, const fs::path& folder, const std::string& epoch) {
    const bool filtered = region.at("maps") == "filtered";
    return if_there(folder / ((filtered ? "filtered_" : "class_") + epoch + ".vrt"));
}

/// The map of an epoch that `[maps] image=EPOCH:PATH` names.
fs::path foreign_class_map(const std::string& job_text, const std::string& epoch) {
    for (const std::string& value : job_values(job_text, "maps", "image")) {
        if (value.starts_with(epoch + ":")) {
            return if_there(value.substr(epoch.size() + 1));
        }
    }
    return {};
}

/// `[maps] classes=VALUE:NAME,…`; without it values are class indices.
std::array<std::uint8_t, 256> value_table(const Json& region, const std::string& job_text) {
    const auto& classes = region.at("classes");
    std::array<std::uint8_t, 256> table{};
    table.fill(no_class);
    const auto items = core::split_text(job_value(job_text, "maps", "classes", ""), ',');
    for (std::size_t i = 0; i < classes.size() && i < no_class; ++i) {
        if (items.empty()) {
            table[i] = static_cast<std::uint8_t>(i);
            continue;
        }
        for (const std::string& item : items) {
            const auto parts = core::split_text(item, ':');
            unsigned value = table.size();
            std::from_chars(item.data(), item.data() + item.size(), value);
            if (parts.size() == 2 && parts[1] == classes[i].get<std::string>() &&
                value < table.size()) {
                table[value] = static_cast<std::uint8_t>(i);
            }
        }
    }
    return table;
}

/// All maps must show the same place; what does not is no map of these results.
bool share_a_grid(MapFiles& maps) {
    maps.grid = gdal_io::RasterReader(maps.classes.front()).info().grid;
    return std::ranges::all_of(maps.classes, [&](const fs::path& path) {
        const auto grid = gdal_io::RasterReader(path).info().grid;
        return grid.width == maps.grid.width && grid.height == maps.grid.height;
    });
}

}  // namespace

std::optional<MapFiles> find_maps(const Json& region, const fs::path& output) {
    const std::string name = region.at("name");
    const std::string job_text = region.value("job_text", "");
    const fs::path folder = output / name;
    MapFiles maps;
    maps.sites = if_there(folder / "sites.gpkg");
    maps.class_of = value_table(region, job_text);
    const auto& classes = region.at("classes");
    const auto target = std::ranges::find(classes, region.at("target"));
    if (target == classes.end()) {
        return std::nullopt;
    }
    maps.target = static_cast<std::uint8_t>(target - classes.begin());
    for (const Json& item : region.at("epochs")) {
        const std::string epoch = item.at("name");
        const fs::path foreign = foreign_class_map(job_text, epoch);
        maps.foreign = maps.foreign || !foreign.empty();
        maps.epochs.push_back(epoch);
        maps.classes.push_back(foreign.empty() ? own_class_map(region, folder, epoch) : foreign);
        maps.probabilities.push_back(if_there(folder / ("probability_" + epoch + ".vrt")));
        maps.composites.push_back(if_there(folder / ("composite_" + epoch + ".vrt")));
    }
    if (maps.classes.empty() || std::ranges::any_of(maps.classes, &fs::path::empty)) {
        return std::nullopt;
    }
    return share_a_grid(maps) ? std::optional(std::move(maps)) : std::nullopt;
}

}  // namespace mineprint::report
