// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "mineprint/core/error.hpp"
#include "mineprint/pipeline/filter_options.hpp"
#include "mineprint/pipeline/filter_table_file.hpp"
#include "mineprint/pipeline/filter_tables.hpp"
#include "scratch_folder.hpp"
#include "test_main.hpp"

namespace mineprint::pipeline {
namespace {

using Classes = raster::Raster<std::uint8_t>;

FilterTables small_tables() {
    std::vector<Classes> raw(3, Classes(2, 1, 0));
    raw[1](0, 0) = 1;
    raw[1](0, 1) = 255;
    auto filtered = raw;
    filtered[1](0, 0) = 0;
    FilterTables tables("majority of three epochs", 3, 2);
    tables.add(raw, filtered);
    tables.add(raw, raw);
    return tables;
}

TEST_CASE("classes before and after the filter, and flip-flops") {
    const FilterTables tables = small_tables();
    CHECK(tables.pixel_count(0, 0, 0) == 4);
    CHECK(tables.pixel_count(1, 1, 0) == 1);
    CHECK(tables.pixel_count(1, 1, 1) == 1);
    CHECK(tables.num_changed(0) == 0);
    CHECK(tables.num_changed(1) == 1);
    CHECK(tables.num_triples == std::vector<std::int64_t>{0, 2, 0});
    CHECK(flip_flop_rate(tables.raw_flip_flops, tables.num_triples) == 1);
    CHECK(flip_flop_rate(tables.filtered_flip_flops, tables.num_triples) == 0.5);
    CHECK(std::isnan(flip_flop_rate({0}, {0})));
}

TEST_CASE("a filtered map must be unobserved where the raw one is") {
    FilterTables tables("any", 1, 2);
    CHECK_THROWS_AS(tables.add({Classes(1, 1, 255)}, {Classes(1, 1, 0)}), core::DataError);
    CHECK_THROWS_AS(tables.add({Classes(1, 1, 0)}, {Classes(1, 1, 255)}), core::DataError);
}

TEST_CASE("filter tables are read as they were written") {
    const ScratchFolder scratch;
    LayerAxes axes;
    for (const char* name : {"a", "b", "c"}) {
        axes.epochs.push_back(
            {name, core::Date::parse("2001-01-01"), core::Date::parse("2001-12-31")});
    }
    axes.classes = {"forest", "mine"};
    const auto path = scratch.path() / "filter.h5";
    {
        hdf5_io::File file = hdf5_io::File::create(path);
        write_filter(file, "/filter", small_tables(), axes);
        file.commit();
    }
    CHECK(read_filter(hdf5_io::File::open(path), "/filter", axes) == small_tables());
}

TEST_CASE("a filter in words") {
    FilterOptions options;
    CHECK(in_words(options) == "none");
    CHECK_FALSE(options.active());
    options.minimum_area_m2 = 4500;
    CHECK(in_words(options) == "a sieve of 4500 m² with 4 neighbours");
    options.temporal.rule = change::TemporalRule::monotone;
    options.connectivity = change::Connectivity::eight;
    CHECK(in_words(options) ==
          "a target stays for 3 epochs, then a sieve of 4500 m² with 8 neighbours");
    CHECK(options.active());
}

}  // namespace
}  // namespace mineprint::pipeline
