// SPDX-License-Identifier: Apache-2.0
#include "mineprint/mpi/work_queue.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <thread>
#include <vector>

#include <fmt/format.h>
#include <omp.h>

#include "mineprint/core/parallel_for.hpp"
#include "mineprint/mpi/collectives.hpp"
#include "mineprint/mpi/patient_clock.hpp"
#include "mineprint/mpi/run_on_all.hpp"
#include "mineprint/mpi/tags.hpp"
#include "mineprint/mpi/task_chunks.hpp"

namespace mineprint::mpi {
namespace {

constexpr int request_tag = static_cast<int>(Tag::work_request);
constexpr int reply_tag = static_cast<int>(Tag::work_reply);
constexpr double beat_s = 1.0;  // a rank is heard of at least that often
constexpr std::int64_t no_task = -1;

/// What a rank has to say to rank 0.
enum class Wish : std::int64_t {
    none,      ///< it is alive, and busy
    more,      ///< a worker has nothing to do
    stop,      ///< it failed or was told to stop
    finished,  ///< its workers have ended
};

/// Of any other rank to rank 0, which sends one reply to each.
struct Request {
    Wish wish = Wish::none;
    std::int64_t num_done = 0;    ///< since its last request
    std::int64_t task = no_task;  ///< one its workers are at
};

struct Reply {
    Chunk chunk;               ///< to `more` and `stop`; empty: the hand-out has ended
    std::int64_t release = 0;  ///< 1: the workers of all ranks have ended
};

/// State that the workers and the master of one rank share.
struct Shared {
    explicit Shared(int num_workers)
        : num_running(num_workers), at_work(static_cast<std::size_t>(num_workers)) {
        std::ranges::fill(at_work, no_task);
    }
    /// One of the tasks that are being done.
    [[nodiscard]] std::int64_t some_task() const {
        const auto found =
            std::ranges::find_if(at_work, [](const auto& task) { return task >= 0; });
        return found == at_work.end() ? no_task : found->load();
    }
    LocalQueue queue;
    std::atomic<std::int64_t> num_done = 0;
    std::atomic<int> num_running;
    std::vector<std::atomic<std::int64_t>> at_work;  ///< per worker
    core::ExceptionCarrier carrier;
};

void work_until_closed(Shared& shared, std::size_t worker,
                       const std::function<void(std::int64_t)>& work) {
    while (const auto task = shared.queue.take()) {
        shared.at_work[worker] = *task;
        shared.carrier.run([&] { work(*task); });
        shared.at_work[worker] = no_task;
        if (shared.carrier.failed()) {
            shared.queue.close();
        } else {
            ++shared.num_done;
        }
    }
    --shared.num_running;
}

/// The pause between two looks for something to do. It grows while there is nothing, for every
/// waking takes a core from the worker that shares it: a look each 0.1 ms took 6 % of a map.
class Pause {
  public:
    void after(bool acted) {
        constexpr std::chrono::microseconds shortest(100);
        constexpr std::chrono::microseconds longest(1000);
        if (acted) {
            length_ = shortest;
            return;
        }
        std::this_thread::sleep_for(length_);
        length_ = std::min(length_ + length_ / 4, longest);
    }

  private:
    std::chrono::microseconds length_{100};
};

/// What both kinds of masters need.
struct Team {
    const Communicator& comm;
    const WorkQueueOptions& options;
    Shared& shared;

    [[nodiscard]] bool stop_wanted() const {
        return shared.carrier.failed() || (options.should_stop && options.should_stop());
    }
    [[nodiscard]] bool workers_ended() const { return shared.num_running == 0; }
    [[nodiscard]] bool too_long(double silent_s) const {
        return options.silence.count() > 0 &&
               silent_s > static_cast<double>(options.silence.count());
    }
    [[noreturn]] void give_up(int rank, std::int64_t task) const {
        const std::string name = options.rank_name ? options.rank_name(rank) : "";
        std::string at;
        if (task != no_task) {
            at = ", which was at " +
                 (options.task_name ? options.task_name(task) : "task " + std::to_string(task));
        }
        throw core::RunError(fmt::format(
            "nothing was heard of rank {}{}{} for {} s: its node or its network may be down, or "
            "the "
            "process is stopped. All ranks are ended; run the same command again to go on",
            rank, name.empty() ? "" : " (" + name + ")", at, options.silence.count()));
    }
};

/// Rank 0: asks itself without a message.
class RootMaster {
  public:
    RootMaster(Team team, std::int64_t num_tasks)
        : team_(team),
          dealer_(num_tasks, std::int64_t{team.comm.size()} * team.options.num_threads),
          others_(static_cast<std::size_t>(team.comm.size())),
          num_unfinished_(team.comm.size() - 1),
          num_unreleased_(num_unfinished_) {
        if (num_unreleased_ > 0) {
            listen();
        }
    }

