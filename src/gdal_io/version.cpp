// SPDX-License-Identifier: Apache-2.0
#include "mineprint/gdal_io/version.hpp"

#include <gdal.h>

namespace mineprint::gdal_io {

std::string gdal_version() { return GDALVersionInfo("RELEASE_NAME"); }

}  // namespace mineprint::gdal_io
