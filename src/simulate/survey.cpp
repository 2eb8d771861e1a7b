// SPDX-License-Identifier: Apache-2.0
#include "mineprint/simulate/survey.hpp"

#include <cmath>
#include <mutex>

#include "mineprint/core/parallel_for.hpp"
#include "mineprint/gdal_io/crs.hpp"
#include "mineprint/geo/tiling.hpp"
#include "mineprint/mpi/run_on_all.hpp"

namespace mineprint::simulate {
namespace {

/// Looks at one tile after the other.
class Surveyor {
  public:
    Surveyor(const SimulateOptions& options, const Landscape& landscape,
             const std::vector<EpochState>& states)
        : options_(&options),
          landscape_(&landscape),
          states_(&states),
          area_(gdal_io::pixel_area(landscape.frame().grid)),
          random_(landscape.key(), core::Stream::reference_draw) {}

    [[nodiscard]] std::vector<std::size_t> quotas() const {
        return stratum_quotas(options_->reference_points, states_->size());
    }
    void look_at(const geo::PixelWindow& window, TruthTable& truth, StratifiedDraw& draw) const {
        const geo::Grid& grid = landscape_->frame().grid;
        const PositionLattice positions(landscape_->frame(), grid, window);
        const std::vector<double> areas_m2 = area_.window_m2(window);
        const auto covers = covers_of(window);
        for (std::size_t i = 0; i < areas_m2.size(); ++i) {
            const std::int64_t column = window.column + static_cast<std::int64_t>(i) % window.width;
            const std::int64_t row = window.row + static_cast<std::int64_t>(i) / window.width;
            const std::size_t zone =
                positions.at(static_cast<double>(column) + 0.5, static_cast<double>(row) + 0.5)
                    .zone();
            const std::int64_t area_cm2 = std::llround(areas_m2[i] * cm2_per_m2);
            for (std::size_t epoch = 0; epoch < covers.size(); ++epoch) {
                count(truth, {epoch, zone}, covers[epoch][i], area_cm2);
            }
            const auto identity = static_cast<std::uint64_t>(row * grid.width + column);
            draw.offer(stratum_of(history_of(covers, i)), {random_.bits(identity), column, row});
        }
    }
    /// The points that were drawn, with their classes.
    [[nodiscard]] std::vector<ReferencePoint> points(const StratifiedDraw& draw) const {
        const RegionFrame& frame = landscape_->frame();
        std::vector<ReferencePoint> found;
        std::vector<geo::Point> places;
        for (const Candidate& candidate : draw.drawn()) {
            places.push_back(frame.grid.centre_of(candidate.column, candidate.row));
            const auto covers = covers_of({candidate.column, candidate.row, 1, 1});
            found.push_back({{}, history_of(covers, 0).classes});
        }
        gdal_io::transform(places, frame.grid.crs_wkt, frame.wgs84);
        for (std::size_t i = 0; i < found.size(); ++i) {
            found[i].lonlat = places[i];
        }
        return found;
    }

  private:
    struct Cell {
        std::size_t epoch = 0;
        std::size_t zone = 0;
    };
    [[nodiscard]] std::vector<raster::Raster<CoverCounts>> covers_of(
        const geo::PixelWindow& window) const {
        std::vector<raster::Raster<CoverCounts>> covers;
        for (const EpochState& state : *states_) {
            covers.push_back(cover_of(*landscape_, landscape_->frame().grid, window, state));
        }
        return covers;
    }
    static PixelHistory history_of(const std::vector<raster::Raster<CoverCounts>>& covers,
                                   std::size_t pixel) {
        const auto is_rim = [](const CoverCounts& cover) {
            const int mine = cover.of_class(mine_class);
            return mine > 0 && mine < majority;
        };
        PixelHistory history;
        for (const auto& cover : covers) {
            history.classes.push_back(cover[pixel].true_class());
        }
        history.pond_first = covers.front()[pixel].of(Cover::pond) >= majority;
        history.rim_first = is_rim(covers.front()[pixel]);
        history.rim_last = is_rim(covers.back()[pixel]);
        return history;
    }
    static void count(TruthTable& truth, Cell cell, const CoverCounts& cover,
                      std::int64_t area_cm2) {
        ClassTruth& own = truth.at(cell.epoch, cell.zone, cover.true_class());
        ++own.num_pixels;
        own.area_cm2 += area_cm2;
        for (std::size_t index = 0; index < num_classes; ++index) {
            truth.at(cell.epoch, cell.zone, index).cover_ninth_cm2 +=
                area_cm2 * cover.of_class(index);
        }
    }

    const SimulateOptions* options_;
    const Landscape* landscape_;
    const std::vector<EpochState>* states_;
    geo::PixelArea area_;
    core::KeyedRandom random_;
};

}  // namespace

Survey survey_region(const mpi::Communicator& comm, const SimulateOptions& options,
                     const Landscape& landscape, const std::vector<EpochState>& states,
                     int num_threads) {
    const Surveyor surveyor(options, landscape, states);
    const geo::Grid& grid = landscape.frame().grid;
    const geo::Tiling tiling(grid.width, grid.height, pass_tile_size);
    TruthTable truth(states.size());
    StratifiedDraw draw(surveyor.quotas());
    std::mutex mutex;
    const std::int64_t ranks = comm.size();
    const std::int64_t own = (tiling.num_tiles() - comm.rank() + ranks - 1) / ranks;
    mpi::run_on_all(comm, [&] {
        core::parallel_for(0, own, num_threads, [&](std::int64_t i) {
            TruthTable tile_truth(states.size());
            StratifiedDraw tile_draw(surveyor.quotas());
            surveyor.look_at(tiling.window(comm.rank() + i * ranks), tile_truth, tile_draw);
            const std::lock_guard lock(mutex);
            truth.add(tile_truth);
            draw.add(tile_draw);
        });
    });
    truth.merge(comm);
    draw.merge(comm);
    return {truth, mpi::run_on_all(comm, [&] { return surveyor.points(draw); })};
}

}  // namespace mineprint::simulate
