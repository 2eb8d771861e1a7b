// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mineprint/core/date.hpp"
#include "mineprint/geo/grid.hpp"

namespace mineprint::archive {

/// The spectral bands mineprint knows, by the names used in job files: `coastal blue green red
/// rededge1 rededge2 rededge3 nir nir08 swir1 swir2`. `nir` is the broad near-infrared band of a
/// sensor (B08 of Sentinel-2), `nir08` the narrow one at 865 nm (B8A), which is the only one
/// Landsat 8 and 9 have and is `nir` there.
[[nodiscard]] const std::vector<std::string>& known_bands();
/// The six bands that every sensor has: blue, green, red, nir, swir1, swir2.
[[nodiscard]] const std::vector<std::string>& common_bands();

enum class Sensor { tm, etm, oli, msi, image };
/// `TM`, `ETM+`, `OLI`, `MSI`, `image`.
[[nodiscard]] std::string_view sensor_name(Sensor sensor);

/// One band of a scene and how its stored values become reflectance: value × scale + offset.
struct BandFile {
    std::string band;
    std::filesystem::path path;
    int band_number = 1;  ///< in the file, from 1
    double scale = 1;
    double offset = 0;
    std::optional<double> nodata = {};
    std::optional<double> saturated = {};  ///< the stored value that stands for saturation
    int coarseness = 1;  ///< pixels of the scene's grid along one side of a pixel of this file
};

/// What a quality layer is, and with it what its values mean; see quality.hpp.
enum class QualityKind {
    landsat_pixel,       ///< Collection 2 QA_PIXEL
    landsat_saturation,  ///< Collection 2 QA_RADSAT
    landsat_aerosol,     ///< Collection 2 SR_QA_AEROSOL, Landsat 8 and 9
    landsat_internal,    ///< Collection 2 SR_CLOUD_QA, Landsat 4 to 7
    sentinel2_scene,     ///< Sentinel-2 scene classification (SCL)
    hls_fmask,           ///< HLS v2 Fmask
    force_quality        ///< FORCE QAI
};

/// A quality layer of a scene.
struct QualityFile {
    QualityKind kind = QualityKind::landsat_pixel;
    std::filesystem::path path;
    int coarseness = 1;  ///< as of a band
    bool operator==(const QualityFile&) const = default;
};

/// One acquisition. Its bands share one grid, or lie on coarser ones with the same upper left
/// corner whose pixels are whole multiples of it.
struct Scene {
    std::string id;  ///< product id, or the image's path as given
    Sensor sensor = Sensor::image;
    std::string platform;  ///< `landsat-8`, `sentinel-2a`; empty for images
    core::Date date;
    std::string tier;      ///< of Landsat: T1, T2, RT; else empty
    std::string baseline;  ///< processing baseline of Sentinel-2, `05.09`; else empty
    std::string epoch;     ///< for ready-made images: the epoch it stands for; else empty
    /// What was acquired: scenes with the same text show the same acquisition; empty: unique.
    std::string acquisition;
    std::string processed;        ///< of two of one acquisition the later text is the newer
    bool provisional = false;     ///< gives way to any that is not, whenever processed
    bool harmonised = false;      ///< adjusted to the OLI sensor by its maker (HLS)
    double cloud_cover_pct = -1;  ///< from the metadata; -1: not told
    geo::Grid grid;               ///< of the finest band
    std::vector<BandFile> bands;
    std::vector<QualityFile> quality;  ///< empty: every pixel with values is clear
    std::uint64_t bytes = 0;           ///< of all its local files
    std::filesystem::path product;     ///< the file that stands for it; empty: it is not read again
    std::int64_t folder_modified_ns = 0;  ///< of the folder of that file
    std::int64_t modified_ns = 0;         ///< newest of its files, since 1970

    [[nodiscard]] const BandFile* find(std::string_view band) const;
    [[nodiscard]] const QualityFile* find(QualityKind kind) const;
};

/// A grid with the same corner and pixels `coarseness` times as large along each side, the last
/// column and row reaching over the edge where the size is no multiple.
[[nodiscard]] geo::Grid coarser(const geo::Grid& grid, int coarseness);

/// A scene, or a file, that could not be used; `tile` and `epoch` empty where it concerns the whole
/// run.
struct Quarantined {
    std::string scene;
    std::string path;
    std::string tile;
    std::string epoch;
    std::string cause;
    auto operator<=>(const Quarantined&) const = default;
};

}  // namespace mineprint::archive
