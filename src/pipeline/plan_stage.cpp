// SPDX-License-Identifier: Apache-2.0
#include <map>

#include <fmt/format.h>

#include "mineprint/core/error.hpp"
#include "mineprint/gdal_io/crs.hpp"
#include "mineprint/mpi/collectives.hpp"
#include "mineprint/mpi/run_on_all.hpp"
#include "mineprint/pipeline/memory_plan.hpp"
#include "mineprint/pipeline/scene_places.hpp"
#include "mineprint/pipeline/stages.hpp"
#include "mineprint/pipeline/steps.hpp"
#include "mineprint/pipeline/zone_source.hpp"
#include "mineprint/sampling/reference.hpp"

namespace mineprint::pipeline {
namespace {

/// What the reference and the zones of all regions come to; causes why the run could not work.
struct Findings {
    std::int64_t num_labelled = 0;
    std::vector<std::string> lines;
    std::vector<std::string> causes;
};

/// Runs one check; its error becomes a cause, so that all of them are told at once.
template <class Check>
void collect(Findings& findings, const std::string& region, Check&& check) {
    try {
        check();
    } catch (const core::Error& error) {
        findings.causes.push_back(fmt::format("region {}: {}", region, error.what()));
    }
}

void look_at_reference(const Region& region, Findings& findings) {
    const auto epochs = epoch_names(*region.job);
    const auto reference =
        sampling::read_reference(region.job->reference, region.grid, region.job->name, epochs);
    findings.num_labelled += static_cast<std::int64_t>(reference.pixels.size());
    findings.lines.push_back(fmt::format(
        "{}: {} labelled pixels of {} classes ({})", region.job->name, reference.pixels.size(),
        reference.classes.size(), fmt::join(reference.classes, ", ")));
}

void look_at_zones(const Region& region, Findings& findings) {
    for (const zones::ZoneLayer& layer : read_zones(*region.job, region.grid).layers) {
        findings.lines.push_back(fmt::format("{}: zone layer '{}' with {} zones on the grid",
                                             region.job->name, layer.name, layer.zones.size()));
    }
}

Findings look(const Context& context) {
    Findings findings;
    for (const Region& region : context.regions) {
        const std::string& name = region.job->name;
        if (!region.job->reference.file
                 .empty()) {  // a job to be mapped with a forest of others has none
            collect(findings, name, [&] { look_at_reference(region, findings); });
        }
        collect(findings, name, [&] { look_at_zones(region, findings); });
    }
    return findings;
}

void check_memory(const Context& context, Findings& findings) {
    const MemoryPlan plan =
        plan_memory(context.regions, findings.num_labelled, context.job.run.num_threads);
    findings.lines.push_back(
        fmt::format("memory per rank: {} = {} + {} threads × {}", bytes_text(plan.total()),
                    bytes_text(plan.total() - plan.num_threads * plan.per_thread), plan.num_threads,
                    bytes_text(plan.per_thread)));
    const std::int64_t limit = context.job.run.memory_bytes;
    if (limit > 0 && plan.total() > limit) {
        findings.causes.push_back(fmt::format(
            "a rank would need {}, more than --memory={} allows: lower --threads or grid.tile-size",
            bytes_text(plan.total()), bytes_text(limit)));
    }
}

void throw_if_any(const Findings& findings) {
    if (!findings.causes.empty()) {
        throw core::DataError(fmt::format("{}", fmt::join(findings.causes, "\n")));
    }
}

/// Scenes and bytes of one epoch, by sensor.
std::vector<std::string> epoch_lines(const Region& region, std::size_t epoch) {
    struct Sum {
        std::size_t scenes = 0;
        std::uint64_t bytes = 0;
    };
    std::map<std::string, Sum> by_sensor;
    for (const std::size_t index : region.epoch_scenes[epoch]) {
        const archive::Scene& scene = region.catalogue.scenes[index];
        Sum& sum = by_sensor[std::string(archive::sensor_name(scene.sensor))];
        ++sum.scenes;
        sum.bytes += scene.bytes;
    }
    std::vector<std::string> lines;
    for (const auto& [sensor, sum] : by_sensor) {
        lines.push_back(fmt::format("  {:<16} {:<6} {:>7} scenes {:>12}",
                                    region.job->epochs[epoch].name, sensor, sum.scenes,
                                    bytes_text(static_cast<std::int64_t>(sum.bytes))));
    }
    return lines;
}

std::string region_text(const Region& region) {
    const geo::Grid& grid = region.grid;
    std::string text =
        fmt::format("{} ({})\n  grid {} × {} pixels of {:g} × {:g} in {}, {} tiles of {} pixels\n",
                    region.job->name, region.job->title, grid.width, grid.height, grid.pixel_width,
                    grid.pixel_height, gdal_io::crs_name(grid.crs_wkt), region.tiling.num_tiles(),
                    region.tiling.tile_size());
    for (std::size_t epoch = 0; epoch < region.job->epochs.size(); ++epoch) {
        for (const std::string& line : epoch_lines(region, epoch)) {
            text += line + '\n';
        }
    }
    for (const std::string& line : scene_place_lines(grid)) {
        text += fmt::format("  {}\n", line);
    }
    return text + fmt::format("  features: {}\n", fmt::join(region.schema.names, ", "));
}

}  // namespace

void check_plan(const Context& context) {
    mpi::run_on_root(context.comm, [&] {
        Findings findings = look(context);
        check_memory(context, findings);
        for (const std::string& line : findings.lines) {
            context.log.info(line);
        }
        throw_if_any(findings);
    });
}

core::ExitStatus plan(const mpi::Communicator& comm, const Job& job, const core::Log& log) {
    if (job.run.plan_accuracy) {
        const Context maps_only(comm, job, log);
        plan_accuracy(maps_only);
        return core::ExitStatus::done;
    }
    Context context = prepare(comm, job, log);
    if (!job.run.output.empty()) {
        write_job_records(context);
    }
    mpi::run_on_root(comm, [&] {
        Findings findings = look(context);
        check_memory(context, findings);
        std::string text;
        for (const Region& region : context.regions) {
            text += region_text(region);
        }
        for (const std::string& line : findings.lines) {
            text += line + '\n';
        }
        context.log.result(text);
        throw_if_any(findings);
    });
    return status_of(context);
}

}  // namespace mineprint::pipeline
