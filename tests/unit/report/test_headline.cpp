// SPDX-License-Identifier: Apache-2.0
#include "mineprint/report/headline.hpp"
#include "test_main.hpp"

using namespace mineprint::report;

namespace {

ZoneFigures kachin() {
    ZoneFigures f;
    f.zone = "Kachin";
    f.target = "mine";
    f.first_epoch = "2005";
    f.last_epoch = "2020";
    f.first_km2 = 0.58;
    f.last_km2 = 2.49;
    f.growth_pct = 329.31;
    f.annual_pct = 10.2;
    return f;
}

}  // namespace

TEST_CASE("numbers for people", "[headline]") {
    CHECK(number_text(0) == "0.00");
    CHECK(number_text(0.0042) == "0.0042");
    CHECK(number_text(0.584) == "0.58");
    CHECK(number_text(12.34) == "12.3");
    CHECK(number_text(431.6) == "432");
    CHECK(number_text(1234567) == "1\u202f234\u202f567");
    CHECK(number_text(-1234) == "-1\u202f234");
}

TEST_CASE("a zone in a sentence", "[headline]") {
    CHECK(headline(kachin()) ==
          "Mine area in Kachin grew from 0.58\u00a0km² in 2005 to 2.49\u00a0km² in 2020 "
          "(+329\u00a0%, +10.2\u00a0% a year).");
    auto f = kachin();
    std::swap(f.first_km2, f.last_km2);
    f.growth_pct = -76.7;
    f.annual_pct = -9.25;
    CHECK(headline(f) ==
          "Mine area in Kachin shrank from 2.49\u00a0km² in 2005 to 0.58\u00a0km² in 2020 "
          "(\u221276.7\u00a0%, \u22129.2\u00a0% a year).");
}

TEST_CASE("growth from nothing is new, never infinite", "[headline]") {
    auto f = kachin();
    f.first_km2 = 0;
    f.growth_pct = unknown;
    CHECK(headline(f) ==
          "No mine area was mapped in Kachin in 2005; the 2.49\u00a0km² of 2020 are new.");
    f.last_km2 = 0;
    CHECK(headline(f) == "No mine area was mapped in Kachin, neither in 2005 nor in 2020.");
    f.zone = "outside all zones";
    CHECK(headline(f) == "No mine area was mapped outside all zones, neither in 2005 nor in 2020.");
}

TEST_CASE("intervals and what nobody saw are told", "[headline]") {
    auto f = kachin();
    f.adjusted_first_km2 = 0.6;
    f.adjusted_first_ci95 = 0.11;
    f.adjusted_last_km2 = 2.4;
    f.adjusted_last_ci95 = 0.21;
    f.growth_low_pct = 210;
    f.growth_high_pct = 450;
    f.unobserved_last_pct = 7.4;
    const std::string text = headline(f);
    CHECK(text.find("it is 0.60 ± 0.11\u00a0km² and 2.40 ± 0.21\u00a0km²") != std::string::npos);
    CHECK(text.find("a growth between +210\u00a0% and +450\u00a0%.") != std::string::npos);
    CHECK(text.find("In 2020 nobody saw 7\u00a0% of it.") != std::string::npos);
    CHECK(text.find("In 2005 nobody") == std::string::npos);
}

TEST_CASE("an interval without width is no certainty", "[headline]") {
    auto f = kachin();
    f.adjusted_first_km2 = 0.58;
    f.adjusted_first_ci95 = 0;
    f.adjusted_last_km2 = 2.49;
    f.adjusted_last_ci95 = 1e-17;
    f.growth_low_pct = 329.31;
    f.growth_high_pct = 329.31;
    std::string text = headline(f);
    CHECK(text.find("±") == std::string::npos);
    CHECK(text.find("a growth between") == std::string::npos);
    CHECK(text.find("No reference sample is mistaken about mine there") != std::string::npos);
    f.adjusted_last_ci95 = 0.0317;
    text = headline(f);
    CHECK(
        text.find("0.58\u00a0km² (no sample is mistaken: no interval) and 2.49 ± 0.03\u00a0km²") !=
        std::string::npos);
    f.adjusted_first_ci95 = 0.9;
    CHECK(headline(f).find("0.58\u00a0km² (up to 1.48) and 2.49") != std::string::npos);
    CHECK(headline(f).find("too few for an interval of the growth.") != std::string::npos);
    f.adjusted_last_ci95 = 0.0012;
    CHECK(headline(f).find("2.4900 ± 0.0012\u00a0km²") != std::string::npos);
}
