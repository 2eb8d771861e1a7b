// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <mutex>
#include <queue>
#include <string>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "mineprint/core/atomic_file.hpp"
#include "mineprint/core/checked_cast.hpp"
#include "mineprint/core/error.hpp"
#include "mineprint/core/hash.hpp"
#include "mineprint/core/random.hpp"
#include "mineprint/gdal_io/crs.hpp"
#include "mineprint/gdal_io/point_writer.hpp"
#include "mineprint/mpi/collectives.hpp"
#include "mineprint/mpi/run_on_all.hpp"
#include "mineprint/pipeline/checked_samples.hpp"
#include "mineprint/pipeline/stages.hpp"
#include "mineprint/pipeline/steps.hpp"
#include "mineprint/pipeline/validation_strata.hpp"

namespace mineprint::pipeline {
namespace {

/// A pixel that may become a point: in each stratum those with the smallest keys do.
struct Candidate {
    std::uint64_t key = 0;
    std::int64_t pixel = 0;  ///< row · width + column of the region's grid
    std::uint32_t stratum = 0;
    std::uint32_t reserved = 0;  ///< no uninitialised padding in messages

    bool operator<(const Candidate& other) const {
        return std::pair(key, pixel) < std::pair(other.key, other.pixel);
    }
};

/// The candidates with the smallest keys so far, at most as many as the stratum is to have.
class Smallest {
  public:
    explicit Smallest(std::int64_t most) : most_(static_cast<std::size_t>(most)) {}
    void add(const Candidate& candidate) {
        if (most_ == 0) {
            return;
        }
        if (heap_.size() < most_) {
            heap_.push(candidate);
        } else if (candidate < heap_.top()) {
            heap_.pop();
            heap_.push(candidate);
        }
    }
    [[nodiscard]] std::vector<Candidate> take() {
        std::vector<Candidate> all;
        for (; !heap_.empty(); heap_.pop()) {
            all.push_back(heap_.top());
        }
        return all;
    }

  private:
    std::size_t most_;
    std::priority_queue<Candidate> heap_;  ///< the largest key on top
};

std::vector<Smallest> empty_draw(const ValidationDesign& design) {
    std::vector<Smallest> draw;
    for (const DesignStratum& stratum : design.strata) {
        draw.emplace_back(stratum.points);
    }
    return draw;
}

/// A pixel's key depends on seed, region and place alone.
class Keys {
  public:
    explicit Keys(const ValidationDesign& design)
        : random_(design.seed, core::Stream::validation_draw),
          region_(std::stoull(core::sha256(design.region).substr(0, 16), nullptr, 16)) {}
    [[nodiscard]] std::uint64_t of(std::int64_t pixel) const {
        return random_.bits(region_, static_cast<std::uint64_t>(pixel));
    }

