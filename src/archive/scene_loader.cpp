// SPDX-License-Identifier: Apache-2.0
#include "mineprint/archive/scene_loader.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "mineprint/archive/band_reader.hpp"
#include "mineprint/archive/quality.hpp"
#include "mineprint/core/error.hpp"
#include "mineprint/gdal_io/crs.hpp"
#include "mineprint/gdal_io/raster_reader.hpp"

namespace mineprint::archive {
namespace {

constexpr float no_value = std::numeric_limits<float>::quiet_NaN();

/// Same lattice and size; corners may differ by a thousandth of a pixel, as files store them
/// rounded.
bool same_grid(const geo::Grid& a, const geo::Grid& b) {
    const auto near = [](double x, double y, double pixel) {
        return std::abs(x - y) <= 1e-3 * pixel;
    };
    const geo::Extent left = a.extent();
    const geo::Extent right = b.extent();
    return a.width == b.width && a.height == b.height &&
           near(left.xmin, right.xmin, a.pixel_width) &&
           near(left.xmax, right.xmax, a.pixel_width) &&
           near(left.ymin, right.ymin, a.pixel_height) &&
           near(left.ymax, right.ymax, a.pixel_height) &&
           (a.crs_wkt == b.crs_wkt || gdal_io::same_crs(a.crs_wkt, b.crs_wkt));
}

/// The files of a scene, opened one after the other. The bands of an image are in one file, which
/// stays open.
class SceneFiles {
  public:
    explicit SceneFiles(const Scene& scene) : scene_(scene) {}

    gdal_io::RasterReader& open(const std::filesystem::path& path) {
        if (!reader_ || path != path_) {
            reader_.emplace(path);
            path_ = path;
            if (!same_grid(reader_->info().grid, scene_.grid)) {
                throw core::DataError(fmt::format(
                    "the files of the scene {} do not lie on one grid: {} has another CRS, origin, "
                    "resolution or size than the rest",
                    scene_.id, path.string()));
            }
        }
        return *reader_;
    }

  private:
    const Scene& scene_;
    std::filesystem::path path_;
    std::optional<gdal_io::RasterReader> reader_;
};

/// The bands asked for, in order; throws where the scene lacks one.
std::vector<const BandFile*> find_bands(const Scene& scene, std::span<const std::string> bands) {
    std::vector<const BandFile*> found;
    for (const std::string& band : bands) {
        found.push_back(scene.find(band));
        if (found.back() == nullptr) {
            throw core::DataError(fmt::format("the scene {} has no band '{}'", scene.id, band));
        }
    }
    return found;
}

/// 1 where the quality layers accept a pixel of the window.
raster::Mask quality_mask(const Scene& scene, std::span<const std::string> bands, SceneFiles& files,
                          const gdal_io::SourceMap& map) {
    const QualityRule rule = quality_rule(scene.sensor, bands, default_rejected());
    const geo::PixelWindow& window = map.source_window();
    const auto pixel = files.open(scene.quality_path).read<std::uint16_t>(1, window);
    raster::Raster<std::uint16_t> saturation(window.width, window.height, 0);
    if (!scene.saturation_path.empty()) {
        saturation = files.open(scene.saturation_path).read<std::uint16_t>(1, window);
    }
    raster::Mask accepted(window.width, window.height);
    for (std::size_t i = 0; i < accepted.size(); ++i) {
        accepted[i] = rule.accepts(pixel[i], saturation[i]) ? 1 : 0;
    }
    return map.apply<std::uint8_t>(accepted, 0);
}

bool any(const raster::Mask& mask) {
    const auto values = mask.values();
    return std::any_of(values.begin(), values.end(), [](std::uint8_t value) { return value != 0; });
}

void keep_finite(raster::Mask& clear, const raster::Raster<float>& reflectance) {
    for (std::size_t i = 0; i < clear.size(); ++i) {
        const bool finite = std::abs(reflectance[i]) <= std::numeric_limits<float>::max();
        clear[i] = static_cast<std::uint8_t>(clear[i] & (finite ? 1 : 0));
    }
}

Observation nothing_seen(const Scene& scene, std::span<const std::string> bands,
                         const geo::PixelWindow& window) {
    Observation result{scene.id, scene.date, {}, raster::Mask(window.width, window.height, 0)};
    for (const std::string& band : bands) {
        result.reflectance.add(band, raster::Raster<float>(window.width, window.height, no_value));
    }
    return result;
}

/// Values of the source window on the target window.
raster::Raster<float> placed(raster::Raster<float> values, const gdal_io::SourceMap& map,
                             const geo::PixelWindow& window) {
    const bool in_place =
        map.aligned() && values.width() == window.width && values.height() == window.height;
    return in_place ? std::move(values) : map.apply<float>(values, no_value);
}

}  // namespace

Observation load_scene(const Scene& scene, std::span<const std::string> bands,
                       const geo::Grid& region, const geo::PixelWindow& window) {
    const std::vector<const BandFile*> band_files = find_bands(scene, bands);
    const gdal_io::SourceMap map(scene.grid, region, window);
    if (map.source_window().empty()) {
        return nothing_seen(scene, bands, window);
    }
    SceneFiles files(scene);
    raster::Mask clear(window.width, window.height, 1);
    if (scene.quality == QualityKind::landsat_c2) {
        clear = quality_mask(scene, bands, files, map);
        if (!any(clear)) {
            return nothing_seen(scene, bands, window);
        }
    }
    Observation result{scene.id, scene.date, {}, {}};
    for (const BandFile* band : band_files) {
        gdal_io::RasterReader& reader = files.open(band->path);
        raster::Raster<float> reflectance =
            placed(read_reflectance(reader, *band, map.source_window()), map, window);
        keep_finite(clear, reflectance);
        result.reflectance.add(band->band, std::move(reflectance));
    }
    result.clear = std::move(clear);
    return result;
}

}  // namespace mineprint::archive
