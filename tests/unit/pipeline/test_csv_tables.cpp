// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "mineprint/core/atomic_file.hpp"
#include "mineprint/pipeline/csv_tables.hpp"
#include "scratch_folder.hpp"
#include "small_results.hpp"
#include "test_main.hpp"

using namespace mineprint;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {

std::string table(const ScratchFolder& folder, const std::string& name) {
    return core::read_text_file(folder / "tables" / name);
}

std::ptrdiff_t num_lines(const std::string& text) {
    return std::count(text.begin(), text.end(), '\n');
}

}  // namespace

TEST_CASE("Each table has one fact a row") {
    const ScratchFolder folder;
    pipeline::write_csv_tables(folder / "tables", small_results::results());
    const std::string areas = table(folder, "areas.csv");
    CHECK_THAT(areas, StartsWith("region,layer,zone,zone_name,epoch,epoch_start,epoch_end,class,"
                                 "pixels,area_km2\n"
                                 "kachin,region,region,\"Kachin, Nùjiāng\",2005,2005-01-01,"
                                 "2005-12-31,mine,60,0.6\n"));
    CHECK_THAT(areas,
               Contains("\nkachin,sides,MMR,Myanmar,2020,2020-01-01,2020-12-31,mine,242,2.42\n"));
    CHECK_THAT(areas, Contains("\nkachin,sides,MMR,Myanmar,2020,2020-01-01,2020-12-31,unobserved,"
                               "1,0.01\n"));
    CHECK_THAT(areas, Contains("\nall regions,sides,MMR,Myanmar,2020,2020-01-01,2020-12-31,mine,"
                               "272,2.7199999999999998\n"));
    // (zones × epochs) of each layer × (2 classes + unobserved) + head:
    // kachin 3 + 6, katanga 2 + 4, totals 3 + 9
    CHECK(num_lines(areas) == (9 + 6 + 12) * 3 + 1);

    const std::string change = table(folder, "change.csv");
    CHECK_THAT(change, StartsWith("region,layer,zone,zone_name,from_epoch,to_epoch,from_class,"
                                  "to_class,pixels,change_km2\n"));
    CHECK_THAT(change, Contains("\nkachin,sides,MMR,Myanmar,2005,2020,other,mine,182,1.82\n"));
    // zones × pairs of epochs in time order × 2 × 2 classes
    CHECK(num_lines(change) == (3 + 6 + 1 + 2 + 3 + 9) * 4 + 1);
}

TEST_CASE("Growth that is not a number is empty, with its reason") {
    const ScratchFolder folder;
    pipeline::write_csv_tables(folder / "tables", small_results::results());
    const std::string growth = table(folder, "growth.csv");
    CHECK_THAT(growth, StartsWith("region,layer,zone,zone_name,class,from_epoch,to_epoch,"
                                  "growth_percent,annual_growth_percent,growth_flag\n"));
    CHECK_THAT(growth, Contains("\nkachin,sides,CHN,China,mine,2005,2010,,,none_before\n"));
    CHECK_THAT(growth, Contains("\nkachin,region,region,\"Kachin, Nùjiāng\",mine,2005,2020,315,"));
    CHECK_THAT(growth, Contains("\nall regions,sides,COD,Congo,mine,2005,2010,,,"
                                "no_region_has_both\n"));
}

TEST_CASE("Accuracy and quarantine are told, with quotes where they are needed") {
    const ScratchFolder folder;
    pipeline::write_csv_tables(folder / "tables", small_results::results());
    const std::string accuracy = table(folder, "accuracy.csv");
    CHECK_THAT(accuracy,
               StartsWith("region,epoch,measure,map_class,reference_class,count_or_share\n"
                          "kachin,2005,samples,mine,mine,45\n"
                          "kachin,2005,samples,mine,other,5\n"));
    CHECK_THAT(accuracy, Contains("\nkachin,2005,users_accuracy,mine,,0.9\n"));
    CHECK_THAT(accuracy, Contains("\nkachin,2005,overall_accuracy,,,0.85\n"));
    CHECK_THAT(accuracy, Contains("\nkachin,2010,unobserved_samples,,,2\n"));
    CHECK_THAT(accuracy, Contains("\nkachin,2020,overall_accuracy,,,\n"));
    CHECK_THAT(accuracy, !Contains("katanga"));
    CHECK(table(folder, "quarantine.csv") ==
          "region,scene,path,tile,epoch,cause\n"
          "kachin,LT05_x,/data/a b.TIF,X0000_Y0001,2005,\"says \"\"no\"\", twice\nand stops\"\n");
}
