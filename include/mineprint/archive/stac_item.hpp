// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "mineprint/archive/product.hpp"
#include "mineprint/archive/scene.hpp"

namespace mineprint::archive {

/// Where an asset's file is.
struct AssetFile {
    std::filesystem::path path;  ///< a local path, or one of GDAL's virtual file systems
    bool remote = false;
};

/// How an asset says its stored values become reflectance.
struct AssetScaling {
    std::optional<double> scale;
    std::optional<double> offset;
    std::optional<double> nodata;
};

/// One STAC item, for the readers of its kinds. It looks at the JSON text, which must outlive it.
class StacItem {
  public:
    StacItem(const nlohmann::json& json, const std::filesystem::path& file)
        : json_(json), folder_(file.parent_path()) {}

    [[nodiscard]] std::string id() const;
    /// A property as text, whatever its type; empty where there is none.
    [[nodiscard]] std::string property(std::string_view name) const;
    [[nodiscard]] std::optional<double> number(std::string_view name) const;
    [[nodiscard]] std::optional<bool> flag(std::string_view name) const;
    /// The day of `datetime`. Throws DataError where it has none.
    [[nodiscard]] core::Date date() const;

    /// Keys and last parts of the hrefs of all assets, in the order of the keys.
    [[nodiscard]] std::vector<std::pair<std::string, std::string>> assets() const;
    [[nodiscard]] bool has_asset(const std::string& key) const;
    [[nodiscard]] std::string href(const std::string& key) const;
    /// Of two words for one file the nearer is taken: one that lies beside the item, then the href.
    /// Throws DataError when it is elsewhere and the options do not let it be asked for.
    [[nodiscard]] AssetFile file(const std::string& key, const ReadOptions& options) const;
    /// Whether `file` would name one: it is local, or may be asked for.
    [[nodiscard]] bool is_reachable(const std::string& key, const ReadOptions& options) const;
    /// By `raster:bands`, or by the fields of STAC 1.1.
    [[nodiscard]] AssetScaling scaling(const std::string& key) const;
    /// By the fields of the projection extension, of the asset or else of the item; nothing where
    /// they do not suffice.
    [[nodiscard]] std::optional<geo::Grid> grid(const std::string& key) const;

    [[noreturn]] void fail(const std::string& reason) const;

  private:
    [[nodiscard]] const nlohmann::json& properties() const;
    [[nodiscard]] const nlohmann::json* asset(const std::string& key) const;

    const nlohmann::json& json_;
    std::filesystem::path folder_;
};

/// Puts a band, or a quality layer, of an item into its scene, and sees to it that all of them lie
/// on grids that go together. Local files are opened for their grids.
class StacSceneBuilder {
  public:
    StacSceneBuilder(const StacItem& item, const ReadOptions& options, Scene scene)
        : item_(item), options_(options), scene_(std::move(scene)) {}

    void add_band(const std::string& key, BandFile band);
    void add_quality(const std::string& key, QualityKind kind);
    /// Throws DataError: a band of the options or the quality layer missing.
    [[nodiscard]] Scene finish();

  private:
    struct Part {
        std::string key;
        geo::Grid grid;
    };
    [[nodiscard]] std::filesystem::path place(const std::string& key, std::vector<Part>& parts);

    const StacItem& item_;
    const ReadOptions& options_;
    Scene scene_;
    std::vector<Part> band_parts_;
    std::vector<Part> quality_parts_;
};

/// Whether an item is of the kind, and the item as a scene.
[[nodiscard]] bool is_landsat_item(const StacItem& item);
[[nodiscard]] Scene read_landsat_item(const StacItem& item, const ReadOptions& options);
[[nodiscard]] bool is_sentinel2_item(const StacItem& item);
[[nodiscard]] Scene read_sentinel2_item(const StacItem& item, const ReadOptions& options);

}  // namespace mineprint::archive
