// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

#include "mineprint/core/error.hpp"
#include "mineprint/features/temporal_metric.hpp"
#include "test_main.hpp"

using namespace mineprint::features;
using mineprint::composite::Layer;
using mineprint::raster::BandStack;
using mineprint::raster::Mask;
using mineprint::raster::Raster;
using mineprint::raster::ScaledStack;

namespace {

constexpr float nan_value = std::numeric_limits<float>::quiet_NaN();

struct Series {
    std::vector<ScaledStack> reflectance;
    std::vector<Mask> clear;

    [[nodiscard]] std::vector<Layer> layers() const {
        std::vector<Layer> result;
        for (std::size_t i = 0; i < clear.size(); ++i) {
            result.push_back({&reflectance[i], &clear[i]});
        }
        return result;
    }
};

/// Values of few levels with gaps; nir + red is 0 here and there.
Series random_series(std::size_t num_layers, std::int64_t width, std::int64_t height) {
    std::mt19937 generator(static_cast<unsigned>(num_layers));
    std::uniform_int_distribution<int> level(-2, 9);
    Series series;
    for (std::size_t l = 0; l < num_layers; ++l) {
        ScaledStack bands;
        for (const char* name : {"red", "nir"}) {
            Raster<float> band(width, height);
            for (float& value : band.values()) {
                value = static_cast<float>(level(generator)) * 0.05F;
            }
            bands.add(name, std::move(band));
        }
        Mask clear(width, height);
        for (auto& value : clear.values()) {
            value = level(generator) < 5 ? 1 : 0;
        }
        series.reflectance.push_back(std::move(bands));
        series.clear.push_back(std::move(clear));
    }
    return series;
}

std::vector<double> values_of(const Series& series, const std::string& source, std::size_t pixel) {
    std::vector<double> values;
    for (std::size_t l = 0; l < series.clear.size(); ++l) {
        const float red = (*series.reflectance[l].find("red"))[pixel];
        const float nir = (*series.reflectance[l].find("nir"))[pixel];
        const float value = source == "nir" ? nir : (nir - red) / (nir + red);
        if (series.clear[l][pixel] != 0 && std::isfinite(value)) {
            values.push_back(value);
        }
    }
    return values;
}

/// As the textbook has it.
double quantile(std::vector<double> values, double share) {
    std::sort(values.begin(), values.end());
    const double place = static_cast<double>(values.size() - 1) * share;
    const auto low = static_cast<std::size_t>(std::floor(place));
    const auto high = static_cast<std::size_t>(std::ceil(place));
    return values[low] + (place - std::floor(place)) * (values[high] - values[low]);
}

double plain(const std::vector<double>& values, Statistic statistic) {
    double mean = 0;
    for (const double value : values) {
        mean += value / static_cast<double>(values.size());
    }
    double variance = 0;
    for (const double value : values) {
        variance += (value - mean) * (value - mean) / static_cast<double>(values.size());
    }
    switch (statistic) {
        case Statistic::min:
            return quantile(values, 0);
        case Statistic::p10:
            return quantile(values, 0.1);
        case Statistic::p25:
            return quantile(values, 0.25);
        case Statistic::median:
            return quantile(values, 0.5);
        case Statistic::p75:
            return quantile(values, 0.75);
        case Statistic::p90:
            return quantile(values, 0.9);
        case Statistic::max:
            return quantile(values, 1);
        case Statistic::mean:
            return mean;
        case Statistic::std:
            return std::sqrt(variance);
        case Statistic::range:
            return quantile(values, 1) - quantile(values, 0);
        case Statistic::iqr:
            return quantile(values, 0.75) - quantile(values, 0.25);
    }
    return nan_value;
}

std::vector<Metric> all_metrics() {
    std::vector<Metric> metrics;
    for (const std::string& statistic : statistic_names()) {
        metrics.push_back(parse_metric("ndvi:" + statistic));
        metrics.push_back(parse_metric("nir:" + statistic));
    }
    return metrics;
}

}  // namespace

TEST_CASE("metrics are the statistics of the clear series, with gaps, ties and broken indices") {
    const auto metrics = all_metrics();
    for (const std::size_t num_layers : {1, 2, 5, 24}) {
        const Series series = random_series(num_layers, 90, 7);
        Mask observed(90, 7, 1);
        observed[13] = 0;
        const BandStack made = temporal_metrics(series.layers(), metrics, observed);
        std::int64_t differences = 0;
        for (std::size_t m = 0; m < metrics.size(); ++m) {
            REQUIRE(made.names[m] == metrics[m].name());
            for (std::size_t i = 0; i < observed.size(); ++i) {
                const auto values = values_of(series, metrics[m].source, i);
                const bool none = values.empty() || observed[i] == 0;
                const float found = made.bands[m][i];
                const bool fits =
                    none ? std::isnan(found)
                         : std::abs(found - plain(values, metrics[m].statistic)) < 1e-6;
                differences += fits ? 0 : 1;
            }
        }
        INFO(num_layers << " layers");
        CHECK(differences == 0);
    }
}

TEST_CASE("metrics are those of numpy") {
    // np.percentile, mean and std of the values in double precision, numpy 1.24
    Series series;
    for (const float value : {0.31F, -0.02F, 0.47F, 0.31F, 0.05F, 0.66F, 0.12F}) {
        ScaledStack bands;
        bands.add("nir", Raster<float>(1, 1, value));
        series.reflectance.push_back(std::move(bands));
        series.clear.emplace_back(1, 1, std::uint8_t{1});
    }
    const std::vector<double> expected{-0.02, 0.022000000625848778, 0.08499999903142452,
                                       0.31,  0.39000000059604645,  0.5460000097751618,
                                       0.66,  0.27142857547317234,  0.22369805375720397,
                                       0.68,  0.3050000015646219};
    std::vector<Metric> metrics;
    for (const std::string& statistic : statistic_names()) {
        metrics.push_back({"nir", parse_metric("nir:" + statistic).statistic});
    }
    const BandStack made = temporal_metrics(series.layers(), metrics, Mask(1, 1, 1));
    for (std::size_t m = 0; m < metrics.size(); ++m) {
        INFO(metrics[m].text());
        CHECK(made.bands[m][0] == Approx(expected[m]).margin(1e-7));
    }
}

TEST_CASE("a metric is written as source and statistic") {
    const Metric metric = parse_metric("ndvi:iqr");
    CHECK(metric.name() == "ndvi_iqr");
    CHECK(metric.text() == "ndvi:iqr");
    CHECK(parse_metric(metric.text()) == metric);
    CHECK_THROWS_WITH(parse_metric("ndvi:p91"), Catch::Contains("'p90'"));
    CHECK_THROWS_AS(parse_metric("ndvi"), mineprint::core::UsageError);
    CHECK_THROWS_AS(parse_metric(":p10"), mineprint::core::UsageError);
}

TEST_CASE("a band that a layer lacks is an error") {
    const Series series = random_series(1, 2, 2);
    const std::vector<Metric> metrics{parse_metric("evi:max")};
    CHECK_THROWS_WITH(temporal_metrics(series.layers(), metrics, Mask(2, 2, 1)),
                      Catch::Contains("blue"));
}
