// SPDX-License-Identifier: Apache-2.0
#include <numeric>

#include "mineprint/raster/raster.hpp"
#include "test_main.hpp"

using mineprint::raster::BandStack;
using mineprint::raster::Raster;

TEST_CASE("a new raster holds its fill value everywhere") {
    const Raster<float> raster(4, 3, 2.5F);
    CHECK(raster.width() == 4);
    CHECK(raster.height() == 3);
    CHECK(raster.size() == 12);
    CHECK(std::ranges::all_of(raster.values(), [](float value) { return value == 2.5F; }));
    CHECK(Raster<int>().size() == 0);
    CHECK(Raster<int>(0, 5).size() == 0);
}

TEST_CASE("values lie row by row from the top") {
    Raster<int> raster(4, 3);
    std::iota(raster.values().begin(), raster.values().end(), 0);
    CHECK(raster(0, 3) == 3);
    CHECK(raster(1, 0) == 4);
    CHECK(raster[11] == raster(2, 3));
    CHECK(raster.row(1).size() == 4);
    CHECK(raster.row(1).front() == 4);
    raster.row(2)[1] = -1;
    CHECK(raster(2, 1) == -1);
}

TEST_CASE("rasters are equal when size and values are") {
    const Raster<int> a(4, 3, 1);
    CHECK(a == Raster<int>(4, 3, 1));
    CHECK_FALSE(a == Raster<int>(3, 4, 1));
    CHECK_FALSE(a == Raster<int>(4, 3, 2));
}

TEST_CASE("bands are found by name") {
    BandStack stack;
    stack.add("red", Raster<float>(2, 2, 0.1F));
    stack.add("nir", Raster<float>(2, 2, 0.4F));
    REQUIRE(stack.find("nir") != nullptr);
    CHECK((*stack.find("nir"))(1, 1) == 0.4F);
    CHECK(stack.find("nir ") == nullptr);
    CHECK(BandStack{}.find("red") == nullptr);
}
