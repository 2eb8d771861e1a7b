// SPDX-License-Identifier: Apache-2.0
#include "mineprint/simulate/product.hpp"

#include <vector>

#include <fmt/format.h>

#include "mineprint/core/atomic_file.hpp"
#include "mineprint/gdal_io/raster_writer.hpp"
#include "mineprint/geo/tiling.hpp"
#include "mineprint/simulate/scene_renderer.hpp"

namespace mineprint::simulate {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t block_size = 256;
constexpr std::size_t num_layers = num_bands + 2;

std::string layer_suffix(const PlannedScene& scene, std::size_t layer) {
    if (layer < num_bands) {
        return fmt::format("SR_B{}.TIF", scene.satellite->band_numbers[layer]);
    }
    return layer == num_bands ? "QA_PIXEL.TIF" : "QA_RADSAT.TIF";
}

fs::path in_folder(const PlannedScene& scene, std::string_view suffix) {
    return fs::path(scene.product_id) / scene.file_name(suffix);
}

gdal_io::GeoTiffOptions tiff_options(const PlannedScene& scene, std::size_t layer,
                                     const std::string& fingerprint) {
    gdal_io::GeoTiffOptions options;
    if (layer < num_bands) {
        options.nodata = 0;
    }
    options.block_size = static_cast<int>(block_size);
    options.metadata = {{"LANDSAT_PRODUCT_ID", scene.product_id},
                        {"SIMULATION_FINGERPRINT", fingerprint},
                        {"SYNTHETIC", "yes"}};
    return options;
}

/// The files of a product while they are written, block by block.
class LayerFiles {
  public:
    LayerFiles(const fs::path& root, const PlannedScene& scene, const std::string& fingerprint) {
        for (std::size_t layer = 0; layer < num_layers; ++layer) {
            files_.emplace_back(root / in_folder(scene, layer_suffix(scene, layer)), scene.grid, 1,
                                tiff_options(scene, layer, fingerprint));
        }
    }
    void put(const geo::PixelWindow& window, const SceneBlock& block) {
        for (std::size_t layer = 0; layer < num_bands; ++layer) {
            files_[layer].write(1, window, block.bands[layer]);
        }
        files_[num_bands].write(1, window, block.quality);
        files_[num_bands + 1].write(1, window, block.saturation);
    }
    void commit() {
        for (auto& file : files_) {
            file.commit();
        }
    }

  private:
    std::vector<gdal_io::GeoTiffWriter<std::uint16_t>> files_;
};

bool is_complete(const fs::path& metadata, const std::string& fingerprint) {
    return fs::exists(metadata) && fingerprint_in(core::read_text_file(metadata)) == fingerprint;
}

}  // namespace

std::vector<fs::path> product_files(const PlannedScene& scene) {
    std::vector<fs::path> files;
    for (std::size_t layer = 0; layer < num_layers; ++layer) {
        files.push_back(in_folder(scene, layer_suffix(scene, layer)));
    }
    files.push_back(in_folder(scene, "MTL.txt"));
    return files;
}

void write_product(const fs::path& root, const Landscape& landscape, const PlannedScene& scene,
                   const EpochState& state, const ProductStamp& stamp) {
    const fs::path metadata = root / in_folder(scene, "MTL.txt");
    if (is_complete(metadata, stamp.fingerprint)) {
        return;
    }
    const SceneRenderer renderer(landscape, scene, state, stamp.noise);
    const geo::Tiling tiling(scene.grid.width, scene.grid.height, block_size);
    LayerFiles files(root, scene, stamp.fingerprint);
    std::int64_t num_observed = 0;
    std::int64_t num_cloud = 0;
    for (std::int64_t tile = 0; tile < tiling.num_tiles(); ++tile) {
        const geo::PixelWindow window = tiling.window(tile);
        const SceneBlock block = renderer.render(window);
        files.put(window, block);
        num_observed += block.num_observed;
        num_cloud += block.num_cloud;
    }
    files.commit();
    const double cloud_cover_pct = num_observed == 0 ? 0.0
                                                     : 100.0 * static_cast<double>(num_cloud) /
                                                           static_cast<double>(num_observed);
    core::write_text_file(metadata,
                          metadata_text(landscape, scene, cloud_cover_pct, stamp.fingerprint));
}

}  // namespace mineprint::simulate
