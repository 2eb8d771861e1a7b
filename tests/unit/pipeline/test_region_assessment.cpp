// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "mineprint/pipeline/assessment_text.hpp"
#include "mineprint/pipeline/region_assessment.hpp"
#include "mineprint/zones/accumulator.hpp"
#include "small_results.hpp"
#include "test_main.hpp"

using namespace mineprint;
using namespace pipeline;
using Catch::Matchers::Contains;

namespace {

constexpr std::int32_t big_zone = 0;
constexpr std::int32_t small_zone = 1;

/// Two zones of a region, two epochs, two classes (mine, other). Zone sizes in km²: of the big one
/// 8 mapped as mines and 72 as other, later 16 and 64; of the small one 2 and 18, later 4 and 16.
RegionTables region_of_two_zones() {
    RegionTables region;
    region.name = "two";
    region.epochs = {small_results::year("2005"), small_results::year("2015")};
    region.classes = {"mine", "other"};
    region.layers = {LayerTables("region", {{"region", "Two"}}, 2, 2),
                     LayerTables("sides", {{"B", "Big"}, {"S", "Small"}}, 2, 2)};
    const auto set = [&](LayerTables& layer, std::size_t zone, double size) {
        const double areas[2][2] = {{0.1 * size, 0.9 * size}, {0.2 * size, 0.8 * size}};
        for (std::size_t epoch = 0; epoch < 2; ++epoch) {
            for (std::size_t c = 0; c < 2; ++c) {
                layer.area_km2(zone, epoch, c) = areas[epoch][c];
            }
        }
        layer.change_km2(zone, 0, 1, 0, 0) = 0.1 * size;
        layer.change_km2(zone, 0, 1, 1, 0) = 0.1 * size;
        layer.change_km2(zone, 0, 1, 1, 1) = 0.8 * size;
    };
    set(region.layers[0], 0, 100);
    set(region.layers[1], big_zone, 80);
    set(region.layers[1], small_zone, 20);
    for (LayerTables& layer : region.layers) {
        fill_growth(layer, region.epochs, 0);
    }
    return region;
}

/// Samples at different places: `number` with a mapped and a reference class at each epoch.
void add(CheckedSamples& samples, std::int32_t zone, int number, std::array<std::uint8_t, 2> mapped,
         std::array<std::uint8_t, 2> reference) {
    for (int i = 0; i < number; ++i) {
        const auto place = static_cast<std::int32_t>(samples.rows.size());
        for (std::uint16_t epoch = 0; epoch < 2; ++epoch) {
            CheckedSample sample;
            sample.id = static_cast<std::uint64_t>(place);
            sample.group = static_cast<std::uint32_t>(place);
            sample.column = place;
            sample.epoch = epoch;
            sample.map_class = mapped.at(epoch);
            sample.reference_class = reference.at(epoch);
            samples.add(sample, std::array{0, zone});
        }
    }
}

CheckedSamples samples_of_two_zones() {
    CheckedSamples samples{2, {}, {}};
    add(samples, big_zone, 45, {0, 0}, {0, 0});
    add(samples, big_zone, 5, {0, 0}, {1, 1});
    add(samples, big_zone, 40, {1, 0}, {1, 0});
    add(samples, big_zone, 10, {1, 0}, {1, 1});
    add(samples, big_zone, 95, {1, 1}, {1, 1});
    add(samples, big_zone, 5, {1, 1}, {1, 0});
    add(samples, small_zone, 3, {0, 0}, {0, 0});
    add(samples, small_zone, 3, {1, 1}, {1, 1});
    samples.sort();
    return samples;
}

}  // namespace

