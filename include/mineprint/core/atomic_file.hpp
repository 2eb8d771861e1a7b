// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace mineprint::core {

/// A file that is complete or absent: it is written under a temporary name in the same folder and
/// renamed by `commit`. Without a commit the temporary file is removed.
class AtomicFile {
  public:
    /// Makes the folder where it is missing.
    explicit AtomicFile(std::filesystem::path target);
    ~AtomicFile();
    AtomicFile(const AtomicFile&) = delete;
    AtomicFile& operator=(const AtomicFile&) = delete;

    /// Where to write; it keeps the target's ending, and belongs to this process alone.
    [[nodiscard]] const std::filesystem::path& temporary() const noexcept { return temporary_; }
    /// Flushes to the disk and renames. Throws RunError when the file system refuses.
    void commit();

  private:
    std::filesystem::path target_;
    std::filesystem::path temporary_;
    bool committed_ = false;
};

/// Removes from one folder what killed processes left of files they had not finished; a folder that
/// is not there is left alone. To be called while nobody writes to the folder.
void remove_unfinished_files(const std::filesystem::path& folder);
/// The same for the folder and all folders within.
void remove_unfinished_files_below(const std::filesystem::path& folder);

/// Writes a whole text file, atomically.
void write_text_file(const std::filesystem::path& path, std::string_view text);
/// Reads a whole file; throws DataError naming it when it cannot be read.
[[nodiscard]] std::string read_text_file(const std::filesystem::path& path);

}  // namespace mineprint::core
