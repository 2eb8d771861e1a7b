// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "mineprint/app/option.hpp"

namespace mineprint::app {

/// Options of the section [archive] by which scenes are chosen.
[[nodiscard]] std::vector<Option> scene_options();
/// By which pixels are.
[[nodiscard]] std::vector<Option> quality_options();
/// What concerns items of catalogues elsewhere.
[[nodiscard]] std::vector<Option> remote_options();
/// `harmonise` of the section [composite].
[[nodiscard]] Option harmonise_option();

}  // namespace mineprint::app
