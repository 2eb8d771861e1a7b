// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace mineprint::gdal_io {

/// Whether a path is one of GDAL's virtual file systems (`/vsizip/`, `/vsicurl/`, …).
[[nodiscard]] bool is_virtual(const std::filesystem::path& path);
/// Whether it is one that asks the network.
[[nodiscard]] bool is_remote(const std::filesystem::path& path);

// The following take ordinary paths too.

[[nodiscard]] bool virtual_file_exists(const std::filesystem::path& path);
/// Names in a folder, sorted; empty where it cannot be read.
[[nodiscard]] std::vector<std::string> list_virtual_folder(const std::filesystem::path& path);
/// A whole file of at most 256 MiB. Throws DataError that names it.
[[nodiscard]] std::string read_virtual_text(const std::filesystem::path& path);

}  // namespace mineprint::gdal_io
