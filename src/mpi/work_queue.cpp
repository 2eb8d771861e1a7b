// SPDX-License-Identifier: Apache-2.0
#include "mineprint/mpi/work_queue.hpp"

#include <array>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include <omp.h>

#include "mineprint/core/parallel_for.hpp"
#include "mineprint/mpi/collectives.hpp"
#include "mineprint/mpi/run_on_all.hpp"
#include "mineprint/mpi/tags.hpp"

namespace mineprint::mpi {
namespace {

/// Tasks begin … end-1; none when both are equal.
struct Chunk {
    std::int64_t begin = 0;
    std::int64_t end = 0;
    [[nodiscard]] bool empty() const { return begin >= end; }
};

/// What a rank tells rank 0 when it wants more.
struct Request {
    std::int64_t num_done = 0;  ///< since its last request
    std::int64_t stop = 0;      ///< 1: it failed or was told to stop
};

/// Gives out the tasks in order; lives on rank 0.
class Dealer {
  public:
    Dealer(std::int64_t num_tasks, std::int64_t num_workers)
        : num_tasks_(num_tasks), num_workers_(num_workers) {}

    /// Guided self-scheduling (Polychronopoulos & Kuck 1987): a share of what is left.
    Chunk deal() {
        const std::int64_t left = num_tasks_ - next_;
        const std::int64_t size =
            std::min(left, std::max<std::int64_t>(1, left / (4 * num_workers_)));
        const Chunk chunk{next_, next_ + size};
        next_ += size;
        return chunk;
    }
    void stop() { next_ = num_tasks_; }
    void count_done(std::int64_t number) { num_done_ += number; }
    [[nodiscard]] std::int64_t num_done() const { return num_done_; }

  private:
    std::int64_t num_tasks_;
    std::int64_t num_workers_;
    std::int64_t next_ = 0;
    std::int64_t num_done_ = 0;
};

/// Where a rank's workers take their tasks and its master puts chunks.
class LocalQueue {
  public:
    /// The next task, waiting for one; nothing when the hand-out has ended.
    std::optional<std::int64_t> take() {
        std::unique_lock lock(mutex_);
        ++num_waiting_;
        changed_.wait(lock, [this] { return !chunk_.empty() || closed_; });
        --num_waiting_;
        if (chunk_.empty()) {
            return std::nullopt;
        }
        return chunk_.begin++;
    }
    void put(Chunk chunk) {
        const std::lock_guard lock(mutex_);
        if (chunk.empty()) {
            closed_ = true;
        } else if (!closed_) {
            chunk_ = chunk;
        }
        changed_.notify_all();
    }
    /// Drops what no worker has begun.
    void close() {
        const std::lock_guard lock(mutex_);
        closed_ = true;
        chunk_.begin = chunk_.end;
        changed_.notify_all();
    }
    [[nodiscard]] bool wants_more() {
        const std::lock_guard lock(mutex_);
        return chunk_.empty() && num_waiting_ > 0 && !closed_;
    }

  private:
    std::mutex mutex_;
    std::condition_variable changed_;
    Chunk chunk_;
    int num_waiting_ = 0;
    bool closed_ = false;
};

/// State that the workers and the master of one rank share.
struct Shared {
    explicit Shared(int num_workers) : num_running(num_workers) {}
    LocalQueue queue;
    std::atomic<std::int64_t> num_done = 0;
    std::atomic<int> num_running;
    core::ExceptionCarrier carrier;
};

void work_until_closed(Shared& shared, const std::function<void(std::int64_t)>& work) {
    while (const auto task = shared.queue.take()) {
        shared.carrier.run([&] { work(*task); });
        if (shared.carrier.failed()) {
            shared.queue.close();
        } else {
            ++shared.num_done;
        }
    }
    --shared.num_running;
}

/// The master's side of the conversation. Rank 0 asks itself without a message.
class Master {
  public:
    Master(const Communicator& comm, std::int64_t num_tasks, const WorkQueueOptions& options,
           Shared& shared)
        : comm_(comm),
          options_(options),
          shared_(shared),
          dealer_(num_tasks, std::int64_t{comm.size()} * options.num_threads),
          num_open_(comm.is_root() ? comm.size() - 1 : 0) {
        if (num_open_ > 0) {
            listen();
        }
    }

    /// Until this rank's workers are done and it was told to end (rank 0: has told all the others).
    void serve() {
        while (shared_.num_running > 0 || conversation_open()) {
            const bool acted = comm_.is_root() ? serve_root() : serve_other();
            if (!acted) {
                std::this_thread::sleep_for(std::chrono::microseconds(100));
            }
        }
    }

  private:
    static constexpr int request_tag = static_cast<int>(Tag::work_request);
    static constexpr int reply_tag = static_cast<int>(Tag::work_reply);

