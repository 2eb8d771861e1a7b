// SPDX-License-Identifier: Apache-2.0
#include <fstream>

#include "gdal_files.hpp"
#include "mineprint/core/error.hpp"
#include "mineprint/core/parallel_for.hpp"
#include "mineprint/gdal_io/crs.hpp"
#include "mineprint/gdal_io/raster_reader.hpp"
#include "scratch_folder.hpp"

using namespace mineprint;
using Catch::Matchers::Contains;
using gdal_io::RasterReader;
using geo::PixelWindow;

namespace {

double sum_of(const auto& raster) {
    double sum = 0;
    for (const auto value : raster.values()) {
        sum += static_cast<double>(value);
    }
    return sum;
}

/// True when every band was read, false when the reader refused with an error that names the file.
bool reads_or_refuses(const std::filesystem::path& path) {
    try {
        RasterReader reader(path);
        const auto& grid = reader.info().grid;
        for (std::size_t band = 1; band <= reader.info().bands.size(); ++band) {
            const auto values = reader.read<float>(static_cast<int>(band), grid.window());
            REQUIRE(values.width() == grid.width);
        }
        return true;
    } catch (const core::DataError& error) {
        CHECK_THAT(error.what(), Contains(path.filename().string()));
        return false;
    }
}

}  // namespace

TEST_CASE("a raster's lattice, CRS and bands are those GDAL wrote") {
    const ScratchFolder folder;
    const auto path = folder.path() / "a.tif";
    MadeFile made;
    made.num_bands = 2;
    made.write(path, counting<std::uint16_t>(24));
    {
        const GDALDatasetUniquePtr edit(GDALDataset::Open(path.c_str(), GDAL_OF_UPDATE));
        edit->GetRasterBand(2)->SetDescription("nir");
        edit->GetRasterBand(1)->SetNoDataValue(0);
        edit->GetRasterBand(1)->SetScale(2.75e-5);
        edit->GetRasterBand(1)->SetOffset(-0.2);
        edit->SetMetadataItem("EPOCH", "2005=dry");
    }
    RasterReader reader(path);
    const auto& info = reader.info();
    CHECK(info.path == path);
    CHECK(info.driver == "GTiff");
    CHECK(info.grid.origin_x == 500000);
    CHECK(info.grid.origin_y == 4000000);
    CHECK(info.grid.pixel_width == 30);
    CHECK(info.grid.pixel_height == 30);
    CHECK(info.grid.width == 4);
    CHECK(info.grid.height == 3);
    CHECK(gdal_io::crs_name(info.grid.crs_wkt) == "EPSG:32647");
    REQUIRE(info.bands.size() == 2);
    CHECK(info.bands[0].type == "UInt16");
    CHECK(info.bands[0].nodata == 0.0);
    CHECK(info.bands[0].scale == 2.75e-5);
    CHECK(info.bands[0].offset == -0.2);
    CHECK(info.bands[1].description == "nir");
    CHECK(info.bands[1].scale == 1);
    CHECK(info.metadata.at("EPOCH") == "2005=dry");
}

