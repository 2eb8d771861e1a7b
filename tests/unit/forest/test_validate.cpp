// SPDX-License-Identifier: Apache-2.0
#include <functional>
#include <limits>

#include "mineprint/core/error.hpp"
#include "mineprint/forest/validate.hpp"
#include "random_forests.hpp"
#include "test_main.hpp"

using namespace mineprint::forest;
using Catch::Matchers::Contains;

namespace {

/// What validation says of a good forest that was spoilt.
std::string complaint(const std::function<void(Forest&)>& spoil) {
    Forest forest = random_forests::make({});
    validate(forest);
    spoil(forest);
    try {
        validate(forest);
    } catch (const mineprint::core::DataError& error) {
        return error.what();
    }
    return "";
}

}  // namespace

TEST_CASE("a forest that could not be walked is refused, with the tree and the node") {
    CHECK_THAT(complaint([](Forest& f) { f.trees[3].nodes[0].left = 0; }),
               Contains("tree 3") && Contains("node 0") && Contains("later node"));
    CHECK_THAT(complaint([](Forest& f) { f.trees[2].nodes[0].right = 1'000'000; }),
               Contains("tree 2") && Contains("child 1000000"));
    CHECK_THAT(complaint([](Forest& f) { f.trees[0].nodes[0].right = -5; }), Contains("child -5"));
    CHECK_THAT(complaint([](Forest& f) { f.trees[1].nodes[0].feature = 5; }),
               Contains("tree 1") && Contains("feature 5"));
    CHECK_THAT(complaint([](Forest& f) { f.trees[1].nodes.back().left = 4000; }),
               Contains("leaf 4000"));
    CHECK_THAT(complaint([](Forest& f) {
                   f.trees[1].nodes[0].threshold = std::numeric_limits<float>::quiet_NaN();
               }),
               Contains("threshold"));
    CHECK_THAT(complaint([](Forest& f) { f.trees[4].leaf_counts.pop_back(); }),
               Contains("tree 4") && Contains("leaves"));
    CHECK_THAT(complaint([](Forest& f) { f.trees[4].nodes.clear(); }), Contains("no nodes"));
    CHECK_THAT(complaint([](Forest& f) { f.trees.clear(); }), Contains("no trees"));
    CHECK_THAT(complaint([](Forest& f) { f.classes.clear(); }), Contains("0 classes"));
}