    [[nodiscard]] bool conversation_open() const {
        return comm_.is_root() ? num_open_ > 0 : !told_to_end_;
    }

    [[nodiscard]] bool stop_wanted() const {
        return shared_.carrier.failed() || (options_.should_stop && options_.should_stop());
    }

    // A posted receive and a test need one call to see a message, where a probe may need two.
    void listen() {
        check(MPI_Irecv(&request_, 2, MPI_INT64_T, MPI_ANY_SOURCE, request_tag, comm_.handle(),
                        &pending_),
              "MPI_Irecv");
    }

    bool serve_root() {
        bool acted = answer_one();
        if (stop_wanted()) {
            dealer_.stop();
            shared_.queue.close();
        }
        if (shared_.queue.wants_more()) {
            shared_.queue.put(dealer_.deal());
            acted = true;
        }
        report();
        return acted;
    }

    bool answer_one() {
        if (num_open_ == 0) {
            return false;
        }
        int arrived = 0;
        MPI_Status status;
        check(MPI_Test(&pending_, &arrived, &status), "MPI_Test");
        if (arrived == 0) {
            return false;
        }
        dealer_.count_done(request_.num_done);
        if (request_.stop != 0) {
            dealer_.stop();
        }
        const Chunk chunk = dealer_.deal();
        check(MPI_Send(&chunk, 2, MPI_INT64_T, status.MPI_SOURCE, reply_tag, comm_.handle()),
              "MPI_Send");
        num_open_ -= chunk.empty() ? 1 : 0;
        if (num_open_ > 0) {
            listen();
        }
        return true;
    }

    bool serve_other() {
        if (awaiting_reply_) {
            return take_reply();
        }
        const bool stop = stop_wanted();
        if (stop) {
            shared_.queue.close();
        }
        if (told_to_end_ || !(stop || shared_.queue.wants_more())) {
            return false;
        }
        const std::int64_t num_done = shared_.num_done;
        const Request request{num_done - num_told_, stop ? 1 : 0};
        num_told_ = num_done;
        check(MPI_Irecv(&reply_, 2, MPI_INT64_T, 0, reply_tag, comm_.handle(), &pending_),
              "MPI_Irecv");
        check(MPI_Send(&request, 2, MPI_INT64_T, 0, request_tag, comm_.handle()), "MPI_Send");
        awaiting_reply_ = true;
        return true;
    }

    bool take_reply() {
        int arrived = 0;
        check(MPI_Test(&pending_, &arrived, MPI_STATUS_IGNORE), "MPI_Test");
        if (arrived == 0) {
            return false;
        }
        awaiting_reply_ = false;
        told_to_end_ = reply_.empty();
        shared_.queue.put(reply_);
        return true;
    }

    void report() const {
        if (options_.done) {
            options_.done(dealer_.num_done() + shared_.num_done);
        }
    }

    const Communicator& comm_;
    const WorkQueueOptions& options_;
    Shared& shared_;
    Dealer dealer_;
    int num_open_;  ///< ranks that rank 0 has not told to end
    MPI_Request pending_ = MPI_REQUEST_NULL;
    Request request_;
    Chunk reply_;
    std::int64_t num_told_ = 0;  ///< tasks done that rank 0 knows of
    bool awaiting_reply_ = false;
    bool told_to_end_ = false;
};

/// Workers and master of this rank side by side. The calling thread is the master, as MPI wants it.
void run_team(Shared& shared, Master& master, int num_workers,
              const std::function<void(std::int64_t)>& work,
              core::ExceptionCarrier& master_failure) {
    omp_set_dynamic(0);
#pragma omp parallel num_threads(num_workers + 1)
    {
        if (omp_get_thread_num() > 0) {
            work_until_closed(shared, work);
        } else {
            shared.num_running -= num_workers + 1 - omp_get_num_threads();
            master_failure.run([&] { master.serve(); });
            shared.queue.close();
        }
    }
}

}  // namespace

bool run_work_queue(const Communicator& comm, std::int64_t num_tasks,
                    const WorkQueueOptions& options,
                    const std::function<void(std::int64_t)>& work) {
    Shared shared(options.num_threads);
    Master master(comm, num_tasks, options, shared);
    core::ExceptionCarrier master_failure;
    run_team(shared, master, options.num_threads, work, master_failure);
    master_failure.rethrow_if_any();
    run_on_all(comm, [&] { shared.carrier.rethrow_if_any(); });
    const std::int64_t num_done = all_sum(comm, shared.num_done.load());
    if (comm.is_root() && options.done) {
        options.done(num_done);
    }
    return num_done == num_tasks;
}

}  // namespace mineprint::mpi
