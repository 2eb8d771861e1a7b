// SPDX-License-Identifier: Apache-2.0
#include "mineprint/gdal_io/image_bytes.hpp"

#include <memory>

#include <cpl_string.h>
#include <cpl_vsi.h>
#include <fmt/format.h>
#include <gdal_priv.h>

#include "mineprint/core/checked_cast.hpp"
#include "mineprint/core/error.hpp"
#include "mineprint/gdal_io/dataset.hpp"
#include "mineprint/gdal_io/library.hpp"

namespace mineprint::gdal_io {
namespace {

using Bands = std::span<const raster::Raster<std::uint8_t>>;

[[noreturn]] void fail(const std::string& driver, const ErrorScope& errors) {
    throw core::RunError(fmt::format("a {} image cannot be made: {}", driver, errors.message()));
}

GDALDatasetUniquePtr in_memory(Bands bands, const std::string& driver, const ErrorScope& errors) {
    const int width = core::checked_cast<int>(bands[0].width());
    const int height = core::checked_cast<int>(bands[0].height());
    GDALDatasetUniquePtr dataset(driver_named("MEM").Create(
        "", width, height, core::checked_cast<int>(bands.size()), GDT_Byte, nullptr));
    if (dataset == nullptr) {
        fail(driver, errors);
    }
    for (int band = 1; band <= dataset->GetRasterCount(); ++band) {
        // GDAL asks for a pointer it may write to, also where it reads.
        auto copy = bands[static_cast<std::size_t>(band - 1)];
        const CPLErr result = dataset->GetRasterBand(band)->RasterIO(
            GF_Write, 0, 0, width, height, copy.values().data(), width, height, GDT_Byte, 0, 0,
            nullptr);
        if (result != CE_None) {
            fail(driver, errors);
        }
    }
    return dataset;
}

std::string encoded(GDALDataset& image, const std::string& driver, const CPLStringList& options,
                    const ErrorScope& errors) {
    // The address is a name that no other thread has meanwhile.
    const std::string name = fmt::format("/vsimem/mineprint_{}", fmt::ptr(&image));
    {
        const GDALDatasetUniquePtr written(driver_named(driver).CreateCopy(
            name.c_str(), &image, FALSE, options.List(), nullptr, nullptr));
        if (written == nullptr || errors.failed()) {
            fail(driver, errors);
        }
    }
    vsi_l_offset size = 0;
    const std::unique_ptr<GByte, decltype(&CPLFree)> bytes(
        VSIGetMemFileBuffer(name.c_str(), &size, TRUE), CPLFree);
    if (bytes == nullptr) {
        fail(driver, errors);
    }
    return {bytes.get(), bytes.get() + size};
}

std::string encoded(Bands bands, const std::string& driver, const CPLStringList& options) {
    initialise();
    const ErrorScope errors;
    const auto image = in_memory(bands, driver, errors);
    return encoded(*image, driver, options, errors);
}

}  // namespace

std::string png_bytes(const raster::Raster<std::uint8_t>& indices,
                      std::span<const Colour> palette) {
    initialise();
    const ErrorScope errors;
    const auto image = in_memory({&indices, 1}, "PNG", errors);
    GDALColorTable table;
    for (std::size_t i = 0; i < palette.size(); ++i) {
        const GDALColorEntry entry{palette[i][0], palette[i][1], palette[i][2], palette[i][3]};
        table.SetColorEntry(static_cast<int>(i), &entry);
    }
    if (image->GetRasterBand(1)->SetColorTable(&table) != CE_None) {
        fail("PNG", errors);
    }
    return encoded(*image, "PNG", CPLStringList(), errors);
}

std::string png_bytes(const Picture& picture) { return encoded(picture, "PNG", CPLStringList()); }

std::string jpeg_bytes(const Picture& picture, int quality) {
    CPLStringList options;
    options.SetNameValue("QUALITY", std::to_string(quality).c_str());
    return encoded(picture, "JPEG", options);
}

}  // namespace mineprint::gdal_io