TEST_CASE("a zone with samples of its own is told from them, one without from all") {
    RegionTables region = region_of_two_zones();
    const CheckedSamples samples = samples_of_two_zones();
    assess_region(region, {samples, {SampleDesign::stratified, nullptr}, 20, true, "samples"});
    const AdjustedTables& sides = *region.layers[1].adjusted;
    const auto from = [](AdjustedFrom value) { return static_cast<std::uint8_t>(value); };
    CHECK(sides.area_from(big_zone, 0) == from(AdjustedFrom::own_samples));
    CHECK(sides.area_from(small_zone, 0) == from(AdjustedFrom::pooled_samples));
    CHECK(sides.num_samples(big_zone, 0) == 200);
    CHECK(sides.num_samples(small_zone, 0) == 6);
    // In 2005 45 of 50 mapped mines are, and none of 150 others is, in the big zone.
    CHECK(sides.area_km2.value(big_zone, 0, 0) == Approx(8 * 45 / 50.0));
    CHECK(sides.area_km2.se(big_zone, 0, 0) == Approx(8 * std::sqrt(0.9 * 0.1 / 49)));
    // The small zone's own mapped areas with the whole region's shares: 48 of 53, 0 of 153.
    CHECK(sides.area_km2.value(small_zone, 0, 0) == Approx(2 * 48 / 53.0));
    CHECK(sides.area_km2.value(small_zone, 0, 1) == Approx(18 + 2 * 5 / 53.0));
    // The whole region is always told from what there is.
    const AdjustedTables& whole = *region.layers[0].adjusted;
    CHECK(whole.area_from(0, 0) == from(AdjustedFrom::own_samples));
    CHECK(whole.area_km2.value(0, 0, 0) == Approx(10 * 48 / 53.0));
    CHECK_THAT(assessment_text(region),
               Contains("(p)") && Contains("the map is taken to err there"));
}

TEST_CASE("change is estimated from labels of both epochs, by strata of change") {
    RegionTables region = region_of_two_zones();
    const CheckedSamples samples = samples_of_two_zones();
    assess_region(region, {samples, {SampleDesign::stratified, nullptr}, 20, true, "samples"});
    const AdjustedTables& whole = *region.layers[0].adjusted;
    CHECK(whole.growth_from(0, 0, 1) == static_cast<std::uint8_t>(GrowthFrom::own_labels));
    CHECK(whole.num_both(0, 0, 1) == 206);
    // Mapped 10 stable mines (48 of 53 are), 10 gained (40 of 50 are), 80 stable others (5 of 103
    // became mines).
    CHECK(whole.gain_km2.value(0, 0, 1) == Approx(10 * 0.8 + 80 * 5 / 103.0));
    CHECK(whole.change_km2.value(0, 0, 1, 0, 0) == Approx(10 * 48 / 53.0));
    CHECK(whole.loss_km2.value(0, 0, 1) == 0);
    CHECK(whole.loss_km2.ci95(0, 0, 1) > 0);  // that nothing was lost is not known for sure
    const double before = 10 * 48 / 53.0;
    const double after = before + 8 + 80 * 5 / 103.0;
    CHECK(whole.growth_percent.value(0, 0, 1) == Approx(100 * (after / before - 1)));
    CHECK(whole.growth_percent.low(0, 0, 1) < whole.growth_percent.value(0, 0, 1));
    const AdjustedTables& sides = *region.layers[1].adjusted;
    CHECK(sides.growth_from(small_zone, 0, 1) ==
          static_cast<std::uint8_t>(GrowthFrom::pooled_labels));
    CHECK(sides.gain_km2.value(small_zone, 0, 1) == Approx(2 * 0.8 + 16 * 5 / 103.0));
}

