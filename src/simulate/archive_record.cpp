// SPDX-License-Identifier: Apache-2.0
#include "mineprint/simulate/archive_record.hpp"

#include <system_error>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "mineprint/archive/product.hpp"
#include "mineprint/core/atomic_file.hpp"
#include "mineprint/core/error.hpp"
#include "mineprint/core/hash.hpp"
#include "mineprint/simulate/product.hpp"

namespace mineprint::simulate {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr int method_version = 2;  // to be raised with every change of what is drawn or written
constexpr std::string_view record_name = "simulation.json";

Json options_json(const SimulateOptions& options) {
    Json epochs = Json::array();
    for (const SimulatedEpoch& epoch : options.epochs) {
        epochs.push_back(
            {{"name", epoch.name}, {"begin", epoch.begin.text()}, {"end", epoch.end.text()}});
    }
    Json mines = Json::array();
    for (const MineArea& mine : options.mines) {
        mines.push_back({{"zone", mine.zone}, {"epoch", mine.epoch}, {"area_km2", mine.area_km2}});
    }
    const geo::Extent& box = options.extent;
    return {{"region", options.region},
            {"title", options.title},
            {"extent", {box.xmin, box.ymin, box.xmax, box.ymax}},
            {"epochs", epochs},
            {"mines", mines},
            {"border", options.border},
            {"zones", options.zones},
            {"scenes_per_epoch", options.scenes_per_epoch},
            {"cloud_pct", options.cloud_pct},
            {"noise", options.noise},
            {"reference_points", options.reference_points},
            {"seed", options.seed}};
}

std::vector<fs::path> files_of(std::span<const PlannedScene> scenes) {
    std::vector<fs::path> files = {"reference.geojson", "zones.geojson", "truth.json"};
    for (const PlannedScene& scene : scenes) {
        const auto own = product_files(scene);
        files.insert(files.end(), own.begin(), own.end());
    }
    return files;
}

bool has_size(const fs::path& file, std::uintmax_t size) {
    std::error_code problem;
    return fs::file_size(file, problem) == size && !problem;
}

/// Only a product laid out as this simulator does, in a folder of its own, is taken away.
void check_is_ours(const fs::path& metadata, const fs::path& root) {
    const fs::path folder = metadata.parent_path();
    if (metadata.filename() != folder.filename().string() + "_MTL.txt" ||
        !fs::equivalent(folder.parent_path(), root)) {
        throw core::DataError(fmt::format(
            "{}: this product is of another simulation and not where this one would put it: move "
            "it away, or give another folder as archive.root",
            metadata.string()));
    }
}

void remove_product(const fs::path& metadata) {
    std::error_code problem;
    fs::remove_all(metadata.parent_path(), problem);
    if (problem) {
        throw core::RunError(
            fmt::format("{}: this product of an earlier simulation cannot be "
                        "removed: {}",
                        metadata.parent_path().string(), problem.message()));
    }
}

}  // namespace

std::string fingerprint_of(const SimulateOptions& options) {
    return core::sha256(fmt::format("{} {}", method_version, options_json(options).dump()));
}

bool is_complete_archive(const fs::path& root, const std::string& fingerprint) {
    const fs::path file = root / record_name;
    if (!fs::exists(file)) {
        return false;
    }
    const Json record = Json::parse(core::read_text_file(file), nullptr, false);
    if (!record.is_object() || record.value("fingerprint", "") != fingerprint) {
        return false;
    }
    for (const Json& entry : record.value("files", Json::array())) {
        const auto name = entry.value("name", std::string());
        if (!has_size(root / name, entry.value("bytes", std::uintmax_t{0}))) {
            return false;
        }
    }
    return true;
}

void clear_for(const fs::path& root, const std::string& fingerprint) {
    if (!fs::exists(root)) {
        return;
    }
    std::vector<fs::path> others;
    for (const archive::Product& product : archive::find_products(root)) {
        if (product.source == archive::Source::stac) {
            continue;  // our own records are JSON files too
        }
        const fs::path& metadata = product.path;
        const std::string text = core::read_text_file(metadata);
        if (!is_synthetic(text)) {
            throw core::DataError(fmt::format(
                "{}: this product is not synthetic, and made-up products must not mix with real "
                "ones: give another folder as archive.root",
                metadata.string()));
        }
        if (fingerprint_in(text) != fingerprint) {
            check_is_ours(metadata, root);
            others.push_back(metadata);
        }
    }
    std::error_code ignored;  // it is written anew in the end
    fs::remove(root / record_name, ignored);
    for (const fs::path& metadata : others) {
        remove_product(metadata);
    }
}

void write_record(const fs::path& root, const SimulateOptions& options,
                  std::span<const PlannedScene> scenes) {
    Json files = Json::array();
    for (const fs::path& file : files_of(scenes)) {
        files.push_back({{"name", file.generic_string()}, {"bytes", fs::file_size(root / file)}});
    }
    const Json record = {{"synthetic", "yes"},
                         {"fingerprint", fingerprint_of(options)},
                         {"method_version", method_version},
                         {"options", options_json(options)},
                         {"files", files}};
    core::write_text_file(root / record_name, record.dump(1) + "\n");
}

}  // namespace mineprint::simulate
