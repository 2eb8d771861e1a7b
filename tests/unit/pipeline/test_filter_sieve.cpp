// SPDX-License-Identifier: Apache-2.0
#include "mineprint/pipeline/filter_sieve.hpp"
#include "test_main.hpp"

namespace mineprint::pipeline {
namespace {

using change::Connectivity;
using change::SieveOptions;
using change::TileSieve;

/// A patch of two pixels across the seam of two tiles of four by four, in a background of 0.
OpenTile open_tile(std::int64_t tile, const SieveOptions& options) {
    raster::Raster<std::uint8_t> classes(4, 4, 0);
    classes(2, tile == 0 ? 3 : 0) = 1;
    const std::vector<std::int64_t> areas(16, 10);
    const change::WindowPlace place{{tile * 4, 0, 4, 4}, 8};
    return {tile, {TileSieve(classes, 255, place, areas, options).open_part()}};
}

TEST_CASE("what tiles leave open is the same after a journey as bytes") {
    const OpenTile open = open_tile(1, {25, Connectivity::four});
    REQUIRE(open.epochs.at(0).nodes.size() == 2);
    REQUIRE_FALSE(open.epochs[0].nodes[1].neighbours.empty());
    core::ByteWriter out;
    pack(out, open);
    const auto bytes = out.take();
    core::ByteReader in(bytes);
    CHECK(unpack_open_tile(in) == open);
    CHECK(in.at_end());
}

TEST_CASE("a patch across a seam is sized as a whole") {
    const auto decide = [](std::int64_t minimum) {
        const SieveOptions options{minimum, Connectivity::four};
        return decide_together(world(), geo::Tiling(8, 4, 4), 8,
                               {open_tile(1, options), open_tile(0, options)}, options);
    };
    const SieveDecisions small = decide(21);
    for (const std::int64_t tile : {0, 1}) {
        REQUIRE(small.of(tile, 0).size() == 1);
        CHECK(small.of(tile, 0)[0].label == 1);
        CHECK(small.of(tile, 0)[0].value == 0);
        CHECK(decide(20).of(tile, 0).empty());
    }
    CHECK(small.of(0, 1).empty());
}

}  // namespace
}  // namespace mineprint::pipeline
