// SPDX-License-Identifier: Apache-2.0
#include "mineprint/archive/harmonise.hpp"
#include "mineprint/core/error.hpp"
#include "test_main.hpp"

using mineprint::archive::BandFile;
using mineprint::archive::Harmonisation;
using mineprint::archive::harmonisation_text;
using mineprint::archive::harmonise;
using mineprint::archive::Scene;
using mineprint::archive::Sensor;
using Roy = mineprint::archive::Harmonisation::Roy;

namespace {

const std::vector<std::string> six{"blue", "green", "red", "nir", "swir1", "swir2"};

Scene scene_of(Sensor sensor, const std::string& platform = "") {
    Scene scene;
    scene.sensor = sensor;
    scene.platform = platform;
    for (const std::string& band : six) {
        scene.bands.push_back({band, "/" + band + ".tif", 1, 2.75e-5, -0.2, 0.0});
    }
    if (sensor == Sensor::msi) {
        scene.bands.push_back({"nir08", "/B8A.tif", 1, 1e-4, -0.1, 0.0, 65535.0, 2});
        scene.bands.push_back({"rededge1", "/B05.tif", 1, 1e-4, -0.1, 0.0, 65535.0, 2});
    }
    return scene;
}

/// What a stored value becomes in each of the six bands.
std::vector<double> reflectance(const Scene& scene, double stored) {
    std::vector<double> values;
    for (const std::string& band : six) {
        values.push_back(stored * scene.find(band)->scale + scene.find(band)->offset);
    }
    return values;
}

void check_near(const std::vector<double>& values, const std::vector<double>& expected) {
    REQUIRE(values.size() == expected.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
        CAPTURE(i);
        CHECK(values[i] == Approx(expected[i]).margin(1e-12));
    }
}

}  // namespace

TEST_CASE("ETM+ and TM go to OLI by the printed lines, not back") {
    // Stored 20000 is reflectance 0.35; table 2 of Roy et al. 2016: OLI = slope * 0.35 + intercept.
    for (const Sensor sensor : {Sensor::etm, Sensor::tm}) {
        Scene ols = scene_of(sensor);
        harmonise(ols, {Roy::ols, false});
        check_near(reflectance(ols, 20000),
                   {0.29689, 0.305705, 0.322745, 0.33737, 0.338195, 0.334685});
        Scene rma = scene_of(sensor);
        harmonise(rma, {Roy::rma, true});
        check_near(reflectance(rma, 20000),
                   {0.332975, 0.33237, 0.341675, 0.350455, 0.352985, 0.351115});
    }
    // Vegetation is brighter in the near infrared of OLI than of ETM+ by least squares, the way
    // round that the paper gives: at 0.2 the line lies above the diagonal.
    Scene ols = scene_of(Sensor::etm);
    harmonise(ols, {Roy::ols, false});
    CHECK(ols.find("nir")->scale * (0.4 / 2.75e-5) + ols.find("nir")->offset > 0.2);
}

TEST_CASE("MSI goes to OLI with B8A in the place of B08") {
    Scene scene = scene_of(Sensor::msi, "sentinel-2b");
    harmonise(scene, {Roy::none, true});
    CHECK(scene.find("nir")->path == "/B8A.tif");
    CHECK(scene.find("nir")->coarseness == 2);
    CHECK(scene.find("nir")->saturated == 65535.0);
    CHECK(scene.find("nir")->scale == Approx(0.9966e-4));
    CHECK(scene.find("nir")->offset == Approx(-0.09966));
    CHECK(scene.find("nir08")->path == "/B8A.tif");
    CHECK(scene.find("nir08")->scale == 1e-4);      // as it is: the table has no line for it
    CHECK(scene.find("rededge1")->scale == 1e-4);   // nor for this one
    const auto values = reflectance(scene, 20000);  // 0.35 but in nir
    CHECK(values[0] == Approx(0.9778 * 0.35 - 0.0040));
    CHECK(values[1] == Approx(1.0075 * 0.35 - 0.0008));
    CHECK(values[2] == Approx(0.9761 * 0.35 + 0.0010));
    CHECK(values[4] == Approx(1.000 * 0.35 - 0.0003));
    CHECK(values[5] == Approx(0.9867 * 0.35 + 0.0004));

    Scene first = scene_of(Sensor::msi, "sentinel-2a");
    harmonise(first, {Roy::ols, true});
    check_near({reflectance(first, 20000)[1], reflectance(first, 20000)[5]},
               {1.0053 * 0.35 - 0.0009, 1.003 * 0.35 - 0.0012});
    Scene third = scene_of(Sensor::msi, "sentinel-2c");  // by the line of 2A
    harmonise(third, {Roy::none, true});
    check_near(reflectance(third, 20000), reflectance(first, 20000));
}

TEST_CASE("what is not asked for, OLI, images and HLS stay as they are") {
    const auto unchanged = [](Scene scene, const Harmonisation& asked) {
        const auto before = reflectance(scene, 20000);
        harmonise(scene, asked);
        check_near(reflectance(scene, 20000), before);
        CHECK(scene.find("nir")->path == "/nir.tif");
    };
    unchanged(scene_of(Sensor::oli), {Roy::ols, true});
    unchanged(scene_of(Sensor::image), {Roy::rma, true});
    unchanged(scene_of(Sensor::tm), {Roy::none, true});
    unchanged(scene_of(Sensor::msi, "sentinel-2a"), {Roy::ols, false});
    Scene hls = scene_of(Sensor::msi, "sentinel-2");
    hls.harmonised = true;
    unchanged(hls, {Roy::ols, true});
}

TEST_CASE("a Sentinel-2 scene without its narrow infrared cannot be harmonised") {
    Scene scene = scene_of(Sensor::msi, "sentinel-2a");
    std::erase_if(scene.bands, [](const BandFile& band) { return band.band == "nir08"; });
    CHECK_THROWS_WITH(harmonise(scene, {Roy::none, true}), Catch::Contains("B8A"));
}

TEST_CASE("a harmonisation has a name") {
    CHECK(harmonisation_text({}) == "none");
    CHECK(harmonisation_text({Roy::ols, false}) == "roy-ols");
    CHECK(harmonisation_text({Roy::none, true}) == "hls");
    CHECK(harmonisation_text({Roy::rma, true}) == "roy-rma,hls");
}
