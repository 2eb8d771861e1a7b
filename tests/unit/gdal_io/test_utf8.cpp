// SPDX-License-Identifier: Apache-2.0
#include "mineprint/core/error.hpp"
#include "mineprint/gdal_io/spatial_reference.hpp"
#include "mineprint/gdal_io/utf8.hpp"
#include "test_main.hpp"

namespace mineprint::gdal_io {
namespace {

TEST_CASE("texts become UTF-8, and stay what they are if they were") {
    CHECK(as_utf8("a caf\xc3\xa9") == "a café");
    CHECK(as_utf8("zo\xba"
                  "e \xc3\xa9") == "zo?e ??");
    CHECK(as_utf8("").empty());
}

TEST_CASE("a CRS of broken bytes is refused in words that can be read") {
    const std::string wkt =
        "LOCAL_CS[\"zo\xba"
        "e\",UNIT[\"metre\",1]]";
    CHECK_THROWS_WITH(spatial_reference(wkt), Catch::Matchers::Contains("zo?e"));
    CHECK_THROWS_WITH(spatial_reference("no\xba"), Catch::Matchers::Contains("no?"));
}

}  // namespace
}  // namespace mineprint::gdal_io
