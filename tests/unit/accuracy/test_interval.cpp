// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <numeric>

#include "mineprint/accuracy/assessment.hpp"
#include "mineprint/accuracy/interval.hpp"
#include "mineprint/core/random.hpp"
#include "test_main.hpp"

using namespace mineprint::accuracy;

namespace {

constexpr std::array<std::uint32_t, 2> both_classes{0, 1};

SampleCell cell(std::uint32_t map_class, std::uint32_t reference, std::int64_t count) {
    return {map_class, map_class, reference, SampleCell::no_cluster, count};
}

/// What n units of which all agree leave open: scipy's beta.ppf(0.975, 1, n).
double missed(double n) { return 1 - std::pow(0.025, 1 / n); }

}  // namespace

TEST_CASE("what unanimous strata can miss is put together by squares") {
    // Of 30 mapped mines (2 km²) and 60 others (50 km²) every one is what the map says.
    const DesignSample sample({{2}, {50}}, {cell(0, 0, 30), cell(1, 1, 60)});
    const auto shares = area_shares(sample, 2);
    CHECK(shares[0].value == Approx(2 / 52.0));
    CHECK(shares[0].se == 0);
    // Up: of the others some could be mines; down: of the mines some could not. Up is larger.
    CHECK(missed(60) == Approx(0.0596295).margin(1e-7));
    CHECK(shares[0].ci95 == Approx(50 * missed(60) / 52));
    const auto strata = unanimous_about(sample, 0, 2);
    REQUIRE(strata.size() == 2);
    CHECK(strata[0].down == Approx(2 * missed(30)));
    CHECK(strata[0].up == 0);
    CHECK(strata[1].units == 60);
    CHECK(strata[1].up == Approx(50 * missed(60)));
    // The user's accuracy rests on the mapped mines alone, the producer's on the others too, and
    // may be anything.
    const Assessment assessment = assess(sample, 2);
    CHECK(assessment.users[0].ci95 == Approx(missed(30)));
    CHECK(assessment.producers[0].ci95 == 1);
    CHECK(assessment.producers[1].ci95 == Approx(2 * missed(30) / 50));
    CHECK(assessment.overall.ci95 == Approx(std::hypot(2 * missed(30), 50 * missed(60)) / 52));
    CHECK(assessment.balanced.ci95 > 0);
}

TEST_CASE("beside strata that err, a unanimous one counts if it has fewer than 50 units") {
    const auto share = [](std::int64_t units) {
        const DesignSample sample({{2}, {50}}, {cell(0, 0, 54), cell(0, 1, 6), cell(1, 1, units)});
        return area_shares(sample, 2)[0];
    };
    const double se = 2 / 52.0 * std::sqrt(0.9 * 0.1 / 59);
    CHECK(share(50).se == Approx(se));
    CHECK(share(50).ci95 == Approx(1.96 * se));  // as Olofsson et al. have it
    CHECK(share(49).se == Approx(se));
    CHECK(share(49).ci95 == Approx(std::hypot(1.96 * se, 50 / 52.0 * missed(49))));
    const auto strata = unanimous_about(
        DesignSample({{2}, {50}}, {cell(0, 0, 54), cell(0, 1, 6), cell(1, 1, 200)}), 0, 2);
    REQUIRE(strata.size() == 1);
    CHECK_FALSE(strata[0].in_interval);
    CHECK(strata[0].up == Approx(50 * missed(200)));
}

TEST_CASE("few units that err get two more of either kind for the interval, not for the error") {
    const DesignSample sample({{2}, {50}},
                              {cell(0, 0, 11), cell(0, 1, 1), cell(1, 1, 49), cell(1, 0, 1)});
    const Estimate share = area_shares(sample, 2)[0];
    const double mines = 4 * (11 / 12.0) * (1 / 12.0) / 11;
    const double others = 2500 * 0.02 * 0.98 / 49;
    CHECK(share.se == Approx(std::sqrt(mines + others) / 52));
    const double few = 4 * (13 / 16.0) * (3 / 16.0) / 16;
    CHECK(share.ci95 == Approx(1.96 * std::sqrt(few + others) / 52));
}

