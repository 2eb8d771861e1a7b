// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "mineprint/accuracy/assessment.hpp"
#include "mineprint/change/sample_change.hpp"
#include "simulated_change.hpp"
#include "test_main.hpp"

using namespace mineprint::change;
using mineprint::accuracy::DesignSample;
using mineprint::accuracy::Estimate;

namespace {

constexpr std::uint64_t num_pixels = 20'000;
constexpr double years = 10;
// Mapped change classes: stable other, gain, loss, stable mine.
constexpr std::array<std::int64_t, 4> units{600, 250, 150, 150};

struct Coverage {
    int inside = 0;
    int drawn = 0;
    void add(bool covers) {
        inside += covers ? 1 : 0;
        ++drawn;
    }
    [[nodiscard]] double percent() const { return 100.0 * inside / drawn; }
};

bool covers(const Estimate& estimate, double truth) {
    return std::abs(estimate.value - truth) <= estimate.ci95;
}

bool covers(const PercentInterval& interval, double truth) {
    return interval.low <= truth && truth <= interval.high;
}

/// Share that is a mine at the later epoch.
Estimate mine_after(const DesignSample& sample) {
    const std::array<std::uint32_t, 2> kinds{0, 1};
    return mineprint::accuracy::share_of(
        sample,
        {[](std::uint32_t, std::uint32_t reference) { return reference % 2; },
         [](std::uint32_t, std::uint32_t) { return 1; }},
        kinds);
}

}  // namespace

TEST_CASE("intervals of 95 % hold the truth of a simulated map in 93 to 97 % of 2 000 samples") {
    const SimulatedChange world(num_pixels);
    const auto& pixels = world.true_pixels;
    const double before = pixels[SimulatedChange::loss] + pixels[SimulatedChange::stable_mine];
    const double after = pixels[SimulatedChange::gain] + pixels[SimulatedChange::stable_mine];
    Coverage area;
    Coverage gain;
    Coverage loss;
    Coverage net;
    Coverage growth;
    Coverage yearly;
    Coverage overall;
    double agreed = 0;
    for (std::uint32_t h = 0; h < 4; ++h) {
        for (const std::uint8_t truth : world.truth_of_stratum.at(h)) {
            agreed += truth == h ? 1 : 0;
        }
    }
    for (std::uint64_t draw = 0; draw < 2000; ++draw) {
        const DesignSample sample = world.draw(units, draw);
        const SampleChange found = sample_change(sample, 2, 1, years);
        area.add(covers(mine_after(sample), after / num_pixels));
        gain.add(covers(found.gain, pixels[SimulatedChange::gain] / num_pixels));
        loss.add(covers(found.loss, pixels[SimulatedChange::loss] / num_pixels));
        net.add(covers(found.net, (after - before) / num_pixels));
        growth.add(covers(found.growth.growth, 100 * (after - before) / before));
        yearly.add(covers(found.growth.compound, 100 * (std::pow(after / before, 1 / years) - 1)));
        overall.add(covers(mineprint::accuracy::assess(sample, 4).overall, agreed / num_pixels));
    }
    for (const auto& [name, coverage] : {std::pair{"area", area},
                                         {"gain", gain},
                                         {"loss", loss},
                                         {"net", net},
                                         {"growth", growth},
                                         {"yearly", yearly},
                                         {"overall", overall}}) {
        INFO(name << " " << coverage.percent() << " %");
        CHECK(coverage.percent() >= 93);
        CHECK(coverage.percent() <= 97);
    }
}

