// SPDX-License-Identifier: Apache-2.0
#include <set>

#include "mineprint/archive/quality.hpp"
#include "test_main.hpp"

using mineprint::archive::all_quality_flags;
using mineprint::archive::default_rejected;
using mineprint::archive::flag_tests;
using mineprint::archive::LayerRule;
using mineprint::archive::quality_flag_name;
using mineprint::archive::quality_flag_named;
using mineprint::archive::QualityFlag;
using mineprint::archive::QualityKind;
using mineprint::archive::Sensor;

namespace {

const std::vector<std::string> six{"blue", "green", "red", "nir", "swir1", "swir2"};

LayerRule default_rule(QualityKind kind, Sensor sensor,
                       const std::vector<std::string>& bands = six) {
    return {kind, {sensor, bands}, default_rejected()};
}

bool accepts(const LayerRule& rule, unsigned value) {
    return rule.accepts(static_cast<std::uint16_t>(value));
}

bool clear(Sensor sensor, unsigned pixel, unsigned saturation = 0) {
    return accepts(default_rule(QualityKind::landsat_pixel, sensor), pixel) &&
           accepts(default_rule(QualityKind::landsat_saturation, sensor), saturation);
}

/// The values of a byte that a flag alone rejects.
std::set<unsigned> bytes_rejected(QualityKind kind, QualityFlag flag) {
    const std::vector<QualityFlag> only{flag};
    const LayerRule rule(kind, {Sensor::msi, six}, only);
    std::set<unsigned> values;
    for (unsigned value = 0; value < 256; ++value) {
        if (!accepts(rule, value)) {
            values.insert(value);
        }
    }
    return values;
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
}

TEST_CASE("saturation counts in the bands that are used") {
    const auto red_nir = default_rule(QualityKind::landsat_saturation, Sensor::oli, {"red", "nir"});
    CHECK_FALSE(accepts(red_nir, 1U << 3));  // band 4
    CHECK_FALSE(accepts(red_nir, 1U << 4));  // band 5
    CHECK(accepts(red_nir, 1U << 1));        // band 2
    const auto tm_red_nir =
        default_rule(QualityKind::landsat_saturation, Sensor::tm, {"red", "nir"});
    CHECK_FALSE(accepts(tm_red_nir, 1U << 2));     // band 3
    CHECK_FALSE(accepts(tm_red_nir, 1U << 3));     // band 4
    CHECK(accepts(tm_red_nir, 1U << 4));           // band 5
    CHECK(clear(Sensor::tm, 5440, 1 << 5));        // band 6 is thermal
    CHECK_FALSE(clear(Sensor::tm, 5440, 1 << 6));  // band 7
    CHECK(clear(Sensor::oli, 21824, 1 << 0));      // coastal is not among the six
    CHECK(clear(Sensor::oli, 21824, 1 << 8));      // band 9
}

TEST_CASE("bits 9 and 11 of QA_RADSAT belong to one family of sensors each") {
    CHECK_FALSE(clear(Sensor::oli, 21824, 1 << 11));  // terrain occlusion
    CHECK(clear(Sensor::oli, 21824, 1 << 9));
    CHECK_FALSE(clear(Sensor::etm, 5440, 1 << 9));  // dropped pixel
    CHECK(clear(Sensor::tm, 5440, 1 << 11));
}

TEST_CASE("the Sentinel-2 classes that are rejected leave soil, water and dark areas") {
    const auto rule = default_rule(QualityKind::sentinel2_scene, Sensor::msi);
    std::set<unsigned> rejected;
    for (unsigned value = 0; value <= 11; ++value) {
        if (!accepts(rule, value)) {
            rejected.insert(value);
        }
    }
    CHECK(rejected == std::set<unsigned>{0, 1, 3, 8, 9, 10, 11});
    CHECK(bytes_rejected(QualityKind::sentinel2_scene, QualityFlag::dark) == std::set<unsigned>{2});
    CHECK(bytes_rejected(QualityKind::sentinel2_scene, QualityFlag::water) ==
          std::set<unsigned>{6});
    CHECK(bytes_rejected(QualityKind::sentinel2_scene, QualityFlag::cloud) ==
          std::set<unsigned>{8, 9});
}

TEST_CASE("the bits of Fmask mean what the HLS guide says") {
    const auto rule = default_rule(QualityKind::hls_fmask, Sensor::msi);
    CHECK(accepts(rule, 0));
    CHECK(accepts(rule, 0b0110'0000));        // water, moderate aerosol… bits 5 and 6
    CHECK(accepts(rule, 0b1100'0000));        // high aerosol is not rejected by default
    CHECK_FALSE(accepts(rule, 255));          // fill
    CHECK_FALSE(accepts(rule, 0b0000'0001));  // cirrus
    CHECK_FALSE(accepts(rule, 0b0000'0010));  // cloud
    CHECK_FALSE(accepts(rule, 0b0000'0100));  // adjacent
    CHECK_FALSE(accepts(rule, 0b0000'1000));  // shadow
    CHECK_FALSE(accepts(rule, 0b0001'0000));  // snow
    const auto high = bytes_rejected(QualityKind::hls_fmask, QualityFlag::aerosol);
    CHECK(high.size() == 64);
    CHECK(*high.begin() == 0b1100'0000);
    CHECK(bytes_rejected(QualityKind::hls_fmask, QualityFlag::fill) == std::set<unsigned>{255});
}

TEST_CASE("the fields of QAI mean what FORCE's documentation says") {
    // SCREEN_QAI = NODATA CLOUD_OPAQUE CLOUD_BUFFER CLOUD_CIRRUS CLOUD_SHADOW SNOW SUBZERO
    // SATURATION
    const auto rule = default_rule(QualityKind::force_quality, Sensor::oli);
    for (const unsigned bits : {0b1U, 0b10U, 0b100U, 0b110U, 0b1000U, 0b10000U, 1U << 8, 1U << 9}) {
        CHECK_FALSE(accepts(rule, bits));
    }
    for (const unsigned bits : {0U, 1U << 5, 2U << 6, 1U << 10, 3U << 11, 1U << 13, 1U << 14}) {
        CHECK(accepts(rule, bits));
    }
    const std::vector<QualityFlag> cirrus{QualityFlag::cirrus};
    const LayerRule only(QualityKind::force_quality, {Sensor::oli, six}, cirrus);
    CHECK_FALSE(accepts(only, 3U << 1));
    CHECK(accepts(only, 2U << 1));  // opaque cloud is another value of the same field
    CHECK(accepts(only, 1U << 1));
}

TEST_CASE("aerosol and internal cloud are looked at when asked for") {
    const std::vector<QualityFlag> both{QualityFlag::aerosol, QualityFlag::internal_cloud};
    const LayerRule aerosol(QualityKind::landsat_aerosol, {Sensor::oli, six}, both);
    CHECK_FALSE(accepts(aerosol, 224));  // high, valid retrieval… bits 5, 6, 7
    CHECK(accepts(aerosol, 130));        // medium
    CHECK(accepts(aerosol, 66));         // low
    const LayerRule internal(QualityKind::landsat_internal, {Sensor::tm, six}, both);
    CHECK_FALSE(accepts(internal, 2));
    CHECK_FALSE(accepts(internal, 4));
    CHECK_FALSE(accepts(internal, 8));
    CHECK(accepts(internal, 1));   // dark dense vegetation
    CHECK(accepts(internal, 32));  // water
    CHECK(default_rule(QualityKind::landsat_aerosol, Sensor::oli).empty());
    CHECK(default_rule(QualityKind::landsat_internal, Sensor::tm).empty());
}

TEST_CASE("the flags to reject can be chosen, and every flag has a name") {
    const std::vector<QualityFlag> only_cloud{QualityFlag::cloud};
    const LayerRule rule(QualityKind::landsat_pixel, {Sensor::oli, six}, only_cloud);
    CHECK(accepts(rule, 30048));
    CHECK_FALSE(accepts(rule, 8));
    std::set<std::string_view> names;
    for (const QualityFlag flag : all_quality_flags()) {
        names.insert(quality_flag_name(flag));
        CHECK(quality_flag_named(quality_flag_name(flag)) == flag);
    }
    CHECK(names.size() == all_quality_flags().size());
    CHECK_FALSE(quality_flag_named("clear").has_value());
}