TEST_CASE("a stratum without units is as mapped, and all of it may be otherwise") {
    const DesignSample sample({{2}, {50}, {0.3, 0, true}},
                              {cell(0, 0, 54), cell(0, 1, 6), cell(1, 1, 60), cell(2, 2, 1)});
    const auto shares = area_shares(sample, 3);
    CHECK(shares[0].value == Approx(1.8 / 52.3));
    CHECK(shares[2].value == Approx(0.3 / 52.3));
    const double se = 2 / 52.3 * std::sqrt(0.9 * 0.1 / 59);
    CHECK(shares[0].ci95 == Approx(1.96 * se + 0.3 / 52.3));
    CHECK(unanimous_about(sample, 0, 3).back().units == 0);
}

TEST_CASE("one unit of a stratum leaves nearly all of it open; all of its pixels, nothing") {
    const DesignSample one({{2}, {8}}, {cell(0, 0, 1), cell(1, 1, 60)});
    CHECK(unanimous_about(one, 0, 2)[0].down == Approx(2 * 0.975));
    const DesignSample census({{2, 1}, {8, 1}}, {cell(0, 0, 1), cell(1, 1, 4)});
    CHECK(area_shares(census, 2)[0].ci95 == 0);
    const DesignSample half({{2, 0.5}, {8, 1}}, {cell(0, 0, 4), cell(1, 1, 4)});
    CHECK(area_shares(half, 2)[0].ci95 == Approx(0.2 * std::sqrt(0.5) * missed(4)));
}

TEST_CASE("polygons count, not their pixels, where all agree") {
    const DesignSample sample(
        {{2}, {50}},
        {{0, 0, 0, 1, 30}, {0, 0, 0, 2, 40}, {1, 1, 1, 3, 10}, {1, 1, 1, 4, 10}, {1, 1, 1, 5, 10}});
    CHECK(unanimous_about(sample, 0, 2)[1].up == Approx(50 * missed(3)));
    CHECK(area_shares(sample, 2)[0].ci95 == Approx(50 * missed(3) / 52));
}

TEST_CASE("areas of strata with few units are held in nine of ten samples at least") {
    // Six strata; the first, of 90 % of the area, has a share of the target of one in 400 to one in
    // ten. The binomial draws are summed uniforms.
    const std::array<double, 6> size{90, 4, 2, 2, 1, 1};
    constexpr int draws = 4000;
    for (const double rare : {0.0025, 0.01, 0.03, 0.1}) {
        const std::array<double, 6> truth{rare, 0.05, 0.1, 0.8, 0.95, 0.99};
        const double area = std::inner_product(size.begin(), size.end(), truth.begin(), 0.0);
        for (const std::uint64_t units : {2U, 5U, 12U, 25U, 49U}) {
            const mineprint::core::KeyedRandom random(units, mineprint::core::Stream::sample_draw);
            int inside = 0;
            for (std::uint64_t draw = 0; draw < draws; ++draw) {
                std::vector<SampleCell> cells;
                for (std::uint32_t h = 0; h < 6; ++h) {
                    std::int64_t hits = 0;
                    for (std::uint64_t i = 0; i < units; ++i) {
                        hits += random.uniform(draw, h * 100 + i) < truth.at(h) ? 1 : 0;
                    }
                    const auto others = static_cast<std::int64_t>(units) - hits;
                    for (const auto& [cls, count] : {std::pair{0U, hits}, {1U, others}}) {
                        if (count > 0) {
                            cells.push_back({h, 0, cls, SampleCell::no_cluster, count});
                        }
                    }
                }
                const DesignSample sample({{90}, {4}, {2}, {2}, {1}, {1}}, cells);
                const Estimate share = area_shares(sample, 2)[0];
                inside += std::abs(share.value * 100 - area) <= share.ci95 * 100 ? 1 : 0;
            }
            INFO("one in " << 1 / rare << ", " << units << " units: " << 100.0 * inside / draws
                           << " %");
            CHECK(inside >= draws * 0.9);
        }
    }
}
