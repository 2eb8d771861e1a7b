// SPDX-License-Identifier: Apache-2.0
#include "mineprint/spectra/number_text.hpp"
#include "test_main.hpp"

using namespace mineprint::spectra;

TEST_CASE("numbers of text files") {
    CHECK(parse_number(" 1.5 ") == 1.5);
    CHECK(parse_number("+2e-3") == 2e-3);
    CHECK(parse_number("-1.2300000e+034") == -1.23e34);
    CHECK_FALSE(parse_number("1,5"));
    CHECK_FALSE(parse_number("0.3x"));
    CHECK_FALSE(parse_number(""));
}

TEST_CASE("lines, words and quoted fields") {
    CHECK(lines_of("a\r\nb\n\nc").size() == 4);
    CHECK(lines_of("a\r\nb")[0] == "a");
    CHECK(words_of("\t 0.412\t0.5 ").size() == 2);
    const auto fields = csv_fields("w, \"Kaolinite, \"\"wxl\"\"\",");
    REQUIRE(fields.size() == 3);
    CHECK(fields[1] == "Kaolinite, \"wxl\"");
    CHECK(fields[2].empty());
}
