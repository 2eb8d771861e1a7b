// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
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
    geo::Extent extent;  ///< longitude and latitude, degrees; at most 6 degrees wide
    std::vector<SimulatedEpoch> epochs;
    std::vector<MineArea> mines;  ///< what is not given is 0
    /// The line that divides the zones: `meridian` (default) or `parallel`, through the middle of
    /// the extent, or elsewhere as `meridian:98.55`.
    std::string border;
    /// Two zones, west and east (or south and north), each a code or `CODE:Name`.
    std::vector<std::string> zones;
    int scenes_per_epoch = 6;    ///< every third one in the neighbouring UTM zone
    double cloud_pct = 25;       ///< mean cloud cover of a scene, 0 … 80
    double noise = 0.008;        ///< standard deviation of a reflectance, 0 … 0.1
    int reference_points = 282;  ///< labelled at every epoch; 100 of 282 are mine in the end
    std::uint64_t seed = 1;
};

/// What a call of `simulate` did.
struct Simulation {
    bool kept = false;  ///< the archive was there already, complete and of the same options
    std::int64_t num_scenes = 0;
    std::filesystem::path reference;  ///< points with a class field per epoch
    std::filesystem::path zones;      ///< two polygons, fields `code` and `name`
    std::filesystem::path truth;      ///< true cover per zone, epoch and class
};

/// Collective over `comm`. Writes below `root`: a tree of Landsat Collection-2 Level-2 products,
/// `reference.geojson`, `zones.geojson`, `truth.json` and, last, `simulation.json`, by which a
/// complete archive of the same options is known and kept. The bytes depend on the options alone,
/// not on ranks or threads. Throws UsageError naming the option that cannot be met, DataError when
/// `root` holds products that are not synthetic.
Simulation simulate(const mpi::Communicator& comm, const SimulateOptions& options,
                    const std::filesystem::path& root, int num_threads);

}  // namespace mineprint::simulate