TEST_CASE("a mapped change without a sample is as mapped, and two ways to one growth agree") {
    RegionTables region = region_of_two_zones();
    CheckedSamples samples{2, {}, {}};
    // No sample errs, none lies where the maps show a gain (10 of 100 km²).
    add(samples, big_zone, 60, {0, 0}, {0, 0});
    add(samples, big_zone, 60, {1, 1}, {1, 1});
    samples.sort();
    assess_region(region, {samples, {SampleDesign::stratified, nullptr}, 20, true, "samples"});
    const AdjustedTables& whole = *region.layers[0].adjusted;
    CHECK(whole.growth_from(0, 0, 1) == static_cast<std::uint8_t>(GrowthFrom::own_labels));
    CHECK(whole.growth_percent.value(0, 0, 1) == Approx(100));
    CHECK(whole.growth_of_areas_percent(0, 0, 1) == Approx(100));
    // All of the gain may be none; of 80 km² that stayed other, 1 − 0.025^(1/60) may be one.
    const double missed = 1 - std::pow(0.025, 1 / 60.0);
    CHECK(whole.gain_km2.value(0, 0, 1) == Approx(10));
    CHECK(whole.gain_km2.ci95(0, 0, 1) == Approx(10));
    CHECK(whole.loss_km2.ci95(0, 0, 1) == Approx(10 + std::hypot(80, 10) * missed));
    // Up to −1 instead of 1 in the 10 km² of gain, −1 in 80 km² and in 10 km².
    CHECK(whole.net_km2.ci95(0, 0, 1) == Approx(20 + std::hypot(80, 10) * missed));
    const std::string text = assessment_text(region);
    CHECK_THAT(text, Contains("2005 to 2015: fewer than two samples in what is mapped as "
                              "other>mine (10.000 km², no sample); it takes 2 more.") &&
                         Contains("mineprint plan --accuracy"));
    CHECK_THAT(text, Contains("2005: no disagreement about mine was seen among the samples of "
                              "mine (60), other (60); the interval allows for what so many"));
}

TEST_CASE(
    "where most of a map has no sample there is no estimate by area, and the reason is told") {
    RegionTables region = region_of_two_zones();
    CheckedSamples samples{2, {}, {}};
    add(samples, big_zone, 60, {0, 0}, {0, 0});
    samples.sort();
    assess_region(region, {samples, {SampleDesign::stratified, nullptr}, 20, true, "samples"});
    CHECK(std::isnan(region.layers[0].adjusted->area_km2.value(0, 0, 0)));
    CHECK(region.estimates->counts.users.value(0, 0) == 1);
    CHECK(region.estimates->num_short(0) == 1);
    CHECK_THAT(assessment_text(region),
               Contains("2005: fewer than two samples in what is mapped as other (90.000 km², no "
                        "sample); it takes 2 more. That is too few for an estimate."));
}

TEST_CASE("a growth by strata of change that is not that of the adjusted areas is explained") {
    RegionTables region = region_of_two_zones();
    const CheckedSamples samples = samples_of_two_zones();
    assess_region(region, {samples, {SampleDesign::stratified, nullptr}, 20, true, "samples"});
    const AdjustedTables& whole = *region.layers[0].adjusted;
    const double areas = 100 * (whole.area_km2.value(0, 1, 0) / whole.area_km2.value(0, 0, 0) - 1);
    CHECK(whole.growth_of_areas_percent(0, 0, 1) == Approx(areas));
    REQUIRE(std::abs(whole.growth_percent.value(0, 0, 1) - areas) > 0.05);
    CHECK_THAT(assessment_text(region), Contains("by the 206 places with labels of both epochs"));
}

TEST_CASE("drawn points of which a stratum has no label tell nothing, and the stratum is named") {
    RegionTables region = region_of_two_zones();
    CheckedSamples samples = samples_of_two_zones();
    for (CheckedSample& sample : samples.rows) {
        sample.stratum = sample.column < 200 ? 0 : 1;
    }
    const DrawnStrata drawn{{30, 60, 10}, {0, 0, 0}, {"a", "b", "lake"}};
    assess_region(region, {samples, {SampleDesign::unstated, &drawn}, 20, true, "points"});
    CHECK(std::isnan(region.layers[0].adjusted->area_km2.value(0, 0, 0)));
    CHECK_THAT(assessment_text(region), Contains("lake (10.000 km², no sample)"));
}

TEST_CASE("without labels of both epochs there is no area of change, and a warning") {
    RegionTables region = region_of_two_zones();
    const CheckedSamples samples = samples_of_two_zones();
    assess_region(region, {samples,
                           {SampleDesign::unstated, nullptr},
                           20,
                           false,
                           sample_text(SampleDesign::unstated, "held-out samples")});
    const AdjustedTables& whole = *region.layers[0].adjusted;
    CHECK(std::isnan(whole.gain_km2.value(0, 0, 1)));
    CHECK(whole.growth_from(0, 0, 1) == static_cast<std::uint8_t>(GrowthFrom::separate_samples));
    const accuracy::Estimate before = whole.area_km2.at(0, 0, 0);
    const accuracy::Estimate after = whole.area_km2.at(0, 1, 0);
    CHECK(whole.growth_percent.se(0, 0, 1) ==
          Approx(100 * after.value / before.value *
                 std::hypot(before.se / before.value, after.se / after.value)));
    CHECK_THAT(assessment_text(region),
               Contains("(s) No labels of both epochs") && Contains("accuracy.design says so"));
}

