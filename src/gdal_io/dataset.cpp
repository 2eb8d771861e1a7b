// SPDX-License-Identifier: Apache-2.0
#include "mineprint/gdal_io/dataset.hpp"

#include <cpl_string.h>
#include <fmt/format.h>

#include "mineprint/core/error.hpp"
#include "mineprint/gdal_io/library.hpp"

namespace mineprint::gdal_io {
namespace {

GDALDatasetUniquePtr open_dataset(const std::filesystem::path& path, unsigned int kind,
                                  const char* kind_name, const CPLStringList& options) {
    initialise();
    const ErrorScope errors;
    GDALDatasetUniquePtr dataset(GDALDataset::Open(path.c_str(),
                                                   kind | GDAL_OF_READONLY | GDAL_OF_VERBOSE_ERROR,
                                                   nullptr, options.List(), nullptr));
    if (dataset == nullptr) {
        throw core::DataError(fmt::format("{}: cannot be opened as a {} file: {}", path.string(),
                                          kind_name, errors.message()));
    }
    return dataset;
}

}  // namespace

GDALDatasetUniquePtr open_raster(const std::filesystem::path& path) {
    return open_dataset(path, GDAL_OF_RASTER, "raster", {});
}

GDALDatasetUniquePtr open_vector(const std::filesystem::path& path) {
    CPLStringList options;
    const auto ending = path.extension();
    if (ending == ".gpkg" || ending == ".GPKG") {
        options.SetNameValue("IMMUTABLE", "YES");  // else SQLite leaves -wal and -shm files
    }
    if (ending == ".json" || ending == ".geojson" || ending == ".GEOJSON") {
        options.SetNameValue("DATE_AS_STRING", "YES");  // dates stay as they are written
    }
    return open_dataset(path, GDAL_OF_VECTOR, "vector", options);
}

GDALDriver& driver_named(const std::string& name) {
    initialise();
    GDALDriver* driver = GetGDALDriverManager()->GetDriverByName(name.c_str());
    if (driver == nullptr) {
        throw core::RunError(fmt::format("this GDAL was built without its driver {}", name));
    }
    return *driver;
}

}  // namespace mineprint::gdal_io
