// SPDX-License-Identifier: Apache-2.0
#include <cpl_vsi.h>
#include <gdal_priv.h>

#include "mineprint/gdal_io/image_bytes.hpp"
#include "mineprint/gdal_io/library.hpp"
#include "test_main.hpp"

using namespace mineprint;
using gdal_io::Colour;
using raster::Raster;

namespace {

/// What GDAL reads of an image file in memory.
struct Read {
    explicit Read(std::string content) : bytes(std::move(content)) {
        gdal_io::initialise();
        VSIFCloseL(VSIFileFromMemBuffer(
            "/vsimem/test_image", reinterpret_cast<GByte*>(bytes.data()), bytes.size(), FALSE));
        dataset.reset(GDALDataset::Open("/vsimem/test_image"));
        REQUIRE(dataset != nullptr);
    }
    ~Read() {
        dataset.reset();
        VSIUnlink("/vsimem/test_image");
    }
    [[nodiscard]] std::vector<std::uint8_t> band(int number) {
        std::vector<std::uint8_t> values(static_cast<std::size_t>(dataset->GetRasterXSize()) *
                                         static_cast<std::size_t>(dataset->GetRasterYSize()));
        REQUIRE(dataset->GetRasterBand(number)->RasterIO(
                    GF_Read, 0, 0, dataset->GetRasterXSize(), dataset->GetRasterYSize(),
                    values.data(), dataset->GetRasterXSize(), dataset->GetRasterYSize(), GDT_Byte,
                    0, 0, nullptr) == CE_None);
        return values;
    }
    std::string bytes;
    GDALDatasetUniquePtr dataset;
};

Raster<std::uint8_t> counting(std::int64_t width, std::int64_t height, std::uint8_t step) {
    Raster<std::uint8_t> values(width, height);
    for (std::size_t pixel = 0; pixel < values.size(); ++pixel) {
        values[pixel] = static_cast<std::uint8_t>(pixel * step);
    }
    return values;
}

}  // namespace

TEST_CASE("a PNG of palette places keeps places, colours and opacity", "[image_bytes]") {
    const auto indices = counting(3, 2, 1);
    const std::vector<Colour> palette = {{0, 0, 0, 0}, {255, 0, 0, 255}, {0, 255, 0, 128},
                                         {1, 2, 3, 4}, {9, 9, 9, 255},   {200, 100, 50, 255}};
    const std::string bytes = gdal_io::png_bytes(indices, palette);
    CHECK(bytes == gdal_io::png_bytes(indices, palette));
    Read read(bytes);
    REQUIRE(read.dataset->GetRasterCount() == 1);
    CHECK(read.band(1) == std::vector<std::uint8_t>{0, 1, 2, 3, 4, 5});
    const GDALColorTable* table = read.dataset->GetRasterBand(1)->GetColorTable();
    REQUIRE(table != nullptr);
    for (int i = 0; i < 6; ++i) {
        const GDALColorEntry* entry = table->GetColorEntry(i);
        const Colour& colour = palette[static_cast<std::size_t>(i)];
        CHECK(entry->c1 == colour[0]);
        CHECK(entry->c3 == colour[2]);
        CHECK(entry->c4 == colour[3]);
    }
}

TEST_CASE("pictures keep their size; PNG keeps every value, JPEG nearly", "[image_bytes]") {
    const gdal_io::Picture picture = {counting(16, 16, 1), Raster<std::uint8_t>(16, 16, 77),
                                      Raster<std::uint8_t>(16, 16, 200)};
    Read png(gdal_io::png_bytes(picture));
    REQUIRE(png.dataset->GetRasterCount() == 3);
    for (int band = 1; band <= 3; ++band) {
        const auto values = picture[static_cast<std::size_t>(band - 1)].values();
        CHECK(png.band(band) == std::vector<std::uint8_t>(values.begin(), values.end()));
    }
    const gdal_io::Picture plain = {Raster<std::uint8_t>(16, 16, 40),
                                    Raster<std::uint8_t>(16, 16, 90),
                                    Raster<std::uint8_t>(16, 16, 160)};
    Read jpeg(gdal_io::jpeg_bytes(plain, 90));
    REQUIRE(jpeg.dataset->GetRasterXSize() == 16);
    CHECK(std::abs(static_cast<int>(jpeg.band(3)[100]) - 160) <= 3);
}
