// SPDX-License-Identifier: Apache-2.0
#include <cstdlib>
#include <fstream>
#include <unistd.h>

#include "job_fixture.hpp"
#include "mineprint/app/job_text.hpp"
#include "mineprint/app/threads.hpp"

using namespace mineprint;
using namespace mineprint::app;
using Catch::Contains;

namespace {

/// A folder that goes when the test does.
class ScratchFolder {
  public:
    ScratchFolder()
        : path_(std::filesystem::temp_directory_path() /
                ("mineprint_app_" + std::to_string(getpid()))) {
        std::filesystem::create_directories(path_);
    }
    ~ScratchFolder() { std::filesystem::remove_all(path_); }
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;

    std::filesystem::path write(const std::string& name, const std::string& text) const {
        std::ofstream(path_ / name, std::ios::binary) << text;
        return path_ / name;
    }
    const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

/// OMP_NUM_THREADS set for a while.
class ThreadsVariable {
  public:
    explicit ThreadsVariable(const char* value) {
        if (const char* old = std::getenv("OMP_NUM_THREADS")) {
            old_ = old;
        }
        value == nullptr ? unsetenv("OMP_NUM_THREADS") : setenv("OMP_NUM_THREADS", value, 1);
    }
    ~ThreadsVariable() {
        old_.empty() ? unsetenv("OMP_NUM_THREADS") : setenv("OMP_NUM_THREADS", old_.c_str(), 1);
    }
    ThreadsVariable(const ThreadsVariable&) = delete;
    ThreadsVariable& operator=(const ThreadsVariable&) = delete;

  private:
    std::string old_;
};

}  // namespace

TEST_CASE("a job file is read whole, with its folder") {
    const ScratchFolder scratch;
    const auto path = scratch.write("a.cfg", small_job);
    const JobText job = read_job_text(path);
    CHECK(job.text == small_job);
    CHECK(job.path == path);
    CHECK(job.folder == scratch.path());
}

TEST_CASE("what cannot be a job file is refused by name") {
    const ScratchFolder scratch;
    CHECK_THAT(usage_error([&] { (void)read_job_text(scratch.path() / "none.cfg"); }),
               Contains("none.cfg: the job file cannot be opened: No such file"));
    CHECK_THAT(usage_error([&] { (void)read_job_text(scratch.path()); }), Contains("is a folder"));
    const auto huge = scratch.write("huge.cfg", std::string(max_job_bytes + 1, '#'));
    CHECK_THAT(usage_error([&] { (void)read_job_text(huge); }),
               Contains("huge.cfg: is larger than 1048576 bytes"));
    CHECK(read_job_text(scratch.write("most.cfg", std::string(max_job_bytes, '#'))).text.size() ==
          max_job_bytes);
}

TEST_CASE("all texts are read, and overrides get the working folder") {
    const ScratchFolder scratch;
    JobInput input{{{scratch.write("a.cfg", small_job), {}, {}}},
                   {{scratch.write("common.cfg", "[forest]\ntrees=9\n"), {}, {}}},
                   {{"archive", "root", "other", {"command line", 0}, {}}}};
    read_on_root(world(), input);
    const pipeline::RegionJob job = parse_regions(Command::run, input).at(0).region;
    CHECK(job.forest.trees == 9);
    CHECK(job.archive.root == std::filesystem::current_path() / "other");
    CHECK(job.reference.file == scratch.path() / "points.gpkg");

    input.jobs[0].path = scratch.path() / "none.cfg";
    CHECK_THROWS_WITH(read_on_root(world(), input), Contains("none.cfg"));
}

TEST_CASE("threads come from the environment, else from the cores") {
    {
        const ThreadsVariable variable("3");
        CHECK(default_num_threads(world(), std::nullopt) == 3);
    }
    {
        const ThreadsVariable variable("5,2");
        CHECK(default_num_threads(world(), std::nullopt) == 5);
    }
    {
        const ThreadsVariable variable("many");
        CHECK_THROWS_WITH(default_num_threads(world(), std::nullopt),
                          Contains("OMP_NUM_THREADS='many'"));
    }
    const ThreadsVariable variable(nullptr);
    const int threads = default_num_threads(world(), std::nullopt);
    CHECK(threads >= 1);
    CHECK(threads <= sysconf(_SC_NPROCESSORS_ONLN));
}
