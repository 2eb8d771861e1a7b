// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "mineprint/forest/sample_table.hpp"

namespace benchmarks {

/// Rows `begin` … `end`-1 of an endless table of labelled pixels, a quarter of them mines: mixed
/// land cover in six bands under shade, haze and noise, and six ratios of bands. Mines are pits,
/// spoil heaps and ponds whose spectra overlap those of soil, towns and water, and whose borders
/// are mixed pixels: about 3 % are out of reach of any classifier. A row depends on (seed, its
/// number) alone. 1 … 12 features.
mineprint::forest::SampleTable labelled_pixels(std::uint64_t begin, std::uint64_t end,
                                               std::size_t num_features, std::uint64_t seed);

/// Writes `PREFIX_X.npy` (float32, rows × features) and `PREFIX_y.npy` (uint8, 1: mine), for
/// programs in Python and R. Throws RunError.
void save_as_npy(const std::string& prefix, const mineprint::forest::SampleTable& samples);

}  // namespace benchmarks
