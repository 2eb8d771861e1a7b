// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace mineprint::hdf5_io {

/// One HDF5 file. HDF5 is not thread-safe: files are used from one thread of a process at a time.
/// Objects are named by their path from the root, `/regions/kachin/epoch`.
///
/// Every failure names the file and the object and says what HDF5 said: a DataError while reading,
/// a RunError while writing.
class File {
  public:
    /// A new file. It is made in memory until `commit`; without a commit nothing comes of it. Its
    /// bytes depend on what is written and in which order, and on nothing else.
    [[nodiscard]] static File create(const std::filesystem::path& path);
    /// An existing file, for reading. Throws DataError that tells apart: not there, not HDF5, cut
    /// short.
    [[nodiscard]] static File open(const std::filesystem::path& path);
    ~File();
    File(File&&) noexcept;
    File& operator=(File&&) noexcept;

    /// Closes the file and puts it in its place, complete (see core::AtomicFile). Throws RunError:
    /// the disk is full, the folder is read-only.
    void commit();

    /// Where the file is, or will be.
    [[nodiscard]] const std::filesystem::path& path() const noexcept;
    [[nodiscard]] bool writing() const noexcept;
    /// The HDF5 identifier (`hid_t`), for this module.
    [[nodiscard]] std::int64_t id() const noexcept;

    /// Makes a group and those above it, where they are missing.
    void create_group(const std::string& group);
    /// True when there is an object of that path.
    [[nodiscard]] bool contains(const std::string& object) const;
    [[nodiscard]] bool is_group(const std::string& object) const;
    /// The names (not paths) of what a group holds, sorted.
    [[nodiscard]] std::vector<std::string> children(const std::string& group) const;

  private:
    struct State;
    explicit File(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

/// The version of the HDF5 library at run time, `1.10.8`.
[[nodiscard]] std::string library_version();

}  // namespace mineprint::hdf5_io
