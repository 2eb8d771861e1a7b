// SPDX-License-Identifier: Apache-2.0
#include <limits>

#include "mineprint/spectra/verdict.hpp"
#include "test_main.hpp"

using namespace mineprint::spectra;

namespace {

Resolvability sensor(bool resolved) {
    Resolvability told;
    told.method = resolved ? Method::feature_fit : Method::angle;
    told.threshold = 0.6;
    told.resolved = resolved;
    told.reason = "not resolved: one broad band";
    return told;
}

Evidence good() { return {12, {0, 0, {0.9, 0.1, 0.09}, 0.9}, "Testite", 0.001, 0.01}; }

Verdict of(bool resolved, const Evidence& evidence) {
    return judge(sensor(resolved), evidence, 0.01).verdict;
}

}  // namespace

TEST_CASE("the word confirmed is for sensors that resolve the mineral") {
    CHECK(of(true, good()) == Verdict::confirmed);
    CHECK(of(false, good()) == Verdict::plausible);
    const auto judged = judge(sensor(false), good(), 0.01);
    CHECK(judged.reason.find("one broad band") != std::string::npos);
    CHECK(verdict_name(judged.verdict) == "plausible");
    CHECK(verdict_name(Verdict::not_confirmed) == "not confirmed");
}

TEST_CASE("each condition alone stands in the way, and says so") {
    Evidence rival = good();
    rival.match.best = 2;
    rival.best_name = "Rivalite";
    Evidence none = good();
    none.match.best = -1;
    Evidence noise = good();
    noise.match.statistic = 0;
    Evidence chance = good();
    chance.match.statistic = 0.6;  // exceeding is needed
    Evidence everywhere = good();
    everywhere.background_share = 0.06;
    for (const Evidence& evidence : {rival, none, noise, chance, everywhere}) {
        CHECK(of(true, evidence) == Verdict::not_confirmed);
        CHECK(of(false, evidence) == Verdict::not_plausible);
        CHECK_FALSE(judge(sensor(true), evidence, 0.01).reason.empty());
    }
    CHECK(judge(sensor(true), rival, 0.01).reason.find("Rivalite") != std::string::npos);
    Evidence insignificant = good();
    insignificant.p_value = 0.02;
    CHECK(of(true, insignificant) == Verdict::not_confirmed);
    CHECK(of(false, insignificant) == Verdict::plausible);  // an angle has no F-test
    Evidence alone = good();
    alone.background_share = std::numeric_limits<double>::quiet_NaN();
    CHECK(of(true, alone) == Verdict::confirmed);
    Evidence dark = good();
    dark.num_pixels = 0;
    CHECK(of(true, dark) == Verdict::unobserved);
}
