// SPDX-License-Identifier: Apache-2.0
#include <csignal>
#include <sys/resource.h>

#include "gdal_files.hpp"
#include "mineprint/core/atomic_file.hpp"
#include "mineprint/core/error.hpp"
#include "mineprint/core/parallel_for.hpp"
#include "mineprint/core/random.hpp"
#include "mineprint/gdal_io/crs.hpp"
#include "mineprint/gdal_io/raster_reader.hpp"
#include "mineprint/gdal_io/raster_writer.hpp"
#include "scratch_folder.hpp"

using namespace mineprint;
using Catch::Matchers::Contains;
using gdal_io::GeoTiffOptions;
using gdal_io::write_geotiff;
using raster::Raster;

namespace {

geo::Grid grid_of(std::int64_t width, std::int64_t height) {
    return {gdal_io::crs_to_wkt("EPSG:32647"), 500010, 4000020, 30, 30, width, height};
}

/// Values that do not compress to nothing.
template <class T>
Raster<T> noise(std::int64_t width, std::int64_t height) {
    const core::KeyedRandom random(3, core::Stream::noise);
    Raster<T> raster(width, height);
    for (std::size_t i = 0; i < raster.size(); ++i) {
        raster[i] = static_cast<T>(random.below(200, i));
    }
    return raster;
}

std::size_t num_files(const std::filesystem::path& folder) {
    const auto files = std::filesystem::directory_iterator(folder);
    return static_cast<std::size_t>(std::distance(begin(files), end(files)));
}

/// Files of this process may not grow beyond `bytes`: a full disk, as far as GDAL can tell.
class FileSizeLimit {
  public:
    explicit FileSizeLimit(rlim_t bytes) {
        getrlimit(RLIMIT_FSIZE, &before_);
        handler_ = std::signal(SIGXFSZ, SIG_IGN);
        const rlimit limit{bytes, before_.rlim_max};
        setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FileSizeLimit() {
        setrlimit(RLIMIT_FSIZE, &before_);
        std::signal(SIGXFSZ, handler_);
    }
    FileSizeLimit(const FileSizeLimit&) = delete;
    FileSizeLimit& operator=(const FileSizeLimit&) = delete;

  private:
    rlimit before_{};
    void (*handler_)(int) = nullptr;
};

}  // namespace

TEMPLATE_TEST_CASE("what is written is read back, in any type and compression", "", std::uint8_t,
                   std::uint16_t, std::int16_t, float) {
    const ScratchFolder folder;
    const auto path = folder.path() / "a.tif";
    GeoTiffOptions options;
    options.compression = GENERATE("NONE", "DEFLATE", "ZSTD", "LERC_ZSTD");
    options.block_size = 32;
    options.nodata = 255;
    options.band_names = {"red", "nir"};
    const std::vector<Raster<TestType>> bands = {noise<TestType>(75, 50),
                                                 Raster<TestType>(75, 50, TestType{7})};
    write_geotiff(path, grid_of(75, 50), bands, options);
    gdal_io::RasterReader reader(path);
    const auto& info = reader.info();
    CHECK(info.grid == grid_of(75, 50));
    CHECK(info.bands[0].block_width == 32);
    CHECK(info.bands[0].block_height == 32);
    CHECK(info.bands[1].description == "nir");
    CHECK(info.bands[1].nodata == 255.0);
    CHECK(info.bands[0].type == GDALGetDataTypeName(gdal_io::pixel_type<TestType>));
    CHECK(reader.read<TestType>(1, info.grid.window()) == bands[0]);
    CHECK(reader.read<TestType>(2, info.grid.window()) == bands[1]);
    CHECK(num_files(folder.path()) == 1);
}

TEST_CASE("not-a-number survives in float rasters") {
    const ScratchFolder folder;
    const auto path = folder.path() / "a.tif";
    Raster<float> values(20, 20, 0.25F);
    values(3, 4) = std::nanf("");
    GeoTiffOptions options;
    options.nodata = std::nan("");
    write_geotiff<float>(path, grid_of(20, 20), {values}, options);
    gdal_io::RasterReader reader(path);
    const auto back = reader.read<float>(1, {0, 0, 20, 20});
    CHECK(std::isnan(back(3, 4)));
    CHECK(back(3, 5) == 0.25F);
    CHECK(std::isnan(*reader.info().bands[0].nodata));
}

TEST_CASE("a class map carries its colours, its names and its metadata inside the file") {
    const ScratchFolder folder;
    const auto path = folder.path() / "class.tif";
    GeoTiffOptions options;
    options.nodata = 255;
    options.colours = {{0, 10, 20, 30, "unobserved"}, {3, 200, 100, 50, "mine; 100%"}};
    options.metadata = {{"MINEPRINT_FINGERPRINT", "abc"}, {"EPOCH", "2005 <dry> & \"hot\""}};
    write_geotiff<std::uint8_t>(path, grid_of(40, 30), {noise<std::uint8_t>(40, 30)}, options);
    CHECK(num_files(folder.path()) == 1);

    const GDALDatasetUniquePtr dataset(GDALDataset::Open(path.c_str(), GDAL_OF_RASTER));
    REQUIRE(dataset != nullptr);
    const GDALColorTable* table = dataset->GetRasterBand(1)->GetColorTable();
    REQUIRE(table != nullptr);
    CHECK(table->GetColorEntry(3)->c1 == 200);
    CHECK(table->GetColorEntry(3)->c2 == 100);
    CHECK(table->GetColorEntry(3)->c3 == 50);
    CHECK(table->GetColorEntry(0)->c3 == 30);
    CHECK(std::string(dataset->GetMetadataItem("CLASS_NAMES")) == "0=unobserved;3=mine%3B 100%25");
    CHECK(std::string(dataset->GetMetadataItem("EPOCH")) == "2005 <dry> & \"hot\"");
    CHECK(std::string(dataset->GetMetadataItem("MINEPRINT_FINGERPRINT")) == "abc");
}

TEST_CASE("scale and offset are written when they are not 1 and 0") {
    const ScratchFolder folder;
    const auto path = folder.path() / "a.tif";
    GeoTiffOptions options;
    options.scale = 2.75e-5;
    options.offset = -0.2;
    write_geotiff<std::uint16_t>(path, grid_of(10, 10), {noise<std::uint16_t>(10, 10)}, options);
    const auto info = gdal_io::RasterReader(path).info();
    CHECK(info.bands[0].scale == 2.75e-5);
    CHECK(info.bands[0].offset == -0.2);
}

TEST_CASE("the bytes depend on the arguments alone") {
    const ScratchFolder folder;
    const auto grid = grid_of(300, 280);
    const std::vector<Raster<float>> bands = {noise<float>(300, 280), noise<float>(300, 280)};
    GeoTiffOptions options;
    options.block_size = 64;
    options.metadata = {{"A", "1"}, {"B", "2"}};
    write_geotiff(folder.path() / "first.tif", grid, bands, options);
    const std::string expected = core::read_text_file(folder.path() / "first.tif");
    core::parallel_for(0, 8, 4, [&](std::int64_t i) {
        write_geotiff(folder.path() / (std::to_string(i) + ".tif"), grid, bands, options);
    });
    for (int i = 0; i < 8; ++i) {
        CHECK(core::read_text_file(folder.path() / (std::to_string(i) + ".tif")) == expected);
    }
    write_geotiff(folder.path() / "first.tif", grid, bands, options);
    CHECK(core::read_text_file(folder.path() / "first.tif") == expected);
}

TEST_CASE("a disk that fills up at any moment is an error, and no file is left") {
    const ScratchFolder folder;
    const auto path = folder.path() / "full.tif";
    const std::vector<Raster<std::uint8_t>> bands = {noise<std::uint8_t>(400, 400)};
    GeoTiffOptions options;
    options.compression = GENERATE("NONE", "DEFLATE");
    options.block_size = 64;
    write_geotiff(path, grid_of(400, 400), bands, options);
    const auto whole = std::filesystem::file_size(path);
    std::filesystem::remove(path);
    for (const auto limit : {std::uintmax_t{0}, std::uintmax_t{100}, std::uintmax_t{5000},
                             whole / 2, whole - 2000, whole - 1}) {
        CAPTURE(limit, whole);
        bool refused = false;
        std::string text;
        {
            const FileSizeLimit full_disk(limit);
            try {
                write_geotiff(path, grid_of(400, 400), bands, options);
            } catch (const core::RunError& error) {
                refused = true;
                text = error.what();
            }
        }
        CHECK(refused);
        CHECK_THAT(text, Contains("full.tif") && Contains("disk full"));
        CHECK(num_files(folder.path()) == 0);
    }
    const FileSizeLimit just_enough(whole);
    CHECK_NOTHROW(write_geotiff(path, grid_of(400, 400), bands, options));
}

TEST_CASE("a folder that cannot be made is an error that names the path") {
    const ScratchFolder folder;
    core::write_text_file(folder.path() / "file", "x");
    const auto path = folder.path() / "file" / "a.tif";
    CHECK_THROWS_AS(write_geotiff<float>(path, grid_of(4, 4), {Raster<float>(4, 4)}, {}),
                    core::RunError);
}

TEST_CASE("arguments that do not fit together are refused") {
    const ScratchFolder folder;
    const auto path = folder.path() / "a.tif";
    const auto grid = grid_of(20, 20);
    const std::vector<Raster<float>> bands = {Raster<float>(20, 20)};
    CHECK_THROWS_AS(write_geotiff<float>(path, grid_of(20, 21), bands, {}), core::RunError);
    CHECK_THROWS_AS(write_geotiff<float>(path, grid, {}, {}), core::RunError);
    GeoTiffOptions options;
    options.block_size = 100;
    CHECK_THROWS_WITH(write_geotiff(path, grid, bands, options), Contains("multiple of 16"));
    options = {};
    options.compression = "LZ5";
    CHECK_THROWS_WITH(write_geotiff(path, grid, bands, options), Contains("LZ5"));
    options = {};
    options.band_names = {"a", "b"};
    CHECK_THROWS_WITH(write_geotiff(path, grid, bands, options), Contains("2 band names"));
    options = {};
    options.colours = {{1, 2, 3, 4, ""}};
    CHECK_THROWS_WITH(write_geotiff(path, grid, bands, options), Contains("colours"));
    CHECK(num_files(folder.path()) == 0);
}

TEST_CASE("a raster written in parts holds all of them, and is absent without a commit") {
    const ScratchFolder folder;
    const auto path = folder.path() / "parts.tif";
    const auto grid = grid_of(100, 70);
    const auto whole = noise<std::uint16_t>(100, 70);
    GeoTiffOptions options;
    options.block_size = 32;
    {
        gdal_io::GeoTiffWriter<std::uint16_t> writer(path, grid, 1, options);
        for (std::int64_t row = 0; row < 70; row += 32) {
            const std::int64_t height = std::min<std::int64_t>(32, 70 - row);
            Raster<std::uint16_t> part(100, height);
            std::ranges::copy(whole.values().subspan(static_cast<std::size_t>(row * 100),
                                                     static_cast<std::size_t>(height * 100)),
                              part.values().begin());
            writer.write(1, {0, row, 100, height}, part);
        }
        CHECK_FALSE(std::filesystem::exists(path));
        writer.commit();
    }
    CHECK(gdal_io::RasterReader(path).read<std::uint16_t>(1, grid.window()) == whole);
    write_geotiff<std::uint16_t>(folder.path() / "whole.tif", grid, {whole}, options);
    CHECK(core::read_text_file(path) == core::read_text_file(folder.path() / "whole.tif"));
    { const gdal_io::GeoTiffWriter<float> abandoned(folder.path() / "none.tif", grid, 1, options); }
    CHECK(num_files(folder.path()) == 2);
}

TEST_CASE("parts that are not whole blocks are refused") {
    const ScratchFolder folder;
    GeoTiffOptions options;
    options.block_size = 32;
    gdal_io::GeoTiffWriter<float> writer(folder.path() / "a.tif", grid_of(100, 70), 1, options);
    CHECK_THROWS_AS(writer.write(1, {16, 0, 32, 32}, Raster<float>(32, 32)), core::RunError);
    CHECK_THROWS_AS(writer.write(1, {0, 0, 40, 32}, Raster<float>(40, 32)), core::RunError);
    CHECK_THROWS_AS(writer.write(1, {96, 0, 32, 32}, Raster<float>(32, 32)), core::RunError);
    CHECK_THROWS_AS(writer.write(1, {0, 0, 32, 32}, Raster<float>(32, 16)), core::RunError);
    CHECK_THROWS_AS(writer.write(2, {0, 0, 32, 32}, Raster<float>(32, 32)), core::RunError);
    CHECK_NOTHROW(writer.write(1, {96, 64, 4, 6}, Raster<float>(4, 6)));
}
