// SPDX-License-Identifier: Apache-2.0
#include "mineprint/archive/stac_item.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "mineprint/core/error.hpp"
#include "mineprint/gdal_io/crs.hpp"
#include "mineprint/gdal_io/virtual_file.hpp"

namespace mineprint::archive {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

const Json& member(const Json& json, std::string_view name) {
    static const Json none;
    if (!json.is_object()) {
        return none;
    }
    const auto found = json.find(name);
    return found == json.end() ? none : *found;
}

std::string text_of(const Json& json) {
    return json.is_string() ? json.get<std::string>() : json.is_null() ? "" : json.dump();
}

std::optional<double> number_of(const Json& json) {
    if (!json.is_number()) {
        return std::nullopt;
    }
    const double value = json.get<double>();
    return std::isfinite(value) ? std::optional(value) : std::nullopt;
}

/// The last part of a path or an address, without what is asked of a server.
std::string last_part(const std::string& href) {
    const std::string path = href.substr(0, href.find_first_of("?#"));
    return path.substr(path.find_last_of('/') + 1);
}

struct Scheme {
    std::string_view prefix;
    std::string_view file_system;
    bool keeps_prefix;
};
constexpr std::array<Scheme, 4> schemes{{{"https://", "/vsicurl/", true},
                                         {"http://", "/vsicurl/", true},
                                         {"s3://", "/vsis3/", false},
                                         {"gs://", "/vsigs/", false}}};

/// An address as GDAL opens it; empty for a path.
fs::path remote_path(const std::string& href) {
    for (const Scheme& scheme : schemes) {
        if (href.starts_with(scheme.prefix)) {
            return std::string(scheme.file_system) +
                   (scheme.keeps_prefix ? href : href.substr(scheme.prefix.size()));
        }
    }
    return gdal_io::is_remote(href) ? fs::path(href) : fs::path();
}

/// `EPSG:32610` from the versions of the projection extension; empty where none tells.
std::string crs_of(const Json& fields) {
    if (const Json& code = member(fields, "proj:code"); code.is_string()) {
        return code.get<std::string>();
    }
    if (const Json& epsg = member(fields, "proj:epsg"); epsg.is_number_integer()) {
        return fmt::format("EPSG:{}", epsg.get<std::int64_t>());
    }
    return text_of(member(fields, "proj:wkt2"));
}

}  // namespace

const Json& StacItem::properties() const { return member(json_, "properties"); }

const Json* StacItem::asset(const std::string& key) const {
    const Json& found = member(member(json_, "assets"), key);
    return found.is_object() ? &found : nullptr;
}

std::string StacItem::id() const { return text_of(member(json_, "id")); }

std::string StacItem::property(std::string_view name) const {
    return text_of(member(properties(), name));
}

std::optional<double> StacItem::number(std::string_view name) const {
    return number_of(member(properties(), name));
}

std::optional<bool> StacItem::flag(std::string_view name) const {
    const Json& value = member(properties(), name);
    return value.is_boolean() ? std::optional(value.get<bool>()) : std::nullopt;
}

core::Date StacItem::date() const {
    const std::string text = property("datetime");
    try {
        return core::Date::parse(text.substr(0, 10));
    } catch (const core::DataError&) {
        fail(fmt::format("its datetime '{}' does not begin with a date", text));
    }
}

std::vector<std::pair<std::string, std::string>> StacItem::assets() const {
    std::vector<std::pair<std::string, std::string>> found;
    const Json& assets = member(json_, "assets");
    if (assets.is_object()) {
        for (const auto& [key, value] : assets.items()) {
            found.emplace_back(key, last_part(text_of(member(value, "href"))));
        }
    }
    return found;
}

bool StacItem::has_asset(const std::string& key) const { return asset(key) != nullptr; }

std::string StacItem::href(const std::string& key) const {
    const Json* found = asset(key);
    return found == nullptr ? std::string() : text_of(member(*found, "href"));
}

