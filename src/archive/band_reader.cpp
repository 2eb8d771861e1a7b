// SPDX-License-Identifier: Apache-2.0
#include "mineprint/archive/band_reader.hpp"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

namespace mineprint::archive {
namespace {

constexpr float no_value = std::numeric_limits<float>::quiet_NaN();

/// A value that stands for none as the stored type has it; nothing where no stored value can equal
/// it.
template <class T>
std::optional<T> as_stored(std::optional<double> nodata) {
    const bool fits = nodata && *nodata >= static_cast<double>(std::numeric_limits<T>::lowest()) &&
                      *nodata <= static_cast<double>(std::numeric_limits<T>::max());
    if (!fits) {
        return std::nullopt;
    }
    const T value = static_cast<T>(*nodata);
    const bool exact = std::is_floating_point_v<T> || static_cast<double>(value) == *nodata;
    return exact ? std::optional(value) : std::nullopt;
}

template <class T>
raster::Raster<float> scaled(const raster::Raster<T>& stored, const BandFile& band) {
    raster::Raster<float> result(stored.width(), stored.height());
    const std::span<const T> from = stored.values();
    const std::span<float> to = result.values();
    const double scale = band.scale;
    const double offset = band.offset;
    for (std::size_t i = 0; i < from.size(); ++i) {
        to[i] = static_cast<float>(static_cast<double>(from[i]) * scale + offset);
    }
    for (const std::optional<T> none : {as_stored<T>(band.nodata), as_stored<T>(band.saturated)}) {
        for (std::size_t i = 0; none && i < from.size(); ++i) {
            to[i] = from[i] == *none ? no_value : to[i];
        }
    }
    return result;
}

/// Empty for a band that has gone since the catalogue was made; reading it reports that.
std::string stored_type(const gdal_io::RasterReader& reader, int band) {
    const std::vector<gdal_io::BandInfo>& bands = reader.info().bands;
    const auto index = static_cast<std::size_t>(band - 1);
    return index < bands.size() ? bands[index].type : std::string();
}

}  // namespace

raster::Raster<float> read_reflectance(gdal_io::RasterReader& reader, const BandFile& band,
                                       const geo::PixelWindow& window) {
    const int number = band.band_number;
    const std::string type = stored_type(reader, number);
    if (type == "UInt16") {
        return scaled(reader.read<std::uint16_t>(number, window), band);
    }
    if (type == "Int16") {
        return scaled(reader.read<std::int16_t>(number, window), band);
    }
    if (type == "Byte") {
        return scaled(reader.read<std::uint8_t>(number, window), band);
    }
    if (type == "Float32") {
        return scaled(reader.read<float>(number, window), band);
    }
    return scaled(reader.read<double>(number, window), band);
}

raster::ScaledRaster read_band(gdal_io::RasterReader& reader, const BandFile& band,
                               const geo::PixelWindow& window) {
    if (band.scale <= 0 || stored_type(reader, band.band_number) != "UInt16") {
        return read_reflectance(reader, band, window);
    }
    return {reader.read<std::uint16_t>(band.band_number, window),
            {band.scale,
             band.offset,
             {as_stored<std::uint16_t>(band.nodata), as_stored<std::uint16_t>(band.saturated)}}};
}

}  // namespace mineprint::archive
