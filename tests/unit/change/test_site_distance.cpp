// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <random>

#include "mineprint/change/site_distance.hpp"
#include "test_main.hpp"

namespace mineprint::change {
namespace {

TEST_CASE("nearest sites are those that a look at all pairs finds") {
    std::mt19937 random(5);
    const auto draw = [&](int range) { return double(int(random() % unsigned(range))); };
    std::vector<SitePoints> sites;
    std::vector<bool> is_candidate;
    for (int i = 0; i < 60; ++i) {
        const SpacePoint middle{draw(9000), draw(9000), draw(300)};
        const int spread = i % 10 == 0 ? 3000 : 60;
        SitePoints points;
        for (int p = 0; p < 2 + i % 25; ++p) {
            points.push_back(
                {middle[0] + draw(spread), middle[1] + draw(spread), middle[2] + draw(20)});
        }
        sites.push_back(points);
        is_candidate.push_back(i % 3 != 1);
    }
    const auto found = nearest_sites(sites, is_candidate);
    for (std::size_t a = 0; a < sites.size(); ++a) {
        double least = 1e30;
        for (std::size_t b = 0; b < sites.size(); ++b) {
            for (const SpacePoint& p : sites[a]) {
                for (const SpacePoint& q : sites[b]) {
                    if (a != b && is_candidate[b]) {
                        least = std::min(least, std::hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]));
                    }
                }
            }
        }
        REQUIRE(found[a]);
        CHECK(found[a]->distance_m == Approx(least));
        CHECK(found[a]->site != a);
        CHECK(is_candidate[found[a]->site]);
    }
}

TEST_CASE("a site alone has no neighbour") {
    const std::vector<SitePoints> one{{{1, 2, 3}}};
    CHECK_FALSE(nearest_sites(one, {true})[0]);
    const std::vector<SitePoints> two{{{1, 2, 3}}, {{1, 2, 5}}};
    const auto found = nearest_sites(two, {true, false});
    CHECK_FALSE(found[0]);
    REQUIRE(found[1]);
    CHECK(found[1]->distance_m == 2);
}

}  // namespace
}  // namespace mineprint::change
