// SPDX-License-Identifier: Apache-2.0
#include "mineprint/hdf5_io/memory_image.hpp"

#include <cstdint>
#include <cstring>
#include <exception>

namespace mineprint::hdf5_io {
namespace {

constexpr std::size_t step_bytes = std::size_t{1} << 20U;

void* allocate(std::size_t size, H5FD_file_image_op_t /*operation*/, void* image) {
    return static_cast<MemoryImage*>(image)->resize(size);
}

void* reallocate(void* /*old*/, std::size_t size, H5FD_file_image_op_t /*operation*/, void* image) {
    return static_cast<MemoryImage*>(image)->resize(size);
}

void* copy(void* target, const void* source, std::size_t size, H5FD_file_image_op_t /*operation*/,
           void* /*image*/) {
    return std::memcpy(target, source, size);
}

/// HDF5 is done with the memory, but now it holds the complete file.
herr_t keep(void* /*memory*/, H5FD_file_image_op_t /*operation*/, void* /*image*/) { return 0; }
void* share(void* image) { return image; }
herr_t keep_shared(void* /*image*/) { return 0; }

}  // namespace

herr_t MemoryImage::attach(hid_t access_properties) {
    H5FD_file_image_callbacks_t callbacks{allocate, copy,        reallocate, keep,
                                          share,    keep_shared, this};
    if (H5Pset_fapl_core(access_properties, step_bytes, 0) < 0) {
        return -1;
    }
    return H5Pset_file_image_callbacks(access_properties, &callbacks);
}

std::string_view MemoryImage::bytes() const noexcept {
    // HDF5 File Format Specification 3.0, superblock version 3: version at byte 8, end of file
    // at 28.
    constexpr std::size_t version_at = 8;
    constexpr std::size_t end_of_file_at = 28;
    constexpr char version = 3;
    if (buffer_.size() < end_of_file_at + sizeof(std::uint64_t) || buffer_[version_at] != version) {
        return {};
    }
    std::uint64_t size = 0;
    for (std::size_t byte = 0; byte < sizeof(size); ++byte) {
        const auto digit = static_cast<unsigned char>(buffer_[end_of_file_at + byte]);
        size |= std::uint64_t{digit} << (8 * byte);
    }
    return size <= buffer_.size() ? std::string_view(buffer_.data(), size) : std::string_view{};
}

void* MemoryImage::resize(std::size_t size) noexcept {
    try {
        buffer_.resize(size);
        return buffer_.data();
    } catch (const std::exception&) {
        return nullptr;
    }
}

}  // namespace mineprint::hdf5_io
