// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace mineprint::gdal_io {

/// A text that may quote a broken file, as UTF-8: if it is none, every byte beyond ASCII becomes
/// '?'.
[[nodiscard]] std::string as_utf8(std::string text);

}  // namespace mineprint::gdal_io
