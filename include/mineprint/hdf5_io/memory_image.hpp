// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <vector>

#include <hdf5.h>

namespace mineprint::hdf5_io {

/// The bytes of an HDF5 file that is made in memory. HDF5 crashes when a write to the disk fails,
/// even after it has reported the failure; so it writes here, and the bytes go to the disk
/// afterwards. It must outlive the file and not move while the file is open.
class MemoryImage {
  public:
    MemoryImage() = default;
    MemoryImage(const MemoryImage&) = delete;
    MemoryImage& operator=(const MemoryImage&) = delete;
    ~MemoryImage() = default;

    /// Makes a file created with these access properties live in this image. Negative when HDF5
    /// refuses.
    [[nodiscard]] herr_t attach(hid_t access_properties);
    /// The complete file, once HDF5 has closed it; empty when what is there is no complete file.
    [[nodiscard]] std::string_view bytes() const noexcept;
    /// Room for that many bytes, for HDF5 to call; nullptr when there is no memory left.
    [[nodiscard]] void* resize(std::size_t size) noexcept;

  private:
    std::vector<char> buffer_;
};

}  // namespace mineprint::hdf5_io
