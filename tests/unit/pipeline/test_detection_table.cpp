// SPDX-License-Identifier: Apache-2.0
#include <limits>

#include "mineprint/pipeline/detection_table.hpp"
#include "test_main.hpp"

using namespace mineprint;
using namespace mineprint::pipeline;

TEST_CASE("the table tells limits of sensors that resolve from those that do not") {
    const double none = std::numeric_limits<double>::quiet_NaN();
    const std::vector<double> shares(spectra::fractions().size(), 0.5);
    SensorLimits sharp{{"sharp", {}, {}, 0.001}, {}};
    sharp.told.method = spectra::Method::feature_fit;
    sharp.told.resolved = true;
    sharp.told.limits = {{"Soil", 0.1, shares}, {"Leaf", none, shares}};
    SensorLimits broad{{"broad", {}, {}, 0.002}, {}};
    broad.told.limits = {{"Soil", 0.8, shares}};
    const std::string table = detection_markdown({sharp, broad});
    CHECK(table ==
          "| sensor | noise | Soil | Leaf | resolved |\n|---|---|---|---|---|\n"
          "| sharp | 0.001 | 10 % | none | yes |\n"
          "| broad | 0.002 | (80 %) | not covered | no |\n");
    const std::string csv = detection_csv({sharp, broad});
    CHECK(csv.find("sharp,0.001,feature fit,yes,0,Leaf,,0.01,0.5,") != std::string::npos);
    CHECK(csv.find("broad,0.002,spectral angle,no,0,Soil,0.8,1,0.5,") != std::string::npos);
}
