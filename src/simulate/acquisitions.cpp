// SPDX-License-Identifier: Apache-2.0
#include "mineprint/simulate/acquisitions.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "mineprint/core/error.hpp"

namespace mineprint::simulate {
namespace {

constexpr std::size_t neighbour_every = 3;
constexpr std::uint64_t cloud_draw = 1;
constexpr std::uint64_t margin_draw = 2;

struct Pass {
    const Satellite* satellite = nullptr;
    core::Date date;
};

/// Since then Landsat 7 has stripes without data.
bool is_slc_off(const Satellite& satellite, core::Date date) {
    return satellite.sensor == archive::Sensor::etm && date >= core::Date::parse("2003-05-31");
}

core::Date days_after(core::Date date, int days) {
    return core::Date(std::chrono::sys_days(std::chrono::days(date.days_since_1970() + days)));
}

/// All days of an epoch on which a satellite passes along a path, in time order.
std::vector<Pass> passes(const SimulatedEpoch& epoch, int path) {
    std::vector<Pass> found;
    for (core::Date day = epoch.begin; day <= epoch.end; day = days_after(day, 1)) {
        for (const Satellite& satellite : satellites()) {
            if (passes_on(path, satellite.phase, day) &&
                day >= core::Date::parse(satellite.first_day) &&
                day <= core::Date::parse(satellite.last_day)) {
                found.push_back({&satellite, day});
            }
        }
    }
    return found;
}

std::string compact(core::Date date) {
    std::string text = date.text();
    std::erase(text, '-');
    return text;
}

/// Two places beside each other: the region's own and the one towards the neighbouring UTM zone.
std::array<PathRow, 2> places_of(const RegionFrame& frame) {
    const geo::Extent& box = frame.lonlat;
    const PathRow own = wrs2_at({0.5 * (box.xmin + box.xmax), 0.5 * (box.ymin + box.ymax)});
    const bool eastwards = (frame.neighbour_zone - frame.utm_zone + 60) % 60 == 1;
    const int neighbour = (own.path - 1 + (eastwards ? -1 : 1) + 233) % 233 + 1;
    return {own, PathRow{neighbour, own.row}};
}

/// The pass for a scene: an even share of the epoch further on than the one before; for the
/// clear first scene the next one of a sound sensor, if there is one.
const Pass& choose_pass(const std::vector<Pass>& candidates, std::size_t scene_index,
                        std::size_t num_scenes) {
    const std::size_t step = candidates.size() / num_scenes;
    const std::size_t even = (2 * scene_index + 1) * candidates.size() / (2 * num_scenes);
    for (std::size_t i = even; scene_index == 0 && i < even + (step + 1) / 2; ++i) {
        if (!is_slc_off(*candidates[i].satellite, candidates[i].date)) {
            return candidates[i];
        }
    }
    return candidates[even];
}

/// Mean 1 over an epoch, and its first scene is clear, so that no pixel stays unobserved; of a
/// single scene the mean itself.
double cloud_factor(std::size_t scene_index, int num_scenes, double draw) {
    if (num_scenes == 1) {
        return 1.0;
    }
    return scene_index == 0 ? 0.0 : num_scenes / (num_scenes - 1.0) * (0.5 + draw);
}

class Planner {
  public:
    Planner(const SimulateOptions& options, const Landscape& landscape)
        : options_(&options),
          landscape_(&landscape),
          random_(landscape.key(), core::Stream::clouds),
          places_(places_of(landscape.frame())) {}

    [[nodiscard]] PlannedScene plan(std::size_t epoch_index, std::size_t scene_index) const {
        const SimulatedEpoch& epoch = options_->epochs[epoch_index];
        const bool neighbour = scene_index % neighbour_every == neighbour_every - 1;
        const PathRow place = places_[neighbour ? 1 : 0];
        const auto candidates = passes(epoch, place.path);
        const auto wanted = static_cast<std::size_t>(options_->scenes_per_epoch);
        if (candidates.size() < wanted) {
            throw core::UsageError(fmt::format(
                "simulate.scenes-per-epoch={}: Landsat 5, 7, 8 and 9 passed path {} only {} times "
                "in the epoch {} ({} to {}); ask for fewer scenes or make the epoch longer",
                wanted, place.path, candidates.size(), epoch.name, epoch.begin.text(),
                epoch.end.text()));
        }
        const Pass& pass = choose_pass(candidates, scene_index, wanted);
        return finish({pass.satellite, pass.date, place, epoch_index, {}, 0, false, 0, {}},
                      scene_index, neighbour);
    }

