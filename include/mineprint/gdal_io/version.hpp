// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace mineprint::gdal_io {

/// The version of the GDAL library in use, for example `3.6.2`.
[[nodiscard]] std::string gdal_version();

}  // namespace mineprint::gdal_io
