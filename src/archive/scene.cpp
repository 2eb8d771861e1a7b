// SPDX-License-Identifier: Apache-2.0
#include "mineprint/archive/scene.hpp"

#include <algorithm>

#include "mineprint/core/error.hpp"

namespace mineprint::archive {

const std::vector<std::string>& known_bands() {
    static const std::vector<std::string> names{"coastal",  "blue",     "green",    "red",
                                                "rededge1", "rededge2", "rededge3", "nir",
                                                "nir08",    "swir1",    "swir2"};
    return names;
}

const std::vector<std::string>& common_bands() {
    static const std::vector<std::string> names{"blue", "green", "red", "nir", "swir1", "swir2"};
    return names;
}

std::string_view sensor_name(Sensor sensor) {
    switch (sensor) {
        case Sensor::tm:
            return "TM";
        case Sensor::etm:
            return "ETM+";
        case Sensor::oli:
            return "OLI";
        case Sensor::msi:
            return "MSI";
        case Sensor::image:
            return "image";
    }
    throw core::RunError("a sensor without a name");
}

const BandFile* Scene::find(std::string_view band) const {
    const auto found = std::find_if(bands.begin(), bands.end(),
                                    [&](const BandFile& file) { return file.band == band; });
    return found == bands.end() ? nullptr : &*found;
}

const QualityFile* Scene::find(QualityKind kind) const {
    const auto found = std::find_if(quality.begin(), quality.end(),
                                    [&](const QualityFile& file) { return file.kind == kind; });
    return found == quality.end() ? nullptr : &*found;
}

geo::Grid coarser(const geo::Grid& grid, int coarseness) {
    geo::Grid result = grid;
    result.pixel_width *= coarseness;
    result.pixel_height *= coarseness;
    result.width = (grid.width + coarseness - 1) / coarseness;
    result.height = (grid.height + coarseness - 1) / coarseness;
    return result;
}

}  // namespace mineprint::archive
