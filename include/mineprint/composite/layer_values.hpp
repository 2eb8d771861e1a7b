// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "mineprint/composite/composite.hpp"

namespace mineprint::composite {

/// One layer of the whole window: its bands in the order asked for.
struct LayerValues {
    std::vector<const raster::ScaledRaster*> bands;
    std::span<const std::uint8_t> clear;
};

/// Throws RunError when a layer has another size or lacks a band.
[[nodiscard]] std::vector<LayerValues> layer_values(std::span<const Layer> layers,
                                                    std::span<const std::string> bands,
                                                    std::size_t num_pixels);

}  // namespace mineprint::composite
