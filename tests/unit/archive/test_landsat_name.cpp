// SPDX-License-Identifier: Apache-2.0
#include "mineprint/archive/landsat_name.hpp"
#include "mineprint/core/error.hpp"
#include "test_main.hpp"

using mineprint::archive::landsat_bands;
using mineprint::archive::LandsatName;
using mineprint::archive::Sensor;

TEST_CASE("a product name is taken apart") {
    const auto name = LandsatName::parse("LC09_L2SP_010065_20220129_20220131_02_T1");
    CHECK(name.id == "LC09_L2SP_010065_20220129_20220131_02_T1");
    CHECK(name.sensor == Sensor::oli);
    CHECK(name.satellite == 9);
    CHECK(name.level == "L2SP");
    CHECK(name.wrs_path == 10);
    CHECK(name.wrs_row == 65);
    CHECK(name.acquired.text() == "2022-01-29");
    CHECK(name.processed.text() == "2022-01-31");
    CHECK(name.tier == "T1");
}

TEST_CASE("all sensors with reflectance are known by their names") {
    CHECK(LandsatName::parse("LT04_L2SP_002026_19830110_20200918_02_T1").sensor == Sensor::tm);
    CHECK(LandsatName::parse("LT05_L2SR_087017_20090621_20200827_02_T2").level == "L2SR");
    CHECK(LandsatName::parse("LT05_L2SR_087017_20090621_20200827_02_T2").tier == "T2");
    CHECK(LandsatName::parse("LE07_L2SP_021030_20100109_20200911_02_T1").sensor == Sensor::etm);
    CHECK(LandsatName::parse("LE07_L2SP_021030_20100109_20200911_02_RT").satellite == 7);
    CHECK(LandsatName::parse("LO08_L2SR_021030_20150109_20200911_02_T1").sensor == Sensor::oli);
}

TEST_CASE("what is not such a name is refused with the part that is wrong") {
    const auto refused = [](const char* id, const char* part) {
        INFO(id);
        CHECK_THROWS_AS(LandsatName::parse(id), mineprint::core::DataError);
        CHECK_THROWS_WITH(LandsatName::parse(id), Catch::Contains(id) && Catch::Contains(part));
    };
    refused("LC08_L1TP_131042_20200115_20200823_02_T1", "L1TP");
    refused("LC08_L2SP_131042_20200115_20200823_01_T1", "'01'");
    refused("LC08_L2SP_131042_20200115_20200823_02_A1", "'A1'");
    refused("LC08_L2SP_131042_20200115_20200823_02", "6 parts");
    refused("LC08_L2SP_131042_20200115_20200823_02_T1_SR", "8 parts");
    refused("LC08_L2SP_31042_20200115_20200823_02_T1", "'31042'");
    refused("LC08_L2SP_234042_20200115_20200823_02_T1", "'234042'");
    refused("LC08_L2SP_131249_20200115_20200823_02_T1", "'131249'");
    refused("LC08_L2SP_1310-2_20200115_20200823_02_T1", "'1310-2'");
    refused("LC08_L2SP_131042_20201315_20200823_02_T1", "'20201315'");
    refused("LC08_L2SP_131042_2020-01-15_20200823_02_T1", "'2020-01-15'");
    refused("LC08_L2SP_131042_20200115_20190823_02_T1", "before");
    refused("LT08_L2SP_131042_20200115_20200823_02_T1", "'LT08'");
    refused("LC07_L2SP_131042_20200115_20200823_02_T1", "'LC07'");
    refused("LT52240631988227CUB02", "1 parts");
    refused("LC08_CU_003009_20200115_20200823_02_T1", "'CU'");
    refused("", "0 parts");
}

TEST_CASE("band numbers mean other colours on other sensors") {
    const auto band_of = [](Sensor sensor, int number) {
        for (const auto& band : landsat_bands(sensor)) {
            if (band.number == number) {
                return std::string(band.band);
            }
        }
        return std::string();
    };
    CHECK(landsat_bands(Sensor::tm).size() == 6);
    CHECK(landsat_bands(Sensor::oli).size() == 7);
    CHECK(landsat_bands(Sensor::image).empty());
    CHECK(band_of(Sensor::tm, 1) == "blue");
    CHECK(band_of(Sensor::etm, 4) == "nir");
    CHECK(band_of(Sensor::etm, 5) == "swir1");
    CHECK(band_of(Sensor::tm, 6).empty());
    CHECK(band_of(Sensor::tm, 7) == "swir2");
    CHECK(band_of(Sensor::oli, 1) == "coastal");
    CHECK(band_of(Sensor::oli, 2) == "blue");
    CHECK(band_of(Sensor::oli, 5) == "nir");
    CHECK(band_of(Sensor::oli, 7) == "swir2");
}
