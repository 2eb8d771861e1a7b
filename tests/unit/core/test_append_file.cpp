// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <set>
#include <thread>
#include <vector>

#include "mineprint/core/append_file.hpp"
#include "mineprint/core/atomic_file.hpp"
#include "mineprint/core/error.hpp"
#include "mineprint/core/text.hpp"
#include "scratch_folder.hpp"
#include "test_main.hpp"

using namespace mineprint::core;

TEST_CASE("lines are added after those that are there") {
    const ScratchFolder folder;
    write_text_file(folder / "tiles.jsonl", "{\"tile\": 0}\n");
    AppendFile first(folder / "tiles.jsonl");
    const AppendFile second(folder / "tiles.jsonl");
    first.add_line("{\"tile\": 1}");
    second.add_line("");
    const AppendFile moved(std::move(first));
    moved.add_line("last");
    CHECK(read_text_file(folder / "tiles.jsonl") == "{\"tile\": 0}\n{\"tile\": 1}\n\nlast\n");
}

TEST_CASE("lines of several writers do not mix") {
    const ScratchFolder folder;
    std::vector<std::thread> writers;
    for (int writer = 0; writer < 4; ++writer) {
        writers.emplace_back([&folder, writer] {
            const AppendFile file(folder / "tiles.jsonl");
            for (int i = 0; i < 200; ++i) {
                file.add_line(std::to_string(writer) + "-" + std::to_string(i) +
                              std::string(300, 'x'));
            }
        });
    }
    std::for_each(writers.begin(), writers.end(), [](std::thread& writer) { writer.join(); });
    auto lines = split_text(read_text_file(folder / "tiles.jsonl"), '\n');
    lines.pop_back();
    REQUIRE(lines.size() == 800);
    CHECK(std::set<std::string>(lines.begin(), lines.end()).size() == 800);
    CHECK(std::all_of(lines.begin(), lines.end(), [](const std::string& line) {
        return line.size() <= 306 && line.ends_with(std::string(300, 'x'));
    }));
}

TEST_CASE("a file that cannot be added to is named") {
    const ScratchFolder folder;
    CHECK_THROWS_AS(AppendFile(folder / "missing" / "tiles.jsonl"), RunError);
    CHECK_THROWS_WITH(AppendFile(folder / "missing" / "tiles.jsonl"),
                      Catch::Matchers::Contains("tiles.jsonl"));
    // A device that is always full.
    if (std::filesystem::exists("/dev/full")) {
        CHECK_THROWS_WITH(AppendFile("/dev/full").add_line("x"),
                          Catch::Matchers::Contains("/dev/full"));
    }
}
