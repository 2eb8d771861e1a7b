// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

namespace mineprint::archive {

/// Values by group and key, for example `["IMAGE_ATTRIBUTES"]["DATE_ACQUIRED"]`; quotes are taken
/// off. One key may stand in several groups with different values.
using MetadataGroups = std::map<std::string, std::map<std::string, std::string>>;

/// The metadata of a Landsat product in its three forms, of equal content. Each throws DataError
/// that says where the text breaks the form.
[[nodiscard]] MetadataGroups parse_odl(std::string_view text);
[[nodiscard]] MetadataGroups parse_metadata_xml(const std::string& text);
[[nodiscard]] MetadataGroups parse_metadata_json(const std::string& text);

/// Reads a file by its ending `.txt` (ODL), `.xml` or `.json`. Throws DataError that names the
/// file.
[[nodiscard]] MetadataGroups read_metadata_groups(const std::filesystem::path& path);

}  // namespace mineprint::archive
