// SPDX-License-Identifier: Apache-2.0
#include "mineprint/archive/stac_file.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "mineprint/archive/scene_parts.hpp"
#include "mineprint/archive/stac_item.hpp"
#include "mineprint/core/atomic_file.hpp"
#include "mineprint/core/error.hpp"

namespace mineprint::archive {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

bool is_item(const Json& json) {
    return json.is_object() && json.contains("assets") && json["assets"].is_object() &&
           json.contains("stac_version");
}

bool is_collection(const Json& json) {
    return json.is_object() && json.contains("features") && json["features"].is_array() &&
           std::any_of(json["features"].begin(), json["features"].end(), is_item);
}

}  // namespace

struct StacFile::Content {
    fs::path path;
    Json json;
    std::vector<const Json*> items;
};

StacFile::StacFile(const fs::path& path) : content_(std::make_unique<Content>()) {
    content_->path = path;
    try {
        content_->json = Json::parse(core::read_text_file(path));
    } catch (const Json::exception& error) {
        throw core::DataError(fmt::format("{}: is not JSON: {}", path.string(), error.what()));
    }
    const Json& json = content_->json;
    if (is_item(json)) {
        content_->items.push_back(&json);
    } else if (is_collection(json)) {
        for (const Json& feature : json["features"]) {
            content_->items.push_back(&feature);
        }
    }
}

StacFile::~StacFile() = default;
StacFile::StacFile(StacFile&&) noexcept = default;
StacFile& StacFile::operator=(StacFile&&) noexcept = default;

std::size_t StacFile::size() const { return content_->items.size(); }

std::string StacFile::label(std::size_t item) const {
    const std::string id = StacItem(*content_->items.at(item), content_->path).id();
    return id.empty() ? fmt::format("{}, item {}", content_->path.filename().string(), item + 1)
                      : id;
}

Scene StacFile::read(std::size_t item, const ReadOptions& options) const {
    const StacItem parsed(*content_->items.at(item), content_->path);
    if (is_landsat_item(parsed)) {
        return read_landsat_item(parsed, options);
    }
    if (is_sentinel2_item(parsed)) {
        return read_sentinel2_item(parsed, options);
    }
    parsed.fail(
        "it is neither of Landsat Collection 2 Level-2 nor of Sentinel-2 Level-2A: nothing tells "
        "what its values mean");
}

std::vector<fs::path> find_stac_files(const fs::path& items) {
    std::error_code problem;
    if (!fs::is_directory(items, problem)) {
        if (!fs::exists(items, problem)) {
            throw core::DataError(
                fmt::format("archive.items={}: there is no such file or folder", items.string()));
        }
        return {items};
    }
    std::vector<fs::path> files;
    auto entry = fs::recursive_directory_iterator(
        items, fs::directory_options::skip_permission_denied, problem);
    for (; !problem && entry != fs::recursive_directory_iterator(); entry.increment(problem)) {
        const std::string ending = entry->path().extension().string();
        if (ending == ".json" || ending == ".geojson") {
            files.push_back(entry->path());
        }
    }
    if (problem) {
        throw core::DataError(
            fmt::format("archive.items={}: {}", items.string(), problem.message()));
    }
    std::sort(files.begin(), files.end());
    return files;
}

}  // namespace mineprint::archive
