// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <chrono>
#include <unistd.h>

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "mineprint/core/atomic_file.hpp"
#include "mineprint/core/error.hpp"
#include "mineprint/core/stopwatch.hpp"
#include "mineprint/mpi/collectives.hpp"
#include "mineprint/mpi/run_on_all.hpp"
#include "mineprint/pipeline/csv_tables.hpp"
#include "mineprint/pipeline/messages.hpp"
#include "mineprint/pipeline/reduction_tables.hpp"
#include "mineprint/pipeline/region_reduction.hpp"
#include "mineprint/pipeline/result_file.hpp"
#include "mineprint/pipeline/sample_file.hpp"
#include "mineprint/pipeline/stages.hpp"
#include "mineprint/pipeline/steps.hpp"
#include "mineprint/pipeline/summary.hpp"
#include "mineprint/pipeline/versions.hpp"
#include "mineprint/pipeline/zone_source.hpp"
#include "mineprint/sampling/reference.hpp"

namespace mineprint::pipeline {
namespace {

/// What only rank 0 reads of a region, to be sent to the others.
struct RootInput {
    std::vector<zones::ZoneLayer> layers;
    std::vector<forest::SampleOrigin> samples;
    bool has_reference = false;
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
    }
}

/// Products that the catalogue could not use; part of what the run must own up to.
void read_catalogue_quarantine(const Context& context, const MapSet& maps, RootInput& input) {
    const auto path = context.paths.catalogue(maps.job->name);
    if (!std::filesystem::exists(path)) {
        return;
    }
    const auto json = nlohmann::json::parse(core::read_text_file(path), nullptr, false);
    if (json.is_discarded() || !json.contains("quarantined")) {
        throw core::DataError(
            fmt::format("{}: is broken: run `mineprint map` again", path.string()));
    }
    for (const auto& row : json["quarantined"]) {
        input.quarantined.push_back(
            {row.value("scene", ""), row.value("path", ""), "", "", row.value("cause", "")});
    }
}

RootInput read_root_input(const Context& context, const MapSet& maps) {
    RootInput input;
    ZoneSource zones = read_zones(*maps.job, maps.grid);
    for (const std::string& note : zones.notes) {
        context.log.info(maps.job->name + ": " + note);
    }
    input.layers = std::move(zones.layers);
    if (maps.foreign()) {
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
    return input;
}

RegionTables reduce_one(const Context& context, const RegionJob& job) {
    MapSet maps;
    mpi::run_on_all(context.comm, [&] { maps = describe_maps(job, context.paths); });
    RootInput root;
    mpi::run_on_root(context.comm, [&] { root = read_root_input(context, maps); });
    ReductionInput input = share_input(context, std::move(maps), root);
    if (job.filter.active()) {
        input.filter = plan_filter(context, input.maps);
    }
    Reduction reduction = reduce_region(context, input);
    auto& rows = reduction.quarantined;
    rows.insert(rows.end(), root.quarantined.begin(), root.quarantined.end());
    std::sort(rows.begin(), rows.end());
    rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
    return region_tables(input, reduction);
}

std::vector<std::string> host_names(const Context& context) {
    std::array<char, 256> own{};
    gethostname(own.data(), own.size() - 1);
    const std::string name(own.data());
    std::vector<std::string> hosts;
    for (const auto& bytes : mpi::gather_bytes(context.comm, std::as_bytes(std::span(name)))) {
        const std::span<const std::byte> part(bytes);
        std::vector<char> letters;
        core::append_values(letters, part);
        hosts.emplace_back(letters.begin(), letters.end());
    }
    return hosts;
}

RunRecord run_record(const Context& context) {
    RunRecord record;
    record.hosts = host_names(context);
    record.num_threads = context.job.run.num_threads;
    record.started =
        fmt::format("{:%Y-%m-%dT%H:%M:%SZ}",
                    fmt::gmtime(std::chrono::system_clock::to_time_t(context.started)));
    for (const auto& [stage, seconds] : context.stage_seconds) {
        record.stages.push_back({stage, seconds});
    }
    return record;
}

void write_all(const Context& context, const ResultTables& tables) {
    write_results(context.paths.results(), tables);
    write_csv_tables(context.paths.tables(), tables);
    fmt::print("{}\n", summary_text(tables));
    fmt::print("Results: {}\nTables:  {}\n", context.paths.results().string(),
               context.paths.tables().string());
}

}  // namespace

void reduce_maps(Context& context) {
    ResultTables tables;
    const core::Stopwatch watch;
    for (const RegionJob& job : context.job.regions) {
        tables.regions.push_back(reduce_one(context, job));
        const auto& rows = tables.regions.back().quarantined;
        context.quarantined.insert(context.quarantined.end(), rows.begin(), rows.end());
    }
    context.stage_seconds.emplace_back("reduce", watch.seconds());
    tables.totals = totals(tables.regions);
    tables.program_version = program_version();
    tables.library_versions = library_versions();
    tables.run = run_record(context);
    mpi::run_on_root(context.comm, [&] { write_all(context, tables); });
}

core::ExitStatus reduce(const mpi::Communicator& comm, const Job& job, const core::Log& log) {
    Context context(comm, job, log);
    reduce_maps(context);
    return status_of(context);
}

}  // namespace mineprint::pipeline
