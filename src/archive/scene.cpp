// SPDX-License-Identifier: Apache-2.0
#include "mineprint/archive/scene.hpp"

#include <algorithm>

#include "mineprint/core/error.hpp"

namespace mineprint::archive {

const std::vector<std::string>& known_bands() {
    static const std::vector<std::string> names{"coastal", "blue",  "green", "red",
                                                "nir",     "swir1", "swir2"};
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

}  // namespace mineprint::archive
