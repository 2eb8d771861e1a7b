// SPDX-License-Identifier: Apache-2.0
#include "mineprint/pipeline/result_file.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "mineprint/core/error.hpp"
#include "mineprint/core/hash.hpp"
#include "mineprint/hdf5_io/attribute.hpp"
#include "mineprint/hdf5_io/dataset.hpp"
#include "mineprint/hdf5_io/filetype.hpp"
#include "mineprint/pipeline/border_pairs.hpp"
#include "mineprint/pipeline/filter_table_file.hpp"
#include "mineprint/pipeline/quarantine_table.hpp"
#include "mineprint/pipeline/result_layer_file.hpp"
#include "mineprint/pipeline/row_tables.hpp"
#include "mineprint/pipeline/site_files.hpp"
#include "mineprint/pipeline/statistics_file.hpp"

namespace mineprint::pipeline {
namespace {

using hdf5_io::File;

constexpr const char* filetype = "mineprint-result";

/// A name becomes a group of that name.
void require_group_name(const std::filesystem::path& path, const std::string& name) {
    if (name.empty() || name == "." || name == ".." || name.find('/') != std::string::npos) {
        throw core::RunError(fmt::format("{}: '{}' cannot be the name of a region or a zone layer",
                                         path.string(), name));
    }
}

void write_target(File& file, const std::string& group, const std::vector<std::string>& classes,
                  std::size_t target_index) {
    hdf5_io::write_attribute(file, group, "target", classes.at(target_index));
}

std::size_t read_target(const File& file, const std::string& group,
                        const std::vector<std::string>& classes) {
    const std::string target = hdf5_io::read_text_attribute(file, group, "target");
    const auto place = std::find(classes.begin(), classes.end(), target);
    if (place == classes.end()) {
        throw core::DataError(fmt::format("{}: {}: its target {} is none of its classes",
                                          file.path().string(), group, target));
    }
    return static_cast<std::size_t>(place - classes.begin());
}

/// Calls `visit(variable, member)` for the measures that have one value an epoch.
template <class Visit>
void for_each_epoch_measure(const Visit& visit) {
    const auto measure = [&](const char* name, const char* long_name, auto member) {
        visit(Variable{name, {"epoch"}, long_name, "1", true}, member);
    };
    measure("overall_accuracy", "share of samples the map agrees with",
            &AccuracyTables::overall_accuracy);
    measure("quantity_disagreement", "disagreement in how much there is of each class",
            &AccuracyTables::quantity_disagreement);
    measure("allocation_disagreement", "disagreement in where each class is",
            &AccuracyTables::allocation_disagreement);
    measure("kappa", "Cohen's kappa", &AccuracyTables::kappa);
}

/// Calls `visit(variable, member)` for the measures that have one value an epoch and class.
template <class Visit>
void for_each_class_measure(const Visit& visit) {
    const auto measure = [&](const char* name, const char* long_name, auto member) {
        visit(Variable{name, {"epoch", "class"}, long_name, "1", true}, member);
    };
    measure("users_accuracy", "share of what is mapped as a class that is of it",
            &AccuracyTables::users_accuracy);
    measure("producers_accuracy", "share of what is of a class that is mapped as it",
            &AccuracyTables::producers_accuracy);
    measure("f1", "harmonic mean of user's and producer's accuracy", &AccuracyTables::f1);
}

void write_accuracy(File& file, const std::string& group, const AccuracyTables& tables,
                    const LayerAxes& axes) {
    const std::size_t num_epochs = axes.epochs.size();
    const std::size_t num_classes = axes.classes.size();
    write_epochs(file, group, axes.epochs);
    for (const char* axis : {"class", "map_class", "reference_class"}) {
        write_text_axis(file, group, axis, axes.classes);
    }
    write_variable<std::int64_t>(file, group,
                                 {"confusion_matrix",
                                  {"epoch", "map_class", "reference_class"},
                                  "held-out samples by mapped class and reference class",
                                  "1"},
                                 {num_epochs, num_classes, num_classes},
                                 tables.confusion_matrix.values());
    write_variable<std::int64_t>(
        file, group,
        {"unobserved_samples", {"epoch"}, "held-out samples where the map has no class", "1"},
        {num_epochs}, tables.unobserved_samples);
    for_each_epoch_measure([&](const Variable& variable, auto member) {
        write_variable<double>(file, group, variable, {num_epochs}, tables.*member);
    });
    for_each_class_measure([&](const Variable& variable, auto member) {
        write_variable<double>(file, group, variable, {num_epochs, num_classes},
                               (tables.*member).values());
    });
}

AccuracyTables read_accuracy(const File& file, const std::string& group, const LayerAxes& axes) {
    const std::size_t num_epochs = axes.epochs.size();
    const std::size_t num_classes = axes.classes.size();
    AccuracyTables tables(num_epochs, num_classes);
    tables.confusion_matrix =
        Table<std::int64_t, 3>(tables.confusion_matrix.shape(),
                               hdf5_io::read<std::int64_t>(file, group + "/confusion_matrix",
                                                           {num_epochs, num_classes, num_classes}));
    tables.unobserved_samples =
        hdf5_io::read<std::int64_t>(file, group + "/unobserved_samples", {num_epochs});
    for_each_epoch_measure([&](const Variable& variable, auto member) {
        tables.*member = hdf5_io::read<double>(file, group + '/' + variable.name, {num_epochs});
    });
    for_each_class_measure([&](const Variable& variable, auto member) {
        tables.*member = Table<double, 2>(
            {num_epochs, num_classes},
            hdf5_io::read<double>(file, group + '/' + variable.name, {num_epochs, num_classes}));
    });
    return tables;
}

/// Calls `visit(variable, member)` for the numbers of a tile row.
template <class Visit>
void for_each_tile_number(const Visit& visit) {
    const auto number = [&](const char* name, const char* long_name,
                            std::int64_t TileRow::*member) {
        visit(Variable{name, {"row"}, long_name, "1"}, member);
    };
    number("num_scenes", "scenes that were used", &TileRow::num_scenes);
    number("num_clear_observations", "clear pixels of all scenes",
           &TileRow::num_clear_observations);
    number("num_pixels", "pixels of the tile", &TileRow::num_pixels);
    number("num_observed_pixels", "pixels that have a class", &TileRow::num_observed_pixels);
}

template <class Field>
std::vector<Field> column_of(const std::vector<TileRow>& tiles, Field TileRow::*member) {
    std::vector<Field> values;
    for (const TileRow& tile : tiles) {
        values.push_back(tile.*member);
    }
    return values;
}

void write_tile_status(File& file, const std::string& group, const std::vector<TileRow>& tiles) {
    std::vector<std::uint8_t> values;
    for (const TileRow& tile : tiles) {
        values.push_back(static_cast<std::uint8_t>(tile.status));
    }
    write_variable<std::uint8_t>(file, group, {"status", {"row"}, "what became of the tile", ""},
                                 {tiles.size()}, values);
    constexpr std::array statuses{TileStatus::mapped, TileStatus::unobserved, TileStatus::failed};
    std::array<std::uint8_t, statuses.size()> flags{};
    std::string meanings;
    for (std::size_t i = 0; i < statuses.size(); ++i) {
        flags[i] = static_cast<std::uint8_t>(statuses[i]);
        if (i > 0) {
            meanings += ' ';
        }
        meanings += tile_status_name(statuses[i]);
    }
    hdf5_io::write_attribute<std::uint8_t>(file, group + "/status", "flag_values", flags);
    hdf5_io::write_attribute(file, group + "/status", "flag_meanings", meanings);
}

void write_tiles(File& file, const std::string& group, const std::vector<TileRow>& tiles) {
    write_number_axis(file, group, "row", tiles.size());
    write_text_variable(file, group, {"tile", {"row"}, "tile by its column and row", ""},
                        column_of(tiles, &TileRow::tile));
    write_text_variable(file, group, {"epoch", {"row"}, "epoch of the map", ""},
                        column_of(tiles, &TileRow::epoch));
    write_tile_status(file, group, tiles);
    for_each_tile_number([&](const Variable& variable, auto member) {
        write_variable<std::int64_t>(file, group, variable, {tiles.size()},
                                     column_of(tiles, member));
    });
}

std::vector<TileRow> read_tiles(const File& file, const std::string& group) {
    const auto names = hdf5_io::read_texts(file, group + "/tile");
    const auto epochs = hdf5_io::read_texts(file, group + "/epoch", names.size());
    const auto statuses = hdf5_io::read<std::uint8_t>(file, group + "/status", {names.size()});
    std::vector<TileRow> tiles(names.size());
    for (std::size_t row = 0; row < tiles.size(); ++row) {
        if (statuses[row] > static_cast<std::uint8_t>(TileStatus::failed)) {
            throw core::DataError(fmt::format("{}: {}/status: {} of row {} has no meaning",
                                              file.path().string(), group, statuses[row], row));
        }
        tiles[row].tile = names[row];
        tiles[row].epoch = epochs[row];
        tiles[row].status = static_cast<TileStatus>(statuses[row]);
    }
    for_each_tile_number([&](const Variable& variable, auto member) {
        const auto values =
            hdf5_io::read<std::int64_t>(file, group + '/' + variable.name, {tiles.size()});
        for (std::size_t row = 0; row < tiles.size(); ++row) {
            tiles[row].*member = values[row];
        }
    });
    return tiles;
}

void write_region(File& file, const RegionTables& region) {
    require_group_name(file.path(), region.name);
    const std::string group = "/regions/" + region.name;
    const LayerAxes axes{region.epochs, region.classes};
    file.create_group(group + "/zones");
    hdf5_io::write_attribute(file, group, "title", region.title);
    write_target(file, group, region.classes, region.target_index);
    write_epochs(file, group, region.epochs);
    write_text_axis(file, group, "class", region.classes);
    std::vector<std::string> layers;
    for (const LayerTables& layer : region.layers) {
        require_group_name(file.path(), layer.name);
        write_layer(file, group + "/zones/" + layer.name, layer, axes);
        layers.push_back(layer.name);
    }
    write_text_axis(file, group, "layer", layers);
    if (region.accuracy) {
        write_accuracy(file, group + "/accuracy", *region.accuracy, axes);
        if (region.estimates) {
            write_accuracy_estimates(file, group + "/accuracy", *region.estimates);
        }
    }
    write_forest_summaries(file, group + "/forests", region.forests);
    hdf5_io::write_attribute(file, group, "maps", region.filter ? "filtered" : "raw");
    if (region.filter) {
        write_filter(file, group + "/filter", *region.filter, axes);
    }
    if (!region.alerts.empty()) {
        write_alerts(file, group + "/alerts", region.alerts);
    }
    if (!region.impact.empty()) {
        write_impact(file, group + "/impact", region.impact);
    }
    write_borders(file, group + "/borders", region.borders);
    if (region.sites) {
        write_site_tables(file, group + "/sites", *region.sites, axes);
    }
    write_quarantine(file, group + "/quarantine", region.quarantined, hdf5_io::TextWidth::variable);
    write_tiles(file, group + "/tiles", region.tiles);
}

RegionTables read_region(const File& file, const std::string& name) {
    const std::string group = "/regions/" + name;
    RegionTables region;
    region.name = name;
    region.title = hdf5_io::read_text_attribute(file, group, "title");
    region.epochs = read_epochs(file, group);
    region.classes = hdf5_io::read_texts(file, group + "/class");
    region.target_index = read_target(file, group, region.classes);
    const LayerAxes axes{region.epochs, region.classes};
    for (const std::string& layer : hdf5_io::read_texts(file, group + "/layer")) {
        region.layers.push_back(read_layer(file, group + "/zones/" + layer, layer, axes));
    }
    if (file.contains(group + "/accuracy")) {
        region.accuracy = read_accuracy(file, group + "/accuracy", axes);
        region.estimates = read_accuracy_estimates(file, group + "/accuracy", axes);
    }
    region.forests = read_forest_summaries(file, group + "/forests");
    if (file.contains(group + "/filter")) {
        region.filter = read_filter(file, group + "/filter", axes);
    }
    if (file.contains(group + "/alerts")) {
        region.alerts = read_alerts(file, group + "/alerts");
    }
    if (file.contains(group + "/impact")) {
        region.impact = read_impact(file, group + "/impact");
    }
    region.borders = read_borders(file, group + "/borders");
    if (file.contains(group + "/sites")) {
        region.sites = read_site_tables(file, group + "/sites", axes);
    }
    region.quarantined = read_quarantine(file, group + "/quarantine");
    region.tiles = read_tiles(file, group + "/tiles");
    return region;
}

void write_total(File& file, const TotalTables& total) {
    require_group_name(file.path(), total.tables.name);
    const std::string group = "/totals/" + total.tables.name;
    write_layer(file, group, total.tables, {total.epochs, total.classes});
    write_target(file, group, total.classes, total.target_index);
    const auto& shape = total.num_regions.shape();
    write_variable<std::int64_t>(
        file, group, {"num_regions", {"zone", "epoch"}, "regions that are in the sum", "1"},
        {shape.begin(), shape.end()}, total.num_regions.values());
}

TotalTables read_total(const File& file, const std::string& layer) {
    const std::string group = "/totals/" + layer;
    TotalTables total;
    total.epochs = read_epochs(file, group);
    total.classes = hdf5_io::read_texts(file, group + "/class");
    total.target_index = read_target(file, group, total.classes);
    total.tables = read_layer(file, group, layer, {total.epochs, total.classes});
    const std::size_t num_zones = total.tables.zones.size();
    const std::size_t num_epochs = total.epochs.size();
    total.num_regions = Table<std::int64_t, 2>(
        {num_zones, num_epochs},
        hdf5_io::read<std::int64_t>(file, group + "/num_regions", {num_zones, num_epochs}));
    return total;
}

/// What was asked for, and with which program.
void write_job(File& file, const ResultTables& tables) {
    std::vector<std::string> names;
    std::vector<std::string> texts;
    std::vector<std::string> hashes;
    for (const RegionTables& region : tables.regions) {
        names.push_back(region.name);
        texts.push_back(region.job_text);
        hashes.push_back(core::sha256(region.job_text));
    }
    file.create_group("/job");
    hdf5_io::write_attribute(file, "/job", "program_version", tables.program_version);
    write_text_axis(file, "/job", "region", names);
    write_text_variable(file, "/job", {"text", {"region"}, "every option as used", ""}, texts);
    write_text_variable(file, "/job", {"sha256", {"region"}, "SHA-256 of the text", ""}, hashes);
    std::vector<std::string> libraries;
    std::vector<std::string> versions;
    for (const auto& [library, version] : tables.library_versions) {
        libraries.push_back(library);
        versions.push_back(version);
    }
    write_text_axis(file, "/job", "library", libraries);
    write_text_variable(file, "/job",
                        {"library_version", {"library"}, "version of the library", ""}, versions);
}

void read_job(const File& file, ResultTables& tables) {
    const auto names = hdf5_io::read_texts(file, "/job/region");
    const auto texts = hdf5_io::read_texts(file, "/job/text", names.size());
    for (std::size_t i = 0; i < names.size(); ++i) {
        tables.regions.push_back(read_region(file, names[i]));
        tables.regions.back().job_text = texts[i];
    }
    tables.program_version = hdf5_io::read_text_attribute(file, "/job", "program_version");
    const auto libraries = hdf5_io::read_texts(file, "/job/library");
    const auto versions = hdf5_io::read_texts(file, "/job/library_version", libraries.size());
    for (std::size_t i = 0; i < libraries.size(); ++i) {
        tables.library_versions.emplace(libraries[i], versions[i]);
    }
}

void write_run(File& file, const RunRecord& run) {
    file.create_group("/run");
    hdf5_io::write_attribute(file, "/run", "started", run.started);
    hdf5_io::write_attribute(file, "/run", "num_ranks",
                             static_cast<std::int64_t>(run.hosts.size()));
    hdf5_io::write_attribute(file, "/run", "num_threads", std::int32_t{run.num_threads});
    write_number_axis(file, "/run", "rank", run.hosts.size());
    write_text_variable(file, "/run", {"host", {"rank"}, "computer of the rank", ""}, run.hosts);
    write_variable<std::int64_t>(file, "/run",
                                 {"peak_memory", {"rank"}, "most memory the rank held", "byte"},
                                 {run.hosts.size()}, run.peak_memory_bytes);
    std::vector<std::string> stages;
    std::vector<double> seconds;
    for (const RunRecord::StageTime& stage : run.stages) {
        stages.push_back(stage.stage);
        seconds.push_back(stage.seconds);
    }
    write_text_axis(file, "/run", "stage", stages);
    write_variable<double>(file, "/run",
                           {"stage_seconds", {"stage"}, "wall-clock time of the stage", "s"},
                           {stages.size()}, seconds);
}

RunRecord read_run(const File& file) {
    RunRecord run;
    run.started = hdf5_io::read_text_attribute(file, "/run", "started");
    run.num_threads = hdf5_io::read_number_attribute<std::int32_t>(file, "/run", "num_threads");
    run.hosts = hdf5_io::read_texts(file, "/run/host");
    run.peak_memory_bytes =
        hdf5_io::read<std::int64_t>(file, "/run/peak_memory", {run.hosts.size()});
    const auto stages = hdf5_io::read_texts(file, "/run/stage");
    const auto seconds = hdf5_io::read<double>(file, "/run/stage_seconds", {stages.size()});
    for (std::size_t i = 0; i < stages.size(); ++i) {
        run.stages.push_back({stages[i], seconds[i]});
    }
    return run;
}

}  // namespace

void write_results(const std::filesystem::path& path, const ResultTables& tables) {
    File file = File::create(path);
    hdf5_io::write_filetype(file, filetype, result_schema_version);
    hdf5_io::write_attribute(file, "/", "Conventions", "CF-1.8");
    hdf5_io::write_attribute(file, "/", "title", "Area, change and growth of mines");
    hdf5_io::write_attribute(file, "/", "source", "mineprint " + tables.program_version);
    file.create_group("/regions");
    for (const RegionTables& region : tables.regions) {
        write_region(file, region);
    }
    file.create_group("/totals");
    for (const TotalTables& total : tables.totals) {
        write_total(file, total);
    }
    write_job(file, tables);
    write_run(file, tables.run);
    file.commit();
}

ResultTables read_results(const std::filesystem::path& path) {
    const File file = File::open(path);
    hdf5_io::require_filetype(file, filetype, result_schema_version);
    ResultTables tables;
    read_job(file, tables);
    for (const std::string& layer : file.children("/totals")) {
        tables.totals.push_back(read_total(file, layer));
    }
    tables.run = read_run(file);
    return tables;
}

}  // namespace mineprint::pipeline
