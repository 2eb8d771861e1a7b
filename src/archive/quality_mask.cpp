// SPDX-License-Identifier: Apache-2.0
#include "mineprint/archive/quality_mask.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "mineprint/archive/dilation.hpp"
#include "mineprint/gdal_io/crs.hpp"

namespace mineprint::archive {
namespace {

constexpr double metres_per_degree = 111320;

/// What of a layer rejects a pixel where it stands, and what rejects its surroundings too.
struct LayerRules {
    LayerRule here;
    LayerRule around;
};

LayerRules rules_of(QualityKind kind, const QualityScope& scope, const QualityOptions& options) {
    std::vector<QualityFlag> here{QualityFlag::fill};
    std::vector<QualityFlag> around;
    for (const QualityFlag flag : options.reject) {
        auto& flags = options.dilation_m > 0 && is_cloud_flag(flag) ? around : here;
        flags.push_back(flag);
    }
    return {LayerRule(kind, scope, here), LayerRule(kind, scope, around)};
}

/// Pixel size on the ground; degrees are taken as at the middle of the scene.
Reach reach_on(const geo::Grid& grid, double radius_m) {
    if (!gdal_io::is_geographic(grid.crs_wkt)) {
        return {radius_m, grid.pixel_width, grid.pixel_height};
    }
    const double latitude = grid.y_at(static_cast<double>(grid.height) / 2);
    const double shrink = std::max(0.01, std::cos(latitude * std::numbers::pi / 180));
    return {radius_m, grid.pixel_width * metres_per_degree * shrink,
            grid.pixel_height * metres_per_degree};
}

geo::PixelWindow widened(const geo::PixelWindow& window, const Reach& reach,
                         const geo::Grid& grid) {
    return geo::intersection({window.column - reach.columns(), window.row - reach.rows(),
                              window.width + 2 * reach.columns(), window.height + 2 * reach.rows()},
                             grid.window());
}

raster::Mask cut(const raster::Mask& mask, const geo::PixelWindow& from,
                 const geo::PixelWindow& part) {
    raster::Mask result(part.width, part.height);
    for (std::int64_t row = 0; row < part.height; ++row) {
        const auto source = mask.row(part.row - from.row + row)
                                .subspan(static_cast<std::size_t>(part.column - from.column),
                                         static_cast<std::size_t>(part.width));
        std::copy(source.begin(), source.end(), result.row(row).begin());
    }
    return result;
}

raster::Mask where_rejected(const raster::Raster<std::uint16_t>& values, const LayerRule& rule) {
    raster::Mask mask(values.width(), values.height());
    const std::span<const std::uint16_t> from = values.values();
    const std::span<std::uint8_t> to = mask.values();
    for (std::size_t i = 0; i < to.size(); ++i) {
        to[i] = rule.accepts(from[i]) ? 0 : 1;
    }
    return mask;
}

/// 1 where a layer accepts a pixel of its own window.
raster::Mask accepted_by(gdal_io::RasterReader& reader, const geo::PixelWindow& window,
                         const LayerRules& rules, double dilation_m) {
    const geo::Grid& grid = reader.info().grid;
    const bool widen = !rules.around.empty();
    const Reach reach = widen ? reach_on(grid, dilation_m) : Reach{};
    const geo::PixelWindow read = widen ? widened(window, reach, grid) : window;
    const auto values = reader.read<std::uint16_t>(1, read);
    raster::Mask rejected = where_rejected(values, rules.here);
    if (widen) {
        const raster::Mask near = dilated(where_rejected(values, rules.around), reach);
        for (std::size_t i = 0; i < rejected.size(); ++i) {
            rejected[i] |= near[i];
        }
        rejected = cut(rejected, read, window);
    }
    for (std::uint8_t& value : rejected.values()) {
        value = value == 0 ? 1 : 0;
    }
    return rejected;
}

}  // namespace

raster::Mask quality_mask(SceneFiles& files, SourceMaps& maps, std::span<const std::string> bands,
                          const QualityOptions& options) {
    const Scene& scene = files.scene();
    const geo::PixelWindow target = maps.window();
    raster::Mask clear(target.width, target.height, 1);
    for (const QualityFile& layer : scene.quality) {
        const LayerRules rules = rules_of(layer.kind, {scene.sensor, bands}, options);
        if (rules.here.empty() && rules.around.empty()) {
            continue;
        }
        const gdal_io::SourceMap& map = maps.of(layer.coarseness);
        const raster::Mask accepted =
            map.apply<std::uint8_t>(accepted_by(files.open(layer.path, layer.coarseness),
                                                map.source_window(), rules, options.dilation_m),
                                    0);
        const std::span<const std::uint8_t> from = accepted.values();
        const std::span<std::uint8_t> to = clear.values();
        for (std::size_t i = 0; i < to.size(); ++i) {
            to[i] &= from[i];
        }
    }
    return clear;
}

}  // namespace mineprint::archive
