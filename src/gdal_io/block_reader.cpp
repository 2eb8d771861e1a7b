// SPDX-License-Identifier: Apache-2.0
#include "mineprint/gdal_io/block_reader.hpp"

#include "mineprint/gdal_io/raster_info.hpp"

namespace mineprint::gdal_io {

geo::PixelWindow blocks_under(GDALRasterBand& band, const geo::PixelWindow& window) {
    int width = 0;
    int height = 0;
    band.GetBlockSize(&width, &height);
    const std::int64_t column = window.column / width;
    const std::int64_t row = window.row / height;
    return {column, row, (window.column + window.width - 1) / width - column + 1,
            (window.row + window.height - 1) / height - row + 1};
}

bool blocks_are_faster(GDALDataset& dataset, GDALRasterBand& band, GDALDataType wanted,
                       const geo::PixelWindow& window) {
    if (!EQUAL(dataset.GetDriverName(), "GTiff") || is_pixel_interleaved(dataset) ||
        band.GetRasterDataType() != wanted) {
        return false;
    }
    int width = 0;
    int height = 0;
    band.GetBlockSize(&width, &height);
    const geo::PixelWindow touched = blocks_under(band, window);
    const geo::PixelWindow file{0, 0, band.GetXSize(), band.GetYSize()};
    const geo::PixelWindow covered =
        geo::intersection({touched.column * width, touched.row * height, touched.width * width,
                           touched.height * height},
                          file);
    return covered.num_pixels() * 4 <= window.num_pixels() * 5;
}

}  // namespace mineprint::gdal_io
