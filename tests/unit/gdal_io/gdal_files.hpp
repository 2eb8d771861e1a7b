// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdlib>
#include <filesystem>
#include <numeric>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <cpl_string.h>
#include <gdal_priv.h>

#include "mineprint/gdal_io/dataset.hpp"
#include "mineprint/gdal_io/pixel_type.hpp"
#include "test_main.hpp"

/// Files that GDAL itself writes, past the code under test.
struct MadeFile {
    std::string driver = "GTiff";
    std::vector<std::string> options;
    int width = 4;
    int height = 3;
    int num_bands = 1;
    std::vector<double> lattice = {500000, 30, 0, 4000000, 0, -30};
    std::string crs = "EPSG:32647";

    template <class T>
    void write(const std::filesystem::path& path, const std::vector<T>& values) const {
        CPLStringList list;
        for (const std::string& option : options) {
            list.AddString(option.c_str());
        }
        const GDALDatasetUniquePtr dataset(mineprint::gdal_io::driver_named(driver).Create(
            path.c_str(), width, height, num_bands, mineprint::gdal_io::pixel_type<T>,
            list.List()));
        REQUIRE(dataset != nullptr);
        if (!lattice.empty()) {
            auto copy = lattice;
            REQUIRE(dataset->SetGeoTransform(copy.data()) == CE_None);
        }
        if (!crs.empty()) {
            OGRSpatialReference reference;
            REQUIRE(reference.SetFromUserInput(crs.c_str()) == OGRERR_NONE);
            REQUIRE(dataset->SetSpatialRef(&reference) == CE_None);
        }
        if (!values.empty()) {
            auto copy = values;
            REQUIRE(dataset->RasterIO(GF_Write, 0, 0, width, height, copy.data(), width, height,
                                      mineprint::gdal_io::pixel_type<T>, num_bands, nullptr, 0, 0,
                                      0, nullptr) == CE_None);
        }
    }
};

/// 0, 1, 2 … for all pixels of all bands.
template <class T>
std::vector<T> counting(int count) {
    std::vector<T> values(static_cast<std::size_t>(count));
    std::iota(values.begin(), values.end(), T{0});
    return values;
}

/// The folder of real data, where it is; says loudly that the case is skipped where it is not.
inline std::optional<std::filesystem::path> shared_data() {
    const char* folder = std::getenv("MINEPRINT_SHARED_DATA");
    if (folder == nullptr || !std::filesystem::exists(folder)) {
        WARN("SKIPPED: MINEPRINT_SHARED_DATA does not name the folder of real data");
        return std::nullopt;
    }
    return std::filesystem::path(folder);
}
