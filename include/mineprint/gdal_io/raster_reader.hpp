// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "mineprint/geo/grid.hpp"
#include "mineprint/raster/raster.hpp"

namespace mineprint::gdal_io {

struct BandInfo {
    std::string type;  ///< GDAL's name: Byte, UInt16, Int16, Float32 …
    std::string description;
    std::optional<double> nodata;
    double scale = 1;
    double offset = 0;
    int block_width = 0;
    int block_height = 0;
    std::map<std::string, std::string> metadata;  ///< default domain, and GDAL's `IMAGERY`
};

/// What a raster file says of itself.
struct RasterInfo {
    std::filesystem::path path;
    std::string driver;
    geo::Grid grid;  ///< crs_wkt empty where the file has none
    std::vector<BandInfo> bands;
    std::map<std::string, std::string> metadata;     ///< the default domain
    std::map<std::string, std::string> envi_header;  ///< what an ENVI header says; blanks are `_`
};

/// One raster file open for reading; one handle per thread. Every error is a DataError that names
/// the file, the band and GDAL's own message.
class RasterReader {
  public:
    /// Throws DataError: not there, not a raster, without a place on Earth (no geotransform),
    /// rotated or south-up. Side files of GDAL (`.aux.xml`) are not read; world files and headers
    /// are.
    explicit RasterReader(const std::filesystem::path& path);
    ~RasterReader();
    RasterReader(RasterReader&&) noexcept;
    RasterReader& operator=(RasterReader&&) noexcept;

    [[nodiscard]] const RasterInfo& info() const noexcept;

    /// Stored values of band `band` (from 1) in a window inside the file's grid, converted to T by
    /// GDAL's rules. T: uint8_t, uint16_t, int16_t, uint32_t, int32_t, float, double. A file whose
    /// blocks need more than 256 MiB each is refused.
    template <class T>
    [[nodiscard]] raster::Raster<T> read(int band, const geo::PixelWindow& window);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

/// Which pixel of a source grid each pixel of a target window takes its value from (nearest
/// neighbour: the source pixel that holds the target's centre). It depends on the two grids alone,
/// not on the window, so that tiles have no seams.
class SourceMap {
  public:
    /// `window` is in the numbering of `target`, which must be the whole region's grid. A centre
    /// within 1e-6 pixels of a border of source pixels takes the right or lower one. Between two
    /// CRSs, places are exact at every 16th pixel of the target and within 0.05 source pixels in
    /// between. Throws DataError where a CRS is missing or there is no way between the two.
    SourceMap(const geo::Grid& source, const geo::Grid& target, const geo::PixelWindow& window);

    /// The part of the source that is needed; empty where the two do not meet.
    [[nodiscard]] const geo::PixelWindow& source_window() const noexcept { return source_window_; }
    /// Same lattice, shifted by whole pixels: no resampling takes place.
    [[nodiscard]] bool aligned() const noexcept { return aligned_; }

    /// Puts values read from `source_window()` on the target window; `fill` where there is none.
    /// T as for RasterReader. Throws RunError for a raster of another size.
    template <class T>
    [[nodiscard]] raster::Raster<T> apply(const raster::Raster<T>& source, T fill) const;

  private:
    geo::PixelWindow target_window_;  ///< in the source's numbering where the two are aligned
    geo::PixelWindow source_window_;
    bool aligned_ = false;
    std::vector<std::int64_t> index_;  ///< per target pixel, into the source window; -1: outside
};

}  // namespace mineprint::gdal_io
