// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <numeric>

#include "mineprint/simulate/reference_points.hpp"
#include "test_main.hpp"

using namespace mineprint;
using simulate::Candidate;
using simulate::StratifiedDraw;

namespace {

std::vector<Candidate> many_candidates() {
    std::vector<Candidate> all;
    for (std::int64_t i = 0; i < 500; ++i) {
        all.push_back({core::mix(4, static_cast<std::uint64_t>(i)), i % 25, i / 25});
    }
    return all;
}

}  // namespace

TEST_CASE("the lowest priorities of each stratum are drawn, in whatever order pixels come") {
    auto all = many_candidates();
    StratifiedDraw forwards({20, 7});
    StratifiedDraw first_half({20, 7});
    StratifiedDraw second_half({20, 7});
    for (std::size_t i = 0; i < all.size(); ++i) {
        forwards.offer(i % 2, all[i]);
        const std::size_t from_end = all.size() - 1 - i;
        (i < 111 ? first_half : second_half).offer(from_end % 2, all[from_end]);
    }
    first_half.add(second_half);
    CHECK(forwards.drawn() == first_half.drawn());

    std::vector<Candidate> even;
    for (std::size_t i = 0; i < all.size(); i += 2) {
        even.push_back(all[i]);
    }
    std::sort(even.begin(), even.end());
    const auto drawn = forwards.drawn();
    CHECK(drawn.size() == 27);
    for (std::size_t i = 0; i < 20; ++i) {
        CHECK(std::find(drawn.begin(), drawn.end(), even[i]) != drawn.end());
    }
}

TEST_CASE("a stratum with too few pixels gives what it has") {
    StratifiedDraw draw({5, 5});
    draw.offer(1, {3, 0, 0});
    draw.offer(1, {1, 1, 0});
    CHECK(draw.drawn().size() == 2);
}

TEST_CASE("the quotas of the strata add up to the points asked for") {
    for (const int number : {100, 282, 1000, 5000}) {
        for (const std::size_t epochs : {1U, 2U, 4U}) {
            const auto quotas = simulate::stratum_quotas(number, epochs);
            const auto sum = std::accumulate(quotas.begin(), quotas.end(), std::size_t{0});
            CHECK(std::abs(static_cast<int>(sum) - number) <= static_cast<int>(quotas.size()));
        }
    }
}

TEST_CASE("every history has a stratum, and ponds and rims have their own") {
    const std::size_t num_strata = simulate::stratum_quotas(282, 2).size();
    const std::size_t pond = simulate::stratum_of({.classes = {0, 0}, .pond_first = true});
    const std::size_t rim = simulate::stratum_of({.classes = {1, 1}, .rim_first = true});
    const std::size_t becomes_mine = simulate::stratum_of({.classes = {1, 0}});
    const std::size_t stays_forest = simulate::stratum_of({.classes = {1, 1}});
    std::vector<std::size_t> all{pond, rim, becomes_mine, stays_forest};
    CHECK(*std::max_element(all.begin(), all.end()) < num_strata);
    std::sort(all.begin(), all.end());
    CHECK(std::adjacent_find(all.begin(), all.end()) == all.end());
}
