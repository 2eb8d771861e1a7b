// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace mineprint::core {

/// A text file that several processes add lines to. Each line is one write in append mode, so that
/// lines do not mix. Safe to use from several threads.
class AppendFile {
  public:
    /// Throws RunError when the file cannot be opened for writing.
    explicit AppendFile(const std::filesystem::path& path);
    ~AppendFile();
    AppendFile(AppendFile&& other) noexcept;
    AppendFile& operator=(AppendFile&&) = delete;

    /// Adds `line` and a line end. Throws RunError when the disk does not take it.
    void add_line(std::string_view line) const;

  private:
    std::string path_;
    int descriptor_;
};

}  // namespace mineprint::core
