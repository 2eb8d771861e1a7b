// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <vector>

#include "mineprint/raster/scaled_raster.hpp"
#include "test_main.hpp"

using mineprint::raster::Raster;
using mineprint::raster::ScaledRaster;
using mineprint::raster::StoredMeaning;

namespace {

Raster<std::uint16_t> numbers() {
    Raster<std::uint16_t> stored(5, 1);
    const std::vector<std::uint16_t> values{0, 1, 7273, 43636, 65535};
    std::copy(values.begin(), values.end(), stored.values().begin());
    return stored;
}

}  // namespace

TEST_CASE("stored numbers give the reflectance of Landsat Collection 2") {
    const ScaledRaster band(numbers(), {2.75e-5, -0.2, {std::uint16_t{0}, std::uint16_t{65535}}});
    CHECK(band.is_stored());
    CHECK(band.width() == 5);
    CHECK(band.size() == 5);
    CHECK(std::isnan(band[0]));
    CHECK(band[1] == static_cast<float>(1 * 2.75e-5 + -0.2));
    CHECK(band[2] == Approx(0).margin(1e-5));
    CHECK(band(0, 3) == Approx(1).margin(1e-5));
    CHECK(std::isnan(band[4]));
}

TEST_CASE("values copied, and all of them, are those asked for one by one") {
    for (const StoredMeaning& meaning :
         {StoredMeaning{2.75e-5, -0.2, {std::uint16_t{0}, std::nullopt}}, StoredMeaning{}}) {
        const ScaledRaster band(numbers(), meaning);
        std::vector<float> copied(4);
        band.copy(1, copied);
        const Raster<float> all = band.values();
        for (std::size_t i = 0; i < 5; ++i) {
            CHECK((all[i] == band[i] || (std::isnan(all[i]) && std::isnan(band[i]))));
            CHECK((i == 0 || copied[i - 1] == band[i]));
        }
    }
}

TEST_CASE("plain values are left as they are") {
    const ScaledRaster band(Raster<float>(2, 2, 0.25F));
    CHECK_FALSE(band.is_stored());
    CHECK(band[3] == 0.25F);
    CHECK(band.values() == Raster<float>(2, 2, 0.25F));
}
