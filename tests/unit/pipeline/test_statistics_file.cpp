// SPDX-License-Identifier: Apache-2.0
#include <bit>

#include "mineprint/core/atomic_file.hpp"
#include "mineprint/hdf5_io/attribute.hpp"
#include "mineprint/hdf5_io/dataset.hpp"
#include "mineprint/pipeline/region_assessment.hpp"
#include "mineprint/pipeline/result_file.hpp"
#include "mineprint/pipeline/statistics_csv.hpp"
#include "scratch_folder.hpp"
#include "small_results.hpp"
#include "test_main.hpp"

using namespace mineprint;
using namespace pipeline;
using Catch::Matchers::Contains;

namespace {

template <std::size_t Rank>
std::vector<std::uint64_t> bits(const Table<double, Rank>& table) {
    std::vector<std::uint64_t> bits;
    for (const double value : table.values()) {
        bits.push_back(std::bit_cast<std::uint64_t>(value));
    }
    return bits;
}

/// Results with samples, alerts and impact.
ResultTables results() {
    ResultTables tables = small_results::results();
    RegionTables& region = tables.regions.front();
    CheckedSamples samples{region.layers.size(), {}, {}};
    for (int i = 0; i < 200; ++i) {
        CheckedSample sample;
        sample.id = static_cast<std::uint64_t>(i);
        sample.group = static_cast<std::uint32_t>(i / 2);
        sample.column = i;
        sample.epoch = static_cast<std::uint16_t>(i % 2);
        sample.map_class = i % 20 < 12 ? 0 : 1;
        sample.reference_class = i % 40 < 22 ? 0 : 1;
        sample.probability = sample.map_class == 0 ? 7000 : 2000;
        samples.add(sample, std::array{0, i % 3 == 0 ? 0 : 1});
    }
    samples.sort();
    assess_region(region, {samples, {SampleDesign::random, nullptr}, 20, true, "points"});
    region.alerts = {
        {"region", "region", "2005", "2010", 3, 2, 1, 0.03, 0.02, 0.01, 0.6, 0.75, 90, 91.5}};
    region.impact = {{"region",
                      "region",
                      "",
                      "2020",
                      "gold",
                      "g",
                      "a \"book\"",
                      true,
                      2.5,
                      0.25,
                      {1, 2, 3, 1.5, 2.1, 2.9, 2.05}}};
    return tables;
}

}  // namespace

TEST_CASE("statistics come back from results.h5 as they were") {
    const ScratchFolder folder;
    ResultTables written = results();
    written.regions[0].estimates->notes = {"forest>mine: too few", "the cure"};
    write_results(folder / "results.h5", written);
    const ResultTables read = read_results(folder / "results.h5");
    const RegionTables& a = written.regions[0];
    const RegionTables& b = read.regions[0];
    REQUIRE(b.layers[1].adjusted.has_value());
    CHECK(bits(b.layers[1].adjusted->area_km2.ci95) == bits(a.layers[1].adjusted->area_km2.ci95));
    CHECK(bits(b.layers[0].adjusted->growth_percent.low) ==
          bits(a.layers[0].adjusted->growth_percent.low));
    CHECK(b.layers[1].adjusted->area_from == a.layers[1].adjusted->area_from);
    CHECK_FALSE(read.regions[1].layers[0].adjusted.has_value());
    REQUIRE(b.estimates.has_value());
    CHECK(b.estimates->sample == "points");
    CHECK(b.estimates->notes == a.estimates->notes);
    CHECK_FALSE(b.estimates->notes.empty());
    CHECK(bits(b.estimates->weighted.users.se) == bits(a.estimates->weighted.users.se));
    CHECK(bits(b.estimates->weighted_matrix) == bits(a.estimates->weighted_matrix));
    CHECK(b.estimates->num_clusters == a.estimates->num_clusters);
    CHECK(b.estimates->curves.point_recall == a.estimates->curves.point_recall);
    CHECK(b.alerts == a.alerts);
    REQUIRE(b.impact.size() == 1);
    CHECK(b.impact[0].source == "a \"book\"");
    CHECK(b.impact[0].range.p95 == 2.9);
    CHECK(b.impact[0].adjusted);
}

TEST_CASE("estimates carry units and meanings") {
    const ScratchFolder folder;
    write_results(folder / "results.h5", results());
    const auto file = hdf5_io::File::open(folder / "results.h5");
    const std::string layer = "/regions/kachin/zones/sides/";
    CHECK(hdf5_io::read_text_attribute(file, layer + "adjusted_area_ci95_km2", "units") == "km2");
    CHECK(hdf5_io::read_text_attribute(file, layer + "adjusted_growth_low_percent", "units") ==
          "percent");
    CHECK(hdf5_io::read_text_attribute(file, layer + "adjusted_area_from", "flag_meanings") ==
          "own_samples pooled_samples not_estimated");
    CHECK(hdf5_io::read_text_attribute(file, layer + "yearly_transition_flag", "flag_meanings") ==
          "defined not_embeddable no_time_between");
}

TEST_CASE("statistics are written flat") {
    const ScratchFolder folder;
    write_statistics_csv(folder / "tables", results());
    const auto table = [&](const char* name) {
        return core::read_text_file(folder / "tables" / name);
    };
    CHECK_THAT(table("change_statistics.csv"),
               Contains("\nkachin,sides,MMR,Myanmar,2005,2020,mine,1.82,0,1.82,0,0.6\n"));
    CHECK_THAT(table("pairs.csv"), Contains("\nkachin,sides,MMR,Myanmar,mine,2005,2020,"));
    CHECK_THAT(table("transitions.csv"),
               Contains("\nkachin,sides,MMR,Myanmar,2005,2020,mine,mine,1,,not_embeddable\n"));
    CHECK_THAT(table("adjusted_areas.csv"),
               Contains("\nkachin,region,region,") && Contains(",own_samples\n"));
    CHECK_THAT(table("accuracy_intervals.csv"), Contains("\nkachin,2005,area,overall_accuracy,,") &&
                                                    Contains("\nkachin,2005,samples,kappa,,"));
    CHECK_THAT(table("detection_curves.csv"), Contains("\nkachin,2005,0.7"));
    CHECK_THAT(
        table("alerts.csv"),
        Contains("\nkachin,region,region,2005,2010,3,2,1,0.03,0.02,0.01,0.6,0.75,90,91.5\n"));
    CHECK_THAT(table("impact.csv"), Contains(",\"a \"\"book\"\"\"\n"));
}