TEST_CASE("a window holds the values of its pixels, whatever the layout of the file") {
    const ScratchFolder folder;
    const auto path = folder.path() / "a.tif";
    const auto layout = GENERATE(
        std::vector<std::string>{}, std::vector<std::string>{"INTERLEAVE=BAND"},
        std::vector<std::string>{"TILED=YES", "BLOCKXSIZE=16", "BLOCKYSIZE=16", "INTERLEAVE=BAND"},
        std::vector<std::string>{"TILED=YES", "BLOCKXSIZE=16", "BLOCKYSIZE=32", "COMPRESS=DEFLATE",
                                 "PREDICTOR=2"},
        std::vector<std::string>{"TILED=YES", "BLOCKXSIZE=32", "BLOCKYSIZE=16", "COMPRESS=ZSTD",
                                 "INTERLEAVE=BAND", "ENDIANNESS=BIG"});
    MadeFile made;
    made.options = layout;
    made.width = 70;
    made.height = 50;
    made.num_bands = 3;
    made.write(path, counting<std::uint16_t>(70 * 50 * 3));
    RasterReader reader(path);
    for (const PixelWindow window : {PixelWindow{0, 0, 70, 50},
                                     {0, 0, 32, 32},
                                     {32, 16, 38, 34},
                                     {5, 7, 1, 1},
                                     {17, 3, 40, 45},
                                     {69, 49, 1, 1}}) {
        for (int band = 1; band <= 3; ++band) {
            const auto same = reader.read<std::uint16_t>(band, window);
            const auto real = reader.read<float>(band, window);
            REQUIRE(same.width() == window.width);
            REQUIRE(same.height() == window.height);
            for (std::int64_t row = 0; row < window.height; ++row) {
                for (std::int64_t column = 0; column < window.width; ++column) {
                    const auto expected =
                        (band - 1) * 3500 + (window.row + row) * 70 + window.column + column;
                    REQUIRE(same(row, column) == expected);
                    REQUIRE(real(row, column) == static_cast<float>(expected));
                }
            }
        }
    }
}

TEST_CASE("values are converted by GDAL's rules: rounded and kept to the type's range") {
    const ScratchFolder folder;
    const auto path = folder.path() / "a.tif";
    MadeFile made;
    made.height = 1;
    made.write(path, std::vector<float>{-5.0F, 1.5F, 300.0F, 70000.0F});
    RasterReader reader(path);
    const auto bytes = reader.read<std::uint8_t>(1, {0, 0, 4, 1});
    CHECK(std::vector<int>(bytes.values().begin(), bytes.values().end()) ==
          std::vector<int>{0, 2, 255, 255});
    CHECK(reader.read<std::int16_t>(1, {0, 0, 4, 1})[3] == 32767);
    CHECK(reader.read<std::int32_t>(1, {0, 0, 4, 1})[0] == -5);
    CHECK(reader.read<std::uint32_t>(1, {0, 0, 4, 1})[3] == 70000);
    CHECK(reader.read<double>(1, {0, 0, 4, 1})[1] == 1.5);
}

TEST_CASE("a band or a window outside the file is refused with both numbers") {
    const ScratchFolder folder;
    const auto path = folder.path() / "small.tif";
    MadeFile().write(path, counting<std::uint8_t>(12));
    RasterReader reader(path);
    CHECK_THROWS_WITH(reader.read<float>(2, {0, 0, 1, 1}),
                      Contains("small.tif") && Contains("band 2"));
    CHECK_THROWS_AS(reader.read<float>(0, {0, 0, 1, 1}), core::DataError);
    CHECK_THROWS_AS(reader.read<float>(1, {0, 0, 5, 1}), core::DataError);
    CHECK_THROWS_AS(reader.read<float>(1, {-1, 0, 2, 1}), core::DataError);
    CHECK_THROWS_AS(reader.read<float>(1, {0, 0, 0, 1}), core::DataError);
    CHECK_THROWS_WITH(reader.read<float>(1, {2, 1, 3, 4}),
                      Contains("3 × 4") && Contains("column 2"));
    CHECK_THROWS_AS(reader.read<float>(1, {0, 0, std::int64_t{1} << 40, 1}), core::DataError);
}

TEST_CASE("a file that is not there or no raster is a data error with GDAL's reason") {
    const ScratchFolder folder;
    CHECK_THROWS_AS(RasterReader(folder.path() / "none.tif"), core::DataError);
    CHECK_THROWS_WITH(RasterReader(folder.path() / "none.tif"),
                      Contains("none.tif") && Contains("No such file"));
    std::ofstream(folder.path() / "text.tif") << "this is a text";
    CHECK_THROWS_WITH(RasterReader(folder.path() / "text.tif"), Contains("not recognized"));
    CHECK_THROWS_AS(RasterReader(folder.path()), core::DataError);
}

