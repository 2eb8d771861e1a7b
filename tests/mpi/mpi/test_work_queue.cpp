// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <numeric>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "mineprint/core/append_file.hpp"
#include "mineprint/core/error.hpp"
#include "mineprint/mpi/collectives.hpp"
#include "mineprint/mpi/work_queue.hpp"
#include "scratch_folder.hpp"
#include "test_main.hpp"

namespace core = mineprint::core;
namespace mpi = mineprint::mpi;

namespace {

using Tasks = std::vector<std::int64_t>;

/// Remembers which tasks this rank's workers were given.
class Diary {
  public:
    void note(std::int64_t task) {
        const std::lock_guard lock(mutex_);
        tasks_.push_back(task);
    }
    /// Collective. What all ranks noted, sorted.
    [[nodiscard]] Tasks of_all_ranks() const {
        Tasks all = mpi::all_gather(world(), std::span<const std::int64_t>(tasks_));
        std::sort(all.begin(), all.end());
        return all;
    }
    [[nodiscard]] std::size_t size() {
        const std::lock_guard lock(mutex_);
        return tasks_.size();
    }

  private:
    std::mutex mutex_;
    Tasks tasks_;
};

Tasks first_tasks(std::int64_t count) {
    Tasks tasks(static_cast<std::size_t>(count));
    std::iota(tasks.begin(), tasks.end(), std::int64_t{0});
    return tasks;
}

bool has_no_task_twice(const Tasks& sorted) {
    return std::adjacent_find(sorted.begin(), sorted.end()) == sorted.end();
}

void rest_ms(int milliseconds) {
    std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
}

struct Outcome {
    std::optional<bool> finished;  ///< nothing when it threw
    std::string text;
    core::ExitStatus status = core::ExitStatus::done;
};

template <class Work>
Outcome run_queue(std::int64_t num_tasks, const mpi::WorkQueueOptions& options, Work&& work) {
    Outcome outcome;
    try {
        outcome.finished = mpi::run_work_queue(world(), num_tasks, options, work);
    } catch (const core::Error& error) {
        outcome.text = error.what();
        outcome.status = error.exit_status();
    }
    return outcome;
}

}  // namespace

TEST_CASE("each task is done once, by any number of threads") {
    for (const int threads : {1, 3}) {
        // None, fewer than ranks, as many as workers, and many.
        for (const std::int64_t num_tasks : {0, 1, 2, 3, 12, 1000}) {
            Diary diary;
            const bool finished = mpi::run_work_queue(
                world(), num_tasks, {.num_threads = threads, .should_stop = {}, .done = {}},
                [&](std::int64_t task) { diary.note(task); });
            CAPTURE(threads, num_tasks);
            CHECK(finished);
            CHECK(diary.of_all_ranks() == first_tasks(num_tasks));
        }
    }
}

TEST_CASE("one thread takes its tasks in order") {
    Tasks taken;
    mpi::run_work_queue(world(), 200, {}, [&](std::int64_t task) { taken.push_back(task); });
    CHECK(std::is_sorted(taken.begin(), taken.end()));
}

TEST_CASE("slow tasks are shared out over all ranks") {
    Diary diary;
    const auto num_tasks = std::int64_t{20} * world().size();
    mpi::run_work_queue(world(), num_tasks, {}, [&](std::int64_t task) {
        rest_ms(3);
        diary.note(task);
    });
    CHECK(diary.size() > 0);
    CHECK(diary.of_all_ranks() == first_tasks(num_tasks));
}

TEST_CASE("while one worker is busy for long, all the others go on") {
    // The first task ends when all others have ended, anywhere: each adds a byte to a file.
    const ScratchFolder folder;
    std::string path = folder / "done";
    mpi::broadcast(world(), path);
    for (const int threads : {1, 3}) {
        const std::int64_t workers = std::int64_t{world().size()} * threads;
        if (workers == 1) {
            continue;
        }
        if (world().is_root()) {
            std::ofstream(path, std::ios::trunc);
        }
        world().barrier();
        // So few that each chunk is one task.
        const std::int64_t num_tasks = 4 * workers;
        const auto work = [&](std::int64_t task) {
            if (task > 0) {
                core::AppendFile(path).add_line("");
                return;
            }
            for (int i = 0; i < 10000; ++i) {
                if (std::filesystem::file_size(path) ==
                    static_cast<std::uintmax_t>(num_tasks - 1)) {
                    return;
                }
                rest_ms(1);
            }
            throw core::RunError("the other tasks did not go on");
        };
        const Outcome outcome =
            run_queue(num_tasks, {.num_threads = threads, .should_stop = {}, .done = {}}, work);
        CHECK(outcome.text.empty());
        CHECK(outcome.finished == true);
    }
}

