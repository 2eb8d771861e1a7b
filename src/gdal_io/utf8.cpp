// SPDX-License-Identifier: Apache-2.0
#include "mineprint/gdal_io/utf8.hpp"

#include <memory>

#include <cpl_string.h>

namespace mineprint::gdal_io {

std::string as_utf8(std::string text) {
    constexpr int all = -1;
    if (CPLIsUTF8(text.c_str(), all) != 0) {
        return text;
    }
    const std::unique_ptr<char, decltype(&VSIFree)> ascii(CPLForceToASCII(text.c_str(), all, '?'),
                                                          VSIFree);
    return ascii.get();
}

}  // namespace mineprint::gdal_io
