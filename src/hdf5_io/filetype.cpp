// SPDX-License-Identifier: Apache-2.0
#include "mineprint/hdf5_io/filetype.hpp"

#include <fmt/format.h>

#include "mineprint/core/error.hpp"
#include "mineprint/hdf5_io/attribute.hpp"

namespace mineprint::hdf5_io {

void write_filetype(File& file, const std::string& filetype, std::int64_t schema_version) {
    write_attribute(file, "/", "filetype", filetype);
    write_attribute(file, "/", "schema_version", schema_version);
}

void require_filetype(const File& file, const std::string& filetype, std::int64_t schema_version) {
    const std::string path = file.path().string();
    if (!has_attribute(file, "/", "filetype") || !has_attribute(file, "/", "schema_version")) {
        throw core::DataError(
            fmt::format("{}: is not a {} file: it has no attributes filetype and schema_version",
                        path, filetype));
    }
    const std::string found = read_text_attribute(file, "/", "filetype");
    if (found != filetype) {
        throw core::DataError(
            fmt::format("{}: is a {} file where a {} file is needed", path, found, filetype));
    }
    const auto version = read_number_attribute<std::int64_t>(file, "/", "schema_version");
    if (version != schema_version) {
        throw core::DataError(
            fmt::format("{}: has schema version {}, this program reads version {}", path, version,
                        schema_version));
    }
}

}  // namespace mineprint::hdf5_io
