// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <limits>
#include <map>
#include <set>

#include "mineprint/core/error.hpp"
#include "mineprint/features/extractor.hpp"
#include "mineprint/features/spectral_index.hpp"
#include "test_main.hpp"

using mineprint::features::extract;
using mineprint::features::feature_list;
using mineprint::features::FeatureOptions;
using mineprint::features::IndexInfo;
using mineprint::features::known_indices;
using mineprint::raster::BandStack;
using mineprint::raster::Raster;

namespace {

const std::vector<std::string> six{"blue", "green", "red", "nir", "swir1", "swir2"};

/// One pixel, bands in the order of `six`.
BandStack pixel(const std::vector<float>& values) {
    BandStack stack;
    for (std::size_t i = 0; i < six.size(); ++i) {
        stack.add(six[i], Raster<float>(1, 1, values[i]));
    }
    return stack;
}

float index_of(const std::string& name, const std::vector<float>& values) {
    return extract(pixel(values), {{}, {name}}).bands.at(0)[0];
}

std::vector<std::string> all_names() {
    std::vector<std::string> names;
    for (const IndexInfo& info : known_indices()) {
        names.push_back(info.name);
    }
    return names;
}

void check_all(const std::vector<float>& values, const std::map<std::string, double>& expected) {
    CHECK(expected.size() == known_indices().size());
    for (const auto& [name, value] : expected) {
        INFO(name);
        CHECK(index_of(name, values) == Approx(value).epsilon(2e-5).margin(1e-7));
    }
}

}  // namespace

TEST_CASE("every index has its value by hand on bare soil with sparse plants") {
    // The formulas of the papers, evaluated in double precision in Python.
    check_all({0.05F, 0.08F, 0.10F, 0.30F, 0.28F, 0.15F}, {{"ndvi", 0.500000000},
                                                           {"ndwi", -0.578947368},
                                                           {"mndwi", -0.555555556},
                                                           {"ndmi", 0.034482759},
                                                           {"ndsi", -0.555555556},
                                                           {"ndwi_gao", 0.034482759},
                                                           {"ndbi", -0.034482759},
                                                           {"nbr", 0.333333333},
                                                           {"evi", 0.327868852},
                                                           {"evi2", 0.324675325},
                                                           {"savi", 0.333333333},
                                                           {"msavi2", 0.310102051},
                                                           {"bsi", 0.041095890},
                                                           {"clay_ratio", 1.866666667},
                                                           {"ferrous_ratio", 0.933333333},
                                                           {"iron_oxide_ratio", 2.000000000},
                                                           {"tc_brightness", 0.392966000},
                                                           {"tc_greenness", 0.136547000},
                                                           {"tc_wetness", -0.185620000}});
}

TEST_CASE("negative reflectance, as over dark water, gives the formula's value") {
    check_all({-0.01F, 0.02F, 0.015F, 0.01F, -0.005F, 0.003F}, {{"ndvi", -0.200000000},
                                                                {"ndwi", 0.333333333},
                                                                {"mndwi", 1.666666667},
                                                                {"ndmi", 3.000000000},
                                                                {"ndsi", 1.666666667},
                                                                {"ndwi_gao", 3.000000000},
                                                                {"ndbi", -3.000000000},
                                                                {"nbr", 0.538461538},
                                                                {"evi", -0.010638298},
                                                                {"evi2", -0.011950287},
                                                                {"savi", -0.014285714},
                                                                {"msavi2", -0.009711458},
                                                                {"bsi", 1.000000000},
                                                                {"clay_ratio", -1.666666667},
                                                                {"ferrous_ratio", -0.500000000},
                                                                {"iron_oxide_ratio", -1.500000000},
                                                                {"tc_brightness", 0.019428900},
                                                                {"tc_greenness", -0.003928800},
                                                                {"tc_wetness", 0.011544300}});
}

