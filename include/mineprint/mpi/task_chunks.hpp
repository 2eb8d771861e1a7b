// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>

namespace mineprint::mpi {

/// Tasks begin … end-1; none when both are equal.
struct Chunk {
    std::int64_t begin = 0;
    std::int64_t end = 0;
    [[nodiscard]] bool empty() const { return begin >= end; }
};

/// Gives out tasks in order; lives on rank 0.
class Dealer {
  public:
    Dealer(std::int64_t num_tasks, std::int64_t num_workers)
        : num_tasks_(num_tasks), num_workers_(num_workers) {}

    /// Guided self-scheduling (Polychronopoulos & Kuck 1987): a share of what is left.
    Chunk deal();
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
    [[nodiscard]] std::optional<std::int64_t> take();
    /// An empty chunk ends the hand-out.
    void put(Chunk chunk);
    /// Drops what no worker has begun.
    void close();
    [[nodiscard]] bool wants_more();

  private:
    std::mutex mutex_;
    std::condition_variable changed_;
    Chunk chunk_;
    int num_waiting_ = 0;
    bool closed_ = false;
};

}  // namespace mineprint::mpi
