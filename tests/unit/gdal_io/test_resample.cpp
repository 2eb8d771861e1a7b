// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <limits>

#include "mineprint/core/error.hpp"
#include "mineprint/gdal_io/crs.hpp"
#include "mineprint/gdal_io/raster_writer.hpp"
#include "mineprint/gdal_io/resample.hpp"
#include "test_main.hpp"

using namespace mineprint;
using gdal_io::RasterReader;
using gdal_io::read_resampled;
using geo::Grid;
using raster::Raster;

namespace {

constexpr float nan_value = std::numeric_limits<float>::quiet_NaN();

Grid grid_of(double origin_x, double origin_y, double pixel, std::int64_t width,
             std::int64_t height, const char* crs = "EPSG:32647") {
    return {gdal_io::crs_to_wkt(crs), origin_x, origin_y, pixel, pixel, width, height};
}

/// A raster file that goes when the test does.
class LayerFile {
  public:
    LayerFile(const std::string& name, const Grid& grid, const Raster<float>& values,
              const gdal_io::GeoTiffOptions& options = {})
        : path_(std::filesystem::temp_directory_path() / ("mineprint_resample_" + name + ".tif")) {
        gdal_io::write_geotiff<float>(path_, grid, {values}, options);
    }
    ~LayerFile() { std::filesystem::remove(path_); }
    LayerFile(const LayerFile&) = delete;
    LayerFile& operator=(const LayerFile&) = delete;
    [[nodiscard]] RasterReader open() const { return RasterReader(path_); }

  private:
    std::filesystem::path path_;
};

/// A plane, which bilinear interpolation gives back exactly.
Raster<float> plane(std::int64_t width, std::int64_t height) {
    Raster<float> values(width, height);
    for (std::int64_t row = 0; row < height; ++row) {
        for (std::int64_t column = 0; column < width; ++column) {
            values(row, column) = static_cast<float>(4 * column + 16 * row);
        }
    }
    return values;
}

bool same(float a, float b) { return a == b || (std::isnan(a) && std::isnan(b)); }

}  // namespace

TEST_CASE("a layer on the same lattice is copied, whichever way") {
    const LayerFile file("copy", grid_of(500000, 2000000, 30, 5, 4), plane(5, 4));
    RasterReader reader = file.open();
    const Grid grid = grid_of(500030, 1999970, 30, 3, 3);
    for (const bool bilinear : {false, true}) {
        const auto made = read_resampled(reader, grid, {0, 0, 3, 3}, {1, bilinear, {}});
        CHECK(made(0, 0) == 20);
        CHECK(made(2, 2) == 20 + 8 + 32);
    }
    const auto wider = read_resampled(reader, grid, {-2, 0, 3, 1}, {1, false, {}});
    CHECK(std::isnan(wider(0, 0)));  // beyond the file
    CHECK(wider(0, 1) == 16);
}

TEST_CASE(
    "bilinear values lie on the plane through the centres; nearest ones are the pixel's own") {
    const LayerFile file("plane", grid_of(500000, 2000000, 30, 5, 4), plane(5, 4));
    RasterReader reader = file.open();
    // Pixels of 10 m: centres at 5, 15, 25, 35 … m; the file's at 15, 45, …
    const Grid fine = grid_of(500000, 2000000, 10, 15, 12);
    const auto bilinear = read_resampled(reader, fine, fine.window(), {1, true, {}});
    const auto nearest = read_resampled(reader, fine, fine.window(), {1, false, {}});
    CHECK(bilinear(4, 4) == 20);
    CHECK(bilinear(4, 5) == Approx(20 + 4.0 / 3));
    CHECK(bilinear(5, 6) == Approx(20 + 8.0 / 3 + 16.0 / 3));
    CHECK(bilinear(0, 0) == 0);  // before the first centre the edge goes on
    CHECK(bilinear(11, 14) == 4 * 4 + 16 * 3);
    CHECK(nearest(5, 5) == 20);
    CHECK(nearest(5, 6) == 24);
}

