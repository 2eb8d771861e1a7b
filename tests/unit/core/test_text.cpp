// SPDX-License-Identifier: Apache-2.0
#include "mineprint/core/text.hpp"
#include "test_main.hpp"

using namespace mineprint::core;
using Texts = std::vector<std::string>;

TEST_CASE("the nearest name takes the fewest edits, the first of equals") {
    const Texts known{"epochs", "grid", "output", "zones"};
    CHECK(nearest_name("epoch", known) == "epochs");
    CHECK(nearest_name("grind", known) == "grid");
    CHECK(nearest_name("zone-s", known) == "zones");
    CHECK(nearest_name("output", known) == "output");
    CHECK(nearest_name("xy", Texts{"ab", "cd"}) == "ab");
    // From kitten it is 3 edits to sitting and to knitting, 2 to bitter.
    CHECK(nearest_name("kitten", Texts{"sitting", "knitting"}) == "sitting");
    CHECK(nearest_name("kitten", Texts{"sitting", "bitter"}) == "bitter");
    CHECK(nearest_name("", Texts{"abc", "d"}) == "d");
    CHECK(nearest_name("anything", Texts{}).empty());
}

TEST_CASE("blanks at the ends go, those inside stay") {
    CHECK(trimmed(" \t mine pit \r\n") == "mine pit");
    CHECK(trimmed("x") == "x");
    CHECK(trimmed("").empty());
    CHECK(trimmed(" \n ").empty());
}

TEST_CASE("a list is split at its separators") {
    CHECK(split_text("blue, green ,red", ',') == Texts{"blue", "green", "red"});
    CHECK(split_text("one", ',') == Texts{"one"});
    CHECK(split_text("a,,b", ',') == Texts{"a", "", "b"});
    CHECK(split_text("a,", ',') == Texts{"a", ""});
    CHECK(split_text(",a", ',') == Texts{"", "a"});
    CHECK(split_text("", ',').empty());
    CHECK(split_text("   ", ',').empty());
    CHECK(split_text("2005:class 1", ':') == Texts{"2005", "class 1"});
}
