// SPDX-License-Identifier: Apache-2.0
#include "mineprint/report/describe.hpp"

#include <algorithm>
#include <optional>
#include <vector>

#include <fmt/format.h>

#include "mineprint/core/atomic_file.hpp"
#include "mineprint/core/error.hpp"
#include "mineprint/gdal_io/crs.hpp"
#include "mineprint/gdal_io/raster_reader.hpp"
#include "mineprint/gdal_io/vector_reader.hpp"
#include "mineprint/hdf5_io/attribute.hpp"
#include "mineprint/hdf5_io/dataset.hpp"
#include "mineprint/hdf5_io/file.hpp"
#include "mineprint/report/headline.hpp"
#include "mineprint/report/job_values.hpp"
#include "mineprint/report/result_json.hpp"
#include "mineprint/report/spectra_verdicts.hpp"

namespace mineprint::report {
namespace {

namespace fs = std::filesystem;
using hdf5_io::File;

std::string results_text(const fs::path& path) {
    const Json results = result_json(path);
    std::string text = fmt::format("results of mineprint {}: areas, change, growth and accuracy\n",
                                   results.at("program_version").get<std::string>());
    for (const Json& region : results.at("regions")) {
        std::vector<std::string> epochs;
        std::vector<std::string> layers;
        for (const Json& epoch : region.at("epochs")) {
            epochs.push_back(epoch.at("name"));
        }
        for (const Json& layer : region.at("layers")) {
            layers.push_back(fmt::format("{} ({})", layer.at("name").get<std::string>(),
                                         layer.at("zones").size()));
        }
        text += fmt::format("  region {}: epochs {}; classes {}; zone layers {}\n",
                            region.at("name").get<std::string>(), fmt::join(epochs, ", "),
                            fmt::join(region.at("classes").get<std::vector<std::string>>(), ", "),
                            fmt::join(layers, ", "));
        text +=
            fmt::format("    {}\n", headline(zone_figures(region.at("layers").at(0), region, 0)));
    }
    return text;
}

std::string model_text(const File& file) {
    std::string text = "random forests\n";
    for (const std::string& name : hdf5_io::read_texts(file, "/forest")) {
        const std::string group = "/forests/" + name;
        const auto classes = hdf5_io::read_texts(file, group + "/class");
        const auto features = hdf5_io::read_texts(file, group + "/feature_name");
        const auto offsets = hdf5_io::read_array(file, group + "/node_offset").shape;
        text += fmt::format("  {}: {} trees; features {}; classes {}\n", name, offsets.at(0) - 1,
                            fmt::join(features, ", "), fmt::join(classes, ", "));
    }
    return text;
}

std::string samples_text(const File& file) {
    const auto ids = hdf5_io::read_array(file, "/samples/id").shape;
    return fmt::format("labelled samples: {} rows; classes {}; features {}\n", ids.at(0),
                       fmt::join(hdf5_io::read_texts(file, "/class"), ", "),
                       fmt::join(hdf5_io::read_texts(file, "/feature_name"), ", "));
}

std::string spectra_text(const fs::path& path) {
    const Json spectra = spectra_verdicts(path.parent_path());
    std::string text =
        fmt::format("spectral verdicts on {} sites: {}, which {} {}\n", spectra.at("sites").size(),
                    spectra.at("sensor").get<std::string>(),
                    spectra.at("resolved") == "yes" ? "resolves" : "does not resolve",
                    fmt::join(spectra.at("targets").get<std::vector<std::string>>(), ", "));
    for (const Json& site : spectra.at("sites")) {
        text += fmt::format("  {}: {} ({})\n", site.at("name").get<std::string>(),
                            site.at("verdict").get<std::string>(),
                            site.at("reason").get<std::string>());
    }
    return text;
}

std::string hdf5_text(const fs::path& path) {
    const File file = File::open(path);
    if (!hdf5_io::has_attribute(file, "/", "filetype")) {
        return fmt::format("an HDF5 file that mineprint did not write; it holds {}\n",
                           fmt::join(file.children("/"), ", "));
    }
    const std::string type = hdf5_io::read_text_attribute(file, "/", "filetype");
    if (type == "mineprint-spectra" && path.filename() == "spectra.h5") {
        return spectra_text(path);
    }
    if (type == "mineprint-result") {
        return results_text(path);
    }
    if (file.contains("/forests")) {
        return model_text(file);
    }
    return file.contains("/samples") ? samples_text(file) : type + "\n";
}

std::string raster_text(const fs::path& path) {
    const auto info = gdal_io::RasterReader(path).info();
    const auto item = [&info](const char* name) {
        const auto place = info.metadata.find(name);
        return place == info.metadata.end() ? std::string() : place->second;
    };
    std::string text;
    if (!item("MINEPRINT_REGION").empty()) {
        text = fmt::format("a map of mineprint: region {}, epoch {}\n", item("MINEPRINT_REGION"),
                           item("MINEPRINT_EPOCH"));
    } else if (!item("CLASS_NAMES").empty()) {
        text = "a class map\n";
    } else {
        text = "a raster\n";
    }
    if (!item("CLASS_NAMES").empty()) {
        text += fmt::format("  classes {}\n", item("CLASS_NAMES"));
    }
    if (item("SYNTHETIC") == "yes") {
        text += "  synthetic: a simulator made it up\n";
    }
    text += fmt::format("  {}: {} × {} pixels of {:g} × {:g} in {}\n", info.driver, info.grid.width,
                        info.grid.height, info.grid.pixel_width, info.grid.pixel_height,
                        gdal_io::crs_name(info.grid.crs_wkt));
    for (std::size_t band = 0; band < info.bands.size(); ++band) {
        const auto& b = info.bands[band];
        text += fmt::format("  band {}: {} {}{}\n", band + 1, b.type, b.description,
                            b.nodata ? fmt::format(", nodata {:g}", *b.nodata) : "");
    }
    return text;
}

std::string vector_text(const fs::path& path) {
    const auto layer = gdal_io::read_vector(path, {});
    return fmt::format("a vector layer {}: {} features; fields {}\n", layer.name,
                       layer.features.size(), fmt::join(layer.field_names, ", "));
}

std::optional<std::string> job_file_text(const std::string& text) {
    if (!has_section(text, "region") && !has_section(text, "epochs")) {
        return std::nullopt;
    }
    std::vector<std::string> epochs = job_values(text, "epochs", "epoch");
    return fmt::format("a job file: region {} ({}); epochs {}; archive {}{}\n",
                       job_value(text, "region", "name", "without a name"),
                       job_value(text, "region", "title", "no title"), fmt::join(epochs, ", "),
                       job_value(text, "archive", "root",
                                 fmt::format("{} ready-made images",
                                             job_values(text, "archive", "images").size())),
                       has_section(text, "simulate") ? "; it can be simulated" : "");
}

std::string folder_text(const fs::path& path) {
    if (fs::exists(path / "results.h5")) {
        return "the output of a run\n  results.h5: " + results_text(path / "results.h5");
    }
    if (fs::exists(path / "truth.json")) {
        return "a synthetic archive: a simulator made it up, truth.json tells the truth\n";
    }
    throw core::DataError(fmt::format("{}: is a folder without results.h5", path.string()));
}

std::string tile_log_text(const std::string& text) {
    return fmt::format("the tile log of a run: {} tiles and epochs done\n",
                       std::ranges::count(text, '\n'));
}

std::string file_text(const fs::path& path) {
    const std::string ending = path.extension().string();
    if (ending == ".h5" || ending == ".hdf5" || ending == ".nc") {
        return hdf5_text(path);
    }
    if (ending == ".jsonl") {
        return tile_log_text(core::read_text_file(path));
    }
    if (ending == ".cfg" || ending == ".ini") {
        if (const auto text = job_file_text(core::read_text_file(path))) {
            return *text;
        }
    }
    try {
        return raster_text(path);
    } catch (const core::DataError& not_a_raster) {
        try {
            return vector_text(path);
        } catch (const core::DataError&) {
            throw core::DataError(
                fmt::format("{} (nor is it a vector file or a job file)", not_a_raster.what()));
        }
    }
}

}  // namespace

std::string description_of(const fs::path& path) {
    if (!fs::exists(path)) {
        throw core::DataError(fmt::format("{}: is not there", path.string()));
    }
    return path.string() + ": " + (fs::is_directory(path) ? folder_text(path) : file_text(path));
}

}  // namespace mineprint::report