TEST_CASE("with ten units to a stratum intervals still hold the truth in nine of ten samples") {
    // Of the mapped mines and changes 5 to 30 % are mistaken, of 86 % of the area 0.7 %: most
    // samples have strata in which none is.
    const SimulatedChange world(num_pixels);
    const auto& pixels = world.true_pixels;
    const double before = pixels[SimulatedChange::loss] + pixels[SimulatedChange::stable_mine];
    const double after = pixels[SimulatedChange::gain] + pixels[SimulatedChange::stable_mine];
    for (const std::int64_t number : {3, 10, 30, 49}) {
        Coverage area;
        Coverage gain;
        Coverage loss;
        Coverage net;
        Coverage growth;
        for (std::uint64_t draw = 0; draw < 1000; ++draw) {
            const DesignSample sample = world.draw({number, number, number, number}, draw + 10'000);
            const SampleChange found = sample_change(sample, 2, 1, years);
            area.add(covers(mine_after(sample), after / num_pixels));
            gain.add(covers(found.gain, pixels[SimulatedChange::gain] / num_pixels));
            loss.add(covers(found.loss, pixels[SimulatedChange::loss] / num_pixels));
            net.add(covers(found.net, (after - before) / num_pixels));
            const bool refused = std::isnan(found.growth.growth.low);
            growth.add(refused || covers(found.growth.growth, 100 * (after - before) / before));
            REQUIRE(found.net.ci95 > 0);
        }
        for (const auto& [name, coverage] : {std::pair{"area", area},
                                             {"gain", gain},
                                             {"loss", loss},
                                             {"net", net},
                                             {"growth", growth}}) {
            INFO(number << " units: " << name << " " << coverage.percent() << " %");
            CHECK(coverage.percent() >= 90);
        }
    }
}

TEST_CASE("the delta method's error of growth is that of a stratified bootstrap") {
    const SimulatedChange world(num_pixels);
    const DesignSample sample = world.draw(units, 77);
    const SampleChange found = sample_change(sample, 2, 1, years);
    // Each stratum's units are drawn again, with replacement (Efron & Tibshirani 1993), as many as
    // there were; the finite population plays no part in it.
    std::vector<std::vector<std::uint8_t>> labels(4);
    for (const auto& cell : sample.cells()) {
        labels[cell.stratum].insert(labels[cell.stratum].end(),
                                    static_cast<std::size_t>(cell.count),
                                    static_cast<std::uint8_t>(cell.reference_class));
    }
    const mineprint::core::KeyedRandom random(5, mineprint::core::Stream::sample_draw);
    constexpr std::uint64_t replicates = 4000;
    double sum = 0;
    double squares = 0;
    for (std::uint64_t b = 0; b < replicates; ++b) {
        double before = 0;
        double after = 0;
        for (std::uint64_t h = 0; h < 4; ++h) {
            const double size = static_cast<double>(world.truth_of_stratum.at(h).size());
            const auto number = labels[h].size();
            for (std::uint64_t i = 0; i < number; ++i) {
                const auto label = labels[h][random.below(number, b, 1000 * h + i)];
                before += label / 2 * size / static_cast<double>(number);
                after += label % 2 * size / static_cast<double>(number);
            }
        }
        const double log_ratio = std::log(after / before);
        sum += log_ratio;
        squares += log_ratio * log_ratio;
    }
    const double mean = sum / replicates;
    const double bootstrap_se = std::sqrt(squares / replicates - mean * mean);
    CHECK(found.growth.puyravaud.se * years / 100 == Approx(bootstrap_se).epsilon(0.06));
}

TEST_CASE("change and growth of a sample that can be counted by hand") {
    // One stratum; 0 other, 1 mine: 50 stayed other, 30 became mines, 5 ceased to be, 15 stayed.
    using mineprint::accuracy::SampleCell;
    const DesignSample sample({{1}}, {{0, 0, 0, SampleCell::no_cluster, 50},
                                      {0, 1, 1, SampleCell::no_cluster, 30},
                                      {0, 2, 2, SampleCell::no_cluster, 5},
                                      {0, 3, 3, SampleCell::no_cluster, 15}});
    const SampleChange found = sample_change(sample, 2, 1, 5);
    CHECK(found.gain.value == Approx(0.30));
    CHECK(found.loss.value == Approx(0.05));
    CHECK(found.net.value == Approx(0.25));
    CHECK(found.share[3].value == Approx(0.15));
    CHECK(found.growth.growth.value == Approx(125));
    // V(R) = Σ (y − R x)² / X² · n/(n−1): 30 of 1, 5 of −2.25, 15 of −1.25.
    const double squares = 30 + 5 * 2.25 * 2.25 + 15 * 1.25 * 1.25;
    CHECK(found.growth.growth.se == Approx(100 * std::sqrt(squares / 400 * 100 / 99)));
    CHECK(found.net.se == Approx(std::sqrt((0.35 - 0.0625) / 99)));
    const DesignSample none_before(
        {{1}}, {{0, 0, 0, SampleCell::no_cluster, 5}, {0, 1, 1, SampleCell::no_cluster, 5}});
    CHECK(sample_change(none_before, 2, 1, 5).growth.flag == GrowthFlag::none_before);
}