  private:
    core::KeyedRandom random_;
    std::uint64_t region_;
};

std::vector<Candidate> draw_tile(const Context& context, const StrataMaps& strata_maps,
                                 const ValidationDesign& design, std::int64_t tile) {
    const MapSet& maps = strata_maps.maps();
    core::WorkTimer timer(*context.work_clock, core::Work::reading);
    const TileClasses classes = strata_maps.read(context.paths, tile);
    timer.turn_to(core::Work::computing);
    const auto strata = strata_of_tile(classes, strata_epochs(*maps.job), maps.classes.size());
    const auto window = maps.tiling.window(tile);
    const Keys keys(design);
    std::vector<Smallest> draw = empty_draw(design);
    for (std::int64_t row = 0; row < window.height; ++row) {
        for (std::int64_t column = 0; column < window.width; ++column) {
            const std::uint32_t stratum =
                strata[static_cast<std::size_t>(row * window.width + column)];
            if (stratum != no_stratum) {
                const std::int64_t pixel =
                    (window.row + row) * maps.grid.width + window.column + column;
                draw[stratum].add({keys.of(pixel), pixel, stratum, 0});
            }
        }
    }
    std::vector<Candidate> found;
    for (Smallest& smallest : draw) {
        const auto part = smallest.take();
        found.insert(found.end(), part.begin(), part.end());
    }
    return found;
}

/// The points of all strata on rank 0, in the order of their keys: it tells nothing of strata.
std::vector<DesignPoint> merge_draws(const Context& context, const ValidationDesign& design,
                                     const std::vector<Candidate>& own) {
    std::vector<Smallest> draw = empty_draw(design);
    for (const auto& part : mpi::gather_bytes(context.comm, std::as_bytes(std::span(own)))) {
        std::vector<Candidate> candidates;
        core::append_values(candidates, std::span<const std::byte>(part));
        for (const Candidate& candidate : candidates) {
            draw[candidate.stratum].add(candidate);
        }
    }
    std::vector<Candidate> chosen;
    for (Smallest& smallest : draw) {
        const auto part = smallest.take();
        chosen.insert(chosen.end(), part.begin(), part.end());
    }
    std::sort(chosen.begin(), chosen.end());
    std::vector<DesignPoint> points;
    for (const Candidate& candidate : chosen) {
        points.push_back({candidate.stratum,
                          core::checked_cast<std::int32_t>(candidate.pixel % design.grid.width),
                          core::checked_cast<std::int32_t>(candidate.pixel / design.grid.width)});
    }
    return points;
}

geo::Point centre_of(const geo::Grid& grid, const DesignPoint& point) {
    constexpr double half = 0.5;
    return {grid.origin_x + (point.column + half) * grid.pixel_width,
            grid.origin_y - (point.row + half) * grid.pixel_height};
}

std::vector<std::string> field_names(const RegionJob& job) {
    std::vector<std::string> names{"PLOTID", "LON", "LAT"};
    for (const Epoch& epoch : job.epochs) {
        names.push_back("label_" + epoch.name);
    }
    return names;
}

/// The points for those who label them, without a word on what the map says.
void write_point_files(const OutputPaths& paths, const RegionJob& job,
                       const ValidationDesign& design) {
    std::vector<geo::Point> places;
    for (const DesignPoint& point : design.points) {
        places.push_back(centre_of(design.grid, point));
    }
    std::vector<geo::Point> lonlat = places;
    gdal_io::transform(lonlat, design.grid.crs_wkt, gdal_io::crs_to_wkt("EPSG:4326"));
    gdal_io::PointLayer layer{"validation_points", design.grid.crs_wkt, field_names(job), {}};
    std::string csv = fmt::format("{}\n", fmt::join(layer.field_names, ","));
    for (std::size_t i = 0; i < places.size(); ++i) {
        std::vector<std::string> texts{fmt::format("{}", i + 1), fmt::format("{:.8f}", lonlat[i].x),
                                       fmt::format("{:.8f}", lonlat[i].y)};
        texts.resize(layer.field_names.size());
        csv += fmt::format("{}\n", fmt::join(texts, ","));
        layer.rows.push_back({places[i], std::move(texts)});
    }
    gdal_io::write_points(paths.validation_points(job.name), layer);
    core::write_text_file(
        std::filesystem::path(paths.validation_points(job.name)).replace_extension(".csv"), csv);
}

void draw_region(const Context& context, const RegionJob& job) {
    const StrataMaps maps(context, job);
    ValidationDesign design = plan_design(context, maps);
    std::mutex mutex;
    std::vector<Candidate> own;
    run_tasks(context, "points of " + job.name, maps.maps().tiling.num_tiles(),
              [&](std::int64_t tile) {
                  const auto found = draw_tile(context, maps, design, tile);
                  const std::lock_guard lock(mutex);
                  own.insert(own.end(), found.begin(), found.end());
              });
    design.points = merge_draws(context, design, own);
    mpi::run_on_root(context.comm, [&] {
        write_design(context.paths.validation_design(job.name), design);
        write_point_files(context.paths, job, design);
        const std::string file = context.paths.validation_points(job.name).string();
        context.log.result(
            fmt::format("{}\n{} points to be labelled: {}\n\n", plan_text(design, job.accuracy),
                        design.points.size(), file),
            {{"region", job.name}, {"points", design.points.size()}, {"file", file}});
    });
}

}  // namespace

core::ExitStatus draw(const mpi::Communicator& comm, const Job& job, const core::Log& log) {
    const Context context(comm, job, log);
    for (const RegionJob& region : job.regions) {
        draw_region(context, region);
    }
    return core::ExitStatus::done;
}

void plan_accuracy(const Context& context) {
    for (const RegionJob& job : context.job.regions) {
        if (job.maps.empty() && context.job.run.output.empty()) {
            throw core::UsageError(
                "`plan --accuracy` needs --output DIR, the folder with the maps");
        }
        const StrataMaps maps(context, job);
        const ValidationDesign design = plan_design(context, maps);
        mpi::run_on_root(context.comm,
                         [&] { context.log.result(plan_text(design, job.accuracy) + '\n'); });
    }
}

}  // namespace mineprint::pipeline
