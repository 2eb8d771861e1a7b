// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "mineprint/core/date.hpp"
#include "mineprint/pipeline/result_tables.hpp"

/// Results of one or two small regions, for the tests of what is written of them.
namespace small_results {

inline mineprint::pipeline::Epoch year(const std::string& name) {
    return {name, mineprint::core::Date::parse(name + "-01-01"),
            mineprint::core::Date::parse(name + "-12-31")};
}

/// A layer with pixels of 0.01 km²: `mine[zone][epoch]` pixels of the first class, 90 of the
/// second, one unobserved; all growth of mines comes from the second class.
inline mineprint::pipeline::LayerTables layer(
    const std::string& name, std::vector<mineprint::pipeline::ZoneLabel> zones,
    const std::vector<std::vector<std::int64_t>>& mine,
    const std::vector<mineprint::pipeline::Epoch>& epochs) {
    constexpr double pixel_km2 = 0.01;
    mineprint::pipeline::LayerTables tables(name, std::move(zones), epochs.size(), 2);
    for (std::size_t zone = 0; zone < mine.size(); ++zone) {
        for (std::size_t epoch = 0; epoch < epochs.size(); ++epoch) {
            const std::int64_t pixels = mine[zone][epoch];
            tables.pixel_count(zone, epoch, 0) = pixels;
            tables.pixel_count(zone, epoch, 1) = 90;
            tables.area_km2(zone, epoch, 0) = static_cast<double>(pixels) * pixel_km2;
            tables.area_km2(zone, epoch, 1) = 90 * pixel_km2;
            tables.unobserved_pixel_count(zone, epoch) = 1;
            tables.unobserved_km2(zone, epoch) = pixel_km2;
            for (std::size_t to = epoch + 1; to < epochs.size(); ++to) {
                const std::int64_t gain = mine[zone][to] - pixels;
                tables.change_pixel_count(zone, epoch, to, 1, 0) = gain;
                tables.change_km2(zone, epoch, to, 1, 0) = static_cast<double>(gain) * pixel_km2;
                tables.change_pixel_count(zone, epoch, to, 0, 0) = pixels;
                tables.change_km2(zone, epoch, to, 0, 0) = static_cast<double>(pixels) * pixel_km2;
            }
        }
    }
    fill_growth(tables, epochs, 0);
    return tables;
}

inline mineprint::pipeline::RegionTables region(const std::string& name) {
    mineprint::pipeline::RegionTables region;
    region.name = name;
    region.title = "Kachin, Nùjiāng";
    region.job_text = "[region]\nname=" + name + "\n";
    region.epochs = {year("2005"), year("2010"), year("2020")};
    region.classes = {"mine", "other"};
    region.target_index = 0;
    region.layers = {layer("region", {{"region", region.title}}, {{60, 80, 249}}, region.epochs),
                     layer("sides", {{"CHN", "China"}, {"MMR", "Myanmar"}},
                           {{0, 5, 7}, {60, 75, 242}}, region.epochs)};
    mineprint::pipeline::AccuracyTables accuracy(3, 2);
    for (std::size_t epoch = 0; epoch < 2; ++epoch) {  // the third has no samples
        accuracy.confusion_matrix(epoch, 0, 0) = 45;
        accuracy.confusion_matrix(epoch, 0, 1) = 5;
        accuracy.confusion_matrix(epoch, 1, 0) = 10;
        accuracy.confusion_matrix(epoch, 1, 1) = 40;
    }
    accuracy.unobserved_samples = {0, 2, 0};
    fill_shares(accuracy);
    region.accuracy = accuracy;
    region.quarantined = {
        {"LT05_x", "/data/a b.TIF", "X0000_Y0001", "2005", "says \"no\", twice\nand stops"}};
    region.tiles = {
        {"X0000_Y0000", "2005", mineprint::pipeline::TileStatus::mapped, 4, 200, 100, 99},
        {"X0000_Y0001", "2005", mineprint::pipeline::TileStatus::failed, 0, 0, 100, 0}};
    return region;
}

/// The same region as if it began later, with another first zone, and its classes in another order.
inline mineprint::pipeline::RegionTables later_region(const std::string& name) {
    mineprint::pipeline::RegionTables later;
    later.name = name;
    later.epochs = {year("2010"), year("2020")};
    later.classes = {"mine", "other"};
    later.layers = {
        layer("region", {{"region", "Katanga"}}, {{100, 300}}, later.epochs),
        layer("sides", {{"COD", "Congo"}, {"MMR", "Burma"}}, {{90, 270}, {10, 30}}, later.epochs)};
    return later;
}

inline mineprint::pipeline::ResultTables results() {
    mineprint::pipeline::ResultTables tables;
    tables.regions = {region("kachin"), later_region("katanga")};
    tables.totals = totals(tables.regions);
    tables.program_version = "0.1.0";
    tables.library_versions = {{"GDAL", "3.6.2"}, {"HDF5", "1.10.8"}};
    tables.run = {"2024-05-06T07:08:09Z",
                  {"n1", "n1", "n2"},
                  {100, 200, 300},
                  2,
                  {{"map", 1.5}, {"reduce", 0.25}}};
    return tables;
}

}  // namespace small_results
