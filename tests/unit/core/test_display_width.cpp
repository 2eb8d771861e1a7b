// SPDX-License-Identifier: Apache-2.0
#include <string>

#include "mineprint/core/display_width.hpp"
#include "test_main.hpp"

using mineprint::core::cut_to_width;
using mineprint::core::display_width;

// Widths of Unicode Standard Annex 11; those of marks are 0.
TEST_CASE("letters take one column, Chinese characters two, marks none") {
    CHECK(display_width("") == 0);
    CHECK(display_width("Kachin") == 6);
    CHECK(display_width("km²") == 3);
    CHECK(display_width("Nùjiāng") == 7);
    CHECK(display_width("Nu\u0300jia\u0304ng") == 7);
    CHECK(display_width("怒江") == 4);
    CHECK(display_width("ကင်") == 2);
    CHECK(display_width("1.2 ± 0.3") == 9);
}

TEST_CASE("bytes that are no UTF-8 count one each") {
    CHECK(display_width("a\xff\xfe") == 3);
    CHECK(display_width("\xe6\x80") == 2);
    CHECK(display_width(std::string("a\0b", 3)) == 3);
}

TEST_CASE("a text is cut between letters") {
    CHECK(cut_to_width("Kachin", 3) == "Kac");
    CHECK(cut_to_width("Kachin", 6) == "Kachin");
    CHECK(cut_to_width("Kachin", 99) == "Kachin");
    CHECK(cut_to_width("怒江", 3) == "怒");
    CHECK(cut_to_width("怒江", 1).empty());
    CHECK(cut_to_width("Nùj", 2) == "Nù");
}
