// SPDX-License-Identifier: Apache-2.0
#include "mineprint/pipeline/memory_plan.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "mineprint/pipeline/static_features.hpp"
#include "mineprint/pipeline/tile_composite.hpp"

namespace mineprint::pipeline {
namespace {

constexpr std::int64_t mebibyte = std::int64_t{1} << 20;
// Measured: a rank that has opened MPI, GDAL, PROJ and HDF5 and done nothing yet, and GDAL's cache.
constexpr std::int64_t program_bytes = 160 * mebibyte;

/// Of one thread that maps a tile: at most one part of observations beside the tile's own rasters.
std::int64_t tile_bytes(const Region& region) {
    const auto window = region.tiling.window(0);
    const auto num_bands = static_cast<std::int64_t>(region.input_bands.size());
    const auto num_features = static_cast<std::int64_t>(region.schema.size());
    const auto num_made = static_cast<std::int64_t>(region.job->features.metrics.size() +
                                                    region.job->composite.deviations.size());
    constexpr std::int64_t days = 4 + 4;          // first and last
    constexpr std::int64_t maps = 1 + 2 + 2 + 1;  // class, probability, num_clear, observed
    // The forest sorts a batch of pixels, a row of bytes and a number each, from place to place.
    const std::int64_t batch = 2 * ((num_features + 15) / 16 * 16 + 4) + 5;
    const bool writes_composite = region.job->output.composites;  // with counts and days as floats
    const std::int64_t written = writes_composite ? 4 * (num_bands + num_made + 3) : 0;
    const std::int64_t bytes_per_pixel =
        4 * (num_bands + num_made + num_features) + maps + days + batch + written;
    // Of one scene stored values and reflectance are held at once for a moment.
    return window.num_pixels() * bytes_per_pixel + part_bytes + part_bytes / 4 +
           static_feature_bytes(region.job->features, window.width, window.height);
}

/// A fully grown tree has at most one leaf per sample: nodes of 24 bytes, and once more for speed.
std::int64_t forest_bytes(const Region& region, std::int64_t num_samples) {
    constexpr std::int64_t node_bytes = 2 * 24;
    // Trees of real classes stay far from one leaf per sample; a quarter covers noisy labels.
    return region.job->forest.trees * (num_samples / 2) * node_bytes;
}

}  // namespace

std::int64_t MemoryPlan::total() const {
    return program + forests + samples + num_threads * per_thread;
}

MemoryPlan plan_memory(const std::vector<Region>& regions, std::int64_t num_samples,
                       int num_threads) {
    MemoryPlan plan;
    plan.program = program_bytes;
    plan.num_threads = num_threads;
    for (const Region& region : regions) {
        plan.per_thread = std::max(plan.per_thread, tile_bytes(region));
        plan.forests = std::max(plan.forests, forest_bytes(region, num_samples));
        const auto row_bytes = static_cast<std::int64_t>(region.schema.size()) * 6 + 64;
        plan.samples = std::max(plan.samples, num_samples * row_bytes);
    }
    return plan;
}

std::string bytes_text(std::int64_t bytes) {
    const auto mebibytes = static_cast<double>(bytes) / static_cast<double>(mebibyte);
    if (mebibytes >= 1024) {
        return fmt::format("{:.1f} GiB", mebibytes / 1024);
    }
    return mebibytes >= 1 ? fmt::format("{:.0f} MiB", mebibytes) : fmt::format("{} bytes", bytes);
}

}  // namespace mineprint::pipeline
