// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <map>

#include "mineprint/archive/open_files.hpp"
#include "mineprint/archive/scene.hpp"
#include "mineprint/gdal_io/raster_reader.hpp"
#include "mineprint/geo/grid.hpp"

namespace mineprint::archive {

/// The files of a scene among those that are open. The scene and the open files must outlive it.
class SceneFiles {
  public:
    SceneFiles(const Scene& scene, OpenFiles& open_files)
        : scene_(scene), open_files_(open_files) {}

    /// The reader is good until the next call. Throws DataError that names the file when it cannot
    /// be opened, or its grid is not the scene's made coarser.
    gdal_io::RasterReader& open(const std::filesystem::path& path, int coarseness);
    [[nodiscard]] const Scene& scene() const noexcept { return scene_; }

  private:
    const Scene& scene_;
    OpenFiles& open_files_;
};

/// How the grids of a scene lie under a window of the region's grid; made when first asked for. The
/// scene and the region must outlive it.
class SourceMaps {
  public:
    SourceMaps(const Scene& scene, const geo::Grid& region, const geo::PixelWindow& window)
        : scene_(scene), region_(region), window_(window) {}

    const gdal_io::SourceMap& of(int coarseness);
    [[nodiscard]] const geo::PixelWindow& window() const noexcept { return window_; }

  private:
    const Scene& scene_;
    const geo::Grid& region_;
    geo::PixelWindow window_;
    std::map<int, gdal_io::SourceMap> maps_;
};

}  // namespace mineprint::archive
