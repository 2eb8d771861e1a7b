// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <csignal>
#include <fstream>
#include <numeric>
#include <sys/resource.h>

#include "mineprint/core/atomic_file.hpp"
#include "mineprint/core/error.hpp"
#include "mineprint/hdf5_io/attribute.hpp"
#include "mineprint/hdf5_io/dataset.hpp"
#include "mineprint/hdf5_io/dimension_scale.hpp"
#include "mineprint/hdf5_io/file.hpp"
#include "mineprint/hdf5_io/filetype.hpp"
#include "scratch_folder.hpp"
#include "test_main.hpp"

using namespace mineprint;
using Catch::Matchers::Contains;
using hdf5_io::File;

namespace {

/// One of everything: groups, plain and packed numbers, texts, attributes, scales.
void write_one_of_each(const std::filesystem::path& path) {
    File file = File::create(path);
    hdf5_io::write_filetype(file, "mineprint-test", 1);
    hdf5_io::write_texts(file, "/a/zone", {"CHN", "MMR"});
    hdf5_io::make_scale(file, "/a/zone");
    hdf5_io::write_texts(file, "/a/zone_name", {"China", "Myanmar"}, hdf5_io::TextWidth::variable);
    for (int copy = 0; copy < 12; ++copy) {
        const std::string name = "/a/area_" + std::to_string(copy);
        hdf5_io::write<double>(file, name, {2}, std::array{1.5, 2.5}, {.fill_value = -1.0});
        hdf5_io::attach_scales(file, name, {"/a/zone"});
        hdf5_io::write_attribute(file, name, "units", "km2");
    }
    std::vector<float> many(100'000);
    std::iota(many.begin(), many.end(), 0.25F);
    hdf5_io::write<float>(file, "/b/many", {100, 1000}, many);
    file.commit();
}

/// Lets no file grow beyond a size while it lives: a full disk, in small.
class FileSizeLimit {
  public:
    explicit FileSizeLimit(rlim_t bytes) : old_handler_(std::signal(SIGXFSZ, SIG_IGN)) {
        getrlimit(RLIMIT_FSIZE, &old_limit_);
        const rlimit limit{bytes, old_limit_.rlim_max};
        setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FileSizeLimit() {
        setrlimit(RLIMIT_FSIZE, &old_limit_);
        std::signal(SIGXFSZ, old_handler_);
    }
    FileSizeLimit(const FileSizeLimit&) = delete;
    FileSizeLimit& operator=(const FileSizeLimit&) = delete;

  private:
    rlimit old_limit_{};
    void (*old_handler_)(int);
};

std::size_t num_files(const std::filesystem::path& folder) {
    const std::filesystem::directory_iterator files(folder);
    return static_cast<std::size_t>(std::distance(begin(files), end(files)));
}

}  // namespace

TEST_CASE("Writing the same twice gives the same bytes") {
    const ScratchFolder folder;
    write_one_of_each(folder / "a.h5");
    const auto touched = std::filesystem::last_write_time(folder / "a.h5");
    while (std::filesystem::file_time_type::clock::now() - touched < std::chrono::seconds(1)) {
        // a time stamp in seconds would be another one now
    }
    write_one_of_each(folder / "b.h5");
    CHECK(core::read_text_file(folder / "a.h5") == core::read_text_file(folder / "b.h5"));
}

TEST_CASE("A file is there only once it is committed") {
    const ScratchFolder folder;
    {
        File file = File::create(folder / "a.h5");
        hdf5_io::write_texts(file, "/names", {"one"});
        CHECK(file.writing());
        CHECK(num_files(folder.path()) == 0);
    }
    CHECK(num_files(folder.path()) == 0);
    write_one_of_each(folder / "new" / "a.h5");
    CHECK(num_files(folder / "new") == 1);
    CHECK_FALSE(File::open(folder / "new" / "a.h5").writing());
}

TEST_CASE("A full disk is an error that names the file, and leaves the old one") {
    const ScratchFolder folder;
    write_one_of_each(folder / "a.h5");
    const std::string before = core::read_text_file(folder / "a.h5");
    {
        const FileSizeLimit limit(5000);
        CHECK_THROWS_WITH(write_one_of_each(folder / "a.h5"), Contains("a.h5") && Contains("disk"));
        CHECK_THROWS_AS(write_one_of_each(folder / "a.h5"), core::RunError);
    }
    CHECK(core::read_text_file(folder / "a.h5") == before);
    CHECK(num_files(folder.path()) == 1);
    write_one_of_each(folder / "b.h5");
    CHECK(core::read_text_file(folder / "b.h5") == before);
}

TEST_CASE("Groups are made with those above them, and listed by name") {
    const ScratchFolder folder;
    File file = File::create(folder / "a.h5");
    file.create_group("/regions/b c/zones");
    file.create_group("/regions/a");
    file.create_group("/regions/a");
    hdf5_io::write<std::int32_t>(file, "/regions/n", {}, std::array{7});
    CHECK(file.children("/") == std::vector<std::string>{"regions"});
    CHECK(file.children("/regions") == std::vector<std::string>{"a", "b c", "n"});
    CHECK(file.contains("/"));
    CHECK(file.contains("/regions/b c/zones"));
    CHECK_FALSE(file.contains("/regions/c/zones/none"));
    CHECK(file.is_group("/regions"));
    CHECK_FALSE(file.is_group("/regions/n"));
}

TEST_CASE("What cannot be opened is told apart") {
    const ScratchFolder folder;
    const auto failure = [](const std::filesystem::path& path) -> std::string {
        try {
            static_cast<void>(File::open(path));
        } catch (const core::DataError& error) {
            return error.what();
        }
        return "no DataError";
    };
    CHECK_THAT(failure(folder / "none.h5"), Contains("none.h5") && Contains("no such file"));
    CHECK_THAT(failure(folder.path()), Contains("is not a file"));
    core::write_text_file(folder / "text.h5", std::string(4000, 'x'));
    CHECK_THAT(failure(folder / "text.h5"), Contains("text.h5") && Contains("not an HDF5 file"));
    core::write_text_file(folder / "empty.h5", "");
    CHECK_THAT(failure(folder / "empty.h5"), Contains("is empty"));
    write_one_of_each(folder / "whole.h5");
    const std::string bytes = core::read_text_file(folder / "whole.h5");
    core::write_text_file(folder / "part.h5", bytes.substr(0, bytes.size() - 1));
    CHECK_THAT(failure(folder / "part.h5"), Contains("part.h5") && Contains("cut short"));
    core::write_text_file(folder / "head.h5", bytes.substr(0, 20));
    CHECK_THAT(failure(folder / "head.h5"), Contains("head.h5") && Contains("HDF5"));
}

TEST_CASE("Writing to a file that was opened for reading is refused") {
    const ScratchFolder folder;
    write_one_of_each(folder / "a.h5");
    File file = File::open(folder / "a.h5");
    CHECK_THROWS_WITH(file.create_group("/new"), Contains("a.h5: /new"));
    CHECK_THROWS_WITH(file.commit(), Contains("a.h5"));
}
