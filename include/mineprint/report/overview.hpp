// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "mineprint/gdal_io/image_bytes.hpp"
#include "mineprint/raster/raster.hpp"
#include "mineprint/report/map_files.hpp"

namespace mineprint::report {

/// Squares of `factor` × `factor` pixels of a grid; those at its right and lower edge are cut off.
struct Cells {
    std::int64_t factor = 1;
    std::int64_t width = 0;
    std::int64_t height = 0;
};
/// The smallest cells of which no side has more than `longest_side`.
[[nodiscard]] Cells cells_of(const geo::Grid& grid, std::int64_t longest_side);

/// The class maps of all epochs, seen from so far that a cell is a point. Counts are of pixels.
struct Expansion {
    /// Per epoch and cell: 1 + first × num_levels + level where the target class is, `first` being
    /// the epoch in which most of it appeared (the earliest of equals); after those the levels of
    /// what was of the target class before and is of another class now; 0 else.
    std::vector<raster::Raster<std::uint8_t>> states;
    /// Per epoch and cell: 1 where more than half of the pixels have no class.
    std::vector<raster::Raster<std::uint8_t>> unobserved;
};

/// How much of a cell is covered: up to a 16th, a quarter, a half, all.
inline constexpr int num_levels = 4;
/// Epochs that a palette of 256 colours can tell.
inline constexpr std::size_t most_epochs = 60;

/// The same for any number of threads. Throws DataError naming the map that cannot be read, or
/// RunError for more than `most_epochs` epochs.
[[nodiscard]] Expansion expansion(const MapFiles& maps, const Cells& cells, int num_threads);

/// Colours of `Expansion::states`: one hue an epoch from dark blue to yellow, told apart by
/// colour-blind readers and in grey (plasma; Smith & van der Walt 2015), the fainter the less of
/// the cell is covered; grey where the target class has gone.
[[nodiscard]] std::vector<gdal_io::Colour> expansion_palette(std::size_t num_epochs);
/// The hues alone, `#rrggbb`.
[[nodiscard]] std::vector<std::string> epoch_colours(std::size_t num_epochs);

/// The mean of a band over each cell, NaN where no pixel has a value; stored values times the
/// file's scale. Pixels are added in their order.
[[nodiscard]] raster::Raster<float> cell_means(const std::filesystem::path& path, int band,
                                               const Cells& cells, int num_threads);

}  // namespace mineprint::report
