// SPDX-License-Identifier: Apache-2.0
#include "mineprint/composite/layer_values.hpp"

#include <fmt/format.h>

#include "mineprint/core/error.hpp"

namespace mineprint::composite {

std::vector<LayerValues> layer_values(std::span<const Layer> layers,
                                      std::span<const std::string> bands, std::size_t num_pixels) {
    std::vector<LayerValues> result;
    for (const Layer& layer : layers) {
        LayerValues values;
        values.clear = layer.clear->values();
        bool fits = values.clear.size() == num_pixels;
        for (const std::string& band : bands) {
            const raster::ScaledRaster* found = layer.reflectance->find(band);
            if (found == nullptr) {
                throw core::RunError(
                    fmt::format("a layer of a composite lacks the band '{}'", band));
            }
            values.bands.push_back(found);
            fits = fits && found->size() == num_pixels;
        }
        if (!fits) {
            throw core::RunError("the layers of a composite are not of one size");
        }
        result.push_back(std::move(values));
    }
    return result;
}

}  // namespace mineprint::composite
