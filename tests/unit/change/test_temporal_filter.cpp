// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <numeric>
#include <string>

#include "mineprint/change/temporal_filter.hpp"
#include "mineprint/core/error.hpp"
#include "test_main.hpp"

namespace mineprint::change {
namespace {

constexpr std::uint8_t unobserved = 255;

std::vector<std::uint8_t> series_of(const std::string& text) {
    std::vector<std::uint8_t> series;
    for (const char letter : text) {
        series.push_back(letter == 'M' ? 1 : letter == '.' ? unobserved : letter == 'W' ? 2 : 0);
    }
    return series;
}

std::vector<double> yearly(std::size_t count) {
    std::vector<double> years(count);
    std::iota(years.begin(), years.end(), 2000.0);
    return years;
}

/// F forest, M mine (the target), W water, `.` unobserved.
std::string filtered(TemporalRule rule, const std::string& text, int monotone_epochs = 3) {
    TemporalOptions options;
    options.rule = rule;
    options.monotone_epochs = monotone_epochs;
    auto series = series_of(text);
    TemporalFilter(options, yearly(series.size()), 1, unobserved).apply(series, {});
    std::string result;
    for (const std::uint8_t value : series) {
        result += value == 1 ? 'M' : value == unobserved ? '.' : value == 2 ? 'W' : 'F';
    }
    return result;
}

TEST_CASE("majority of three looks at the raw classes and leaves the ends") {
    const auto majority = [](const std::string& text) {
        return filtered(TemporalRule::majority, text);
    };
    CHECK(majority("FFMFF") == "FFFFF");
    CHECK(majority("FFMMF") == "FFMMF");
    CHECK(majority("MFFFM") == "MFFFM");
    CHECK(majority("FMFMF") == "FFMFF");
    CHECK(majority("FMWMF") == "FMMMF");
    CHECK(majority("FMW") == "FMW");
    CHECK(majority("FM.F") == "FF.F");
    CHECK(majority("M.F.M") == "M.M.M");
    CHECK(majority("FM") == "FM");
    CHECK(majority("...") == "...");
}

TEST_CASE("the rules of MapBiomas: centre in order, ends, frequency") {
    const auto rules = [](const std::string& text) {
        return filtered(TemporalRule::mapbiomas, text);
    };
    CHECK(rules("FMFMF") == "FFFFF");
    CHECK(rules("MFFFF") == "FFFFF");
    CHECK(rules("FFFFM") == "FFFFF");
    CHECK(rules("FFFMM") == "FFFMM");
    CHECK(rules("MMFFM") == "MMFFF");
    CHECK(rules(".MFF.FM.") == ".FFF.FF.");
    CHECK(rules("MF") == "MF");
    // two of 20 observed epochs are a tenth, two of 19 are more
    CHECK(rules("FFFFWWWWWMMWWWWFFFFF") == "FFFFWWWWWWWWWWWFFFFF");
    CHECK(rules("FFFFWWWWWMMWWWWFFFF") == "FFFFWWWWWMMWWWWFFFF");
    CHECK(rules("FFFFWWWWWMMWWWWFFF.F") == "FFFFWWWWWMMWWWWFFF.F");
    // 35 of 35 epochs are all of them, not more
    CHECK(rules(std::string(35, 'M')) == std::string(35, 'M'));
}

TEST_CASE("monotone: a mine stays a mine for a number of epochs") {
    CHECK(filtered(TemporalRule::monotone, "FMFFFF", 2) == "FMMMFF");
    CHECK(filtered(TemporalRule::monotone, "FMFMFF", 1) == "FMMMMF");
    CHECK(filtered(TemporalRule::monotone, "FM.FF.", 2) == "FM.MF.");
    CHECK(filtered(TemporalRule::monotone, "MFFFFF", 99) == "MMMMMM");
    CHECK(filtered(TemporalRule::monotone, "FFWWFF", 2) == "FFWWFF");
}

/// The likeliest of all 2^n ways, by trying each.
std::vector<int> best_way(const std::vector<double>& p, const std::vector<double>& years,
                          const TemporalOptions& options) {
    const double sum = options.gain_per_year + options.loss_per_year;
    double best = -1;
    std::vector<int> best_states;
    for (unsigned way = 0; way < (1U << p.size()); ++way) {
        double chance = 0.5;
        std::vector<int> states;
        for (std::size_t i = 0; i < p.size(); ++i) {
            states.push_back(int(way >> i & 1U));
            const double kept = std::min(0.995, std::max(0.005, p[i]));
            chance *= states[i] == 1 ? kept : 1 - kept;
            if (i > 0) {
                const double moved =
                    (states[i] == 1 ? options.gain_per_year : options.loss_per_year) / sum *
                    (1 - std::pow(1 - sum, years[i] - years[i - 1]));
                const double left =
                    (states[i - 1] == 0 ? options.gain_per_year : options.loss_per_year) / sum *
                    (1 - std::pow(1 - sum, years[i] - years[i - 1]));
                chance *= states[i] == states[i - 1] ? 1 - left : moved;
            }
        }
        if (chance > best) {
            best = chance;
            best_states = states;
        }
    }
    return best_states;
}

TEST_CASE("hmm finds the likeliest way through target and others") {
    TemporalOptions options;
    options.rule = TemporalRule::hmm;
    options.gain_per_year = 0.05;
    options.loss_per_year = 0.02;
    unsigned state = 7;
    for (int trial = 0; trial < 200; ++trial) {
        std::vector<double> p;
        std::vector<double> years;
        std::vector<std::uint16_t> stored;
        std::vector<std::uint8_t> classes;
        double year = 2000;
        for (int i = 0; i < 7; ++i) {
            state = state * 1664525U + 1013904223U;
            stored.push_back(std::uint16_t((state >> 8U) % 10001));
            p.push_back(stored.back() / 10000.0);
            classes.push_back(p.back() > 0.5 ? 1 : 0);
            years.push_back(year);
            year += 1 + (state >> 20U) % 5;
        }
        classes[3] = 2;
        const auto way = best_way(p, years, options);
        TemporalFilter(options, years, 1, unobserved).apply(classes, stored);
        for (std::size_t i = 0; i < way.size(); ++i) {
            CHECK((classes[i] == 1) == (way[i] == 1));
        }
    }
}

TEST_CASE("hmm passes over gaps and restores the class beside a lost target") {
    TemporalOptions options;
    options.rule = TemporalRule::hmm;
    const TemporalFilter filter(options, yearly(5), 1, unobserved);
    auto series = series_of("WWMFF");
    filter.apply(series, std::vector<std::uint16_t>{500, 500, 5500, 500, 500});
    CHECK(series == series_of("WWWFF"));
    series = series_of("W.M.F");
    filter.apply(series, std::vector<std::uint16_t>{500, 65535, 5500, 65535, 500});
    CHECK(series == series_of("W.W.F"));
    series = series_of("FFMMM");
    filter.apply(series, std::vector<std::uint16_t>{200, 400, 9000, 9500, 9900});
    CHECK(series == series_of("FFMMM"));
    series =
        series_of("MMMMM");  // never anything else: stays, although the chances speak against it
    filter.apply(series, std::vector<std::uint16_t>(5, 4000));
    CHECK(series == series_of("MMMMM"));
}

TEST_CASE("transition probabilities must leave room") {
    TemporalOptions options;
    options.rule = TemporalRule::hmm;
    options.gain_per_year = 0.7;
    options.loss_per_year = 0.3;
    CHECK_THROWS_AS(TemporalFilter(options, yearly(2), 1, unobserved), core::UsageError);
}

TEST_CASE("a tile is filtered pixel by pixel; flip-flops are counted over observed triples") {
    std::vector<raster::Raster<std::uint8_t>> epochs(5, raster::Raster<std::uint8_t>(3, 1));
    const std::vector<std::string> pixels{"FMFMF", "FFMMM", "M.FM."};
    for (std::size_t pixel = 0; pixel < 3; ++pixel) {
        const auto series = series_of(pixels[pixel]);
        for (std::size_t epoch = 0; epoch < 5; ++epoch) {
            epochs[epoch][pixel] = series[epoch];
        }
    }
    FlipFlops before(5);
    before.add(epochs, unobserved);
    CHECK(before.triples == std::vector<std::int64_t>{0, 2, 3, 2, 0});
    CHECK(before.flip_flops == std::vector<std::int64_t>{0, 1, 2, 1, 0});
    TemporalOptions options;
    options.rule = TemporalRule::mapbiomas;
    apply(TemporalFilter(options, yearly(5), 1, unobserved), epochs, {});
    FlipFlops after(5);
    after.add(epochs, unobserved);
    CHECK(after.triples == before.triples);
    CHECK(after.flip_flops == std::vector<std::int64_t>(5, 0));
    CHECK(epochs[2][2] == 1);
}

}  // namespace
}  // namespace mineprint::change
