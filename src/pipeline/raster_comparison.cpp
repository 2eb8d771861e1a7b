// SPDX-License-Identifier: Apache-2.0
#include "mineprint/pipeline/raster_comparison.hpp"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <optional>

#include <fmt/format.h>

#include "mineprint/gdal_io/raster_reader.hpp"

namespace mineprint::pipeline {
namespace {

using gdal_io::BandInfo;
using gdal_io::RasterInfo;
using gdal_io::RasterReader;

constexpr std::int64_t rows_at_once = 256;

std::string nodata_text(const std::optional<double>& nodata) {
    return nodata ? fmt::format("{}", *nodata) : "none";
}

/// Bits, so that NaN equals itself.
bool same_bits(double a, double b) {
    return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
}

void compare_grids(const geo::Grid& a, const geo::Grid& b, std::vector<std::string>& differences) {
    if (a.width != b.width || a.height != b.height) {
        differences.push_back(
            fmt::format("has {} × {} and {} × {} pixels", a.width, a.height, b.width, b.height));
    }
    if (a.crs_wkt != b.crs_wkt) {
        differences.emplace_back("has two coordinate reference systems");
    }
    if (a.origin_x != b.origin_x || a.origin_y != b.origin_y || a.pixel_width != b.pixel_width ||
        a.pixel_height != b.pixel_height) {
        differences.push_back(
            fmt::format("begins at ({}, {}) and ({}, {}), with pixels of {} × {} and "
                        "{} × {}",
                        a.origin_x, a.origin_y, b.origin_x, b.origin_y, a.pixel_width,
                        a.pixel_height, b.pixel_width, b.pixel_height));
    }
}

void compare_metadata(const RasterInfo& a, const RasterInfo& b,
                      std::vector<std::string>& differences) {
    auto keys = a.metadata;
    keys.insert(b.metadata.begin(), b.metadata.end());
    const auto text = [](const RasterInfo& info, const std::string& key) {
        const auto place = info.metadata.find(key);
        return place == info.metadata.end() ? std::string("nothing")
                                            : fmt::format("'{}'", place->second);
    };
    for (const auto& [key, value] : keys) {
        const std::string text_a = text(a, key);
        const std::string text_b = text(b, key);
        if (text_a != text_b) {
            differences.push_back(fmt::format("metadata {}: {} and {}", key, text_a, text_b));
        }
    }
}

void compare_band_infos(std::size_t band, const BandInfo& a, const BandInfo& b,
                        std::vector<std::string>& differences) {
    const auto compare = [&](const char* what, const std::string& text_a,
                             const std::string& text_b) {
        if (text_a != text_b) {
            differences.push_back(fmt::format("band {}: {} {} and {}", band, what, text_a, text_b));
        }
    };
    compare("type", a.type, b.type);
    compare("description", a.description, b.description);
    compare("nodata", nodata_text(a.nodata), nodata_text(b.nodata));
    compare("scale", fmt::format("{}", a.scale), fmt::format("{}", b.scale));
    compare("offset", fmt::format("{}", a.offset), fmt::format("{}", b.offset));
}

/// The first pixel of a band that differs, and how many do.
std::optional<std::string> pixel_difference(RasterReader& a, RasterReader& b, int band) {
    const geo::Grid& grid = a.info().grid;
    std::optional<std::string> first;
    std::int64_t count = 0;
    for (std::int64_t top = 0; top < grid.height; top += rows_at_once) {
        const geo::PixelWindow window{0, top, grid.width,
                                      std::min(rows_at_once, grid.height - top)};
        const auto values_a = a.read<double>(band, window);
        const auto values_b = b.read<double>(band, window);
        for (std::size_t pixel = 0; pixel < values_a.size(); ++pixel) {
            if (same_bits(values_a[pixel], values_b[pixel])) {
                continue;
            }
            ++count;
            if (!first) {
                const auto place = static_cast<std::int64_t>(pixel);
                first =
                    fmt::format("band {}: column {}, row {}: {} and {}", band, place % grid.width,
                                top + place / grid.width, values_a[pixel], values_b[pixel]);
            }
        }
    }
    if (first) {
        *first += fmt::format(" ({} of {} pixels differ)", count, grid.window().num_pixels());
    }
    return first;
}

}  // namespace

std::vector<std::string> raster_differences(const std::filesystem::path& a,
                                            const std::filesystem::path& b) {
    RasterReader reader_a(a);
    RasterReader reader_b(b);
    std::vector<std::string> differences;
    compare_grids(reader_a.info().grid, reader_b.info().grid, differences);
    compare_metadata(reader_a.info(), reader_b.info(), differences);
    const auto& bands_a = reader_a.info().bands;
    const auto& bands_b = reader_b.info().bands;
    if (bands_a.size() != bands_b.size()) {
        differences.push_back(fmt::format("has {} and {} bands", bands_a.size(), bands_b.size()));
    }
    const geo::Grid& grid_b = reader_b.info().grid;
    const bool same_size =
        reader_a.info().grid.width == grid_b.width && reader_a.info().grid.height == grid_b.height;
    for (std::size_t band = 0; band < std::min(bands_a.size(), bands_b.size()); ++band) {
        compare_band_infos(band + 1, bands_a[band], bands_b[band], differences);
        const int number = static_cast<int>(band) + 1;
        const auto pixel = same_size ? pixel_difference(reader_a, reader_b, number) : std::nullopt;
        if (pixel) {
            differences.push_back(*pixel);
        }
    }
    return differences;
}

}  // namespace mineprint::pipeline