AssetFile StacItem::file(const std::string& key, const ReadOptions& options) const {
    const std::string text = href(key);
    if (text.empty()) {
        fail(fmt::format("its asset '{}' has no href", key));
    }
    fs::path remote = remote_path(text);
    if (remote.empty()) {
        const std::string path = text.starts_with("file://") ? text.substr(7) : text;
        const bool anchored = path.starts_with('/');
        return {anchored ? fs::path(path) : (folder_ / path).lexically_normal(), false};
    }
    const fs::path beside = folder_ / last_part(text);
    std::error_code ignored;
    if (fs::is_regular_file(beside, ignored)) {
        return {beside, false};
    }
    if (options.remote == Remote::no) {
        fail(
            fmt::format("its asset '{}' is elsewhere, {}, and not beside the item: "
                        "archive.remote=yes lets it be asked for over the network",
                        key, text));
    }
    if (options.remote == Remote::s3) {
        const Json& alternate = member(member(member(*asset(key), "alternate"), "s3"), "href");
        if (alternate.is_string()) {
            remote = remote_path(alternate.get<std::string>());
        }
    }
    return {remote, true};
}

bool StacItem::is_reachable(const std::string& key, const ReadOptions& options) const {
    const std::string text = href(key);
    std::error_code ignored;
    return options.remote != Remote::no || remote_path(text).empty() ||
           fs::is_regular_file(folder_ / last_part(text), ignored);
}

AssetScaling StacItem::scaling(const std::string& key) const {
    const Json* found = asset(key);
    if (found == nullptr) {
        return {};
    }
    const Json& raster = member(*found, "raster:bands");
    if (raster.is_array() && !raster.empty()) {
        return {number_of(member(raster[0], "scale")), number_of(member(raster[0], "offset")),
                number_of(member(raster[0], "nodata"))};
    }
    const Json& bands = member(*found, "bands");
    const Json& first = bands.is_array() && !bands.empty() ? bands[0] : *found;
    const auto either = [&](std::string_view name) {
        const auto own = number_of(member(first, name));
        return own ? own : number_of(member(*found, name));
    };
    return {either("raster:scale"), either("raster:offset"), either("nodata")};
}

std::optional<geo::Grid> StacItem::grid(const std::string& key) const {
    const Json* own = asset(key);
    const auto field = [&](std::string_view name) -> const Json& {
        const Json& of_asset = own == nullptr ? properties() : member(*own, name);
        return of_asset.is_null() || own == nullptr ? member(properties(), name) : of_asset;
    };
    std::string crs = own == nullptr ? "" : crs_of(*own);
    crs = crs.empty() ? crs_of(properties()) : crs;
    const Json& shape = field("proj:shape");
    const Json& transform = field("proj:transform");
    if (crs.empty() || !shape.is_array() || shape.size() != 2 || !transform.is_array() ||
        transform.size() < 6) {
        return std::nullopt;
    }
    const auto number = [](const Json& json) { return number_of(json).value_or(NAN); };
    geo::Grid grid{gdal_io::crs_to_wkt(crs),
                   number(transform[2]),
                   number(transform[5]),
                   number(transform[0]),
                   -number(transform[4]),
                   static_cast<std::int64_t>(number_of(shape[1]).value_or(0)),
                   static_cast<std::int64_t>(number_of(shape[0]).value_or(0))};
    const bool upright = number(transform[1]) == 0 && number(transform[3]) == 0 &&
                         grid.pixel_width > 0 && grid.pixel_height > 0 &&
                         std::isfinite(grid.origin_x) && std::isfinite(grid.origin_y) &&
                         grid.width > 0 && grid.height > 0;
    if (!upright) {
        fail("its proj:transform and proj:shape are not those of a north-up raster");
    }
    return grid;
}

void StacItem::fail(const std::string& reason) const {
    throw core::DataError(fmt::format("the STAC item {}: {}", id(), reason));
}

}  // namespace mineprint::archive
