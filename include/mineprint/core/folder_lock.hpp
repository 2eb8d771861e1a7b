// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

namespace mineprint::core {

/// Keeps a second run out of an output folder. The system takes the lock away with the process that
/// holds it, so that a killed run leaves none. Where the file system knows no locks, `is_held`
/// tells, and nobody is kept out.
class FolderLock {
  public:
    /// Takes the lock `.mineprint.lock` in an existing folder. Throws RunError naming the folder
    /// and the holder, as it called itself in `holder`, when another process has it.
    FolderLock(const std::filesystem::path& folder, const std::string& holder);
    ~FolderLock();
    FolderLock(const FolderLock&) = delete;
    FolderLock& operator=(const FolderLock&) = delete;

    [[nodiscard]] bool is_held() const noexcept { return held_; }

  private:
    [[nodiscard]] bool take_once();
    [[nodiscard]] bool is_still_in_place() const;

    std::filesystem::path path_;
    int descriptor_ = -1;
    bool held_ = false;
};

}  // namespace mineprint::core