TEST_CASE("what a neighbour misses, a bilinear value misses too") {
    Raster<float> values = plane(5, 4);
    values(1, 1) = -9999;
    values(2, 3) = nan_value;
    gdal_io::GeoTiffOptions options;
    options.nodata = -9999;
    const LayerFile file("nodata", grid_of(500000, 2000000, 30, 5, 4), values, options);
    RasterReader reader = file.open();
    const Grid fine = grid_of(500000, 2000000, 10, 15, 12);
    const auto bilinear = read_resampled(reader, fine, fine.window(), {1, true, {}});
    CHECK(std::isnan(bilinear(4, 4)));
    CHECK(std::isnan(bilinear(2, 2)));
    CHECK(bilinear(1, 1) == 0);  // its weight is 0 at the centre of the first pixel
    CHECK(std::isnan(bilinear(7, 9)));
    const auto nearest = read_resampled(reader, fine, fine.window(), {1, false, {}});
    CHECK(std::isnan(nearest(3, 3)));
    CHECK(nearest(2, 2) == 0);
    // The job may name another value.
    const auto other = read_resampled(reader, fine, fine.window(), {1, false, 24.0});
    CHECK(other(3, 3) == -9999);
    CHECK(std::isnan(other(3, 6)));
}

TEST_CASE("scale and offset of the file are applied, to values alone") {
    gdal_io::GeoTiffOptions options;
    options.nodata = 4;
    options.scale = 0.5;
    options.offset = -1;
    const LayerFile file("scale", grid_of(500000, 2000000, 30, 5, 4), plane(5, 4), options);
    RasterReader reader = file.open();
    const auto made = read_resampled(reader, reader.info().grid, {0, 0, 5, 4}, {1, false, {}});
    CHECK(made(1, 0) == 7);
    CHECK(std::isnan(made(0, 1)));
}

TEST_CASE("between two CRSs a value does not depend on the window, and is that of its place") {
    const Grid lonlat = grid_of(98.0, 26.0, 0.001, 90, 80, "EPSG:4326");
    const LayerFile file("lonlat", lonlat, plane(90, 80));
    RasterReader reader = file.open();
    const Grid grid = grid_of(401000, 2873500, 30, 200, 150);
    const auto all = read_resampled(reader, grid, grid.window(), {1, true, {}});
    std::vector<geo::Point> centre{grid.centre_of(70, 60)};
    gdal_io::transform(centre, grid.crs_wkt, lonlat.crs_wkt);
    CHECK(all(60, 70) == Approx(4 * (lonlat.column_at(centre[0].x) - 0.5) +
                                16 * (lonlat.row_at(centre[0].y) - 0.5))
                             .margin(1e-3));
    for (const geo::PixelWindow& window :
         {geo::PixelWindow{13, 7, 50, 41}, geo::PixelWindow{0, 100, 200, 1}}) {
        const auto part = read_resampled(reader, grid, window, {1, true, {}});
        std::int64_t differences = 0;
        for (std::int64_t row = 0; row < window.height; ++row) {
            for (std::int64_t column = 0; column < window.width; ++column) {
                differences +=
                    same(part(row, column), all(window.row + row, window.column + column)) ? 0 : 1;
            }
        }
        CHECK(differences == 0);
    }
}

TEST_CASE("a layer far finer than the grid is read part by part") {
    const std::int64_t side = 2600;  // more pixels than are held at once
    const LayerFile file("fine", grid_of(500000, 2000000, 1, side, side), plane(side, side));
    RasterReader reader = file.open();
    const Grid coarse = grid_of(500000, 2000000, 100, 26, 26);
    for (const bool bilinear : {false, true}) {
        const auto made = read_resampled(reader, coarse, coarse.window(), {1, bilinear, {}});
        const float edge = bilinear ? 49.5F : 50;
        CHECK(made(0, 0) == 20 * edge);
        CHECK(made(25, 25) == 20 * (edge + 2500));
    }
}

TEST_CASE("a band that is not there is named") {
    const LayerFile file("band", grid_of(500000, 2000000, 30, 5, 4), plane(5, 4));
    RasterReader reader = file.open();
    CHECK_THROWS_WITH(read_resampled(reader, reader.info().grid, {0, 0, 1, 1}, {2, false, {}}),
                      Catch::Contains("there is no band 2"));
}
