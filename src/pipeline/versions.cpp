// SPDX-License-Identifier: Apache-2.0
#include "mineprint/pipeline/versions.hpp"

#include "mineprint/core/version.hpp"
#include "mineprint/gdal_io/version.hpp"

namespace mineprint::pipeline {

std::string program_version() { return std::string(core::version); }

std::map<std::string, std::string> library_versions() {
    return {{"GDAL", gdal_io::gdal_version()}};
}

}  // namespace mineprint::pipeline