  private:
    [[nodiscard]] PlannedScene finish(PlannedScene scene, std::size_t scene_index,
                                      bool neighbour) const {
        const RegionFrame& frame = landscape_->frame();
        scene.key = core::mix(landscape_->key(), core::mix(scene.epoch_index, scene_index));
        // Footprints differ from scene to scene, as real ones do.
        const int margin = 8 + static_cast<int>(random_.below(24, scene.key, margin_draw));
        scene.grid =
            scene_grid(frame, neighbour ? frame.neighbour_wkt : frame.grid.crs_wkt, margin);
        scene.cloud_share = std::min(0.9, 0.01 * options_->cloud_pct *
                                              cloud_factor(scene_index, options_->scenes_per_epoch,
                                                           random_.uniform(scene.key, cloud_draw)));
        scene.slc_off = is_slc_off(*scene.satellite, scene.date);
        // The day the whole Collection 2 was made, or a fortnight later for what came after it.
        const core::Date made =
            std::max(core::Date::parse("2020-09-01"), days_after(scene.date, 15));
        scene.product_id =
            fmt::format("{}_L2SR_{:03}{:03}_{}_{}_02_T1", scene.satellite->prefix, scene.place.path,
                        scene.place.row, compact(scene.date), compact(made));
        return scene;
    }

    const SimulateOptions* options_;
    const Landscape* landscape_;
    core::KeyedRandom random_;
    std::array<PathRow, 2> places_;
};

void check_distinct(const std::vector<PlannedScene>& scenes) {
    std::vector<std::string> ids;
    for (const PlannedScene& scene : scenes) {
        ids.push_back(scene.product_id);
    }
    std::sort(ids.begin(), ids.end());
    const auto twice = std::adjacent_find(ids.begin(), ids.end());
    if (twice != ids.end()) {
        throw core::UsageError(fmt::format(
            "epochs: two of them would share the product {}; a simulated archive needs epochs that "
            "do not overlap",
            *twice));
    }
}

}  // namespace

const std::vector<Satellite>& satellites() {
    constexpr std::array<int, num_bands> tm = {1, 2, 3, 4, 5, 7};
    constexpr std::array<int, num_bands> oli = {2, 3, 4, 5, 6, 7};
    static const std::vector<Satellite> all = {
        {"LT05", "LANDSAT_5", "TM", archive::Sensor::tm, CyclePhase::landsat_5_8, tm, "1984-03-16",
         "2011-11-05"},
        {"LE07", "LANDSAT_7", "ETM", archive::Sensor::etm, CyclePhase::landsat_7_9, tm,
         "1999-06-30", "2021-12-31"},
        {"LC08", "LANDSAT_8", "OLI_TIRS", archive::Sensor::oli, CyclePhase::landsat_5_8, oli,
         "2013-04-11", "2099-12-31"},
        {"LC09", "LANDSAT_9", "OLI_TIRS", archive::Sensor::oli, CyclePhase::landsat_7_9, oli,
         "2021-11-01", "2099-12-31"}};
    return all;
}

std::vector<PlannedScene> plan_scenes(const SimulateOptions& options, const Landscape& landscape) {
    const Planner planner(options, landscape);
    std::vector<PlannedScene> scenes;
    for (std::size_t epoch = 0; epoch < options.epochs.size(); ++epoch) {
        for (int scene = 0; scene < options.scenes_per_epoch; ++scene) {
            scenes.push_back(planner.plan(epoch, static_cast<std::size_t>(scene)));
        }
    }
    check_distinct(scenes);
    return scenes;
}

}  // namespace mineprint::simulate
