// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "mineprint/sampling/reference.hpp"

namespace mineprint::sampling {

/// Leaves one claim on each pixel and epoch: that of the lowest group where all agree on the class,
/// none where they do not. Orders the rest by epoch, row, column. Returns the number of pixels that
/// were dropped.
std::int64_t settle_claims(std::vector<LabelledPixel>& pixels);

/// Keeps at most `most` pixels of a class at an epoch: those whose random numbers, keyed by (seed,
/// id), are the smallest. The order stays.
void draw_per_class(std::vector<LabelledPixel>& pixels, std::int64_t most, std::uint64_t seed);

}  // namespace mineprint::sampling
