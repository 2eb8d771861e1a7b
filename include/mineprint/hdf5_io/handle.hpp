// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <utility>

#include <hdf5.h>

namespace mineprint::hdf5_io {

/// Owns one HDF5 identifier and closes it. Where closing can lose data (a file being written)
/// `close` is called first and its answer checked; the destructor has nobody to tell.
template <herr_t (*close_function)(hid_t)>
class Handle {
  public:
    Handle() = default;
    explicit Handle(hid_t id) noexcept : id_(id) {}
    ~Handle() { close(); }
    Handle(Handle&& other) noexcept : id_(std::exchange(other.id_, H5I_INVALID_HID)) {}
    Handle& operator=(Handle&& other) noexcept {
        if (this != &other) {
            close();
            id_ = std::exchange(other.id_, H5I_INVALID_HID);
        }
        return *this;
    }
    Handle(const Handle&) = delete;
    Handle& operator=(const Handle&) = delete;

    [[nodiscard]] hid_t get() const noexcept { return id_; }
    /// What HDF5 answers: negative when it failed. Closing twice is no error.
    herr_t close() noexcept {
        const hid_t id = std::exchange(id_, H5I_INVALID_HID);
        return id >= 0 ? close_function(id) : 0;
    }

  private:
    hid_t id_ = H5I_INVALID_HID;
};

using FileHandle = Handle<H5Fclose>;
using GroupHandle = Handle<H5Gclose>;
using ObjectHandle = Handle<H5Oclose>;
using DatasetHandle = Handle<H5Dclose>;
using AttributeHandle = Handle<H5Aclose>;
using SpaceHandle = Handle<H5Sclose>;
using TypeHandle = Handle<H5Tclose>;
using PropertyHandle = Handle<H5Pclose>;

}  // namespace mineprint::hdf5_io
