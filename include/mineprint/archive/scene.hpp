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

/// The spectral bands mineprint knows, by the names used in job files:
/// `coastal blue green red nir swir1 swir2`.
[[nodiscard]] const std::vector<std::string>& known_bands();

enum class Sensor { tm, etm, oli, image };
/// `TM`, `ETM+`, `OLI`, `image`.
[[nodiscard]] std::string_view sensor_name(Sensor sensor);

/// One band of a scene and how its stored values become reflectance: value × scale + offset.
struct BandFile {
    std::string band;
    std::filesystem::path path;
    int band_number = 1;  ///< in the file, from 1
    double scale = 1;
    double offset = 0;
    std::optional<double> nodata;
};

/// How the quality layer of a scene is read.
enum class QualityKind { none, landsat_c2 };

/// One acquisition. All its bands have one grid.
struct Scene {
    std::string id;  ///< product id, or the image's path as given
    Sensor sensor = Sensor::image;
    core::Date date;
    std::string tier;             ///< T1, T2, RT; empty for images
    std::string epoch;            ///< for ready-made images: the epoch it stands for; else empty
    double cloud_cover_pct = -1;  ///< from the metadata; -1: not told
    geo::Grid grid;
    std::vector<BandFile> bands;
    QualityKind quality = QualityKind::none;
    std::filesystem::path quality_path;     ///< QA_PIXEL
    std::filesystem::path saturation_path;  ///< QA_RADSAT
    std::uint64_t bytes = 0;                ///< of all its files
    std::int64_t modified_ns = 0;           ///< newest of its files, since 1970

    [[nodiscard]] const BandFile* find(std::string_view band) const;
};

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
