// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "mineprint/raster/raster.hpp"

namespace mineprint::composite {

/// One cloud-free image of a window and epoch.
struct Composite {
    raster::BandStack reflectance;            ///< NaN where unobserved
    raster::Raster<std::uint16_t> num_clear;  ///< clear observations per pixel
    raster::Mask observed;                    ///< 1 where num_clear >= minimum_clear
};

/// One observation as a composite sees it.
struct Layer {
    const raster::BandStack* reflectance = nullptr;
    const raster::Mask* clear = nullptr;
};

/// Per-band median of the clear observations; of an even number the mean of the two middle ones,
/// (a + b) · 0.5 in single precision, as numpy has it. A pixel's value depends on its own
/// observations alone, so that a window may be made in strips. Throws RunError when a layer has
/// another size or lacks a band. @pre minimum_clear >= 1; where a layer is clear, all its bands
/// have a value
[[nodiscard]] Composite median(std::span<const Layer> layers, std::span<const std::string> bands,
                               std::int64_t width, std::int64_t height, int minimum_clear);

}  // namespace mineprint::composite
