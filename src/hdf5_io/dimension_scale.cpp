// SPDX-License-Identifier: Apache-2.0
#include "mineprint/hdf5_io/dimension_scale.hpp"

#include <fmt/format.h>
#include <hdf5.h>
#include <hdf5_hl.h>

#include "mineprint/hdf5_io/check.hpp"
#include "mineprint/hdf5_io/handle.hpp"

namespace mineprint::hdf5_io {
namespace {

DatasetHandle open_dataset(const Subject& subject, const std::string& dataset) {
    return DatasetHandle(check(H5Dopen2(subject.file.id(), dataset.c_str(), H5P_DEFAULT), subject,
                               fmt::format("opening {}", dataset)));
}

/// Called by HDF5 for the first scale of an axis: keeps its path and stops.
herr_t keep_path(hid_t /*dataset*/, unsigned /*axis*/, hid_t scale, void* path_pointer) {
    const ssize_t length = H5Iget_name(scale, nullptr, 0);
    if (length < 0) {
        return -1;
    }
    auto& path = *static_cast<std::string*>(path_pointer);
    path.resize(static_cast<std::size_t>(length));
    return H5Iget_name(scale, path.data(), path.size() + 1) < 0 ? -1 : 1;
}

}  // namespace

void make_scale(File& file, const std::string& dataset) {
    const Subject subject{file, dataset};
    const DatasetHandle handle = open_dataset(subject, dataset);
    const std::string name = dataset.substr(dataset.rfind('/') + 1);
    check(H5DSset_scale(handle.get(), name.c_str()), subject, "making it a dimension scale");
}

void attach_scales(File& file, const std::string& dataset, const std::vector<std::string>& scales) {
    const Subject subject{file, dataset};
    const DatasetHandle handle = open_dataset(subject, dataset);
    for (std::size_t axis = 0; axis < scales.size(); ++axis) {
        const DatasetHandle scale = open_dataset(subject, scales[axis]);
        check(H5DSattach_scale(handle.get(), scale.get(), static_cast<unsigned>(axis)), subject,
              fmt::format("attaching {} to axis {}", scales[axis], axis));
    }
}

std::vector<std::string> attached_scales(const File& file, const std::string& dataset) {
    const Subject subject{file, dataset};
    const DatasetHandle handle = open_dataset(subject, dataset);
    const SpaceHandle space(check(H5Dget_space(handle.get()), subject, "reading its shape"));
    const int rank = check(H5Sget_simple_extent_ndims(space.get()), subject, "reading its shape");
    std::vector<std::string> scales(static_cast<std::size_t>(rank));
    for (int axis = 0; axis < rank; ++axis) {
        check(H5DSiterate_scales(handle.get(), static_cast<unsigned>(axis), nullptr, keep_path,
                                 &scales[static_cast<std::size_t>(axis)]),
              subject, "reading its dimension scales");
    }
    return scales;
}

}  // namespace mineprint::hdf5_io
