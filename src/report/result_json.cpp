// SPDX-License-Identifier: Apache-2.0
#include "mineprint/report/result_json.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <type_traits>
#include <utility>
#include <vector>

#include "mineprint/core/text.hpp"
#include "mineprint/hdf5_io/attribute.hpp"
#include "mineprint/hdf5_io/dataset.hpp"
#include "mineprint/hdf5_io/file.hpp"
#include "mineprint/hdf5_io/filetype.hpp"
#include "mineprint/pipeline/result_file.hpp"
#include "mineprint/pipeline/result_layer_file.hpp"
#include "mineprint/pipeline/result_tables.hpp"
#include "mineprint/report/border_json.hpp"
#include "mineprint/report/forest_json.hpp"

namespace mineprint::report {
namespace {

using hdf5_io::File;

constexpr std::size_t most_values = 1'000'000;
constexpr std::size_t most_zones_with_flows = 100;
constexpr std::size_t most_rows = 2000;

template <class T>
Json json_of(const std::vector<T>& values) {
    Json list = Json::array();
    for (const T& value : values) {
        if constexpr (std::is_floating_point_v<T>) {
            list.push_back(std::isfinite(value) ? Json(value) : Json());
        } else {
            list.push_back(value);
        }
    }
    return list;
}

Json values_of(const hdf5_io::Array& array) {
    return std::visit([](const auto& values) { return json_of(values); }, array.values);
}

Json texts(const File& file, const std::string& dataset) {
    return json_of(hdf5_io::read_texts(file, dataset));
}

Json text_attribute(const File& file, const std::string& group, const std::string& name) {
    return hdf5_io::has_attribute(file, group, name)
               ? hdf5_io::read_text_attribute(file, group, name)
               : std::string();
}

Json epochs_of(const File& file, const std::string& group) {
    Json epochs = Json::array();
    for (const pipeline::Epoch& epoch : pipeline::read_epochs(file, group)) {
        epochs.push_back(
            {{"name", epoch.name}, {"start", epoch.begin.text()}, {"end", epoch.end.text()}});
    }
    return epochs;
}

/// Every dataset of a group that is neither an axis nor too large, by name.
Json data_of(const File& file, const std::string& group) {
    static const std::set<std::string> axes = {
        "epoch",     "epoch_start", "epoch_end", "class",      "zone",
        "zone_name", "layer",       "map_class", "from_class", "reference_class",
        "to_class",  "from_epoch",  "to_epoch"};
    constexpr std::size_t most_axes = 3;
    Json data = Json::object();
    for (const std::string& name : file.children(group)) {
        const std::string path = group + '/' + name;
        if (axes.contains(name) || file.is_group(path)) {
            continue;
        }
        const auto array = hdf5_io::read_array(file, path);
        if (array.shape.size() <= most_axes && hdf5_io::num_values(array.shape) <= most_values) {
            data[name] = {{"shape", array.shape}, {"values", values_of(array)}};
        }
    }
    return data;
}

/// The change matrices a reader looks at: from each epoch to the next, and from the first to the
/// last. `km2` runs over zones, pairs, from-classes and to-classes.
Json flows_of(const File& file, const std::string& group) {
    const auto change = hdf5_io::read<double>(file, group + "/change_km2");
    const auto& shape = change.shape;
    if (shape.size() != 5 || shape[1] < 2 || shape[0] > most_zones_with_flows) {
        return {};
    }
    std::vector<std::pair<std::size_t, std::size_t>> pairs;
    for (std::size_t from = 0; from + 1 < shape[1]; ++from) {
        pairs.emplace_back(from, from + 1);
    }
    if (shape[1] > 2) {
        pairs.emplace_back(0, shape[1] - 1);
    }
    const std::size_t matrix = shape[3] * shape[4];
    std::vector<double> kept;
    for (std::size_t zone = 0; zone < shape[0]; ++zone) {
        for (const auto& [from, to] : pairs) {
            const auto begin =
                change.values.begin() +
                static_cast<std::ptrdiff_t>(((zone * shape[1] + from) * shape[2] + to) * matrix);
            kept.insert(kept.end(), begin, begin + static_cast<std::ptrdiff_t>(matrix));
        }
    }
    return {{"pairs", pairs}, {"km2", json_of(kept)}};
}

/// Sentences to be read with the estimates; none in files of earlier versions.
Json accuracy_notes(const File& file, const std::string& group) {
    Json notes = Json::array();
    if (file.contains(group) && hdf5_io::has_attribute(file, group, "notes")) {
        const std::string text = hdf5_io::read_text_attribute(file, group, "notes");
        for (const std::string& note : core::split_text(text, '\n')) {
            notes.push_back(note);
        }
    }
    return notes;
}

Json layer_of(const File& file, const std::string& group, const std::string& name) {
    const auto codes = hdf5_io::read_texts(file, group + "/zone");
    const auto names = hdf5_io::read_texts(file, group + "/zone_name", codes.size());
    Json zones = Json::array();
    for (std::size_t i = 0; i < codes.size(); ++i) {
        zones.push_back({{"code", codes[i]}, {"name", names[i]}});
    }
    return {{"name", name},
            {"zones", zones},
            {"data", data_of(file, group)},
            {"flows", flows_of(file, group)}};
}

/// A group of columns of one length, row by row; the first `most_rows` and how many there are.
Json rows_of(const File& file, const std::string& group, std::size_t most) {
    Json columns = Json::object();
    std::size_t num_rows = 0;
    for (const std::string& name : file.children(group)) {
        const std::string path = group + '/' + name;
        if (name == "row" || name == "site" || file.is_group(path)) {
            continue;
        }
        const auto array = hdf5_io::read_array(file, path);
        if (array.shape.size() != 1) {
            continue;
        }
        num_rows = array.shape[0];
        Json values = values_of(array);
        if (values.size() > most) {
            values.erase(values.begin() + static_cast<std::ptrdiff_t>(most), values.end());
        }
        columns[name] = std::move(values);
    }
    return {{"num_rows", num_rows}, {"columns", columns}};
}

/// How many tiles ended how, by epoch and status.
Json tile_counts(const File& file, const std::string& group) {
    const auto epochs = hdf5_io::read_texts(file, group + "/epoch");
    const auto statuses = hdf5_io::read<std::uint8_t>(file, group + "/status", {epochs.size()});
    std::map<std::string, std::map<std::string, std::int64_t>> counts;
    for (std::size_t row = 0; row < epochs.size(); ++row) {
        const auto status = static_cast<pipeline::TileStatus>(statuses[row]);
        ++counts[epochs[row]][pipeline::tile_status_name(status)];
    }
    return counts;
}

Json region_of(const File& file, const std::string& name) {
    const std::string group = "/regions/" + name;
    Json region = {{"name", name},
                   {"title", text_attribute(file, group, "title")},
                   {"target", text_attribute(file, group, "target")},
                   {"maps", text_attribute(file, group, "maps")},
                   {"epochs", epochs_of(file, group)},
                   {"classes", texts(file, group + "/class")},
                   {"layers", Json::array()}};
    for (const std::string& layer : hdf5_io::read_texts(file, group + "/layer")) {
        region["layers"].push_back(layer_of(file, group + "/zones/" + layer, layer));
    }
    region["accuracy"] =
        file.contains(group + "/accuracy") ? data_of(file, group + "/accuracy") : Json();
    region["borders"] = borders_of(file, group + "/borders");
    region["forests"] = forests_of(file, group + "/forests");
    region["accuracy_notes"] = accuracy_notes(file, group + "/accuracy");
    region["quarantine"] = file.contains(group + "/quarantine")
                               ? rows_of(file, group + "/quarantine", most_rows)
                               : Json();
    region["tiles"] =
        file.contains(group + "/tiles") ? tile_counts(file, group + "/tiles") : Json();
    region["filter"] =
        file.contains(group + "/filter") ? text_attribute(file, group + "/filter", "method") : "";
    return region;
}

Json total_of(const File& file, const std::string& name) {
    const std::string group = "/totals/" + name;
    Json total = layer_of(file, group, name);
    total["target"] = text_attribute(file, group, "target");
    total["epochs"] = epochs_of(file, group);
    total["classes"] = texts(file, group + "/class");
    return total;
}

void add_jobs(const File& file, Json& result) {
    const auto names = hdf5_io::read_texts(file, "/job/region");
    const auto job_texts = hdf5_io::read_texts(file, "/job/text", names.size());
    const auto hashes = hdf5_io::read_texts(file, "/job/sha256", names.size());
    for (Json& region : result["regions"]) {
        for (std::size_t i = 0; i < names.size(); ++i) {
            if (region["name"].get<std::string>() == names[i]) {
                region["job_text"] = job_texts[i];
                region["job_sha256"] = hashes[i];
            }
        }
    }
}

/// Results of this version and of all before it: what they lack is absent from the report.
void require_result(const File& file) {
    std::int64_t version = pipeline::result_schema_version;
    if (hdf5_io::has_attribute(file, "/", "schema_version")) {
        const auto found =
            hdf5_io::read_number_attribute<std::int64_t>(file, "/", "schema_version");
        version = found > 0 ? std::min(found, version) : version;
    }
    hdf5_io::require_filetype(file, "mineprint-result", version);
}

Json versions_of(const File& file) {
    Json versions = Json::object();
    const auto names = hdf5_io::read_texts(file, "/job/library");
    const auto numbers = hdf5_io::read_texts(file, "/job/library_version", names.size());
    for (std::size_t i = 0; i < names.size(); ++i) {
        versions[names[i]] = numbers[i];
    }
    return versions;
}

}  // namespace

Json result_json(const std::filesystem::path& results) {
    const File file = File::open(results);
    require_result(file);
    Json result = {{"program_version", text_attribute(file, "/job", "program_version")},
                   {"libraries", versions_of(file)},
                   {"regions", Json::array()},
                   {"totals", Json::array()}};
    for (const std::string& name : file.children("/regions")) {
        result["regions"].push_back(region_of(file, name));
    }
    add_jobs(file, result);
    if (file.contains("/totals")) {
        for (const std::string& name : file.children("/totals")) {
            result["totals"].push_back(total_of(file, name));
        }
    }
    return result;
}

}  // namespace mineprint::report
