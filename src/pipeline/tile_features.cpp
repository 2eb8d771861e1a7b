// SPDX-License-Identifier: Apache-2.0
#include "mineprint/pipeline/tile_features.hpp"

#include "mineprint/core/error.hpp"
#include "mineprint/features/extractor.hpp"
#include "mineprint/pipeline/static_features.hpp"

namespace mineprint::pipeline {
namespace {

void append(raster::BandStack& stack, raster::BandStack more) {
    for (std::size_t i = 0; i < more.names.size(); ++i) {
        stack.add(std::move(more.names[i]), std::move(more.bands[i]));
    }
}

}  // namespace

raster::BandStack window_features(const Region& region, std::size_t epoch,
                                  const geo::PixelWindow& window, const TileComposite& made) {
    auto stack = features::extract(made.composite.reflectance, region.job->features);
    append(stack, made.metrics);
    append(stack, made.composite.deviations);
    append(stack, static_features(region, epoch, window));
    if (stack.names != region.schema.names) {
        throw core::RunError("the features of a window are not those of the schema");
    }
    return stack;
}

}  // namespace mineprint::pipeline
