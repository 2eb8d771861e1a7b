// SPDX-License-Identifier: Apache-2.0
#include "mineprint/report/write_report.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>

#include <fmt/format.h>

#include "mineprint/core/atomic_file.hpp"
#include "mineprint/core/error.hpp"
#include "mineprint/report/gis_products.hpp"
#include "mineprint/report/headline.hpp"
#include "mineprint/report/job_values.hpp"
#include "mineprint/report/map_files.hpp"
#include "mineprint/report/methods_text.hpp"
#include "mineprint/report/page.hpp"
#include "mineprint/report/region_map.hpp"
#include "mineprint/report/result_comparison.hpp"
#include "mineprint/report/spectra_verdicts.hpp"

namespace mineprint::report {
namespace {

namespace fs = std::filesystem;

/// Whether the archive of a job is made up: `truth.json` in it says so. Where the archive is gone,
/// a job that describes a simulation may have been mapped from it.
const char* synthetic(const std::string& job_text) {
    const std::string root = job_value(job_text, "archive", "root", "");
    if (root.empty()) {
        return "no";
    }
    const fs::path truth = fs::path(root) / "truth.json";
    if (fs::exists(truth)) {
        const auto json = Json::parse(core::read_text_file(truth), nullptr, false);
        return json.is_object() && json.value("synthetic", "") == "yes" ? "yes" : "no";
    }
    return !fs::exists(root) && has_section(job_text, "simulate") ? "unknown" : "no";
}

/// One sentence for each zone of the layers a reader asks for first; long layers by their largest.
Json headlines_of(const Json& owner, const Json& layer, std::size_t most) {
    std::vector<ZoneFigures> figures;
    for (std::size_t zone = 0; zone < layer.at("zones").size(); ++zone) {
        figures.push_back(zone_figures(layer, owner, zone));
    }
    std::ranges::stable_sort(figures, [](const ZoneFigures& a, const ZoneFigures& b) {
        return (std::isnan(a.last_km2) ? 0 : a.last_km2) >
               (std::isnan(b.last_km2) ? 0 : b.last_km2);
    });
    Json list = Json::array();
    for (std::size_t i = 0; i < figures.size() && i < most; ++i) {
        list.push_back({{"layer", layer.at("name")}, {"text", headline(figures[i])}});
    }
    return list;
}

void add_headlines(Json& owner, std::size_t most) {
    owner["headlines"] = Json::array();
    for (const Json& layer : owner.at("layers")) {
        for (Json& line : headlines_of(owner, layer, most)) {
            owner["headlines"].push_back(std::move(line));
        }
    }
}

/// Cells per side so that the pictures of all regions and epochs together stay within what a page
/// can hold.
std::int64_t longest_side(const Json& results) {
    std::size_t num_maps = 0;
    for (const Json& region : results.at("regions")) {
        num_maps += region.at("epochs").size();
    }
    constexpr double most_cells = 12e6;
    const double side =
        std::sqrt(most_cells / static_cast<double>(std::max<std::size_t>(1, num_maps)));
    return std::clamp(static_cast<std::int64_t>(side), std::int64_t{120}, std::int64_t{1200});
}

/// The maps beside the results, or nothing with a word in the log: the numbers are worth a report
/// without them.
std::optional<MapFiles> maps_of(const Json& region, const fs::path& folder, const core::Log& log) {
    const std::string name = region.at("name");
    try {
        auto maps = find_maps(region, folder);
        if (!maps) {
            log.info(
                fmt::format("report: {}: no class maps beside the results: no map is drawn", name));
        }
        return maps;
    } catch (const core::DataError& error) {
        log.warning(fmt::format("report: {}: no map is drawn: {}", name, error.what()));
        return std::nullopt;
    }
}

/// The spectral verdicts beside the results; the rest is worth a report without them.
Json verdicts_of(const Json& region, const fs::path& folder, const core::Log& log) {
    const std::string name = region.at("name");
    try {
        return spectra_verdicts(folder / name);
    } catch (const core::DataError& error) {
        log.warning(fmt::format("report: {}: spectra are not shown: {}", name, error.what()));
        return {};
    }
}

std::string title_of(const Json& data) {
    const Json& regions = data.at("regions");
    if (regions.size() != 1) {
        return fmt::format("Surface mines of {} regions", regions.size());
    }
    const Json& region = regions.front();
    return region.at(region.at("title") == "" ? "name" : "title");
}

}  // namespace

Json report_data(const ReportOptions& options, const core::Log& log) {
    constexpr std::size_t most_headlines = 12;
    Json data = result_json(options.results);
    const MapOptions map_options{longest_side(data), options.num_threads};
    for (Json& region : data["regions"]) {
        const std::string job_text = region.value("job_text", "");
        add_headlines(region, most_headlines);
        region["methods"] = methods_of(job_text);
        region["synthetic"] = synthetic(job_text);
        const auto maps = maps_of(region, options.results.parent_path(), log);
        region["spectra"] = verdicts_of(region, options.results.parent_path(), log);
        region["map"] = maps ? region_map(region, *maps, map_options) : Json();
    }
    data["headlines"] = Json::array();
    for (const Json& total : data["totals"]) {
        if (total.at("name") != "region") {
            for (Json& line : headlines_of(total, total, most_headlines)) {
                data["headlines"].push_back(std::move(line));
            }
        }
    }
    data["comparison"] =
        options.other.empty() ? Json() : compared(data, result_json(options.other));
    data["title"] = title_of(data);
    return data;
}

void write_products(const ReportOptions& options, const core::Log& log) {
    Json data = result_json(options.results);
    for (Json& region : data["regions"]) {
        const auto maps = maps_of(region, options.results.parent_path(), log);
        if (!maps) {
            continue;
        }
        const std::string job_text = region.value("job_text", "");
        region["synthetic"] = synthetic(job_text);
        const bool cog = options.cog || job_value(job_text, "output", "cog", "no") == "yes";
        write_gis_products(region, *maps, {options.output, cog, options.num_threads}, data, log);
    }
}

void write_report(const ReportOptions& options, const core::Log& log) {
    const Json data = report_data(options, log);
    const fs::path path = options.output / "report.html";
    core::write_text_file(path, page(data.at("title"), data));
    log.info(fmt::format("report: {}", path.string()));
}

}  // namespace mineprint::report
