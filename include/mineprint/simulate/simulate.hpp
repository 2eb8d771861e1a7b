// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "mineprint/core/date.hpp"
#include "mineprint/geo/grid.hpp"
#include "mineprint/mpi/communicator.hpp"

namespace mineprint::simulate {

/// Mine area on one side (zone) at one epoch.
struct MineArea {
    std::string zone;
    std::string epoch;
    double area_km2 = 0;
};

struct SimulatedEpoch {
    std::string name;
    core::Date begin;
    core::Date end;
};

/// A made-up archive with known truth; see docs/simulator.md for what it models.
struct SimulateOptions {
    std::string region;
    std::string title;
    geo::Extent extent;               ///< longitude and latitude, degrees
    std::vector<SimulatedEpoch> epochs;
    std::vector<MineArea> mines;
    std::string border;               ///< `meridian` (default) or `parallel`: the line that divides the zones
    std::vector<std::string> zones;   ///< two codes: west and east (or south and north)
    int scenes_per_epoch = 6;
    double cloud_pct = 25;            ///< mean cloud cover of a scene
    double noise = 0.008;             ///< standard deviation of a reflectance
    int reference_points = 282;       ///< per epoch, 100 of them in mines if the study's number is kept
    std::uint64_t seed = 1;
};

/// Collective over `comm`. Writes below `root`: a Collection-2 archive, `reference.gpkg`,
/// `zones.geojson`, `truth.json`.
void simulate(const mpi::Communicator& comm, const SimulateOptions& options,
              const std::filesystem::path& root, int num_threads);

}  // namespace mineprint::simulate