TEST_CASE("a task that throws ends the hand-out and is everybody's error") {
    for (const int threads : {1, 3}) {
        for (const std::int64_t culprit : {0, 1, 250, 499}) {
            CAPTURE(threads, culprit);
            Diary diary;
            const Outcome outcome = run_queue(
                500, {.num_threads = threads, .should_stop = {}, .done = {}},
                [&](std::int64_t task) {
                    diary.note(task);
                    if (task == culprit) {
                        throw core::DataError("tile " + std::to_string(task) + ": broken");
                    }
                    rest_ms(task > culprit ? 5 : 0);
                });
            CHECK_FALSE(outcome.finished);
            CHECK(outcome.status == core::ExitStatus::data);
            const std::string text = "tile " + std::to_string(culprit) + ": broken";
            CHECK(outcome.text.starts_with(text));
            const Tasks begun = diary.of_all_ranks();
            CHECK(has_no_task_twice(begun));
            if (culprit == 0) {
                // Other ranks keep the chunk they have, an eighth of the tasks at most.
                CHECK(begun.size() < 400);
            }
        }
    }
}

TEST_CASE("tasks that throw on every rank give one error, and the next queue starts clean") {
    for (int round = 0; round < 3; ++round) {
        const Outcome failed = run_queue(
            100, {.num_threads = 3, .should_stop = {}, .done = {}}, [](std::int64_t task) {
                throw core::RunError("on rank " + std::to_string(world().rank()) + " task " +
                                     std::to_string(task));
            });
        CHECK_FALSE(failed.finished);
        std::string text_of_root = failed.text;
        mpi::broadcast(world(), text_of_root);
        CHECK(failed.text == text_of_root);
        Diary diary;
        CHECK(mpi::run_work_queue(world(), 50, {}, [&](std::int64_t task) { diary.note(task); }));
        CHECK(diary.of_all_ranks() == first_tasks(50));
    }
}

TEST_CASE("any rank may stop the hand-out; tasks begun are finished") {
    for (const int stopper : {0, world().size() - 1}) {
        for (const int threads : {1, 3}) {
            CAPTURE(stopper, threads);
            Diary begun;
            Diary ended;
            const auto should_stop = [&] { return world().rank() == stopper && begun.size() >= 3; };
            const bool finished = mpi::run_work_queue(
                world(), 2000, {.num_threads = threads, .should_stop = should_stop, .done = {}},
                [&](std::int64_t task) {
                    begun.note(task);
                    rest_ms(2);
                    ended.note(task);
                });
            CHECK_FALSE(finished);
            const Tasks done = ended.of_all_ranks();
            CHECK(done == begun.of_all_ranks());
            CHECK(has_no_task_twice(done));
            CHECK(done.size() >= 3);
            CHECK(done.size() < 2000);
        }
    }
}

TEST_CASE("a queue that is stopped before it starts does nothing") {
    std::atomic<int> calls = 0;
    const bool finished = mpi::run_work_queue(
        world(), 1000000, {.num_threads = 1, .should_stop = [] { return true; }, .done = {}},
        [&](std::int64_t) { ++calls; });
    CHECK_FALSE(finished);
    CHECK(mpi::all_sum(world(), std::int32_t{calls}) < 1000000);
}

TEST_CASE("rank 0 hears how many tasks are done, never fewer than before, in the end all") {
    for (const int threads : {1, 3}) {
        Tasks heard;
        mpi::run_work_queue(world(), 300,
                            {.num_threads = threads,
                             .should_stop = {},
                             .done = [&](std::int64_t number) { heard.push_back(number); }},
                            [](std::int64_t) {});
        if (world().is_root()) {
            CHECK(std::is_sorted(heard.begin(), heard.end()));
            CHECK(heard.back() == 300);
        } else {
            CHECK(heard.empty());
        }
    }
}
