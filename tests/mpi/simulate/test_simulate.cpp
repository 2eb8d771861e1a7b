// SPDX-License-Identifier: Apache-2.0
#include <map>
#include <optional>

#include "../../unit/simulate/small_region.hpp"
#include "mineprint/core/atomic_file.hpp"
#include "mineprint/core/error.hpp"
#include "mineprint/mpi/collectives.hpp"
#include "mineprint/mpi/run_on_all.hpp"
#include "mineprint/simulate/simulate.hpp"
#include "scratch_folder.hpp"
#include "test_main.hpp"

using namespace mineprint;

namespace {

namespace fs = std::filesystem;

/// A folder on rank 0 that all ranks write to, removed in the end.
class SharedFolder {
  public:
    SharedFolder() {
        std::string name;
        if (world().is_root()) {
            folder_.emplace();
            name = folder_->path().string();
        }
        mpi::broadcast(world(), name);
        path_ = name;
    }
    [[nodiscard]] fs::path operator/(const std::string& name) const { return path_ / name; }

  private:
    std::optional<ScratchFolder> folder_;
    fs::path path_;
};

std::map<std::string, std::string> contents(const fs::path& root) {
    std::map<std::string, std::string> files;
    for (const auto& entry : fs::recursive_directory_iterator(root)) {
        if (entry.is_regular_file()) {
            files[fs::relative(entry.path(), root).string()] = core::read_text_file(entry.path());
        }
    }
    return files;
}

std::map<std::string, fs::file_time_type> times(const fs::path& root) {
    std::map<std::string, fs::file_time_type> files;
    for (const auto& entry : fs::recursive_directory_iterator(root)) {
        files[entry.path().string()] = entry.last_write_time();
    }
    return files;
}

void check_refused(const simulate::SimulateOptions& options, const fs::path& root,
                   core::ExitStatus status, const std::string& word) {
    try {
        (void)simulate::simulate(world(), options, root, 1);
        FAIL("accepted, although it should name " << word);
    } catch (const core::Error& error) {
        CHECK(error.exit_status() == status);
        CHECK(std::string(error.what()).find(word) != std::string::npos);
    }
}

}  // namespace

TEST_CASE("all ranks together and one alone write the same archive, and say it is synthetic") {
    const SharedFolder folder;
    const auto options = small_region();
    const auto made = simulate::simulate(world(), options, folder / "together", 2);
    CHECK_FALSE(made.kept);
    CHECK(made.num_scenes == 6);

    const mpi::Communicator alone = world().split(world().rank());
    if (world().is_root()) {
        (void)simulate::simulate(alone, options, folder / "alone", 1);
        const auto together = contents(folder / "together");
        CHECK(together == contents(folder / "alone"));
        for (const auto& [name, content] : together) {
            INFO(name);
            const bool says_so = content.find("ynthetic") != std::string::npos ||
                                 content.find("YNTHETIC") != std::string::npos;
            CHECK(says_so);
        }
    }
    world().barrier();
}

TEST_CASE("a complete archive is kept, a damaged one is made whole, another one replaced") {
    const SharedFolder folder;
    auto options = small_region();
    (void)simulate::simulate(world(), options, folder / "archive", 1);
    const auto before = times(folder / "archive");
    world().barrier();
    CHECK(simulate::simulate(world(), options, folder / "archive", 1).kept);
    CHECK(times(folder / "archive") == before);
    world().barrier();
    const auto whole = contents(folder / "archive");
    world().barrier();

    if (world().is_root()) {
        fs::remove(folder / "archive" / "reference.geojson");
    }
    world().barrier();
    CHECK_FALSE(simulate::simulate(world(), options, folder / "archive", 1).kept);
    CHECK(contents(folder / "archive") == whole);
    world().barrier();

    options.seed = 12;
    CHECK_FALSE(simulate::simulate(world(), options, folder / "archive", 1).kept);
    CHECK(contents(folder / "archive") != whole);
    world().barrier();
}

TEST_CASE("a folder with real products is left alone, with the same error on every rank") {
    const SharedFolder folder;
    const std::string id = "LC08_L2SP_132042_20200115_20200823_02_T1";
    const fs::path metadata = folder / "archive" / id / (id + "_MTL.txt");
    mpi::run_on_root(world(), [&] {
        fs::create_directories(metadata.parent_path());
        core::write_text_file(metadata,
                              "GROUP = LANDSAT_METADATA_FILE\nEND_GROUP = "
                              "LANDSAT_METADATA_FILE\nEND\n");
    });
    check_refused(small_region(), folder / "archive", core::ExitStatus::data, id);
    CHECK(fs::exists(metadata));
    world().barrier();
}

TEST_CASE("mines that a zone has no room for are refused with zone and epoch") {
    const SharedFolder folder;
    auto options = small_region();
    options.mines.back().area_km2 = 30;
    check_refused(options, folder / "archive", core::ExitStatus::usage, "simulate.mine=E:2020");
}
