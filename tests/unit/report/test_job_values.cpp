// SPDX-License-Identifier: Apache-2.0
#include "mineprint/report/job_values.hpp"
#include "mineprint/report/methods_text.hpp"
#include "test_main.hpp"

using namespace mineprint::report;

TEST_CASE("options of a job text", "[job_values]") {
    const std::string text =
        "[zones]\n# layer: not set\nlayer=a:/x y.gpkg:code\nlayer = b:/z:id\n[forest]\n\ntrees=50";
    CHECK(job_values(text, "zones", "layer") ==
          std::vector<std::string>{"a:/x y.gpkg:code", "b:/z:id"});
    CHECK(job_values(text, "forest", "layer").empty());
    CHECK(job_value(text, "forest", "trees", "7") == "50");
    CHECK(job_value(text, "forest", "mtry", "7") == "7");
    CHECK(has_section(text, "zones"));
    CHECK_FALSE(has_section(text, "simulate"));
}

TEST_CASE("a job cites what it used", "[methods_text]") {
    const Json steps = methods_of(
        "[archive]\nroot=/a\n[features]\nbands=red,nir\nindices=ndvi,bsi\n[forest]\npreset=gee\n");
    const std::string all = steps.dump();
    CHECK(all.find("Tucker 1979") != std::string::npos);
    CHECK(all.find("Rikimaru") != std::string::npos);
    CHECK(all.find("Huete") == std::string::npos);
    CHECK(steps[2]["papers"].size() == 2);
    const Json foreign = methods_of("[maps]\nimage=1985:/x.tif\n");
    CHECK(foreign.dump().find("Breiman") == std::string::npos);
}