    /// Until all workers of all ranks have ended and every rank knows.
    void serve() {
        while (!team_.workers_ended() || num_unreleased_ > 0) {
            clock_.listen();
            const bool answered = answer_one();
            const bool served = serve_own();
            attend_waiting();
            if (!answered) {
                miss_silent();
            }
            pause_.after(answered || served);
        }
    }

  private:
    /// What is known of another rank.
    struct Other {
        double heard_s = 0;
        std::int64_t task = no_task;  ///< the last it is known to have begun or been given
        bool is_finished = false;
        bool waits = false;  ///< it is owed a reply
        bool is_released = false;
    };

    // A posted receive and a test need one call to see a message, where a probe may need two.
    void listen() {
        check(MPI_Irecv(&request_, sizeof(Request), MPI_BYTE, MPI_ANY_SOURCE, request_tag,
                        team_.comm.handle(), &pending_),
              "MPI_Irecv");
    }

    bool answer_one() {
        int arrived = 0;
        MPI_Status status;
        if (num_unreleased_ > 0) {
            check(MPI_Test(&pending_, &arrived, &status), "MPI_Test");
        }
        if (arrived == 0) {
            return false;
        }
        take(request_, status.MPI_SOURCE);
        if (num_unreleased_ > 0) {
            listen();
        }
        return true;
    }

    void take(const Request& request, int rank) {
        Other& other = others_[static_cast<std::size_t>(rank)];
        other.heard_s = clock_.listened_s();
        if (request.task != no_task) {
            other.task = request.task;
        }
        dealer_.count_done(request.num_done);
        if (request.wish == Wish::stop) {
            dealer_.stop();
        }
        if (request.wish == Wish::finished) {
            num_unfinished_ -= other.is_finished ? 0 : 1;
            other.is_finished = true;
            other.waits = true;  // until all have, or it is time to show that rank 0 is alive
            if (!may_release()) {
                return;
            }
        }
        const bool deals = request.wish == Wish::more || request.wish == Wish::stop;
        reply(rank, deals ? dealer_.deal() : Chunk{});
    }

    [[nodiscard]] bool may_release() const { return num_unfinished_ == 0 && team_.workers_ended(); }

    void reply(int rank, const Chunk& chunk) {
        Other& other = others_[static_cast<std::size_t>(rank)];
        const Reply answer{chunk, other.waits && may_release() ? 1 : 0};
        check(MPI_Send(&answer, sizeof(Reply), MPI_BYTE, rank, reply_tag, team_.comm.handle()),
              "MPI_Send");
        other.waits = false;
        other.heard_s = clock_.listened_s();
        if (!chunk.empty()) {
            other.task = chunk.begin;
        }
        if (answer.release != 0) {
            other.is_released = true;
            --num_unreleased_;
        }
    }

    /// Whether the workers were given anything.
    bool serve_own() {
        if (team_.stop_wanted()) {
            dealer_.stop();
            team_.shared.queue.close();
        }
        const bool wanted = team_.shared.queue.wants_more();
        if (wanted) {
            team_.shared.queue.put(dealer_.deal());
        }
        if (team_.options.done) {
            team_.options.done(dealer_.num_done() + team_.shared.num_done);
        }
        return wanted;
    }

    /// Ranks that have finished wait for the others; now and then they are told to wait on.
    void attend_waiting() {
        const bool release = may_release();
        if (!release && clock_.listened_s() < attended_s_ + beat_s) {
            return;
        }
        attended_s_ = clock_.listened_s();
        for (int rank = 1; rank < team_.comm.size(); ++rank) {
            if (others_[static_cast<std::size_t>(rank)].waits) {
                reply(rank, {});
            }
        }
        if (num_unreleased_ == 0 && pending_ != MPI_REQUEST_NULL) {
            check(MPI_Cancel(&pending_), "MPI_Cancel");
            check(MPI_Wait(&pending_, MPI_STATUS_IGNORE), "MPI_Wait");
        }
    }

    void miss_silent() const {
        for (int rank = 1; rank < team_.comm.size(); ++rank) {
            const Other& other = others_[static_cast<std::size_t>(rank)];
            if (!other.waits && !other.is_released &&
                team_.too_long(clock_.listened_s() - other.heard_s)) {
                team_.give_up(rank, other.task);
            }
        }
    }

