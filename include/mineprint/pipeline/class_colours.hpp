// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "mineprint/gdal_io/raster_writer.hpp"

namespace mineprint::pipeline {

/// The colours of class maps: the target in red; the others in colours that colour-blind readers
/// tell apart (Okabe & Ito 2008).
[[nodiscard]] std::vector<gdal_io::ColourEntry> class_colours(
    const std::vector<std::string>& classes, std::size_t target);

}  // namespace mineprint::pipeline
