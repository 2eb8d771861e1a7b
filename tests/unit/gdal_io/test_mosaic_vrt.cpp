// SPDX-License-Identifier: Apache-2.0
#include "gdal_files.hpp"
#include "mineprint/core/atomic_file.hpp"
#include "mineprint/core/error.hpp"
#include "mineprint/gdal_io/crs.hpp"
#include "mineprint/gdal_io/raster_reader.hpp"
#include "mineprint/gdal_io/raster_writer.hpp"
#include "mineprint/geo/tiling.hpp"
#include "scratch_folder.hpp"

using namespace mineprint;
using Catch::Matchers::Contains;
using raster::Raster;

namespace {

geo::Grid region_grid() {
    // Numbers that are not exact in binary, as in a geographic region.
    return {gdal_io::crs_to_wkt("EPSG:4326"), 97.1, 26.3, 0.00027, 0.00027, 100, 70};
}

/// Tiles of 32 pixels in `folder`/maps/2005; a pixel's value tells where it is.
std::vector<std::filesystem::path> write_tiles(const std::filesystem::path& folder) {
    const geo::Tiling tiling(100, 70, 32);
    std::vector<std::filesystem::path> paths;
    for (std::int64_t tile = 0; tile < tiling.num_tiles(); ++tile) {
        const auto window = tiling.window(tile);
        Raster<std::uint16_t> values(window.width, window.height);
        for (std::int64_t row = 0; row < window.height; ++row) {
            for (std::int64_t column = 0; column < window.width; ++column) {
                values(row, column) = static_cast<std::uint16_t>(1 + (window.row + row) * 100 +
                                                                 window.column + column);
            }
        }
        gdal_io::GeoTiffOptions options;
        options.nodata = 0;
        options.block_size = 16;
        options.band_names = {"place"};
        options.metadata = {{"CLASS_NAMES", "1=a;2=b"}};
        paths.push_back(folder / "maps" / "2005" / ("class_" + tiling.id(tile).name() + ".tif"));
        gdal_io::write_geotiff<std::uint16_t>(paths.back(), region_grid().cut(window), {values},
                                              options);
    }
    return paths;
}

}  // namespace

TEST_CASE("a mosaic shows its tiles as one raster of the region's grid") {
    const ScratchFolder folder;
    const auto tiles = write_tiles(folder.path());
    const auto path = folder.path() / "class_2005.vrt";
    gdal_io::write_mosaic_vrt(path, region_grid(), tiles);
    gdal_io::RasterReader reader(path);
    const auto& info = reader.info();
    CHECK(info.grid.width == 100);
    CHECK(info.grid.height == 70);
    CHECK(info.grid.origin_x == region_grid().origin_x);
    CHECK(info.grid.pixel_width == region_grid().pixel_width);
    CHECK(gdal_io::same_crs(info.grid.crs_wkt, region_grid().crs_wkt));
    CHECK(info.bands.at(0).nodata == 0.0);
    CHECK(info.bands.at(0).description == "place");
    CHECK(info.metadata.at("CLASS_NAMES") == "1=a;2=b");
    const auto values = reader.read<std::uint16_t>(1, {0, 0, 100, 70});
    for (std::size_t pixel = 0; pixel < values.size(); ++pixel) {
        REQUIRE(values[pixel] == pixel + 1);
    }
}

TEST_CASE("a mosaic may be moved with its tiles, and its bytes are the same in any folder") {
    const ScratchFolder first;
    const ScratchFolder second;
    gdal_io::write_mosaic_vrt(first.path() / "a.vrt", region_grid(), write_tiles(first.path()));
    gdal_io::write_mosaic_vrt(second.path() / "a.vrt", region_grid(), write_tiles(second.path()));
    const std::string text = core::read_text_file(first.path() / "a.vrt");
    CHECK(text == core::read_text_file(second.path() / "a.vrt"));
    CHECK_THAT(text, Contains("relativeToVRT=\"1\">maps/2005/class_X0000_Y0000.tif"));
    CHECK_THAT(text, !Contains(first.path().filename().string()));
    const auto moved = second.path() / "moved";
    std::filesystem::create_directory(moved);
    std::filesystem::rename(second.path() / "maps", moved / "maps");
    std::filesystem::rename(second.path() / "a.vrt", moved / "a.vrt");
    gdal_io::RasterReader reader(moved / "a.vrt");
    CHECK(reader.read<std::uint16_t>(1, {99, 69, 1, 1})[0] == 7000);
}

TEST_CASE("tiles beside or above the mosaic's folder are found by relative paths too") {
    const ScratchFolder folder;
    const auto tiles = write_tiles(folder.path());
    const auto path = folder.path() / "views" / "a.vrt";
    gdal_io::write_mosaic_vrt(path, region_grid(), tiles);
    CHECK_THAT(core::read_text_file(path), Contains(">../maps/2005/"));
    gdal_io::RasterReader reader(path);
    CHECK(reader.read<std::uint16_t>(1, {50, 40, 1, 1})[0] == 4051);
}

TEST_CASE("a place without a tile has no data") {
    const ScratchFolder folder;
    auto tiles = write_tiles(folder.path());
    tiles.erase(tiles.begin());
    gdal_io::write_mosaic_vrt(folder.path() / "a.vrt", region_grid(), tiles);
    gdal_io::RasterReader reader(folder.path() / "a.vrt");
    CHECK(reader.read<std::uint16_t>(1, {0, 0, 1, 1})[0] == 0);
    CHECK(reader.read<std::uint16_t>(1, {32, 0, 1, 1})[0] == 33);
}

TEST_CASE("a mosaic that cannot be made is an error that says why") {
    const ScratchFolder folder;
    const auto path = folder.path() / "a.vrt";
    CHECK_THROWS_AS(gdal_io::write_mosaic_vrt(path, region_grid(), {}), core::RunError);
    CHECK_THROWS_WITH(
        gdal_io::write_mosaic_vrt(path, region_grid(), {folder.path() / "missing.tif"}),
        Contains("missing.tif"));
    CHECK_FALSE(std::filesystem::exists(path));
}
