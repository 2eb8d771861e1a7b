// SPDX-License-Identifier: Apache-2.0
#include "mineprint/pipeline/checked_samples.hpp"

#include <algorithm>
#include <filesystem>
#include <numeric>
#include <optional>
#include <tuple>

#include "mineprint/core/byte_stream.hpp"
#include "mineprint/gdal_io/raster_reader.hpp"
#include "mineprint/mpi/collectives.hpp"

namespace mineprint::pipeline {
namespace {

using Probabilities = std::vector<std::optional<raster::Raster<std::uint16_t>>>;

/// Per epoch; nothing where there is no map of them. A job may have been mapped without.
Probabilities read_probabilities(const MapSet& maps, const OutputPaths& paths, std::int64_t tile) {
    Probabilities result(maps.job->epochs.size());
    const bool ours = !maps.foreign() && maps.job->output.probability;
    for (std::size_t epoch = 0; epoch < result.size() && ours; ++epoch) {
        const auto path = paths.tile(maps.job->name, maps.job->epochs[epoch].name, "probability",
                                     maps.tiling.id(tile).name());
        if (!std::filesystem::exists(path)) {
            continue;
        }
        gdal_io::RasterReader reader(path);
        const auto& grid = reader.info().grid;
        const auto window = maps.tiling.window(tile);
        if (grid.width == window.width && grid.height == window.height) {
            result[epoch] = reader.read<std::uint16_t>(1, grid.window());
        }
    }
    return result;
}

auto place_of(const CheckedSample& sample) {
    return std::tuple(sample.epoch, sample.row, sample.column, sample.id);
}

}  // namespace

void CheckedSamples::add(const CheckedSample& sample, std::span<const std::int32_t> sample_zones) {
    rows.push_back(sample);
    zones.insert(zones.end(), sample_zones.begin(), sample_zones.end());
}

void CheckedSamples::sort() {
    std::vector<std::size_t> order(rows.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(),
              [&](std::size_t a, std::size_t b) { return place_of(rows[a]) < place_of(rows[b]); });
    CheckedSamples sorted{num_layers, {}, {}};
    for (const std::size_t row : order) {
        sorted.add(rows[row], std::span(zones).subspan(row * num_layers, num_layers));
    }
    *this = std::move(sorted);
}

void check_tile_samples(const MapSet& maps, const OutputPaths& paths,
                        std::span<const raster::Raster<std::int32_t>> zone_rasters,
                        std::int64_t tile, const TileClasses& classes,
                        std::span<const forest::SampleOrigin> samples, CheckedSamples& found) {
    const auto window = maps.tiling.window(tile);
    const Probabilities probabilities = read_probabilities(maps, paths, tile);
    std::vector<std::int32_t> sample_zones(zone_rasters.size());
    for (const forest::SampleOrigin& origin : samples) {
        const std::int64_t row = origin.row - window.row;
        const std::int64_t column = origin.column - window.column;
        CheckedSample sample;
        sample.id = origin.id;
        sample.column = origin.column;
        sample.row = origin.row;
        sample.group = origin.group;
        sample.epoch = origin.epoch;
        sample.reference_class = origin.label;
        sample.map_class = classes.epochs[origin.epoch](row, column);
        if (const auto& probability = probabilities[origin.epoch]) {
            sample.probability = (*probability)(row, column);
        }
        for (std::size_t layer = 0; layer < zone_rasters.size(); ++layer) {
            sample_zones[layer] = zone_rasters[layer](row, column);
        }
        found.add(sample, sample_zones);
    }
}

CheckedSamples gather_samples(const mpi::Communicator& comm, const CheckedSamples& own) {
    const auto rows = mpi::gather_bytes(comm, std::as_bytes(std::span(own.rows)));
    const auto zones = mpi::gather_bytes(comm, std::as_bytes(std::span(own.zones)));
    CheckedSamples all{own.num_layers, {}, {}};
    for (std::size_t rank = 0; rank < rows.size(); ++rank) {
        core::append_values(all.rows, rows[rank]);
        core::append_values(all.zones, zones[rank]);
    }
    all.sort();
    return all;
}

}  // namespace mineprint::pipeline
