// SPDX-License-Identifier: Apache-2.0
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <regex>

#include "job_fixture.hpp"
#include "mineprint/app/help_text.hpp"
#include "mineprint/app/option_table.hpp"
#include "mineprint/app/wrapped_text.hpp"
#include "mineprint/core/version.hpp"

using namespace mineprint;
using namespace mineprint::app;
using Catch::Contains;

TEST_CASE("the help of a command mentions exactly the options that matter to it") {
    for (const CommandInfo& command : command_table()) {
        const std::string text = help_text(command.command);
        for (const Section& section : option_table()) {
            for (const Option& option : section.options) {
                INFO(command.name << " " << option.full_name());
                const bool mentioned =
                    std::regex_search(text, std::regex("--" + option.full_name() + "[ \n]"));
                const bool in_examples = command.name == "run" || command.name == "reduce" ||
                                         command.name == "simulate" || command.name == "help";
                const bool matters = contains(option.commands, command.command);
                CHECK((mentioned || !matters));
                CHECK((matters || !mentioned || in_examples));
            }
        }
    }
}

TEST_CASE("help teaches: purpose, inputs, outputs, examples, exit statuses") {
    const std::string text = help_text(Command::run);
    for (const auto* part : {"usage: mineprint run [options] --output DIR JOB.cfg ...",
                             "Reads:", "Writes:", "Examples:", "mpirun -n 2 mineprint run",
                             "Exit status:", "75 stopped", "[forest]",
                             "Number of trees. Allowed: a whole number, 1"}) {
        CHECK_THAT(text, Contains(part));
    }
    CHECK_THAT(help_text(Command::compare), Contains("1  the outputs differ"));
    const std::string overview = overview_text();
    for (const CommandInfo& command : command_table()) {
        CHECK_THAT(overview, Contains("\n  " + command.name) && Contains(command.summary));
    }
}

TEST_CASE("the template is a job that run accepts, also with every option uncommented") {
    const std::string text = job_template();
    const pipeline::RegionJob as_printed = region_of(text);
    CHECK(as_printed.name == "my_region");
    CHECK(as_printed.forest == training::preset("production"));

    const std::string uncommented = std::regex_replace(text, std::regex("\n#([a-z-]+=)"), "\n$1");
    CHECK(uncommented != text);
    const pipeline::RegionJob everything = region_of(uncommented);
    CHECK(everything.grid.crs == "EPSG:32647");
    CHECK(everything.forest == as_printed.forest);  // what is commented out is the default
    CHECK(everything.reference.split == as_printed.reference.split);
    CHECK_NOTHROW(region_of(uncommented, Command::simulate));
}

TEST_CASE("the template shows every option with its section, range and default") {
    const std::string text = job_template();
    for (const Section& section : option_table()) {
        if (section.name.empty()) {
            continue;
        }
        CHECK_THAT(text, Contains("\n[" + section.name + "]\n"));
        for (const Option& option : section.options) {
            INFO(option.full_name());
            CHECK(std::regex_search(text, std::regex("\n(#|#   )?" + option.name + "=")));
        }
    }
    CHECK_THAT(text, Contains("Allowed: a whole number, 1 … 65536. Default: 500.\n#trees=500\n"));
}

TEST_CASE("text is wrapped at blanks") {
    CHECK(wrapped("one two three", 8, "# ") == "# one\n# two\n# three\n");
    CHECK(wrapped("one two", 9, "# ") == "# one two\n");
    CHECK(wrapped("incomprehensible", 5, "") == "incomprehensible\n");
    CHECK(wrapped("≥≥ ≥≥", 5, "") == "≥≥ ≥≥\n");
}

TEST_CASE("the version is that of the build") {
    const char* source = std::getenv("MINEPRINT_SOURCE_DIR");
    if (source == nullptr) {
        WARN("SKIPPED: MINEPRINT_SOURCE_DIR is not set, so CMakeLists.txt cannot be read");
        return;
    }
    std::ifstream in(std::string(source) + "/CMakeLists.txt");
    const std::string text(std::istreambuf_iterator<char>(in), {});
    CHECK_THAT(text, Contains("VERSION " + std::string(core::version) + " "));
    CHECK_THAT(version_text(), Catch::StartsWith("mineprint " + std::string(core::version) + "\n"));
}
