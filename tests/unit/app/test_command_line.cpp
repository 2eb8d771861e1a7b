// SPDX-License-Identifier: Apache-2.0
#include "job_fixture.hpp"
#include "mineprint/app/command_line.hpp"

using namespace mineprint;
using namespace mineprint::app;
using Catch::Contains;
using Texts = std::vector<std::string>;

namespace {

std::string line_error(const Texts& arguments) {
    return usage_error([&] { (void)parse_command_line(arguments); });
}

}  // namespace

TEST_CASE("commands, options and arguments in any order after the command") {
    const CommandLine line = parse_command_line(
        {"run", "a.cfg", "--output", "out", "--forest.trees=5", "b.cfg", "--threads=3", "--strict",
         "--memory", "2G", "-v", "--zones.layer", "x:x.gpkg:c", "--zones.layer=y:y.gpkg:c",
         "--max-bad-scenes=0", "--common", "all.cfg", "--archive.nodata", "-9999"});
    CHECK(line.command == Command::run);
    CHECK(line.arguments == Texts{"a.cfg", "b.cfg"});
    CHECK(line.flags.run.output == "out");
    CHECK(line.flags.run.num_threads == 3);
    CHECK(line.flags.threads_given);
    CHECK(line.flags.run.strict);
    CHECK(line.flags.run.memory_bytes == 2147483648);
    CHECK(line.flags.run.max_bad_scenes_pct == 0);
    CHECK(line.flags.common == "all.cfg");
    CHECK(line.flags.verbose);
    REQUIRE(line.overrides.size() == 4);
    CHECK(line.overrides[0].full_name() == "forest.trees");
    CHECK(line.overrides[0].value == "5");
    CHECK(line.overrides[0].place.text() == "command line");
    CHECK(line.overrides[2].value == "y:y.gpkg:c");
    CHECK(line.overrides[3].value == "-9999");
    CHECK(needs_mpi(line));
}

TEST_CASE("defaults of the flags") {
    const CommandLine line = parse_command_line({"plan", "-o", "out", "a.cfg"});
    CHECK(line.flags.run.output == "out");
    CHECK_FALSE(line.flags.threads_given);
    CHECK(line.flags.run.max_bad_scenes_pct == 10);
    CHECK_FALSE(line.flags.run.strict);
    CHECK(line.flags.run.memory_bytes == 0);
}

TEST_CASE("help and version in all their forms need no MPI and no job") {
    for (const Texts& arguments :
         {Texts{"--help"}, Texts{"-h"}, Texts{"help"}, Texts{"help", "run"}, Texts{"run", "--help"},
          Texts{"compare", "-h"}, Texts{"help", "--template"}, Texts{"version"}, Texts{"--version"},
          Texts{"run", "a.cfg", "--help"}}) {
        CHECK_FALSE(needs_mpi(parse_command_line(arguments)));
    }
    CHECK(parse_command_line({"help", "--template"}).flags.job_template);
    CHECK(parse_command_line({"--version"}).command == Command::version);
}

TEST_CASE("mistakes on the command line are named, with the nearest word") {
    CHECK_THAT(line_error({}), Contains("there is no command"));
    CHECK_THAT(line_error({"rnu"}), Contains("there is no command 'rnu'; did you mean 'run'?"));
    CHECK_THAT(line_error({"sieve"}), Contains("there is no command 'sieve'"));
    CHECK_THAT(line_error({"--output", "x", "run"}), Contains("the command comes first"));
    CHECK_THAT(line_error({"run", "--outptu=x", "a.cfg"}),
               Contains("`run` has no option '--outptu'; did you mean '--output'?"));
    CHECK_THAT(line_error({"run", "--out=x", "a.cfg"}), Contains("did you mean '--output'?"));
    CHECK_THAT(line_error({"run", "--forest.tres=5", "a.cfg"}),
               Contains("'--forest.tres'; did you mean '--forest.trees'?"));
    CHECK_THAT(line_error({"run", "--trees=5", "a.cfg"}),
               Contains("did you mean '--forest.trees'?"));
    CHECK_THAT(line_error({"run", "--template", "a.cfg"}), Contains("though other commands have"));
    CHECK_THAT(line_error({"compare", "--threads=2", "a", "b"}),
               Contains("`compare` has no option '--threads'"));
    CHECK_THAT(line_error({"run", "a.cfg", "--output"}), Contains("--output"));
    CHECK_THAT(
        line_error({"run", "-o", "x", "--threads=0", "a.cfg"}),
        Contains("command line: threads: '0' is out of range; allowed: a whole number, 1 … 4096"));
    CHECK_THAT(line_error({"run", "-o", "x", "--memory=lots", "a.cfg"}), Contains("is not a size"));
    CHECK_THAT(line_error({"run", "-o", "x", "--max-bad-scenes=101", "a.cfg"}),
               Contains("0 … 100"));
    CHECK_THAT(line_error({"run", "-o", "x", "-o", "y", "a.cfg"}),
               Contains("output is set a second time"));
    CHECK_THAT(line_error({"run", "-o", "x", "--forest.trees=1", "--forest.trees=2", "a.cfg"}),
               Contains("forest.trees is set a second time"));
    CHECK_THAT(line_error({"run", "-o", "x", "-q", "-v", "a.cfg"}), Contains("exclude each other"));
    CHECK_THAT(line_error({"run", "-o", "x"}), Contains("needs a job file"));
    CHECK_THAT(line_error({"run", "a.cfg"}), Contains("needs --output DIR"));
    CHECK_THAT(line_error({"compare", "a"}), Contains("needs two outputs, not 1"));
    CHECK_THAT(line_error({"version", "x"}), Contains("has no use for 'x'"));
    CHECK_THAT(line_error({"help", "run", "x"}), Contains("has no use for 'x'"));
    CHECK_NOTHROW(parse_command_line({"simulate", "a.cfg"}));  // writes to archive.root
}

TEST_CASE("a value that a job file could not hold is refused") {
    for (const auto* title : {"Mine #3", "#3", "two\nlines", "caf\xE9", " "}) {
        CHECK_THAT(line_error({"run", "-o", "x", "a.cfg", std::string("--region.title=") + title}),
                   Contains("region.title"));
    }
    const CommandLine line =
        parse_command_line({"run", "-o", "x", "a.cfg", "--region.title=Mine#3 "});
    CHECK(line.overrides.at(0).value == "Mine#3");
}
