// SPDX-License-Identifier: Apache-2.0
#include "mineprint/simulate/simulate.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <utility>

#include <fmt/format.h>

#include "mineprint/core/atomic_file.hpp"
#include "mineprint/core/error.hpp"
#include "mineprint/core/text.hpp"
#include "mineprint/mpi/collectives.hpp"
#include "mineprint/mpi/run_on_all.hpp"
#include "mineprint/mpi/work_queue.hpp"
#include "mineprint/simulate/acquisitions.hpp"
#include "mineprint/simulate/archive_record.hpp"
#include "mineprint/simulate/mine_areas.hpp"
#include "mineprint/simulate/product.hpp"
#include "mineprint/simulate/region_frame.hpp"
#include "mineprint/simulate/survey.hpp"

namespace mineprint::simulate {
namespace {

namespace fs = std::filesystem;

void check_number(std::string_view option, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
        throw core::UsageError(fmt::format("simulate.{}={}: it must lie between {} and {}", option,
                                           value, least, most));
    }
}

void check_name(const std::string& kind, const std::string& name,
                const std::vector<std::string>& known, const MineArea& mine) {
    if (std::find(known.begin(), known.end(), name) == known.end()) {
        throw core::UsageError(fmt::format(
            "simulate.mine={}:{}:{}: there is no {} '{}'; did you mean '{}'?", mine.zone,
            mine.epoch, mine.area_km2, kind, name, core::nearest_name(name, known)));
    }
}

void check_mines(const SimulateOptions& options, const RegionFrame& frame) {
    const std::vector<std::string> zones = {frame.zones[0].code, frame.zones[1].code};
    std::vector<std::string> epochs;
    for (const SimulatedEpoch& epoch : options.epochs) {
        epochs.push_back(epoch.name);
    }
    for (const MineArea& mine : options.mines) {
        check_name("zone", mine.zone, zones, mine);
        check_name("epoch", mine.epoch, epochs, mine);
        check_number(fmt::format("mine={}:{}", mine.zone, mine.epoch), mine.area_km2, 0, 1e5);
        const auto same =
            std::count_if(options.mines.begin(), options.mines.end(), [&](const MineArea& other) {
                return other.zone == mine.zone && other.epoch == mine.epoch;
            });
        if (same > 1) {
            throw core::UsageError(
                fmt::format("simulate.mine={}:{} is given {} times", mine.zone, mine.epoch, same));
        }
    }
}

void check_options(const SimulateOptions& options, const RegionFrame& frame) {
    if (options.epochs.empty()) {
        throw core::UsageError("simulate: the job has no epochs, and a simulation needs one");
    }
    check_number("scenes-per-epoch", options.scenes_per_epoch, 1, 1000);
    check_number("clouds", options.cloud_pct, 0, 80);
    check_number("noise", options.noise, 0, 0.1);
    check_number("reference-points", options.reference_points, 0, 1e7);
    check_mines(options, frame);
}

/// Collective over `comm`. Finds out on rank 0 whether the archive is there already; if not, makes
/// room.
bool complete_already(const mpi::Communicator& comm, const fs::path& root,
                      const std::string& fingerprint) {
    std::int32_t complete = 0;
    mpi::run_on_root(comm, [&] {
        complete = is_complete_archive(root, fingerprint) ? 1 : 0;
        if (complete == 0) {
            clear_for(root, fingerprint);
        }
    });
    return mpi::all_max(comm, complete) != 0;
}

/// All that the options settle before the first pixel.
struct World {
    Landscape landscape;
    std::vector<PlannedScene> scenes;
    ProductStamp stamp;
};

std::unique_ptr<const World> make_world(const SimulateOptions& options) {
    RegionFrame frame = make_region_frame(options);
    check_options(options, frame);
    Landscape landscape(options, std::move(frame));
    std::vector<PlannedScene> scenes = plan_scenes(options, landscape);
    return std::make_unique<const World>(
        World{std::move(landscape), std::move(scenes), {fingerprint_of(options), options.noise}});
}

}  // namespace

Simulation simulate(const mpi::Communicator& comm, const SimulateOptions& options,
                    const fs::path& root, int num_threads) {
    const auto world = mpi::run_on_all(comm, [&] { return make_world(options); });
    const Landscape& landscape = world->landscape;
    Simulation result{false, static_cast<std::int64_t>(world->scenes.size()),
                      root / "reference.geojson", root / "zones.geojson", root / "truth.json"};
    result.kept = complete_already(comm, root, world->stamp.fingerprint);
    if (result.kept) {
        return result;
    }
    const auto states = find_epoch_states(comm, options, landscape, num_threads);
    const Survey survey = survey_region(comm, options, landscape, states, num_threads);
    mpi::WorkQueueOptions queue;
    queue.num_threads = num_threads;
    mpi::run_work_queue(comm, result.num_scenes, queue, [&](std::int64_t task) {
        const PlannedScene& scene = world->scenes[static_cast<std::size_t>(task)];
        write_product(root, landscape, scene, states[scene.epoch_index], world->stamp);
    });
    mpi::run_on_root(comm, [&] {
        core::write_text_file(result.reference, reference_geojson(survey.points, options.epochs));
        core::write_text_file(result.zones, zones_geojson(landscape.frame()));
        core::write_text_file(result.truth, truth_json(options, landscape.frame(), survey.truth));
        write_record(root, options, world->scenes);
    });
    return result;
}

}  // namespace mineprint::simulate
