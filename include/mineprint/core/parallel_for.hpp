// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>
#include <exception>
#include <mutex>

namespace mineprint::core {

/// Carries the first exception out of a parallel region, where it may not leave by itself.
class ExceptionCarrier {
  public:
    /// Calls `work`; keeps what it throws if nothing was kept before.
    template <class Work>
    void run(Work&& work) noexcept {
        try {
            work();
        } catch (...) {
            const std::lock_guard lock(mutex_);
            if (!first_) {
                first_ = std::current_exception();
            }
            failed_ = true;
        }
    }
    [[nodiscard]] bool failed() const noexcept { return failed_; }
    /// To be called after the region, by one thread.
    void rethrow_if_any() const {
        if (first_) {
            std::rethrow_exception(first_);
        }
    }

  private:
    std::mutex mutex_;
    std::exception_ptr first_;
    std::atomic<bool> failed_ = false;
};

/// Calls `work(index)` for every index in [begin, end) on `num_threads` threads, in no stated
/// order. After a failure no new index is begun, and the first exception is rethrown.
template <class Work>
void parallel_for(std::int64_t begin, std::int64_t end, int num_threads, Work&& work) {
    ExceptionCarrier carrier;
#pragma omp parallel for schedule(dynamic, 1) num_threads(num_threads)
    for (std::int64_t index = begin; index < end; ++index) {
        if (!carrier.failed()) {
            carrier.run([&] { work(index); });
        }
    }
    carrier.rethrow_if_any();
}

}  // namespace mineprint::core
