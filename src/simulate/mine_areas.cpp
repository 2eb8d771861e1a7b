// SPDX-License-Identifier: Apache-2.0
#include "mineprint/simulate/mine_areas.hpp"

#include <algorithm>
#include <cmath>
#include <mutex>

#include <fmt/format.h>

#include "mineprint/core/error.hpp"
#include "mineprint/core/parallel_for.hpp"
#include "mineprint/gdal_io/crs.hpp"
#include "mineprint/geo/tiling.hpp"
#include "mineprint/mpi/collectives.hpp"
#include "mineprint/mpi/run_on_all.hpp"

namespace mineprint::simulate {
namespace {

/// Square centimetres of pixels by zone and by the level at which they become mines.
class LevelHistogram {
  public:
    LevelHistogram() : area_cm2_(2 * std::size_t{never_mined}) {}

    void add(std::size_t zone, MineLevel level, std::int64_t area_cm2) {
        if (level < never_mined) {
            area_cm2_[zone * never_mined + level] += area_cm2;
        }
    }
    void merge(const mpi::Communicator& comm) {
        mpi::all_reduce(comm, std::span(area_cm2_), MPI_SUM);
    }
    [[nodiscard]] std::span<const std::int64_t> of_zone(std::size_t zone) const {
        return std::span(area_cm2_).subspan(zone * never_mined, never_mined);
    }

  private:
    std::vector<std::int64_t> area_cm2_;
};

/// One pixel on its way into the histogram.
struct LevelledPixel {
    std::size_t zone = 0;
    MineLevel level = never_mined;
    std::int64_t area_cm2 = 0;
};

std::vector<LevelledPixel> mineable_pixels(const Landscape& landscape, const geo::PixelArea& area,
                                           const geo::PixelWindow& window) {
    const geo::Grid& grid = landscape.frame().grid;
    const PositionLattice positions(landscape.frame(), grid, window);
    const auto levels = majority_level_of(landscape, window);
    const std::vector<double> areas_m2 = area.window_m2(window);
    std::vector<LevelledPixel> pixels;
    for (std::size_t i = 0; i < levels.size(); ++i) {
        if (levels[i] == never_mined) {
            continue;
        }
        const std::int64_t column = window.column + static_cast<std::int64_t>(i) % window.width;
        const std::int64_t row = window.row + static_cast<std::int64_t>(i) / window.width;
        const Position centre =
            positions.at(static_cast<double>(column) + 0.5, static_cast<double>(row) + 0.5);
        pixels.push_back({centre.zone(), levels[i], std::llround(areas_m2[i] * cm2_per_m2)});
    }
    return pixels;
}

LevelHistogram level_histogram(const mpi::Communicator& comm, const Landscape& landscape,
                               int num_threads) {
    const geo::Grid& grid = landscape.frame().grid;
    const geo::PixelArea area = gdal_io::pixel_area(grid);
    const geo::Tiling tiling(grid.width, grid.height, pass_tile_size);
    LevelHistogram histogram;
    std::mutex mutex;
    const std::int64_t ranks = comm.size();
    const std::int64_t own = (tiling.num_tiles() - comm.rank() + ranks - 1) / ranks;
    mpi::run_on_all(comm, [&] {
        core::parallel_for(0, own, num_threads, [&](std::int64_t i) {
            const auto pixels =
                mineable_pixels(landscape, area, tiling.window(comm.rank() + i * ranks));
            const std::lock_guard lock(mutex);
            for (const LevelledPixel& pixel : pixels) {
                histogram.add(pixel.zone, pixel.level, pixel.area_cm2);
            }
        });
    });
    histogram.merge(comm);
    return histogram;
}

/// The threshold below which the area is nearest to the wanted one.
MineLevel threshold(std::span<const std::int64_t> area_cm2, double wanted_cm2) {
    double sum = 0;
    double best_miss = wanted_cm2;
    MineLevel best = 0;
    for (MineLevel level = 0; level < never_mined; ++level) {
        sum += static_cast<double>(area_cm2[level]);
        if (std::abs(sum - wanted_cm2) < best_miss) {
            best_miss = std::abs(sum - wanted_cm2);
            best = level + 1;
        }
    }
    return best;
}

void check_room(std::span<const std::int64_t> area_cm2, const std::string& zone,
                const std::string& epoch, double wanted) {
    double room = 0;
    for (const std::int64_t area : area_cm2) {
        room += static_cast<double>(area) / cm2_per_km2;
    }
    if (wanted > room) {
        throw core::UsageError(fmt::format(
            "simulate.mine={}:{}:{}: the zone has room for {:.3f} km² of mines only; make the "
            "extent larger or the area smaller",
            zone, epoch, wanted, room));
    }
}

double middle_year(const SimulatedEpoch& epoch) {
    return 1970.0 + 0.5 * (epoch.begin.days_since_1970() + epoch.end.days_since_1970()) / 365.2425;
}

}  // namespace

raster::Raster<MineLevel> majority_level_of(const Landscape& landscape,
                                            const geo::PixelWindow& window) {
    const PositionLattice positions(landscape.frame(), landscape.frame().grid, window);
    const MinePatch patch(landscape.mines(), landscape.random(), positions.extent());
    raster::Raster<MineLevel> levels(window.width, window.height, never_mined);
    for (std::int64_t row = 0; row < window.height; ++row) {
        for (std::int64_t column = 0; column < window.width; ++column) {
            std::array<MineLevel, num_subpixels> of_ninths{};
            std::size_t next = 0;
            for_each_subpixel(window.column + column, window.row + row, [&](double c, double r) {
                of_ninths[next++] = patch.level(positions.at(c, r));
            });
            auto* middle = of_ninths.begin() + majority - 1;
            std::nth_element(of_ninths.begin(), middle, of_ninths.end());
            levels(row, column) = *middle;
        }
    }
    return levels;
}

double wanted_km2(const SimulateOptions& options, const std::string& zone,
                  const std::string& epoch) {
    const auto found = std::find_if(
        options.mines.begin(), options.mines.end(),
        [&](const MineArea& mine) { return mine.zone == zone && mine.epoch == epoch; });
    return found == options.mines.end() ? 0.0 : found->area_km2;
}

std::vector<EpochState> find_epoch_states(const mpi::Communicator& comm,
                                          const SimulateOptions& options,
                                          const Landscape& landscape, int num_threads) {
    const LevelHistogram histogram = level_histogram(comm, landscape, num_threads);
    std::vector<EpochState> states;
    for (const SimulatedEpoch& epoch : options.epochs) {
        EpochState state;
        state.grass_above = landscape.grass_above(middle_year(epoch));
        for (std::size_t zone = 0; zone < state.mine_below.size(); ++zone) {
            const std::string& code = landscape.frame().zones[zone].code;
            const double wanted = wanted_km2(options, code, epoch.name);
            check_room(histogram.of_zone(zone), code, epoch.name, wanted);
            state.mine_below[zone] = threshold(histogram.of_zone(zone), wanted * cm2_per_km2);
        }
        states.push_back(state);
    }
    return states;
}

}  // namespace mineprint::simulate
