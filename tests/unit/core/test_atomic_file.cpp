// SPDX-License-Identifier: Apache-2.0
#include <fstream>
#include <stdexcept>

#include "mineprint/core/atomic_file.hpp"
#include "mineprint/core/error.hpp"
#include "scratch_folder.hpp"
#include "test_main.hpp"

using namespace mineprint::core;
namespace fs = std::filesystem;

namespace {

/// How many files and folders lie in a folder, at any depth.
std::ptrdiff_t num_entries(const ScratchFolder& folder) {
    const fs::recursive_directory_iterator entries(folder.path());
    return std::distance(begin(entries), end(entries));
}

}  // namespace

TEST_CASE("a committed file has its name and nothing lies beside it") {
    const ScratchFolder folder;
    const fs::path target = folder.path() / "maps" / "2005" / "class_X0001_Y0002.tif";
    AtomicFile file(target);
    CHECK(file.temporary().parent_path() == target.parent_path());
    CHECK(file.temporary().extension() == ".tif");
    std::ofstream(file.temporary()) << "pixels";
    CHECK_FALSE(fs::exists(target));
    file.commit();
    CHECK(read_text_file(target) == "pixels");
    CHECK_FALSE(fs::exists(file.temporary()));
    CHECK(num_entries(folder) == 3);  // two folders and the file
}

TEST_CASE("an error before the commit leaves the old file and no trace of the new") {
    const ScratchFolder folder;
    const fs::path target = folder.path() / "results.h5";
    write_text_file(target, "old");
    const auto failing = [&] {
        AtomicFile file(target);
        std::ofstream(file.temporary()) << "half of the n";
        throw std::runtime_error("disk full");
    };
    CHECK_THROWS_AS(failing(), std::runtime_error);
    CHECK(read_text_file(target) == "old");
    CHECK(num_entries(folder) == 1);
}

TEST_CASE("two writers of one target do not meet") {
    const ScratchFolder folder;
    const fs::path target = folder.path() / "tiles.jsonl";
    AtomicFile one(target);
    AtomicFile other(target);
    CHECK(one.temporary() != other.temporary());
    std::ofstream(one.temporary()) << "one";
    std::ofstream(other.temporary()) << "other";
    one.commit();
    other.commit();
    CHECK(read_text_file(target) == "other");
    CHECK(num_entries(folder) == 1);
}

TEST_CASE("what the file system refuses is an error that names the file") {
    const ScratchFolder folder;
    write_text_file(folder.path() / "file", "x");
    // A folder cannot be made inside a file.
    CHECK_THROWS_AS(AtomicFile(folder.path() / "file" / "a.tif"), RunError);
    // A folder that is not empty cannot be replaced by a file.
    write_text_file(folder.path() / "taken" / "inside", "x");
    CHECK_THROWS_AS(write_text_file(folder.path() / "taken", "y"), RunError);
    CHECK_THROWS_WITH(write_text_file(folder.path() / "taken", "y"),
                      Catch::Matchers::Contains("taken"));
    // Nothing was written under the temporary name.
    AtomicFile empty(folder.path() / "never.tif");
    CHECK_THROWS_AS(empty.commit(), RunError);
    CHECK(num_entries(folder) == 3);
}

TEST_CASE("what a killed process left half written is found and removed, and nothing else") {
    const ScratchFolder folder;
    for (const char* name :
         {"class_X0000_Y0000.tif", ".hidden.tif", "a.partial.tif", "note.partial"}) {
        write_text_file(folder.path() / name, "x");
    }
    fs::create_directory(folder.path() / "inner");
    AtomicFile own(folder.path() / "model.h5");
    std::ofstream(own.temporary()) << "half a model";
    AtomicFile inner(folder.path() / "inner" / "class.tif");
    std::ofstream(inner.temporary()) << "half a map";

    mineprint::core::remove_unfinished_files(folder.path());
    CHECK_FALSE(fs::exists(own.temporary()));
    CHECK(fs::exists(inner.temporary()));
    CHECK(num_entries(folder) == 6);
    mineprint::core::remove_unfinished_files_below(folder.path());
    CHECK_FALSE(fs::exists(inner.temporary()));
    CHECK(num_entries(folder) == 5);
    CHECK_NOTHROW(mineprint::core::remove_unfinished_files(folder.path() / "missing"));
    CHECK_NOTHROW(mineprint::core::remove_unfinished_files_below(folder.path() / "missing"));
}

TEST_CASE("texts come back byte by byte") {
    const ScratchFolder folder;
    const fs::path path = folder.path() / "job.cfg";
    const std::string text("[region]\r\nname=x\0y\n", 19);
    write_text_file(path, text);
    CHECK(read_text_file(path) == text);
    write_text_file(path, "");
    CHECK(read_text_file(path).empty());
    CHECK_THROWS_AS(read_text_file(folder.path() / "missing.cfg"), DataError);
    CHECK_THROWS_WITH(read_text_file(folder.path() / "missing.cfg"),
                      Catch::Matchers::Contains("missing.cfg"));
    CHECK_THROWS_AS(read_text_file(folder.path()), DataError);
}