TEST_CASE("a denominator of 0 gives NaN, not an infinity") {
    const std::vector<float> dark(6, 0.0F);
    for (const char* name : {"ndvi", "ndwi", "mndwi", "ndsi", "ndmi", "ndwi_gao", "ndbi", "nbr",
                             "bsi", "clay_ratio", "ferrous_ratio", "iron_oxide_ratio"}) {
        INFO(name);
        CHECK(std::isnan(index_of(name, dark)));
    }
    // Numerators other than 0: blue, green, red, nir, swir1, swir2.
    CHECK(std::isnan(index_of("ndvi", {0, 0, -0.25F, 0.25F, 0, 0})));
    CHECK(std::isnan(index_of("clay_ratio", {0, 0, 0, 0, 0.25F, 0})));
    CHECK(std::isnan(index_of("clay_ratio", {0, 0, 0, 0, -0.25F, 0})));
    CHECK(std::isnan(index_of("evi", {0.25F, 0, 0, 0.875F, 0, 0})));
    CHECK(std::isnan(index_of("evi2", {0, 0, 0, -1.0F, 0, 0})));
    CHECK(std::isnan(index_of("savi", {0, 0, 0.25F, -0.75F, 0, 0})));
    CHECK(index_of("savi", dark) == 0.0F);
    CHECK(index_of("evi", dark) == 0.0F);
}

TEST_CASE("a square root of a negative number gives NaN") {
    CHECK(std::isnan(index_of("msavi2", {0, 0, -0.1F, 0.5F, 0, 0})));
}

TEST_CASE("an index is NaN where any of its inputs is, and only then") {
    const std::vector<float> good{0.05F, 0.08F, 0.10F, 0.30F, 0.28F, 0.15F};
    for (const IndexInfo& info : known_indices()) {
        for (std::size_t band = 0; band < six.size(); ++band) {
            std::vector<float> values = good;
            values[band] = std::numeric_limits<float>::quiet_NaN();
            const bool input = std::count(info.bands.begin(), info.bands.end(), six[band]) > 0;
            INFO(info.name << " without " << six[band]);
            CHECK(std::isnan(index_of(info.name, values)) == input);
        }
    }
}

TEST_CASE("every index tells its bands, formula and source") {
    std::set<std::string> names;
    for (const IndexInfo& info : known_indices()) {
        INFO(info.name);
        CHECK(names.insert(info.name).second);
        CHECK(!info.reference.empty());
        for (const std::string& band : info.bands) {
            CHECK(info.formula.find(band) != std::string::npos);
        }
    }
    for (const char* name : {"ndvi", "ndmi", "nbr", "mndwi", "bsi"}) {
        CHECK(names.count(name) == 1);
    }
}

TEST_CASE("features are the bands, then the indices, each in the order asked for") {
    const FeatureOptions options{{"swir1", "nir"}, {"bsi", "ndvi"}};
    const auto list = feature_list(options, six);
    CHECK(list.names == std::vector<std::string>{"swir1", "nir", "bsi", "ndvi"});
    CHECK(list.definitions.at(3) == "(nir - red) / (nir + red)");
    const BandStack features = extract(pixel({0.05F, 0.08F, 0.10F, 0.30F, 0.28F, 0.15F}), options);
    CHECK(features.names == list.names);
    CHECK(features.bands[0][0] == 0.28F);
    CHECK(features.bands[1][0] == 0.30F);
}

TEST_CASE("every pixel of a window is worked out, whatever its width") {
    BandStack stack;
    for (const std::string& band : six) {
        Raster<float> values(37, 5);
        for (std::size_t i = 0; i < values.size(); ++i) {
            values[i] = 0.01F * static_cast<float>((i * band.size() * 7) % 23) + 0.001F;
        }
        stack.add(band, std::move(values));
    }
    const BandStack features = extract(stack, {{}, all_names()});
    std::int64_t differences = 0;
    for (std::size_t i = 0; i < 37 * 5; ++i) {
        std::vector<float> values;
        for (const Raster<float>& band : stack.bands) {
            values.push_back(band[i]);
        }
        for (std::size_t f = 0; f < features.names.size(); ++f) {
            const float alone = index_of(features.names[f], values);
            const float here = features.bands[f][i];
            differences += (alone == here || (std::isnan(alone) && std::isnan(here))) ? 0 : 1;
        }
    }
    CHECK(differences == 0);
}

