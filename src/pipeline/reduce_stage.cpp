// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <chrono>
#include <map>
#include <optional>

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "mineprint/archive/catalogue_file.hpp"
#include "mineprint/core/atomic_file.hpp"
#include "mineprint/core/error.hpp"
#include "mineprint/core/memory.hpp"
#include "mineprint/core/stopwatch.hpp"
#include "mineprint/mpi/collectives.hpp"
#include "mineprint/mpi/run_on_all.hpp"
#include "mineprint/pipeline/border_intervals.hpp"
#include "mineprint/pipeline/csv_tables.hpp"
#include "mineprint/pipeline/impact_factors.hpp"
#include "mineprint/pipeline/messages.hpp"
#include "mineprint/pipeline/point_labels.hpp"
#include "mineprint/pipeline/reduction_tables.hpp"
#include "mineprint/pipeline/region_assessment.hpp"
#include "mineprint/pipeline/region_reduction.hpp"
#include "mineprint/pipeline/result_file.hpp"
#include "mineprint/pipeline/sample_file.hpp"
#include "mineprint/pipeline/site_files.hpp"
#include "mineprint/pipeline/stages.hpp"
#include "mineprint/pipeline/statistics_csv.hpp"
#include "mineprint/pipeline/steps.hpp"
#include "mineprint/pipeline/summary.hpp"
#include "mineprint/pipeline/summary_json.hpp"
#include "mineprint/pipeline/tile_record.hpp"
#include "mineprint/pipeline/validation_design.hpp"
#include "mineprint/pipeline/versions.hpp"
#include "mineprint/pipeline/zone_source.hpp"
#include "mineprint/sampling/reference.hpp"

