// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "mineprint/features/extractor.hpp"
#include "mineprint/forest/sample_table.hpp"
#include "mineprint/gdal_io/raster_reader.hpp"

namespace mineprint::benchmarks {

/// The bands of the scenes, in the order of their files, and the indices made of them.
[[nodiscard]] const features::FeatureOptions& scene_features();
/// Landsat Collection-2 Level-2 scaling.
inline constexpr double scene_scale = 0.0000275;
inline constexpr double scene_offset = -0.2;

/// The features of a window, and where it is observed.
struct Window {
    raster::BandStack features;
    raster::Mask observed;

    [[nodiscard]] std::vector<std::span<const float>> columns() const;
};
[[nodiscard]] Window read_window(gdal_io::RasterReader& reader, const geo::PixelWindow& window);

/// Windows of `size` pixels that cover a grid.
[[nodiscard]] std::vector<geo::PixelWindow> windows_of(const geo::Grid& grid, std::int64_t size);

/// Labelled pixels of a scene, a quarter of them `mine`, drawn by their place. In `truth` 1 is any
/// other cover, 2 is mine, the rest is not drawn.
[[nodiscard]] forest::SampleTable draw_samples(const std::filesystem::path& scene,
                                               const std::filesystem::path& truth,
                                               std::size_t num_samples);

}  // namespace mineprint::benchmarks
