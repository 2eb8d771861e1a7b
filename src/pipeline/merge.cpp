// SPDX-License-Identifier: Apache-2.0
#include "mineprint/pipeline/merge.hpp"

#include <algorithm>
#include <set>
#include <string_view>
#include <system_error>
#include <tuple>

#include <fmt/format.h>

#include "mineprint/change/growth.hpp"
#include "mineprint/core/atomic_file.hpp"
#include "mineprint/core/error.hpp"
#include "mineprint/pipeline/csv_tables.hpp"
#include "mineprint/pipeline/csv_text.hpp"
#include "mineprint/pipeline/output_paths.hpp"
#include "mineprint/pipeline/result_file.hpp"

namespace mineprint::pipeline {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view between_versions = " + ";

/// A region and the file it is from.
struct Origin {
    fs::path file;
    RegionTables region;
    [[nodiscard]] const std::string& target() const { return region.classes[region.target_index]; }
};

/// Both lists of versions as one, sorted, each version once.
std::string joined_versions(const std::string& a, const std::string& b) {
    std::set<std::string> versions;
    for (const std::string_view list : {std::string_view(a), std::string_view(b)}) {
        for (std::size_t begin = 0; begin < list.size();) {
            const std::size_t end = std::min(list.find(between_versions, begin), list.size());
            versions.emplace(list.substr(begin, end - begin));
            begin = end + between_versions.size();
        }
    }
    return fmt::format("{}", fmt::join(versions, between_versions));
}

void add_versions(const ResultTables& of, ResultTables& to) {
    to.program_version = joined_versions(to.program_version, of.program_version);
    for (const auto& [library, version] : of.library_versions) {
        std::string& known = to.library_versions[library];
        known = joined_versions(known, version);
    }
}

void check_regions(const std::vector<Origin>& sorted) {
    for (std::size_t i = 1; i < sorted.size(); ++i) {
        const Origin& first = sorted.front();
        const Origin& before = sorted[i - 1];
        const Origin& here = sorted[i];
        if (before.region.name == here.region.name) {
            throw core::UsageError(
                fmt::format("region {} is in {} and in {}: it would count twice; leave out one of "
                            "them, or give the regions names of their own (region.name)",
                            here.region.name, before.file.string(), here.file.string()));
        }
        if (here.target() != first.target()) {
            throw core::UsageError(
                fmt::format("the target class is '{}' in region {} ({}) and '{}' in region {} "
                            "({}): they cannot be summed; merge them apart",
                            first.target(), first.region.name, first.file.string(), here.target(),
                            here.region.name, here.file.string()));
        }
    }
}

void add_zone(CsvText& csv, const TotalTables& total, std::size_t zone) {
    const LayerTables& sums = total.tables;
    const ZoneLabel& label = sums.zones[zone];
    for (std::size_t e = 0; e < total.epochs.size(); ++e) {
        const Epoch& epoch = total.epochs[e];
        if (total.num_regions(zone, e) == 0) {
            continue;
        }
        const bool known = e > 0 && total.num_regions(zone, e - 1) > 0 &&
                           sums.growth_flag(zone, e - 1, e) ==
                               static_cast<std::uint8_t>(change::GrowthFlag::defined);
        csv.add_row(sums.name, label.code, label.name, epoch.name, epoch.begin.text(),
                    epoch.end.text(), total.classes[total.target_index], total.num_regions(zone, e),
                    sums.pixel_count(zone, e, total.target_index),
                    sums.area_km2(zone, e, total.target_index), sums.unobserved_km2(zone, e),
                    known ? total.epochs[e - 1].name : std::string{},
                    sums.growth_percent(zone, e > 0 ? e - 1 : 0, e),
                    sums.annual_growth_percent(zone, e > 0 ? e - 1 : 0, e));
    }
}

/// A run's folder holds a log of its tiles; one of merged results does not.
void check_output(const std::vector<fs::path>& files, const OutputPaths& paths) {
    std::error_code none;
    if (fs::exists(paths.tile_log(), none)) {
        throw core::UsageError(
            fmt::format("--output {}: a run has its results there, which would be lost; name "
                        "another folder",
                        paths.root().string()));
    }
    for (const fs::path& file : files) {
        if (fs::equivalent(file, paths.results(), none)) {
            throw core::UsageError(
                fmt::format("--output {}: its results.h5 is one of those to merge; name another "
                            "folder",
                            paths.root().string()));
        }
    }
}

}  // namespace

ResultTables merged(std::vector<ResultPart> parts) {
    ResultTables all;
    std::vector<Origin> origins;
    for (ResultPart& part : parts) {
        add_versions(part.tables, all);
        for (RegionTables& region : part.tables.regions) {
            origins.push_back({part.file, std::move(region)});
        }
    }
    // Files of equal regions in their own order, so that the error does not depend on it either.
    std::sort(origins.begin(), origins.end(), [](const Origin& a, const Origin& b) {
        return std::tie(a.region.name, a.file) < std::tie(b.region.name, b.file);
    });
    check_regions(origins);
    for (Origin& origin : origins) {
        all.regions.push_back(std::move(origin.region));
    }
    all.totals = totals(all.regions);
    return all;
}

std::string global_csv(const ResultTables& tables) {
    CsvText csv;
    csv.add_row("layer", "zone", "zone_name", "epoch", "epoch_start", "epoch_end", "class",
                "regions", "pixels", "area_km2", "unobserved_km2", "growth_since", "growth_percent",
                "annual_growth_percent");
    for (const TotalTables& total : tables.totals) {
        for (std::size_t zone = 0; zone < total.tables.zones.size(); ++zone) {
            add_zone(csv, total, zone);
        }
    }
    return csv.text();
}

ResultTables merge_results(const std::vector<fs::path>& files, const fs::path& output) {
    const OutputPaths paths(output);
    check_output(files, paths);
    std::vector<ResultPart> parts;
    for (const fs::path& file : files) {
        parts.push_back({file, read_results(file)});
    }
    ResultTables all = merged(std::move(parts));
    std::error_code problem;
    fs::create_directories(paths.tables(), problem);
    if (problem) {
        throw core::RunError(fmt::format("--output {}: the folder cannot be made: {}",
                                         output.string(), problem.message()));
    }
    write_csv_tables(paths.tables(), all);
    core::write_text_file(paths.tables() / "global.csv", global_csv(all));
    write_results(paths.results(), all);
    return all;
}

}  // namespace mineprint::pipeline