TEST_CASE("what cannot be made is refused by name") {
    const std::vector<std::string> four{"blue", "green", "red", "nir"};
    CHECK_THROWS_WITH(feature_list({{}, {"ndvl"}}, six),
                      Catch::Contains("ndvl") && Catch::Contains("'ndvi'"));
    CHECK_THROWS_AS(feature_list({{}, {"ndvl"}}, six), mineprint::core::UsageError);
    CHECK_THROWS_WITH(feature_list({{}, {"ndmi"}}, four),
                      Catch::Contains("ndmi") && Catch::Contains("swir1"));
    CHECK_THROWS_WITH(feature_list({{"swir"}, {}}, six),
                      Catch::Contains("'swir'") && Catch::Contains("swir1"));
    CHECK_THROWS_WITH(feature_list({{"nir"}, {"ndvi", "ndvi"}}, six), Catch::Contains("twice"));
    BandStack only_nir;
    only_nir.add("nir", Raster<float>(1, 1, 0.3F));
    CHECK_THROWS_AS(extract(only_nir, {{}, {"ndvi"}}), mineprint::core::DataError);
}

TEST_CASE("metrics, terrain and layers follow the indices, and tell what they are") {
    FeatureOptions options{{"nir"}, {"ndvi"}};
    options.metrics = {mineprint::features::parse_metric("ndmi:p10"),
                       mineprint::features::parse_metric("red:std")};
    options.terrain = {"slope", "tpi"};
    options.dem = "dem.tif";
    options.tpi_radius = 4;
    options.layers = {{.name = "sar", .path = "sar.tif", .fill = -30}};
    const auto list = feature_list(options, six);
    CHECK(list.names ==
          std::vector<std::string>{"nir", "ndvi", "ndmi_p10", "red_std", "slope", "tpi", "sar"});
    CHECK_THAT(list.definitions[2], Catch::Contains("p10") && Catch::Contains("(nir - swir1)"));
    CHECK_THAT(list.definitions[5], Catch::Contains("4 pixels"));
    CHECK_THAT(list.definitions[6], Catch::Contains("nearest") && Catch::Contains("-30"));
    CHECK(mineprint::features::bands_needed(options, six) ==
          std::vector<std::string>{"red", "nir", "swir1"});
}

TEST_CASE("a feature of another composite is another feature") {
    mineprint::composite::CompositeOptions composite;
    const FeatureOptions options{{"nir"}, {"ndvi"}};
    std::set<std::string> definitions;
    using mineprint::composite::Method;
    for (const Method method : {Method::median, Method::medoid, Method::geometric_median,
                                Method::best_available_pixel, Method::percentiles}) {
        composite.method = method;
        for (const std::string& text : feature_list(options, six, composite).definitions) {
            CHECK(definitions.insert(text).second);
        }
    }
    composite.percentile = 30;
    CHECK(definitions.insert(feature_list(options, six, composite).definitions[1]).second);
    composite.method = Method::geometric_median;
    composite.deviations = {"smad"};
    CHECK(feature_list(options, six, composite).names.back() == "smad");
}

TEST_CASE("metrics, terrain and layers that cannot be made are refused by name") {
    const auto with_metric = [](const char* text) {
        FeatureOptions options;
        options.metrics = {mineprint::features::parse_metric(text)};
        return options;
    };
    CHECK_THROWS_WITH(feature_list(with_metric("ndvl:p10"), six), Catch::Contains("'ndvi'"));
    CHECK_THROWS_WITH(feature_list(with_metric("ndmi:p10"), std::vector<std::string>{"red"}),
                      Catch::Contains("features.metrics: ndmi needs the band 'nir'"));
    FeatureOptions options;
    options.terrain = {"slope"};
    CHECK_THROWS_WITH(feature_list(options, six), Catch::Contains("features.dem"));
    options.dem = "dem.tif";
    options.terrain = {"slop"};
    CHECK_THROWS_WITH(feature_list(options, six), Catch::Contains("'slope'"));
    options.terrain = {"slope"};
    options.layers = {{.name = "slope", .path = "x.tif"}};
    CHECK_THROWS_WITH(feature_list(options, six), Catch::Contains("twice"));
}
