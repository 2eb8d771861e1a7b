// SPDX-License-Identifier: Apache-2.0
#include "mineprint/pipeline/tile_map.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>

#include "mineprint/core/stopwatch.hpp"
#include "mineprint/gdal_io/raster_writer.hpp"
#include "mineprint/pipeline/class_colours.hpp"
#include "mineprint/pipeline/fingerprint.hpp"
#include "mineprint/pipeline/map_threshold.hpp"
#include "mineprint/pipeline/tile_features.hpp"
#include "mineprint/zones/accumulator.hpp"

namespace mineprint::pipeline {
namespace {

using raster::Raster;

struct ClassifiedTile {
    Raster<std::uint8_t> label;
    Raster<std::uint16_t> probability;
};

std::int64_t threshold_of(const Region& region, std::size_t epoch) {
    return region.thresholds.empty() ? -1 : region.thresholds[epoch];
}

ClassifiedTile classify(const raster::BandStack& stack, const raster::Mask& observed,
                        const Model& model, std::int64_t threshold) {
    std::vector<std::span<const float>> columns;
    for (const auto& band : stack.bands) {
        columns.push_back(band.values());
    }
    ClassifiedTile tile{{observed.width(), observed.height(), zones::unobserved},
                        {observed.width(), observed.height(), probability_nodata}};
    model.engine.classify(columns, observed.values(), model.target, tile.label.values(),
                          tile.probability.values());
    for (std::size_t pixel = 0; pixel < observed.size(); ++pixel) {
        if (observed[pixel] != 0) {
            tile.probability[pixel] = to_map_probability(tile.probability[pixel]);
        }
    }
    if (threshold >= 0) {
        apply_threshold({columns, observed.values(), model}, threshold, tile.probability.values(),
                        tile.label.values());
    }
    return tile;
}

gdal_io::GeoTiffOptions common_options(const Region& region, std::size_t epoch) {
    gdal_io::GeoTiffOptions options;
    options.compression = region.job->output.compression;
    options.metadata = {
        {"MINEPRINT_REGION", region.job->name},
        {"MINEPRINT_EPOCH", region.job->epochs[epoch].name},
        {"MINEPRINT_HARMONISATION", archive::harmonisation_text(region.job->archive.harmonise)}};
    return options;
}

/// Everything one tile's files are written from.
struct TileFiles {
    const Region& region;
    std::size_t epoch;
    const Model& model;
    const OutputPaths& paths;
    std::string tile_name;
    geo::Grid grid;