    Team team_;
    Dealer dealer_;
    std::vector<Other> others_;  ///< by rank
    int num_unfinished_;         ///< ranks whose workers have not ended
    int num_unreleased_;         ///< ranks that do not know that all have ended
    PatientClock clock_;
    Pause pause_;
    double attended_s_ = 0;
    MPI_Request pending_ = MPI_REQUEST_NULL;
    Request request_;
};

/// Any other rank.
class OtherMaster {
  public:
    explicit OtherMaster(Team team) : team_(team) {}

    void serve() {
        while (!is_released_) {
            clock_.listen();
            const bool acted = awaiting_reply_ ? take_reply() : speak();
            if (!acted) {
                if (awaiting_reply_ && team_.too_long(clock_.listened_s() - spoken_s_)) {
                    team_.give_up(0, no_task);
                }
            }
            pause_.after(acted);
        }
    }

  private:
    [[nodiscard]] Wish wish() {
        if (team_.workers_ended() && told_to_end_) {
            return Wish::finished;
        }
        if (!told_to_end_ && team_.stop_wanted()) {
            team_.shared.queue.close();
            return Wish::stop;
        }
        return !told_to_end_ && team_.shared.queue.wants_more() ? Wish::more : Wish::none;
    }

    bool speak() {
        const Wish now = wish();
        if (now == Wish::none && clock_.listened_s() < spoken_s_ + beat_s) {
            return false;
        }
        const std::int64_t num_done = team_.shared.num_done;
        const Request request{now, num_done - num_told_, team_.shared.some_task()};
        num_told_ = num_done;
        wished_ = now;
        check(MPI_Irecv(&reply_, sizeof(Reply), MPI_BYTE, 0, reply_tag, team_.comm.handle(),
                        &pending_),
              "MPI_Irecv");
        check(MPI_Send(&request, sizeof(Request), MPI_BYTE, 0, request_tag, team_.comm.handle()),
              "MPI_Send");
        awaiting_reply_ = true;
        spoken_s_ = clock_.listened_s();
        return true;
    }

    bool take_reply() {
        int arrived = 0;
        check(MPI_Test(&pending_, &arrived, MPI_STATUS_IGNORE), "MPI_Test");
        if (arrived == 0) {
            return false;
        }
        awaiting_reply_ = false;
        is_released_ = reply_.release != 0;
        if (wished_ == Wish::more || wished_ == Wish::stop) {
            told_to_end_ = reply_.chunk.empty();
            team_.shared.queue.put(reply_.chunk);
        }
        return true;
    }

    Team team_;
    PatientClock clock_;
    Pause pause_;
    double spoken_s_ = 0;
    MPI_Request pending_ = MPI_REQUEST_NULL;
    Reply reply_;
    Wish wished_ = Wish::none;
    std::int64_t num_told_ = 0;  ///< tasks done that rank 0 knows of
    bool awaiting_reply_ = false;
    bool told_to_end_ = false;
    bool is_released_ = false;
};

void serve(const Team& team, std::int64_t num_tasks) {
    if (team.comm.is_root()) {
        RootMaster(team, num_tasks).serve();
    } else {
        OtherMaster(team).serve();
    }
}

/// Workers and master of this rank side by side. The calling thread is the master, as MPI wants it.
void run_team(const Team& team, std::int64_t num_tasks,
              const std::function<void(std::int64_t)>& work,
              core::ExceptionCarrier& master_failure) {
    const int num_workers = team.options.num_threads;
    omp_set_dynamic(0);
#pragma omp parallel num_threads(num_workers + 1)
    {
        const int thread = omp_get_thread_num();
        if (thread > 0) {
            work_until_closed(team.shared, static_cast<std::size_t>(thread - 1), work);
        } else {
            team.shared.num_running -= num_workers + 1 - omp_get_num_threads();
            master_failure.run([&] { serve(team, num_tasks); });
            team.shared.queue.close();
        }
    }
}

}  // namespace

bool run_work_queue(const Communicator& comm, std::int64_t num_tasks,
                    const WorkQueueOptions& options,
                    const std::function<void(std::int64_t)>& work) {
    Shared shared(options.num_threads);
    core::ExceptionCarrier master_failure;
    run_team({comm, options, shared}, num_tasks, work, master_failure);
    master_failure.rethrow_if_any();
    run_on_all(comm, [&] { shared.carrier.rethrow_if_any(); });
    const std::int64_t num_done = all_sum(comm, shared.num_done.load());
    if (comm.is_root() && options.done) {
        options.done(num_done);
    }
    return num_done == num_tasks;
}

}  // namespace mineprint::mpi