TEST_CASE("rasters that are not north-up are refused and told the cure") {
    const ScratchFolder folder;
    const auto path = folder.path() / "a.tif";
    MadeFile made;
    made.lattice = {500000, 30, 0, 4000000, 0, 30};
    made.write(path, counting<std::uint8_t>(12));
    CHECK_THROWS_WITH(RasterReader(path), Contains("not north-up") && Contains("gdalwarp"));
    made.lattice = {500000, 20, 10, 4000000, 10, -20};
    made.write(path, counting<std::uint8_t>(12));
    CHECK_THROWS_WITH(RasterReader(path), Contains("rotated") && Contains("gdalwarp"));
    made.lattice = {};
    made.crs = "";
    made.write(path, counting<std::uint8_t>(12));
    CHECK_THROWS_WITH(RasterReader(path), Contains("geotransform") && Contains("gdal_translate"));
}

TEST_CASE("a raster without a CRS is read and says so") {
    const ScratchFolder folder;
    const auto path = folder.path() / "a.tif";
    MadeFile made;
    made.crs = "";
    made.write(path, counting<std::uint8_t>(12));
    RasterReader reader(path);
    CHECK(reader.info().grid.crs_wkt.empty());
    CHECK(reader.read<std::uint8_t>(1, {0, 0, 4, 3})[11] == 11);
}

TEST_CASE("formats with a file beside the pixels are found") {
    const ScratchFolder folder;
    const auto path = folder.path() / "image.img";
    MadeFile made;
    made.driver = "ENVI";
    made.write(path, counting<std::int16_t>(12));
    REQUIRE(std::filesystem::exists(folder.path() / "image.hdr"));
    RasterReader reader(path);
    CHECK(reader.info().driver == "ENVI");
    CHECK(reader.read<std::int16_t>(1, {3, 2, 1, 1})[0] == 11);
}

TEST_CASE("a block too large for memory is refused before anything is allocated") {
    const ScratchFolder folder;
    const auto path = folder.path() / "one_block.tif";
    MadeFile made;
    made.width = 20000;
    made.height = 20000;
    made.options = {"SPARSE_OK=TRUE", "COMPRESS=DEFLATE", "TILED=YES", "BLOCKXSIZE=20000",
                    "BLOCKYSIZE=20000"};
    made.write(path, std::vector<std::uint8_t>{});
    RasterReader reader(path);
    CHECK(reader.info().bands[0].block_height == 20000);
    CHECK_THROWS_AS(reader.read<std::uint8_t>(1, {0, 0, 10, 10}), core::DataError);
    CHECK_THROWS_WITH(reader.read<std::uint8_t>(1, {0, 0, 10, 10}),
                      Contains("MiB") && Contains("TILED=YES"));
}

TEST_CASE("a file cut off in the middle is a data error that names file and band") {
    const ScratchFolder folder;
    const auto path = folder.path() / "cut.tif";
    const bool tiled = GENERATE(false, true);
    MadeFile made;
    made.width = 200;
    made.height = 200;
    made.options = {tiled ? "TILED=YES" : "TILED=NO", "BLOCKYSIZE=16", "COMPRESS=DEFLATE"};
    if (tiled) {
        made.options.emplace_back("BLOCKXSIZE=16");
    }
    made.write(path, counting<std::uint16_t>(40000));
    std::filesystem::resize_file(path, std::filesystem::file_size(path) * 2 / 3);
    try {
        RasterReader reader(path);
        const auto values = reader.read<std::uint16_t>(1, {0, 0, 200, 200});
        FAIL("a cut file was read: sum " << sum_of(values));
    } catch (const core::DataError& error) {
        CHECK_THAT(error.what(), Contains("cut.tif"));
    }
}

