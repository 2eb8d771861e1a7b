// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "mineprint/archive/scene.hpp"
#include "mineprint/geo/polygon.hpp"

namespace mineprint::archive {

/// A scene of an archive and what a region makes of it.
struct CatalogueRow {
    Scene scene;         ///< with the scale and offset of its product, not harmonised
    std::string epochs;  ///< those it takes part in, between commas; empty: none
};

/// Everything that was found in an archive, used or not, and what could not be read.
struct CatalogueContent {
    std::string reading;  ///< what reading products depends on besides the products themselves
    std::vector<CatalogueRow> rows;
    std::vector<Quarantined> quarantined;
};

/// Writes the content as a GeoPackage (docs/formats/catalogue.md), unless the file holds the same
/// already. The bytes depend on the content alone. Returns whether it was written. Throws RunError.
bool write_catalogue(const std::filesystem::path& path, const CatalogueContent& content);

/// What a catalogue on disk holds; nothing where there is none of this format that can be read.
[[nodiscard]] std::optional<CatalogueContent> read_catalogue(const std::filesystem::path& path);

/// Whether a scene read before is still what its files would give: their sizes and times, and the
/// time of their folder. Never for files elsewhere.
[[nodiscard]] bool is_unchanged(const Scene& scene);

/// The corners and edges of a scene in longitude and latitude; beyond 180 where it lies across the
/// date line. Empty where they cannot be told.
[[nodiscard]] geo::Ring footprint(const Scene& scene);

}  // namespace mineprint::archive
