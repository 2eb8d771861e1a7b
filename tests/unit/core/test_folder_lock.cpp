// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <csignal>
#include <optional>
#include <sys/wait.h>
#include <unistd.h>

#include "mineprint/core/error.hpp"
#include "mineprint/core/folder_lock.hpp"
#include "scratch_folder.hpp"
#include "test_main.hpp"

using namespace mineprint;

namespace {

/// A process of its own that holds a folder until it is killed.
class Holder {
  public:
    explicit Holder(const std::filesystem::path& folder) {
        std::array<int, 2> ends{};
        REQUIRE(pipe(ends.data()) == 0);
        process_ = fork();
        if (process_ == 0) {
            const core::FolderLock lock(folder, "process 1 on elsewhere (Slurm job 4711)");
            (void)!write(ends[1], "x", 1);
            pause();
            _exit(0);
        }
        char byte = 0;
        REQUIRE(read(ends[0], &byte, 1) == 1);
        close(ends[0]);
        close(ends[1]);
    }
    ~Holder() { end(); }
    Holder(const Holder&) = delete;
    Holder& operator=(const Holder&) = delete;

    void end() {
        if (process_ > 0) {
            kill(process_, SIGKILL);
            waitpid(process_, nullptr, 0);
            process_ = 0;
        }
    }

  private:
    pid_t process_ = 0;
};

}  // namespace

TEST_CASE("a folder that another process holds is refused with the holder's name") {
    const ScratchFolder folder;
    Holder holder(folder.path());
    try {
        const core::FolderLock second(folder.path(), "the second");
        FAIL("two processes hold one folder");
    } catch (const core::RunError& error) {
        const std::string text = error.what();
        CHECK(text.find(folder.path().string()) != std::string::npos);
        CHECK(text.find("process 1 on elsewhere (Slurm job 4711)") != std::string::npos);
        CHECK(text.find("--output") != std::string::npos);
    }
    holder.end();
    CHECK(core::FolderLock(folder.path(), "the next").is_held());
}

TEST_CASE("a lock leaves no file behind, and can be taken again") {
    const ScratchFolder folder;
    for (int round = 0; round < 3; ++round) {
        {
            const core::FolderLock lock(folder.path(), "this one");
            CHECK(lock.is_held());
            CHECK(std::filesystem::exists(folder / ".mineprint.lock"));
        }
        CHECK(std::filesystem::is_empty(folder.path()));
    }
}
