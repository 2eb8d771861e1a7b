// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <fcntl.h>
#include <regex>
#include <thread>
#include <unistd.h>
#include <vector>

#include <nlohmann/json.hpp>

#include "mineprint/core/atomic_file.hpp"
#include "mineprint/core/error.hpp"
#include "mineprint/core/log.hpp"
#include "mineprint/core/text.hpp"
#include "scratch_folder.hpp"
#include "test_main.hpp"

using namespace mineprint::core;

namespace {

/// What is written to standard error while `work` runs.
template <class Work>
std::string standard_error_of(const ScratchFolder& folder, Work&& work) {
    const auto path = folder.path() / "stderr";
    const int kept = dup(STDERR_FILENO);
    const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    REQUIRE(kept >= 0);
    REQUIRE(file >= 0);
    dup2(file, STDERR_FILENO);
    work();
    dup2(kept, STDERR_FILENO);
    close(file);
    close(kept);
    return read_text_file(path);
}

void write_all(const Log& log) {
    log.debug("d {}");
    log.info("i");
    log.warning("w");
    log.error("e");
}

}  // namespace

TEST_CASE("rank 0 prints from the level it was given") {
    const ScratchFolder folder;
    CHECK(standard_error_of(folder, [] { write_all(Log(Log::Options{})); }) == "i\nw\ne\n");
    CHECK(standard_error_of(folder, [] {
              write_all(Log({.rank = 0, .terminal_level = LogLevel::debug, .file = {}}));
          }) == "d {}\ni\nw\ne\n");
    CHECK(standard_error_of(folder, [] {
              write_all(Log({.rank = 0, .terminal_level = LogLevel::error, .file = {}}));
          }) == "e\n");
}

TEST_CASE("other ranks print warnings and errors only, with their rank") {
    const ScratchFolder folder;
    CHECK(standard_error_of(folder, [] {
              write_all(Log({.rank = 3, .terminal_level = LogLevel::debug, .file = {}}));
          }) == "[rank 3] w\n[rank 3] e\n");
}

TEST_CASE("the log file holds every line with time, level and rank, and is appended to") {
    const ScratchFolder folder;
    const auto path = folder.path() / "run.log";
    standard_error_of(folder, [&] {
        write_all(Log({.rank = 2, .terminal_level = LogLevel::error, .file = path}));
        Log({.rank = 0, .terminal_level = LogLevel::error, .file = path}).info("again");
    });
    const auto lines = split_text(read_text_file(path), '\n');
    REQUIRE(lines.size() == 6);  // the last one is what follows the last line break
    const std::string time = R"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d\d:\d\d )";
    CHECK(std::regex_match(lines[0], std::regex(time + R"(debug rank=2 d \{\})")));
    CHECK(std::regex_match(lines[1], std::regex(time + "info rank=2 i")));
    CHECK(std::regex_match(lines[2], std::regex(time + "warning rank=2 w")));
    CHECK(std::regex_match(lines[3], std::regex(time + "error rank=2 e")));
    CHECK(std::regex_match(lines[4], std::regex(time + "info rank=0 again")));
}

TEST_CASE("lines of several threads stay whole") {
    const ScratchFolder folder;
    const auto path = folder.path() / "run.log";
    const Log log({.rank = 0, .terminal_level = LogLevel::error, .file = path});
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 4; ++thread) {
        threads.emplace_back([&] {
            for (int i = 0; i < 100; ++i) {
                log.info("0123456789");
            }
        });
    }
    std::for_each(threads.begin(), threads.end(), [](std::thread& thread) { thread.join(); });
    const auto lines = split_text(read_text_file(path), '\n');
    REQUIRE(lines.size() == 401);
    CHECK(std::all_of(lines.begin(), lines.end() - 1, [](const std::string& line) {
        return line.ends_with("info rank=0 0123456789");
    }));
}

TEST_CASE("a silent log keeps nothing, and a log that cannot be opened is named") {
    const ScratchFolder folder;
    CHECK(standard_error_of(folder, [] { write_all(Log::silent()); }).empty());
    write_text_file(folder.path() / "file", "x");
    const auto inside_a_file = folder.path() / "file" / "run.log";
    CHECK_THROWS_AS(Log({.rank = 0, .terminal_level = LogLevel::info, .file = inside_a_file}),
                    RunError);
    CHECK_THROWS_WITH(Log({.rank = 0, .terminal_level = LogLevel::info, .file = inside_a_file}),
                      Catch::Matchers::Contains("run.log"));
}

TEST_CASE("as JSON, each message is one object on one line, whatever is in it") {
    const ScratchFolder folder;
    const std::string said = standard_error_of(folder, [] {
        const Log log(
            {.rank = 0, .terminal_level = LogLevel::info, .file = {}, .style = LogStyle::json});
        log.info("a \"quoted\"\nline");
        log.warning("no UTF-8: \xff");
    });
    const auto lines = split_text(said, '\n');
    REQUIRE(lines.size() == 3);
    const auto first = nlohmann::json::parse(lines[0]);
    CHECK(first["text"] == "a \"quoted\"\nline");
    CHECK(first["level"] == "info");
    CHECK(first["rank"] == 0);
    CHECK(std::regex_match(first["time"].get<std::string>(),
                           std::regex(R"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)")));
    CHECK(nlohmann::json::parse(lines[1])["level"] == "warning");
    const auto more = nlohmann::json::parse(json_line("error", 7, "x", {{"status", 4}}));
    CHECK(more["status"] == 4);
    CHECK(more["rank"] == 7);
    CHECK(more["level"] == "error");
}

TEST_CASE("a log tells whether information is printed") {
    const auto prints = [](int rank, LogLevel level) {
        return Log({.rank = rank, .terminal_level = level, .file = {}}).prints_info();
    };
    CHECK(prints(0, LogLevel::info));
    CHECK(prints(0, LogLevel::debug));
    CHECK_FALSE(prints(0, LogLevel::warning));
    CHECK_FALSE(prints(1, LogLevel::debug));
    CHECK_FALSE(Log::silent().prints_info());
}

TEST_CASE("a bar is drawn where it can be, and messages wipe it away first") {
    const auto has_bar = [](int rank, LogLevel level, LogStyle style) {
        return Log({.rank = rank, .terminal_level = level, .file = {}, .style = style}).has_bar();
    };
    const ScratchFolder folder;
    const std::string said = standard_error_of(folder, [&] {
        CHECK(has_bar(0, LogLevel::info, LogStyle::bar));
        CHECK_FALSE(has_bar(0, LogLevel::warning, LogStyle::bar));
        CHECK_FALSE(has_bar(1, LogLevel::info, LogStyle::bar));
        CHECK_FALSE(has_bar(0, LogLevel::info, LogStyle::automatic));  // a file
        CHECK_FALSE(has_bar(0, LogLevel::info, LogStyle::plain));
        CHECK_FALSE(has_bar(0, LogLevel::info, LogStyle::json));
        write_all(
            Log({.rank = 0, .terminal_level = LogLevel::info, .file = {}, .style = LogStyle::bar}));
    });
    CHECK(said == "\r\x1b[Ki\n\r\x1b[Kw\n\r\x1b[Ke\n");
}
