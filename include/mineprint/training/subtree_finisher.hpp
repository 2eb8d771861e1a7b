// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "mineprint/training/grower_pool.hpp"
#include "mineprint/training/level_grower.hpp"

namespace mineprint::training {

/// Moves the rows of small subtrees to one rank each, which finishes them alone.
class SubtreeFinisher {
  public:
    explicit SubtreeFinisher(const ShardedSetting& setting)
        : setting_(setting), pool_(setting.rules) {}

    /// Collective. Every tree's subtrees, in preorder; on all ranks.
    [[nodiscard]] std::vector<std::vector<CodeTree>> finish(const std::vector<TopTree>& trees);

  private:
    /// One subtree: which, and whose.
    struct Job {
        std::size_t tree = 0;
        std::size_t subtree = 0;
        int owner = 0;
    };
    [[nodiscard]] std::vector<Job> share_out(const std::vector<TopTree>& trees) const;
    [[nodiscard]] std::vector<CodeTree> grow_some(const std::vector<TopTree>& trees,
                                                  std::span<const Job> jobs);
    [[nodiscard]] CodeTree grow_one(const SubtreeRoot& root,
                                    std::span<const std::span<const std::byte>> pieces);

    const ShardedSetting& setting_;
    GrowerPool pool_;
};

}  // namespace mineprint::training
