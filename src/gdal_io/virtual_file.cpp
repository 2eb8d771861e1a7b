// SPDX-License-Identifier: Apache-2.0
#include "mineprint/gdal_io/virtual_file.hpp"

#include <algorithm>
#include <memory>

#include <cpl_string.h>
#include <cpl_vsi.h>
#include <fmt/format.h>

#include "mineprint/core/error.hpp"
#include "mineprint/gdal_io/library.hpp"

namespace mineprint::gdal_io {
namespace {

constexpr vsi_l_offset most_bytes = vsi_l_offset{256} << 20;

}  // namespace

bool is_virtual(const std::filesystem::path& path) { return path.string().starts_with("/vsi"); }

bool is_remote(const std::filesystem::path& path) {
    const std::string text = path.string();
    for (const char* system : {"/vsicurl", "/vsis3", "/vsigs", "/vsiaz", "/vsiadls", "/vsioss",
                               "/vsiswift", "/vsiwebhdfs"}) {
        if (text.find(system) != std::string::npos) {  // may stand behind /vsizip/
            return true;
        }
    }
    return false;
}

bool virtual_file_exists(const std::filesystem::path& path) {
    initialise();
    const ErrorScope quiet;
    VSIStatBufL status;
    return VSIStatExL(path.c_str(), &status, VSI_STAT_EXISTS_FLAG) == 0;
}

std::vector<std::string> list_virtual_folder(const std::filesystem::path& path) {
    initialise();
    const ErrorScope quiet;
    const CPLStringList entries(VSIReadDir(path.c_str()), TRUE);
    std::vector<std::string> names;
    for (int i = 0; i < entries.Count(); ++i) {
        const std::string name = entries[i];
        if (name != "." && name != "..") {
            names.push_back(name);
        }
    }
    std::sort(names.begin(), names.end());
    return names;
}

std::string read_virtual_text(const std::filesystem::path& path) {
    initialise();
    const ErrorScope errors;
    GByte* content = nullptr;
    vsi_l_offset size = 0;
    const bool read = VSIIngestFile(nullptr, path.c_str(), &content, &size,
                                    static_cast<GIntBig>(most_bytes)) != FALSE;
    const std::unique_ptr<GByte, decltype(&VSIFree)> owner(content, VSIFree);
    if (!read) {
        throw core::DataError(
            fmt::format("{}: cannot be read: {}", path.string(), errors.message()));
    }
    return {owner.get(), owner.get() + size};
}

}  // namespace mineprint::gdal_io
