// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include "mineprint/training/tree_grower.hpp"

namespace mineprint::training {

/// Growers are made as threads ask for them: no more than threads, each with its memory for all its
/// trees.
class GrowerPool {
  public:
    /// `rules` must outlive the pool.
    explicit GrowerPool(const GrowthRules& rules) : rules_(rules) {}

    /// Calls `work(grower)` with a grower that no other thread has; returns what it returns.
    template <class Work>
    auto with_grower(const Work& work) {
        std::unique_ptr<TreeGrower> grower = take();
        auto result = work(*grower);
        const std::lock_guard lock(mutex_);
        idle_.push_back(std::move(grower));
        return result;
    }

  private:
    std::unique_ptr<TreeGrower> take() {
        {
            const std::lock_guard lock(mutex_);
            if (!idle_.empty()) {
                std::unique_ptr<TreeGrower> grower = std::move(idle_.back());
                idle_.pop_back();
                return grower;
            }
        }
        return make_tree_grower(rules_);
    }
    std::mutex mutex_;
    const GrowthRules& rules_;
    std::vector<std::unique_ptr<TreeGrower>> idle_;
};

}  // namespace mineprint::training
