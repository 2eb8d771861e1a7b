// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "mineprint/features/extractor.hpp"

namespace mineprint::features {

/// A spectral index and the function that works it out. `inputs` are the bands of `info.bands` in
/// their order, as reflectance in 0 … 1, all as long as `output`. NaN where an input is NaN, where
/// a denominator is 0, and where there is no finite result.
struct SpectralIndex {
    IndexInfo info;
    void (*compute)(std::span<const std::span<const float>> inputs,
                    std::span<float> output) = nullptr;
};

/// All indices in the order of `known_indices`.
[[nodiscard]] const std::vector<SpectralIndex>& spectral_indices();

/// The index of that name, or nullptr.
[[nodiscard]] const SpectralIndex* find_index(std::string_view name);

}  // namespace mineprint::features
