// SPDX-License-Identifier: Apache-2.0
#include "job_fixture.hpp"
#include "mineprint/app/ini_reader.hpp"

using namespace mineprint;
using namespace mineprint::app;

namespace {

std::vector<Setting> settings_of(const std::string& text) {
    return read_ini({"a.cfg", "/jobs", text});
}

std::string ini_error(const std::string& text) {
    return usage_error([&] { (void)settings_of(text); });
}

}  // namespace

TEST_CASE("settings keep section, place and folder") {
    const auto settings =
        settings_of("# first\n\n[ forest ]\n  trees = 50  \n[grid]\ncrs=EPSG:4326");
    REQUIRE(settings.size() == 2);
    CHECK(settings[0].full_name() == "forest.trees");
    CHECK(settings[0].value == "50");
    CHECK(settings[0].place.text() == "a.cfg:4");
    CHECK(settings[0].folder == "/jobs");
    CHECK(settings[1].full_name() == "grid.crs");
    CHECK(settings[1].place.text() == "a.cfg:6");
}

TEST_CASE("line ends of any system, a byte order mark and blanks do not matter") {
    const auto settings =
        settings_of("\xEF\xBB\xBF[region]\r\nname=a\r\n\r\n\t title = b = c \r\n");
    REQUIRE(settings.size() == 2);
    CHECK(settings[0].value == "a");
    CHECK(settings[1].value == "b = c");
    CHECK(settings[1].place.line == 4);
    CHECK(settings_of("").empty());
    CHECK(settings_of("\n\n").empty());
}

TEST_CASE("comments begin a line or follow a blank") {
    CHECK(without_comment("  # all of it").empty());
    CHECK(without_comment("; all of it").empty());
    CHECK(without_comment("trees=5 # few").compare("trees=5") == 0);
    CHECK(without_comment("trees=5\t#few").compare("trees=5") == 0);
    CHECK(without_comment("file=a#1.tif").compare("file=a#1.tif") == 0);
    CHECK(without_comment("title=a;b").compare("title=a;b") == 0);
}

TEST_CASE("lines that cannot be read are named") {
    CHECK(ini_error("[region]\ntrees 50\n") ==
          "a.cfg:2: 'trees 50' is neither a [section] nor name=value");
    CHECK(ini_error("\n[region\nname=a") ==
          "a.cfg:2: '[region' begins a section but does not end with ']'");
    CHECK(ini_error("[]\n") == "a.cfg:1: '[]' begins a section but does not end with ']'");
    CHECK(ini_error("name=a\n[region]") == "a.cfg:1: 'name=a' stands before the first [section]");
    CHECK(ini_error("[grid]\ncrs=  # to do\n") ==
          "a.cfg:2: grid.crs has no value; leave the line out to have the default");
    CHECK(ini_error("[grid]\n=5\n") == "a.cfg:2: '=5' is neither a [section] nor name=value");
}

TEST_CASE("what is not UTF-8 is refused with its line") {
    const std::string message = "this is not UTF-8 text; save the job file as UTF-8";
    CHECK(ini_error("[region]\ntitle=Katanga \xE9\n") == "a.cfg:2: " + message);
    CHECK(ini_error(std::string("[region]\nti\0tle=a\n", 18)) == "a.cfg:2: " + message);
    CHECK(ini_error(std::string("II*\0\x08", 5)) == "a.cfg:1: " + message);
    CHECK(settings_of("[region]\ntitle=Yúnnán 云南 🛰\n").at(0).value ==
          "Yúnnán 云南 🛰");
    // Overlong, surrogate, above U+10FFFF, cut off, lone continuation.
    for (const auto* bytes : {"\xC0\xAF", "\xE0\x80\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80",
                              "\xF5\x80\x80\x80", "\xE4\xBA", "\x80"}) {
        CHECK_FALSE(is_utf8(bytes));
    }
    for (const auto* bytes :
         {"", "a", "\xC2\x80", "\xE0\xA0\x80", "\xEE\x80\x80", "\xF4\x8F\xBF\xBF"}) {
        CHECK(is_utf8(bytes));
    }
}
