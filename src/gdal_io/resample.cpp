// SPDX-License-Identifier: Apache-2.0
#include "mineprint/gdal_io/resample.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include <fmt/format.h>

#include "mineprint/core/error.hpp"
#include "mineprint/gdal_io/place_lattice.hpp"

namespace mineprint::gdal_io {
namespace {

/// Of the source that are held at a time, in double precision: 32 MiB.
constexpr std::int64_t most_source_pixels = std::int64_t{4} << 20;
/// Of a place between exact ones, in source pixels: below it a bilinear value hardly moves.
constexpr double largest_error = 1e-5;
constexpr double no_value = std::numeric_limits<double>::quiet_NaN();

using Values = raster::Raster<double>;

/// Two halves of a window, along its longer side.
std::pair<geo::PixelWindow, geo::PixelWindow> halves(const geo::PixelWindow& window) {
    geo::PixelWindow first = window;
    geo::PixelWindow second = window;
    if (window.width >= window.height) {
        first.width = window.width / 2;
        second.column += first.width;
        second.width -= first.width;
    } else {
        first.height = window.height / 2;
        second.row += first.height;
        second.height -= first.height;
    }
    return {first, second};
}

/// The four source pixels around a place and the weight of the right and lower ones.
struct Corner {
    std::int64_t column = -1;  ///< of the upper left one; -1: the place is outside
    std::int64_t row = -1;
    double right = 0;
    double down = 0;
};

/// Along one axis: the pixel whose centre lies before a number, and the share of the next.
std::pair<std::int64_t, double> between_centres(double number) {
    const double place = number - 0.5;
    const double before = std::floor(place);
    const double share = place - before;
    const auto pixel = static_cast<std::int64_t>(before);
    if (share > 1 - border_width) {
        return {pixel + 1, 0};
    }
    return {pixel, share < border_width ? 0 : share};
}

class Resampler {
  public:
    Resampler(RasterReader& reader, const geo::Grid& grid, const geo::PixelWindow& window,
              const ResampleOptions& options)
        : reader_(reader),
          grid_(grid),
          options_(options),
          window_(window),
          result_(window.width, window.height, std::numeric_limits<float>::quiet_NaN()) {}

    void fill(const geo::PixelWindow& part) {
        if (!part.empty()) {
            options_.bilinear ? fill_bilinear(part) : fill_nearest(part);
        }
    }
    raster::Raster<float> take() { return std::move(result_); }

  private:
    [[nodiscard]] const geo::Grid& source() const { return reader_.info().grid; }

    bool split(const geo::PixelWindow& part, const geo::PixelWindow& source_window) {
        if (source_window.num_pixels() <= most_source_pixels || part.num_pixels() == 1) {
            return false;
        }
        const auto [first, second] = halves(part);
        fill(first);
        fill(second);
        return true;
    }

    /// Physical values of a window of the source; NaN where there is none.
    Values read(const geo::PixelWindow& source_window) {
        Values values = reader_.read<double>(options_.band, source_window);
        const BandInfo& band = reader_.info().bands.at(static_cast<std::size_t>(options_.band - 1));
        const std::optional<double> nodata = options_.nodata ? options_.nodata : band.nodata;
        for (double& value : values.values()) {
            const bool missing = !std::isfinite(value) ||
                                 (nodata && (value == *nodata || static_cast<float>(value) ==
                                                                     static_cast<float>(*nodata)));
            value = missing ? no_value : value * band.scale + band.offset;
        }
        return values;
    }

    void put(const geo::PixelWindow& part, const Values& values) {
        for (std::int64_t row = 0; row < part.height; ++row) {
            const auto from = values.row(row);
            const auto to = result_.row(part.row - window_.row + row)
                                .subspan(static_cast<std::size_t>(part.column - window_.column));
            std::ranges::transform(from, to.begin(),
                                   [](double value) { return static_cast<float>(value); });
        }
    }

    void fill_nearest(const geo::PixelWindow& part) {
        const SourceMap map(source(), grid_, part);
        if (!map.source_window().empty() && !split(part, map.source_window())) {
            put(part, map.apply<double>(read(map.source_window()), no_value));
        }
    }

