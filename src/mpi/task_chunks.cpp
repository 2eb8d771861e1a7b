// SPDX-License-Identifier: Apache-2.0
#include "mineprint/mpi/task_chunks.hpp"

#include <algorithm>

namespace mineprint::mpi {

Chunk Dealer::deal() {
    const std::int64_t left = num_tasks_ - next_;
    const std::int64_t size = std::min(left, std::max<std::int64_t>(1, left / (4 * num_workers_)));
    const Chunk chunk{next_, next_ + size};
    next_ += size;
    return chunk;
}

std::optional<std::int64_t> LocalQueue::take() {
    std::unique_lock lock(mutex_);
    ++num_waiting_;
    changed_.wait(lock, [this] { return !chunk_.empty() || closed_; });
    --num_waiting_;
    if (chunk_.empty()) {
        return std::nullopt;
    }
    return chunk_.begin++;
}

void LocalQueue::put(Chunk chunk) {
    const std::lock_guard lock(mutex_);
    if (chunk.empty()) {
        closed_ = true;
    } else if (!closed_) {
        chunk_ = chunk;
    }
    changed_.notify_all();
}

void LocalQueue::close() {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    chunk_.begin = chunk_.end;
    changed_.notify_all();
}

bool LocalQueue::wants_more() {
    const std::lock_guard lock(mutex_);
    return chunk_.empty() && num_waiting_ > 0 && !closed_;
}

}  // namespace mineprint::mpi
