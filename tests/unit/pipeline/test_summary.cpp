// SPDX-License-Identifier: Apache-2.0
#include "mineprint/pipeline/summary.hpp"
#include "small_results.hpp"
#include "test_main.hpp"

using namespace mineprint;
using Catch::Matchers::Contains;

TEST_CASE("A summary shows areas, growth, accuracy and what was not seen, in columns") {
    pipeline::ResultTables tables;
    tables.regions = {small_results::region("kachin")};
    tables.totals = totals(tables.regions);
    CHECK(pipeline::summary_text(tables) ==
          "kachin: Kachin, Nùjiāng\n"
          "\n"
          "mine in km², by region\n"
          "  zone              2005   2010   2020    growth  per year  unobserved\n"
          "  Kachin, Nùjiāng  0.600  0.800  2.490  +315.0 %   +10.0 %       0.7 %\n"
          "\n"
          "mine in km², by sides\n"
          "  zone      2005   2010   2020    growth  per year  unobserved\n"
          "  China    0.000  0.050  0.070       new         -       1.1 %\n"
          "  Myanmar  0.600  0.750  2.420  +303.3 %    +9.7 %       0.7 %\n"
          "\n"
          "accuracy on held-out samples\n"
          "  epoch  samples  overall  mine: user's  producer's      F1\n"
          "  2005       100   85.0 %        90.0 %      81.8 %  85.7 %\n"
          "  2010       100   85.0 %        90.0 %      81.8 %  85.7 %\n"
          "  2020         0        -             -           -       -\n"
          "\n"
          "1 file or scene could not be used: see quarantine.csv\n");
}

TEST_CASE("Several regions end with their sums; one epoch has no growth") {
    pipeline::ResultTables tables = small_results::results();
    CHECK_THAT(pipeline::summary_text(tables),
               Contains("\nkatanga\n") && Contains("\nall regions\n\nmine in km², by region\n"));
    pipeline::RegionTables single;
    single.name = "one";
    single.epochs = {small_results::year("2020")};
    single.classes = {"mine", "other"};
    single.layers = {small_results::layer("region", {{"region", ""}}, {{5}}, single.epochs)};
    tables.regions = {single};
    CHECK(pipeline::summary_text(tables) ==
          "one\n"
          "\n"
          "mine in km², by region\n"
          "  zone     2020  unobserved\n"
          "  region  0.050       1.0 %\n");
}
