// SPDX-License-Identifier: Apache-2.0
#include "mineprint/pipeline/tile_composite.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

#include "mineprint/archive/baseline_step.hpp"
#include "mineprint/archive/cloud_mask.hpp"
#include "mineprint/archive/scene_loader.hpp"
#include "mineprint/composite/cloud_distance.hpp"
#include "mineprint/core/error.hpp"
#include "mineprint/core/stopwatch.hpp"
#include "mineprint/features/temporal_metric.hpp"
#include "mineprint/gdal_io/crs.hpp"
#include "mineprint/pipeline/window_parts.hpp"

namespace mineprint::pipeline {
namespace {

using composite::Composite;

/// The scene that could not be read, and why.
struct BrokenScene {
    std::size_t scene = 0;
    std::string cause;
};

/// What is noted of the observations while they pass.
struct SceneNotes {
    std::int64_t num_outside = 0;
    archive::BaselineStep step;
    double reading_seconds = 0;
};

struct Work {
    const Region& region;
    geo::PixelWindow window;
    composite::CompositeOptions options;
    std::vector<std::size_t> scenes;
    archive::OpenFiles& open_files;
};

/// What one scene shows of a part of the window, and how it is liked.
struct Seen {
    archive::Observation observation;
    raster::Raster<float> cloud_distance_m;
    std::optional<core::Date> date;
    double sensor_score = 1;
};

template <class T>
void paste(raster::Raster<T>& target, const raster::Raster<T>& part, std::int64_t first_row,
           std::int64_t first_column) {
    for (std::int64_t row = 0; row < part.height(); ++row) {
        const auto to = target.row(first_row + row);
        std::ranges::copy(part.row(row), to.begin() + first_column);
    }
}

void paste(raster::BandStack& target, const raster::BandStack& part, std::int64_t first_row,
           std::int64_t first_column) {
    for (std::size_t band = 0; band < target.bands.size(); ++band) {
        paste(target.bands[band], part.bands[band], first_row, first_column);
    }
}

void paste(TileComposite& target, const TileComposite& part, std::int64_t first_row,
           std::int64_t first_column) {
    Composite& whole = target.composite;
    const Composite& piece = part.composite;
    paste(whole.reflectance, piece.reflectance, first_row, first_column);
    paste(whole.deviations, piece.deviations, first_row, first_column);
    paste(whole.num_clear, piece.num_clear, first_row, first_column);
    paste(whole.first_day, piece.first_day, first_row, first_column);
    paste(whole.last_day, piece.last_day, first_row, first_column);
    paste(whole.observed, piece.observed, first_row, first_column);
    paste(target.metrics, part.metrics, first_row, first_column);
}

TileComposite composite_part(const Work& work, const geo::PixelWindow& part,
                             const std::vector<Seen>& seen) {
    std::vector<composite::Layer> layers;
    for (const Seen& scene : seen) {
        const auto* distance =
            scene.cloud_distance_m.size() == 0 ? nullptr : &scene.cloud_distance_m;
        layers.push_back({&scene.observation.reflectance, &scene.observation.clear, scene.date,
                          distance, scene.sensor_score});
    }
    TileComposite result;
    result.composite = composite::make_composite(layers, work.region.input_bands,
                                                 {part.width, part.height}, work.options);
    result.metrics = features::temporal_metrics(layers, work.region.job->features.metrics,
                                                result.composite.observed);
    return result;
}

/// Metres from each pixel of a part to the scene's nearest cloud.
raster::Raster<float> cloud_distance(const Work& work, archive::SceneFiles& scene,
                                     const geo::PixelWindow& part) {
    const double most_m = work.options.score.cloud_distance_m;
    const geo::GroundSize size = gdal_io::pixel_spacing(work.region.grid).window_m(part);
    const auto pixels = [most_m](const std::vector<double>& sides) {
        const double least = *std::ranges::min_element(sides);
        return least > 0 ? static_cast<std::int64_t>(std::ceil(most_m / least)) : 0;
    };
    const composite::Halo halo{pixels(size.width_m), pixels(size.height_m)};
    const auto clouds =
        archive::cloud_mask(scene, work.region.grid,
                            {part.column - halo.columns, part.row - halo.rows,
                             part.width + 2 * halo.columns, part.height + 2 * halo.rows});
    return composite::distance_to_set(clouds, halo, size, most_m);
}

bool any(const raster::Mask& mask) {
    return std::ranges::any_of(mask.values(), [](std::uint8_t value) { return value != 0; });
}

/// What the scenes show of a part; a broken scene ends the reading. Those that show nothing are not
/// kept.
std::optional<BrokenScene> load_part(const Work& work, const geo::PixelWindow& part,
                                     std::vector<Seen>& seen, SceneNotes& notes) {
    const bool wants_distance = work.options.method == composite::Method::best_available_pixel &&
                                work.options.score.cloud_weight > 0;
    seen.clear();
    for (const std::size_t index : work.scenes) {
        const archive::Scene& scene = work.region.catalogue.scenes[index];
        try {
            archive::SceneFiles files(scene, work.open_files);
            Seen one{archive::load_scene(files, work.region.input_bands, work.region.grid, part,
                                         work.region.job->archive.quality),
                     {},
                     {},
                     sensor_score(*work.region.job, scene)};
            notes.num_outside += one.observation.num_outside;
            notes.step.add(scene, one.observation);
            if (!any(one.observation.clear)) {
                continue;
            }
            if (scene.sensor != archive::Sensor::image) {  // an image stands for all its epoch
                one.date = scene.date;
            }
            if (wants_distance) {
                one.cloud_distance_m = cloud_distance(work, files, part);
            }
            seen.push_back(std::move(one));
        } catch (const core::DataError& error) {
            return BrokenScene{index, error.what()};
        }
    }
    return std::nullopt;
}

/// Where blocks of a scene's files begin, in the numbering of the region's grid; nothing where the
/// two lattices differ.
std::optional<std::pair<std::int64_t, std::int64_t>> block_corner(const geo::Grid& grid,
                                                                  const geo::Grid& scene) {
    constexpr std::int64_t largest_block = 512;
    const double column = grid.column_at(scene.origin_x);
    const double row = grid.row_at(scene.origin_y);
    const bool same = scene.crs_wkt == grid.crs_wkt && scene.pixel_width == grid.pixel_width &&
                      scene.pixel_height == grid.pixel_height &&
                      std::abs(column - std::round(column)) < 1e-6 &&
                      std::abs(row - std::round(row)) < 1e-6;
    if (!same) {
        return std::nullopt;
    }
    const auto within = [](double number) {
        return ((std::llround(number) % largest_block) + largest_block) % largest_block;
    };
    return std::pair{within(column), within(row)};
}

/// The parts of the window, along the blocks of as many scenes as possible.
std::vector<geo::PixelWindow> parts_of(const Work& work) {
    std::map<std::pair<std::int64_t, std::int64_t>, std::size_t> corners;
    for (const std::size_t scene : work.scenes) {
        if (const auto corner =
                block_corner(work.region.grid, work.region.catalogue.scenes[scene].grid)) {
            ++corners[*corner];
        }
    }
    std::pair<std::int64_t, std::int64_t> best{0, 0};
    std::size_t most = 0;
    for (const auto& [corner, count] : corners) {
        if (count > most) {
            best = corner;
            most = count;
        }
    }
    const bool scored = work.options.method == composite::Method::best_available_pixel;
    const std::size_t num_rasters = work.region.input_bands.size() + (scored ? 1 : 0);
    const std::int64_t pixels = part_pixels(work.scenes.size(), num_rasters);
    return cut(work.window, part_lattice(work.window, pixels, best.first, best.second));
}

TileComposite nothing_yet(const Work& work) { return composite_part(work, work.window, {}); }

/// The composite of all parts, or the scene that stood in its way.
std::optional<BrokenScene> composite_parts(const Work& work, TileComposite& result,
                                           SceneNotes& notes) {
    notes = {.num_outside = 0, .step = {}, .reading_seconds = notes.reading_seconds};
    std::vector<Seen> seen;
    const std::vector<geo::PixelWindow> parts = parts_of(work);
    if (parts.size() > 1) {
        result = nothing_yet(work);
    }
    for (const geo::PixelWindow& part : parts) {
        const core::Stopwatch watch;
        const auto broken = load_part(work, part, seen, notes);
        notes.reading_seconds += watch.seconds();
        if (broken) {
            return broken;
        }
        if (parts.size() == 1) {
            result = composite_part(work, part, seen);
            return std::nullopt;
        }
        paste(result, composite_part(work, part, seen), part.row - work.window.row,
              part.column - work.window.column);
    }
    return std::nullopt;
}

}  // namespace

std::int64_t part_pixels(std::size_t num_scenes, std::size_t num_rasters) {
    const std::size_t bytes_per_pixel =
        std::max<std::size_t>(1, num_scenes) * (num_rasters * sizeof(float) + 1);
    return std::max<std::int64_t>(1, part_bytes / static_cast<std::int64_t>(bytes_per_pixel));
}

double sensor_score(const RegionJob& job, const archive::Scene& scene) {
    const auto name = archive::sensor_name(scene.sensor);
    for (const SensorScore& own : job.sensor_scores) {
        if (own.sensor == name) {
            return own.score;
        }
    }
    const bool has_gaps =
        scene.sensor == archive::Sensor::etm && scene.date >= core::Date::parse("2003-05-31");
    return has_gaps ? 0.5 : 1;
}

composite::CompositeOptions composite_options(const RegionJob& job, std::size_t epoch) {
    composite::CompositeOptions options = job.composite;
    if (!options.score.day_of_year) {
        const auto middle = static_cast<int>(std::floor(job.epochs[epoch].middle_day()));
        options.score.day_of_year =
            core::Date(std::chrono::sys_days(std::chrono::days(middle))).day_of_year();
    }
    return options;
}

TileComposite composite_window(const Region& region, std::size_t epoch,
                               const geo::PixelWindow& window, const std::string& tile) {
    auto loan = region.files->borrow();
    Work work{region, window, composite_options(*region.job, epoch),
              region.scenes_for(epoch, window), loan.files()};
    TileComposite result;
    std::vector<archive::Quarantined> quarantined;
    SceneNotes notes;
    while (const auto broken = composite_parts(work, result, notes)) {
        const archive::Scene& scene = region.catalogue.scenes[broken->scene];
        quarantined.push_back({scene.id, scene.bands.front().path.parent_path().string(), tile,
                               region.job->epochs[epoch].name, broken->cause});
        std::erase(work.scenes, broken->scene);
    }
    result.quarantined = std::move(quarantined);
    result.num_outside = notes.num_outside;
    result.reading_seconds = notes.reading_seconds;
    result.baseline_step = notes.step.step();
    result.num_scenes = static_cast<std::int64_t>(work.scenes.size());
    return result;
}

}  // namespace mineprint::pipeline
