// SPDX-License-Identifier: Apache-2.0
#include <cpl_error.h>

#include "mineprint/gdal_io/library.hpp"
#include "test_main.hpp"

namespace mineprint::gdal_io {
namespace {

TEST_CASE("what GDAL says is kept as UTF-8, whatever bytes of a broken file it quotes") {
    const ErrorScope scope;
    CPLError(CE_Failure, CPLE_AppDefined, "a tag holds \xba\xff here");
    CPLError(CE_Failure, CPLE_AppDefined, "a café");
    CHECK(scope.failed());
    CHECK(scope.message() == "a tag holds ?? here; a café");
}

TEST_CASE("messages are kept once and not without end") {
    const ErrorScope scope;
    CHECK(!scope.failed());
    CHECK(scope.message() == "GDAL gives no reason");
    CPLError(CE_Warning, CPLE_AppDefined, "odd");
    CHECK(scope.message() == "odd");
    for (int block = 0; block < 10; ++block) {
        CPLError(CE_Failure, CPLE_AppDefined, "block %d", block / 2);
    }
    CHECK(scope.message() == "block 0; block 1; block 2");
}

}  // namespace
}  // namespace mineprint::gdal_io
