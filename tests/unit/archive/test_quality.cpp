// SPDX-License-Identifier: Apache-2.0
#include "mineprint/archive/quality.hpp"
#include "test_main.hpp"

using mineprint::archive::default_rejected;
using mineprint::archive::pixel_mask;
using mineprint::archive::quality_rule;
using mineprint::archive::QualityFlag;
using mineprint::archive::QualityRule;
using mineprint::archive::Sensor;

namespace {

const std::vector<std::string> six{"blue", "green", "red", "nir", "swir1", "swir2"};

QualityRule default_rule(Sensor sensor, const std::vector<std::string>& bands = six) {
    return quality_rule(sensor, bands, default_rejected());
}

bool clear(Sensor sensor, int pixel, int saturation = 0) {
    return default_rule(sensor).accepts(static_cast<std::uint16_t>(pixel),
                                        static_cast<std::uint16_t>(saturation));
}

}  // namespace

TEST_CASE("values of the USGS tables are clear or not as the tables say") {
    CHECK(clear(Sensor::oli, 21824));        // land
    CHECK(clear(Sensor::oli, 21888));        // water, which does not carry the clear bit
    CHECK(clear(Sensor::oli, 21952));        // water and clear
    CHECK_FALSE(clear(Sensor::oli, 1));      // fill
    CHECK_FALSE(clear(Sensor::oli, 21762));  // dilated cloud
    CHECK_FALSE(clear(Sensor::oli, 22280));  // cloud, high confidence
    CHECK_FALSE(clear(Sensor::oli, 23888));  // shadow
    CHECK_FALSE(clear(Sensor::oli, 30048));  // snow
    CHECK_FALSE(clear(Sensor::oli, 54596));  // cirrus
    for (const Sensor sensor : {Sensor::tm, Sensor::etm}) {
        CHECK(clear(sensor, 5440));        // land
        CHECK(clear(sensor, 5504));        // water
        CHECK_FALSE(clear(sensor, 1));     // fill
        CHECK_FALSE(clear(sensor, 5896));  // cloud
        CHECK_FALSE(clear(sensor, 7440));  // shadow
    }
}

TEST_CASE("the cirrus bit counts on Landsat 8 and 9 only") {
    CHECK_FALSE(clear(Sensor::oli, 21824 | 4));
    CHECK(clear(Sensor::tm, 5440 | 4));
    CHECK(clear(Sensor::etm, 5440 | 4));
    CHECK(pixel_mask(QualityFlag::cirrus, Sensor::oli) == 4);
    CHECK(pixel_mask(QualityFlag::cirrus, Sensor::etm) == 0);
}

TEST_CASE("saturation counts in the bands that are used") {
    const QualityRule red_nir = default_rule(Sensor::oli, {"red", "nir"});
    CHECK_FALSE(red_nir.accepts(21824, 1U << 3));  // band 4
    CHECK_FALSE(red_nir.accepts(21824, 1U << 4));  // band 5
    CHECK(red_nir.accepts(21824, 1U << 1));        // band 2
    const QualityRule tm_red_nir = default_rule(Sensor::tm, {"red", "nir"});
    CHECK_FALSE(tm_red_nir.accepts(5440, 1U << 2));  // band 3
    CHECK_FALSE(tm_red_nir.accepts(5440, 1U << 3));  // band 4
    CHECK(tm_red_nir.accepts(5440, 1U << 4));        // band 5
    CHECK(clear(Sensor::tm, 5440, 1 << 5));          // band 6 is thermal
    CHECK_FALSE(clear(Sensor::tm, 5440, 1 << 6));    // band 7
    CHECK(clear(Sensor::oli, 21824, 1 << 0));        // coastal is not among the six
    CHECK(clear(Sensor::oli, 21824, 1 << 8));        // band 9
}

TEST_CASE("bits 9 and 11 of QA_RADSAT belong to one family of sensors each") {
    CHECK_FALSE(clear(Sensor::oli, 21824, 1 << 11));  // terrain occlusion
    CHECK(clear(Sensor::oli, 21824, 1 << 9));
    CHECK_FALSE(clear(Sensor::etm, 5440, 1 << 9));  // dropped pixel
    CHECK(clear(Sensor::tm, 5440, 1 << 11));
}

TEST_CASE("the flags to reject can be chosen") {
    const std::vector<QualityFlag> only_cloud{QualityFlag::cloud};
    const QualityRule rule = quality_rule(Sensor::oli, six, only_cloud);
    CHECK(rule == QualityRule{8, 0});
    CHECK(rule.accepts(30048, 0xFFFF));
    const std::vector<QualityFlag> water{QualityFlag::water, QualityFlag::snow};
    CHECK(quality_rule(Sensor::tm, six, water) == QualityRule{0b10100000, 0});
    CHECK(default_rule(Sensor::oli) == QualityRule{0b111111, 0b1000'0111'1110});
    CHECK(default_rule(Sensor::tm) == QualityRule{0b111011, 0b10'0101'1111});
}