    [[nodiscard]] std::filesystem::path path(const std::string& kind) const {
        return paths.tile(region.job->name, region.job->epochs[epoch].name, kind, tile_name);
    }
    /// The class map is written last, but somebody may have taken another one away since.
    [[nodiscard]] bool all_exist() const {
        const auto kinds = map_kinds(region.job->output);
        return std::ranges::all_of(
            kinds, [this](const std::string& kind) { return std::filesystem::exists(path(kind)); });
    }
};

void write_stack(const TileFiles& files, const std::string& kind, const raster::BandStack& stack) {
    auto options = common_options(files.region, files.epoch);
    options.nodata = std::numeric_limits<double>::quiet_NaN();
    options.band_names = stack.names;
    gdal_io::write_geotiff(files.path(kind), files.grid, stack.bands, options);
}

/// Whole numbers as 32-bit floats, which hold them exactly up to 2^24; NaN for `missing`.
template <class T>
Raster<float> as_floats(const Raster<T>& numbers, std::optional<T> missing) {
    Raster<float> result(numbers.width(), numbers.height());
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        result[i] = numbers[i] == missing ? std::numeric_limits<float>::quiet_NaN()
                                          : static_cast<float>(numbers[i]);
    }
    return result;
}

/// Reflectance and deviations, then how often and when a pixel was seen.
void write_composite(const TileFiles& files, const composite::Composite& composite) {
    raster::BandStack stack = composite.reflectance;
    for (std::size_t i = 0; i < composite.deviations.names.size(); ++i) {
        stack.add(composite.deviations.names[i], composite.deviations.bands[i]);
    }
    stack.add("num_clear", as_floats<std::uint16_t>(composite.num_clear, std::nullopt));
    stack.add("first_day", as_floats<std::int32_t>(composite.first_day, composite::no_day));
    stack.add("last_day", as_floats<std::int32_t>(composite.last_day, composite::no_day));
    write_stack(files, "composite", stack);
}

void write_probability(const TileFiles& files, const ClassifiedTile& tile) {
    auto options = common_options(files.region, files.epoch);
    options.nodata = probability_nodata;
    options.scale = probability_scale;
    options.band_names = {"probability of " + files.model.forest.classes[files.model.target]};
    gdal_io::write_geotiff<std::uint16_t>(files.path("probability"), files.grid, {tile.probability},
                                          options);
}

void write_class(const TileFiles& files, const ClassifiedTile& tile, const TileRecord& record) {
    auto options = common_options(files.region, files.epoch);
    options.nodata = zones::unobserved;
    options.band_names = {"class"};
    options.colours = class_colours(record.classes, files.model.target);
    options.metadata.merge(to_metadata(record));
    gdal_io::write_geotiff<std::uint8_t>(files.path("class"), files.grid, {tile.label}, options);
}

TileRecord record_of(const TileComposite& made, const Model& model) {
    TileRecord record;
    record.classes = model.forest.classes;
    record.target = model.forest.classes[model.target];
    record.num_scenes = made.num_scenes;
    record.num_outside = made.num_outside;
    record.baseline_step = made.baseline_step;
    record.quarantined = made.quarantined;
    for (const std::uint16_t number : made.composite.num_clear.values()) {
        record.num_clear_observations += number;
    }
    for (const std::uint8_t seen : made.composite.observed.values()) {
        record.num_observed_pixels += seen;
    }
    return record;
}

}  // namespace

std::vector<std::string> map_kinds(const OutputOptions& options) {
    std::vector<std::string> kinds{"class"};
    if (options.probability) {
        kinds.emplace_back("probability");
    }
    if (options.composites) {
        kinds.emplace_back("composite");
    }
    if (options.features) {
        kinds.emplace_back("features");
    }
    return kinds;
}

TileMap make_tile_map(const Region& region, std::size_t epoch, std::int64_t tile,
                      const Model& model, const OutputPaths& paths) {
    const auto window = region.tiling.window(tile);
    const TileFiles files{
        region, epoch, model, paths, region.tiling.id(tile).name(), region.grid.cut(window)};
    const std::string fingerprint = map_fingerprint(region, epoch, window, model.hash);
    if (auto found = read_tile_record(files.path("class"));
        found && found->fingerprint == fingerprint && files.all_exist()) {
        return {std::move(*found), true, {}};
    }
    const core::Stopwatch making;
    const TileComposite made = composite_window(region, epoch, window, files.tile_name);
    const raster::BandStack stack = window_features(region, epoch, window, made);
    const ClassifiedTile classified =
        classify(stack, made.composite.observed, model, threshold_of(region, epoch));
    TileMap result{record_of(made, model), false, {}};
    result.seconds.reading = made.reading_seconds;
    result.seconds.computing = making.seconds() - made.reading_seconds;
    result.record.fingerprint = fingerprint;
    result.record.threshold = threshold_of(region, epoch);
    const core::Stopwatch writing;
    if (region.job->output.composites) {
        write_composite(files, made.composite);
    }
    if (region.job->output.features) {
        write_stack(files, "features", stack);
    }
    if (region.job->output.probability) {
        write_probability(files, classified);
    }
    write_class(files, classified, result.record);
    result.seconds.writing = writing.seconds();
    return result;
}

}  // namespace mineprint::pipeline
