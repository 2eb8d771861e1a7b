// SPDX-License-Identifier: Apache-2.0
#include "mineprint/archive/open_files.hpp"
#include "mineprint/core/error.hpp"
#include "mineprint/gdal_io/raster_writer.hpp"
#include "synthetic_product.hpp"
#include "test_main.hpp"

using namespace mineprint;
using archive::FilePool;
using archive::OpenFiles;
using raster::Raster;

namespace {

std::filesystem::path small_file(const ScratchFolder& scratch, const std::string& name) {
    const auto path = scratch.path() / name;
    gdal_io::write_geotiff<std::uint16_t>(path, synthetic_grid(4, 3),
                                          {Raster<std::uint16_t>(4, 3, 7)}, {});
    return path;
}

const auto accept = [](const gdal_io::RasterReader&) {};

}  // namespace

TEST_CASE("a file is opened and checked once, and the one used longest ago is closed") {
    const ScratchFolder scratch;
    const auto a = small_file(scratch, "a.tif");
    const auto b = small_file(scratch, "b.tif");
    const auto c = small_file(scratch, "c.tif");
    OpenFiles files(2);
    int num_checked = 0;
    const auto count = [&](const gdal_io::RasterReader&) { ++num_checked; };
    for (const auto& path : {a, b, a, c, a}) {
        const auto& reader = files.open(path, count);
        CHECK(reader.info().path == path);
    }
    CHECK(num_checked == 3);
    CHECK(files.size() == 2);
    files.open(b, count);
    CHECK(num_checked == 4);
}

TEST_CASE("a file that fails its check is not kept") {
    const ScratchFolder scratch;
    const auto a = small_file(scratch, "a.tif");
    OpenFiles files;
    const auto refuse = [](const gdal_io::RasterReader&) { throw core::DataError("no"); };
    CHECK_THROWS_AS(files.open(a, refuse), core::DataError);
    CHECK_THROWS_AS(files.open(a, refuse), core::DataError);
    CHECK(files.size() == 0);
    CHECK_THROWS_AS(files.open(scratch.path() / "none.tif", accept), core::DataError);
}

TEST_CASE("what one tile left open the next one borrows") {
    const ScratchFolder scratch;
    const auto a = small_file(scratch, "a.tif");
    FilePool pool(2);
    {
        auto loan = pool.borrow();
        loan.files().open(a, accept);
        CHECK(pool.borrow().files().size() == 0);
    }
    auto first = pool.borrow();
    auto second = pool.borrow();
    CHECK(first.files().size() + second.files().size() == 1);
}
