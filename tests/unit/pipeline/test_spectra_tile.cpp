// SPDX-License-Identifier: Apache-2.0
#include "mineprint/pipeline/spectra_tile.hpp"
#include "test_main.hpp"

using namespace mineprint;
using namespace mineprint::pipeline;

TEST_CASE("bins of the statistic") {
    CHECK(score_bin(0) == 0);
    CHECK(score_bin(-0.2) == 0);
    CHECK(score_bin(0.00005) == 0);
    CHECK(score_bin(0.00015) == 1);
    CHECK(score_bin(1) == num_score_bins - 1);
}

TEST_CASE("the purest pixel: statistic, then score, then upper left") {
    const PurestPixel pixel{0.5, 0.1, 3, 4, {}};
    CHECK(pixel.is_better_than({0.4, 0.9, 0, 0, {}}));
    CHECK(pixel.is_better_than({0.5, 0.05, 0, 0, {}}));
    CHECK(pixel.is_better_than({0.5, 0.1, 3, 5, {}}));
    CHECK(pixel.is_better_than({0.5, 0.1, 4, 0, {}}));
    CHECK_FALSE(pixel.is_better_than(pixel));
    CHECK(pixel.is_better_than(PurestPixel{}));
}

TEST_CASE("a part travels between ranks unchanged") {
    const SitePart part{3, 7, 12, 5, {0.1, 0.2}, {0.9, 0.3, 17, 4, {0.5F, 0.6F}}};
    core::ByteWriter out;
    pack(out, part);
    const auto bytes = out.take();
    core::ByteReader in(bytes);
    const SitePart same = unpack_site_part(in);
    CHECK(in.at_end());
    CHECK(same.tile == 3);
    CHECK(same.site == 7);
    CHECK(same.num_observed == 12);
    CHECK(same.num_detected == 5);
    CHECK(same.sums == part.sums);
    CHECK(same.purest.spectrum == part.purest.spectrum);
    CHECK_FALSE(same.purest.is_better_than(part.purest));
    CHECK_FALSE(part.purest.is_better_than(same.purest));
}