TEST_CASE("a simple random sample has one stratum, and polygons are clusters") {
    RegionTables region = region_of_two_zones();
    CheckedSamples samples = samples_of_two_zones();
    assess_region(region, {samples, {SampleDesign::random, nullptr}, 20, true, "samples"});
    CHECK(region.layers[0].adjusted->area_km2.value(0, 0, 0) == Approx(100 * 48 / 206.0));
    CHECK(region.estimates->num_clusters(0) == 206);
    const double single = region.estimates->counts.overall.se(0);
    for (CheckedSample& sample : samples.rows) {
        sample.group /= 20;  // ten places each: ids are even
    }
    assess_region(region, {samples, {SampleDesign::random, nullptr}, 20, true, "samples"});
    CHECK(region.estimates->num_clusters(0) == 21);
    CHECK(region.estimates->counts.overall.value(0) == Approx(201 / 206.0));
    CHECK(region.estimates->counts.overall.se(0) > single);
}

TEST_CASE("samples on pixels without a class count nowhere; without samples there is no estimate") {
    RegionTables region = region_of_two_zones();
    CheckedSamples samples = samples_of_two_zones();
    for (CheckedSample& sample : samples.rows) {
        if (sample.epoch == 1) {
            sample.map_class = zones::unobserved;
        }
    }
    assess_region(region, {samples, {SampleDesign::stratified, nullptr}, 20, true, "samples"});
    CHECK(region.estimates->counts.overall.value(0) == Approx(201 / 206.0));
    CHECK(std::isnan(region.estimates->counts.overall.value(1)));
    CHECK(std::isnan(region.layers[0].adjusted->area_km2.value(0, 1, 0)));
    CHECK(region.layers[0].adjusted->growth_from(0, 0, 1) ==
          static_cast<std::uint8_t>(GrowthFrom::not_estimated));
}

TEST_CASE("probabilities of the samples give the curves") {
    RegionTables region = region_of_two_zones();
    CheckedSamples samples = samples_of_two_zones();
    for (CheckedSample& sample : samples.rows) {
        sample.probability = sample.map_class == 0 ? 8000 : 1000;
    }
    assess_region(region, {samples, {SampleDesign::stratified, nullptr}, 20, true, "samples"});
    const CurveTables& curves = region.estimates->curves;
    // 2005: 48 of 48 mines and 5 of 158 others at 0.8.
    CHECK(curves.roc_auc(0) == Approx((153 + 5 * 0.5) / 158.0));
    CHECK(curves.threshold_f1(0) == Approx(0.8));
    CHECK(curves.point_epoch == std::vector<std::int64_t>{0, 0, 1, 1});
    CHECK(curves.point_precision[0] == Approx(48 / 53.0));
}

TEST_CASE("points drawn by strata keep their design when the map's classes are others") {
    RegionTables region = region_of_two_zones();
    CheckedSamples samples = samples_of_two_zones();
    // Two strata by column, not by class: of 30 and 70 km².
    for (CheckedSample& sample : samples.rows) {
        sample.stratum = sample.column < 200 ? 0 : 1;
    }
    const DrawnStrata drawn{{30, 70}, {0, 0}};
    assess_region(region, {samples, {SampleDesign::unstated, &drawn}, 20, true, "points"});
    double mines[2]{};
    double all[2]{};
    for (const CheckedSample& sample : samples.rows) {
        if (sample.epoch == 0) {
            mines[sample.stratum] += sample.reference_class == 0 ? 1 : 0;
            ++all[sample.stratum];
        }
    }
    CHECK(region.layers[0].adjusted->area_km2.value(0, 0, 0) ==
          Approx(30 * mines[0] / all[0] + 70 * mines[1] / all[1]));
}
