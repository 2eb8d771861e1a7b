// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace mineprint::pipeline {

/// Columns as wide as their widest cell; the first one flush left, the others, numbers, flush
/// right.
class AlignedTable {
  public:
    void add_row(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }
    [[nodiscard]] std::string text() const;

  private:
    std::vector<std::vector<std::string>> rows_;
};

}  // namespace mineprint::pipeline