namespace mineprint::pipeline {
namespace {

/// What only rank 0 reads of a region, to be sent to the others.
struct RootInput {
    std::vector<zones::ZoneLayer> layers;
    std::optional<zones::ZoneLayer> known_mines;
    std::vector<forest::SampleOrigin> samples;
    bool has_reference = false;
    std::optional<ValidationDesign> design;  ///< of drawn points; stays on rank 0
    std::vector<archive::Quarantined>
        quarantined;  ///< while sampling and scanning; stays on rank 0
};

/// Held-out samples of a run of this program.
void read_held_out(const Context& context, const MapSet& maps, RootInput& input) {
    const auto path = context.paths.samples(maps.job->name);
    const auto file = try_read_samples(path);
    if (!file) {
        context.log.warning(
            fmt::format("{}: no samples there: no accuracy is reported", path.string()));
        return;
    }
    if (file->table.classes != maps.classes) {
        throw core::DataError(fmt::format("{}: has the classes {} where the maps have {}",
                                          path.string(), fmt::join(file->table.classes, ", "),
                                          fmt::join(maps.classes, ", ")));
    }
    input.has_reference = true;
    input.quarantined = file->quarantined;
    std::copy_if(file->table.origins.begin(), file->table.origins.end(),
                 std::back_inserter(input.samples),
                 [](const forest::SampleOrigin& origin) { return origin.held_out != 0; });
}

/// All labelled pixels of a reference check maps that were made without it.
void read_foreign_reference(const MapSet& maps, RootInput& input) {
    sampling::ReferenceOptions options = maps.job->reference;
    if (options.file.empty()) {
        return;
    }
    options.classes = maps.classes;
    const auto epochs = epoch_names(*maps.job);
    const auto reference = sampling::read_reference(options, maps.grid, maps.job->name, epochs);
    input.has_reference = true;
    for (const sampling::LabelledPixel& pixel : reference.pixels) {
        forest::SampleOrigin& origin = input.samples.emplace_back();
        origin.id = pixel.id;
        origin.epoch = pixel.epoch;
        origin.column = static_cast<std::int32_t>(pixel.column);
        origin.row = static_cast<std::int32_t>(pixel.row);
        origin.label = pixel.label;
        origin.group = pixel.group;
    }
}

/// Products that the catalogue could not use; part of what the run must own up to.
void read_catalogue_quarantine(const Context& context, const MapSet& maps, RootInput& input) {
    const auto path = context.paths.catalogue(maps.job->name);
    if (!std::filesystem::exists(path)) {
        return;
    }
    const auto content = archive::read_catalogue(path);
    if (!content) {
        throw core::DataError(
            fmt::format("{}: is broken: run `mineprint map` again", path.string()));
    }
    input.quarantined.insert(input.quarantined.end(), content->quarantined.begin(),
                             content->quarantined.end());
}

/// What the maps are held against.
enum class CheckedBy { reference, drawn_points };

void read_drawn_points(const Context& context, const MapSet& maps, RootInput& input) {
    const auto path = context.paths.validation_design(maps.job->name);
    ValidationDesign design = read_design(path);
    const bool same_grid =
        design.grid.width == maps.grid.width && design.grid.height == maps.grid.height &&
        design.grid.origin_x == maps.grid.origin_x && design.grid.origin_y == maps.grid.origin_y;
    if (!same_grid || design.classes != maps.classes) {
        throw core::DataError(fmt::format(
            "{}: its points were drawn for maps of another grid or other classes", path.string()));
    }
    PointLabels labels = read_point_labels(*maps.job, design);
    for (const std::string& note : labels.notes) {
        context.log.warning(note);
    }
    input.samples = std::move(labels.samples);
    input.has_reference = true;
    input.design = std::move(design);
}

RootInput read_root_input(const Context& context, const MapSet& maps, CheckedBy checked_by) {
    RootInput input;
    ZoneSource zones = read_zones(*maps.job, maps.grid);
    if (maps.job->sites.find && !maps.job->sites.known.empty()) {
        input.known_mines = read_known_mines(maps.job->sites.known, maps.grid, zones.notes);
    }
    for (const std::string& note : zones.notes) {
        context.log.info(maps.job->name + ": " + note);
    }
    input.layers = std::move(zones.layers);
    if (checked_by == CheckedBy::drawn_points) {
        read_drawn_points(context, maps, input);
    } else if (maps.foreign()) {
        read_foreign_reference(maps, input);
    } else {
        read_held_out(context, maps, input);
        read_catalogue_quarantine(context, maps, input);
    }
    return input;
}

std::vector<std::byte> packed(const RootInput& input) {
    core::ByteWriter out;
    out.put(input.has_reference).put_span(std::span(input.samples)).put(input.layers.size());
    for (const zones::ZoneLayer& layer : input.layers) {
        pack(out, layer);
    }
    out.put(input.known_mines.has_value());
    if (input.known_mines) {
        pack(out, *input.known_mines);
    }
    return out.take();
}

ReductionInput share_input(const Context& context, MapSet maps, const RootInput& root) {
    std::vector<std::byte> bytes = context.comm.is_root() ? packed(root) : std::vector<std::byte>{};
    mpi::broadcast(context.comm, bytes);
    core::ByteReader in(bytes);
    ReductionInput input;
    input.maps = std::move(maps);
    input.has_reference = in.get<bool>();
    input.check_samples = in.get_vector<forest::SampleOrigin>();
    const auto num_layers = in.get<std::size_t>();
    for (std::size_t i = 0; i < num_layers; ++i) {
        input.layers.push_back(unpack_zone_layer(in));
    }
    if (in.get<bool>()) {
        input.known_mines = unpack_zone_layer(in);
    }
    return input;
}

/// Whether places have labels of their own at each epoch.
bool labels_by_epoch(const sampling::ReferenceOptions& reference) {
    return reference.class_fields.size() > 1 || !reference.epoch_field.empty();
}

/// The strata of drawn points; sets each sample's own.
DrawnStrata strata_of(const ValidationDesign& design, CheckedSamples& samples) {
    DrawnStrata strata;
    for (const DesignStratum& stratum : design.strata) {
        strata.name.push_back(stratum.name);
        strata.area_km2.push_back(stratum.area_km2);
        strata.sampled_share.push_back(stratum.pixels == 0
                                           ? 0
                                           : static_cast<double>(stratum.points) /
                                                 static_cast<double>(stratum.pixels));
    }
    for (CheckedSample& sample : samples.rows) {
        sample.stratum = design.points.at(sample.id).stratum;
    }
    return strata;
}

/// What the maps say they were made with.
void read_thresholds(const MapSet& maps, const OutputPaths& paths, CurveTables& curves) {
    constexpr double whole = 10'000;
    for (std::size_t epoch = 0; epoch < maps.job->epochs.size() && !maps.foreign(); ++epoch) {
        const auto record = read_tile_record(paths.tile(
            maps.job->name, maps.job->epochs[epoch].name, "class", maps.tiling.id(0).name()));
        if (record && record->threshold >= 0) {
            curves.map_threshold(epoch) = static_cast<double>(record->threshold) / whole;
        }
    }
}

/// Intervals and adjusted areas; on rank 0, which has the samples.
void add_estimates(const Context& context, const MapSet& maps, const RootInput& root,
                   Reduction& reduction, RegionTables& tables) {
    const AccuracyOptions& options = maps.job->accuracy;
    DrawnStrata drawn;
    AssessmentInput input{
        reduction.samples,
        {options.design, nullptr},
        options.zone_samples,
        labels_by_epoch(maps.job->reference),
        sample_text(options.design,
                    maps.foreign() ? "reference samples" : "held-out samples of the reference")};
    if (root.design) {
        drawn = strata_of(*root.design, reduction.samples);
        input.rules.drawn = &drawn;
        input.labels_by_epoch = true;
        input.what =
            fmt::format("{} validation points, drawn by strata of the map of {}",
                        root.design->points.size(), fmt::join(root.design->strata_epochs, " and "));
    }
    assess_region(tables, input);
    read_thresholds(maps, context.paths, tables.estimates->curves);
}

std::size_t layer_index(const std::vector<zones::ZoneLayer>& layers, const std::string& name) {
    const auto found = std::ranges::find(layers, name, &zones::ZoneLayer::name);
    if (found == layers.end()) {
        throw core::RunError(fmt::format("there is no zone layer '{}'", name));
    }
    return static_cast<std::size_t>(found - layers.begin());
}

std::vector<zones::DerivedLayer> derive_layers(const RegionJob& job,
                                               const std::vector<zones::ZoneLayer>& layers) {
    using zones::DerivedLayer;
    const ZoneOptions& options = job.derived_zones;
    std::vector<DerivedLayer> derived;
    for (const ZoneBuffer& buffer : options.buffers) {
        derived.push_back(
            DerivedLayer::buffer(buffer.name, layer_index(layers, buffer.layer), buffer.metres));
    }
    for (const ZoneCross& cross : options.crosses) {
        derived.push_back(DerivedLayer::cross(cross.name(), layer_index(layers, cross.first),
                                              layer_index(layers, cross.second), layers));
    }
    for (const ZonePair& pair : options.pairs) {
        derived.push_back(DerivedLayer::pair(pair.name(), layer_index(layers, pair.layer),
                                             {pair.first, pair.second}, options.pair_bands_metres,
                                             layers));
    }
    return derived;
}

/// A cross-tabulation is told without its empty zones: what samples say of their zones follows.
void follow_tables(const ReductionInput& input, const RegionTables& tables,
                   CheckedSamples& samples) {
    for (std::size_t i = 0; i < input.derived.size(); ++i) {
        const std::size_t layer = input.layers.size() + i;
        std::map<std::string, std::int32_t> numbers;
        for (const ZoneLabel& zone : tables.layers[layer].zones) {
            numbers.emplace(zone.code, static_cast<std::int32_t>(numbers.size()));
        }
        for (std::size_t row = 0; row < samples.rows.size(); ++row) {
            std::int32_t& zone = samples.zones[row * samples.num_layers + layer];
            zone = numbers.at(input.derived[i].zones[static_cast<std::size_t>(zone)].code);
        }
    }
}

/// What training said of the forests; a model file that cannot be read is no hindrance.
std::vector<ForestSummary> forests_of(const Context& context, const RegionJob& job) {
    try {
        return forest_summaries(job, context.paths.model());
    } catch (const core::DataError& error) {
        context.log.warning(fmt::format(
            "the results say nothing of how the forests were trained: {}", error.what()));
        return {};
    }
}

RegionTables reduce_one(const Context& context, const RegionJob& job, CheckedBy checked_by) {
    MapSet maps;
    mpi::run_on_all(context.comm, [&] { maps = describe_maps(job, context.paths); });
    RootInput root;
    mpi::run_on_root(context.comm, [&] { root = read_root_input(context, maps, checked_by); });
    ReductionInput input = share_input(context, std::move(maps), root);
    mpi::run_on_all(context.comm, [&] { input.derived = derive_layers(job, input.layers); });
    if (job.filter.active()) {
        input.filter = plan_filter(context, input.maps);
    }
    Reduction reduction = reduce_region(context, input);
    mpi::run_on_root(context.comm, [&] {
        write_site_maps(context.paths.region(job.name), job, input.maps.grid.crs_wkt,
                        reduction.sites.value_or(FoundSites{}));
    });
    auto& rows = reduction.quarantined;
    rows.insert(rows.end(), root.quarantined.begin(), root.quarantined.end());
    std::sort(rows.begin(), rows.end());
    rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
    RegionTables tables = region_tables(input, reduction);
    mpi::run_on_root(context.comm, [&] {
        if (!input.maps.foreign()) {
            tables.forests = forests_of(context, job);
        }
        if (reduction.accuracy) {
            follow_tables(input, tables, reduction.samples);
            add_estimates(context, input.maps, root, reduction, tables);
            add_border_intervals(job.derived_zones, tables);
        }
        if (!job.impact_factors.empty()) {
            tables.impact = impact_rows(tables, read_impact_factors(job.impact_factors));
        }
    });
    return tables;
}

RunRecord run_record(const Context& context) {
    RunRecord record;
    record.hosts = context.hosts;
    const std::array own{core::peak_memory_bytes()};
    record.peak_memory_bytes = mpi::all_gather(context.comm, std::span<const std::int64_t>(own));
    record.num_threads = context.job.run.num_threads;
    record.started =
        fmt::format("{:%Y-%m-%dT%H:%M:%SZ}",
                    fmt::gmtime(std::chrono::system_clock::to_time_t(context.started)));
    for (const auto& [stage, seconds] : context.stage_seconds) {
        record.stages.push_back({stage, seconds});
    }
    return record;
}

/// Where the numbers go.
struct Destination {
    std::filesystem::path file;
    std::filesystem::path tables;
};

Destination destination(const OutputPaths& paths, CheckedBy checked_by) {
    return checked_by == CheckedBy::drawn_points
               ? Destination{paths.assessment(), paths.assessment_tables()}
               : Destination{paths.results(), paths.tables()};
}

void write_all(const Destination& to, const ResultTables& tables, const core::Log& log) {
    write_results(to.file, tables);
    write_csv_tables(to.tables, tables);
    write_statistics_csv(to.tables, tables);
    nlohmann::ordered_json json{{"results", to.file.string()}, {"tables", to.tables.string()}};
    json.update(summary_json(tables));
    log.result(fmt::format("{}\nResults: {}\nTables:  {}\n", summary_text(tables), to.file.string(),
                           to.tables.string()),
               json);
}

void reduce_all(Context& context, CheckedBy checked_by) {
    ResultTables tables;
    const core::Stopwatch watch;
    for (const RegionJob& job : context.job.regions) {
        tables.regions.push_back(reduce_one(context, job, checked_by));
        const auto& rows = tables.regions.back().quarantined;
        context.quarantined.insert(context.quarantined.end(), rows.begin(), rows.end());
    }
    context.stage_seconds.emplace_back("reduce", watch.seconds());
    tables.totals = totals(tables.regions);
    tables.program_version = program_version();
    tables.library_versions = library_versions();
    tables.run = run_record(context);
    mpi::run_on_root(context.comm, [&] {
        write_all(destination(context.paths, checked_by), tables, context.log);
    });
}

}  // namespace

void reduce_maps(Context& context) { reduce_all(context, CheckedBy::reference); }

core::ExitStatus reduce(const mpi::Communicator& comm, const Job& job, const core::Log& log) {
    Context context(comm, job, log);
    reduce_maps(context);
    return status_of(context);
}

core::ExitStatus assess(const mpi::Communicator& comm, const Job& job, const core::Log& log) {
    Context context(comm, job, log);
    reduce_all(context, CheckedBy::drawn_points);
    return status_of(context);
}

}  // namespace mineprint::pipeline