TEST_CASE("readers leave no side files and read none") {
    const ScratchFolder folder;
    const auto path = folder.path() / "a.tif";
    MadeFile().write(path, counting<std::uint8_t>(12));
    std::ofstream(folder.path() / "a.tif.aux.xml")
        << "<PAMDataset><PAMRasterBand band=\"1\"><NoDataValue>7</NoDataValue></PAMRasterBand>"
           "</PAMDataset>";
    RasterReader reader(path);
    CHECK_FALSE(reader.info().bands[0].nodata.has_value());
    CHECK(reader.read<float>(1, {0, 0, 1, 1})[0] == 0);
    const auto files = std::filesystem::directory_iterator(folder.path());
    CHECK(std::distance(begin(files), end(files)) == 2);
}

TEST_CASE("threads with a reader each read the same values") {
    const ScratchFolder folder;
    const auto path = folder.path() / "a.tif";
    MadeFile made;
    made.width = 300;
    made.height = 300;
    made.options = {"TILED=YES", "BLOCKXSIZE=64", "BLOCKYSIZE=64", "COMPRESS=DEFLATE"};
    made.write(path, counting<std::uint16_t>(90000));
    const double expected = sum_of(RasterReader(path).read<double>(1, {0, 0, 300, 300}));
    std::vector<double> sums(16);
    core::parallel_for(0, 16, 4, [&](std::int64_t i) {
        RasterReader reader(path);
        sums[static_cast<std::size_t>(i)] = sum_of(reader.read<double>(1, {0, 0, 300, 300}));
    });
    CHECK(sums == std::vector<double>(16, expected));
}

TEST_CASE("real images give the values that rasterio reads") {
    const auto data = shared_data();
    if (!data) {
        return;
    }
    struct Image {
        const char* path;
        double sum_of_band_1;
        int value_at_row_100_column_50;
        double sum_of_window_in_last_band;  ///< rows 10…29, columns 20…49
    };
    // Read with rasterio 1.3 and summed with numpy.
    const std::vector<Image> images = {
        {"landsat/RStoolbox_LT52240631988227/LT52240631988227CUB02_B4.TIF", 5706844, 77, 48215},
        {"landsat/c2l2_decimated_LC08_008059/"
         "LC08_L2SP_008059_20191201_20200825_02_T1_SR_B4.TIF",
         3640408371, 0, 0},
        {"timeseries/teamlucc_L5_1986_2001/L5TSR_2001.tif", 9448898, 334, 1880881},
        {"change-maps/pie_lu_pie_1985.tif", 26249966, 255, 153000}};
    for (const Image& image : images) {
        CAPTURE(image.path);
        RasterReader reader(*data / image.path);
        const auto whole = reader.read<std::int32_t>(1, reader.info().grid.window());
        CHECK(sum_of(whole) == image.sum_of_band_1);
        CHECK(whole(100, 50) == image.value_at_row_100_column_50);
        const auto last = static_cast<int>(reader.info().bands.size());
        CHECK(sum_of(reader.read<double>(last, {20, 10, 30, 20})) ==
              image.sum_of_window_in_last_band);
    }
}

TEST_CASE("odd and broken files are read or refused, and never crash") {
    const auto data = shared_data();
    if (!data) {
        return;
    }
    const ScratchFolder folder;
    int num_read = 0;
    int num_refused = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(*data / "robustness")) {
        const auto ending = entry.path().extension();
        if (ending != ".tif" && ending != ".tiff" && ending != ".vrt") {
            continue;
        }
        CAPTURE(entry.path());
        (reads_or_refuses(entry.path()) ? num_read : num_refused)++;
        // With a world file beside it, also the pixels of a file without a georeference are read.
        const auto copy = folder.path() / entry.path().filename();
        std::filesystem::copy_file(entry.path(), copy);
        std::ofstream(std::filesystem::path(copy).replace_extension(".wld"))
            << "30\n0\n0\n-30\n500000\n4000000\n";
        CHECK_NOTHROW(reads_or_refuses(copy));
    }
    CHECK(num_read >= 15);
    CHECK(num_refused >= 30);
    CHECK(num_read + num_refused == 61);
}