    void fill_bilinear(const geo::PixelWindow& part) {
        std::vector<Corner> corners;
        const geo::PixelWindow needed = locate(part, corners);
        if (needed.empty() || split(part, needed)) {
            return;
        }
        const Values values = read(needed);
        Values mixed(part.width, part.height, no_value);
        for (std::size_t pixel = 0; pixel < corners.size(); ++pixel) {
            if (corners[pixel].column >= 0) {
                mixed[pixel] = mix(values, needed, corners[pixel]);
            }
        }
        put(part, mixed);
    }

    /// Where the pixels of a part lie, and the part of the source around them.
    geo::PixelWindow locate(const geo::PixelWindow& part, std::vector<Corner>& corners) {
        check_crs(source(), grid_);
        corners.assign(static_cast<std::size_t>(part.num_pixels()), {});
        geo::PixelWindow box;
        const Locator locator(source(), grid_);
        for_each_place(locator, part, largest_error,
                       [&](std::int64_t column, std::int64_t row, const Place& place) {
                           const bool inside =
                               place.known() && place.column >= -border_width &&
                               place.row >= -border_width &&
                               place.column <= static_cast<double>(source().width) + border_width &&
                               place.row <= static_cast<double>(source().height) + border_width;
                           if (!inside) {
                               return;
                           }
                           const Corner corner = corner_of(place);
                           corners[static_cast<std::size_t>((row - part.row) * part.width + column -
                                                            part.column)] = corner;
                           box = around(box, corner);
                       });
        return box;
    }

    [[nodiscard]] Corner corner_of(const Place& place) const {
        const auto [column, right] = between_centres(place.column);
        const auto [row, down] = between_centres(place.row);
        Corner corner{column, row, right, down};
        if (column < 0 || column >= source().width - 1) {
            corner.column = std::clamp<std::int64_t>(column, 0, source().width - 1);
            corner.right = 0;
        }
        if (row < 0 || row >= source().height - 1) {
            corner.row = std::clamp<std::int64_t>(row, 0, source().height - 1);
            corner.down = 0;
        }
        return corner;
    }

    static geo::PixelWindow around(const geo::PixelWindow& box, const Corner& corner) {
        const std::int64_t right = corner.column + (corner.right > 0 ? 2 : 1);
        const std::int64_t bottom = corner.row + (corner.down > 0 ? 2 : 1);
        if (box.empty()) {
            return {corner.column, corner.row, right - corner.column, bottom - corner.row};
        }
        const std::int64_t column = std::min(box.column, corner.column);
        const std::int64_t row = std::min(box.row, corner.row);
        return {column, row, std::max(box.column + box.width, right) - column,
                std::max(box.row + box.height, bottom) - row};
    }

    static double mix(const Values& values, const geo::PixelWindow& box, const Corner& corner) {
        const std::int64_t column = corner.column - box.column;
        const std::int64_t row = corner.row - box.row;
        const auto along = [&](std::int64_t line) {
            const double left = values(line, column);
            return corner.right == 0
                       ? left
                       : (1 - corner.right) * left + corner.right * values(line, column + 1);
        };
        const double upper = along(row);
        return corner.down == 0 ? upper : (1 - corner.down) * upper + corner.down * along(row + 1);
    }

    RasterReader& reader_;
    const geo::Grid& grid_;
    const ResampleOptions& options_;
    geo::PixelWindow window_;
    raster::Raster<float> result_;
};

}  // namespace

raster::Raster<float> read_resampled(RasterReader& reader, const geo::Grid& grid,
                                     const geo::PixelWindow& window,
                                     const ResampleOptions& options) {
    const RasterInfo& info = reader.info();
    if (options.band < 1 || static_cast<std::size_t>(options.band) > info.bands.size()) {
        throw core::DataError(fmt::format("{}: there is no band {}: it has {}", info.path.string(),
                                          options.band, info.bands.size()));
    }
    Resampler resampler(reader, grid, window, options);
    resampler.fill(window);
    return resampler.take();
}

}  // namespace mineprint::gdal_io
