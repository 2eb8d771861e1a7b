// SPDX-License-Identifier: Apache-2.0
#include "mineprint/pipeline/spectra_setup.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "mineprint/core/error.hpp"
#include "mineprint/core/hash.hpp"
#include "mineprint/spectra/envi_library.hpp"
#include "mineprint/spectra/number_text.hpp"

namespace mineprint::pipeline {
namespace {

using Items = std::map<std::string, std::string>;

// Raised whenever the same inputs give other numbers than before.
constexpr std::uint64_t method_version = 1;

std::string item(const Items& items, const std::string& name) {
    const auto found = items.find(name);
    return found == items.end() ? "" : found->second;
}

/// A list in an ENVI header, without its braces.
std::vector<double> list_item(const Items& header, const std::string& name,
                              const std::string& where) {
    std::string text = item(header, name);
    std::erase_if(text, [](char letter) { return letter == '{' || letter == '}'; });
    return spectra::parse_numbers(text, fmt::format("{}: header item '{}'", where, name));
}

/// Wavelengths and widths as a file's metadata has them, in the unit it states.
struct BandNumbers {
    std::vector<double> centres;
    std::vector<double> widths;
    std::string unit;
};

BandNumbers numbers_in_metadata(const gdal_io::RasterInfo& info) {
    const std::string where = info.path.string();
    BandNumbers found;
    for (const gdal_io::BandInfo& band : info.bands) {
        const std::string um = item(band.metadata, "CENTRAL_WAVELENGTH_UM");
        const auto centre =
            spectra::parse_number(um.empty() ? item(band.metadata, "wavelength") : um);
        if (!centre) {
            break;
        }
        const auto width =
            spectra::parse_number(item(band.metadata, um.empty() ? "fwhm" : "FWHM_UM"));
        found.centres.push_back(*centre);
        found.widths.push_back(width.value_or(0));
        found.unit = um.empty() ? item(band.metadata, "wavelength_units") : "um";
    }
    const auto in_header = list_item(info.envi_header, "wavelength", where);
    if (in_header.size() == info.bands.size()) {
        found = {in_header, list_item(info.envi_header, "fwhm", where),
                 item(info.envi_header, "wavelength_units")};
    }
    return found;
}

std::vector<spectra::Response> responses_from_metadata(const gdal_io::RasterInfo& info) {
    BandNumbers found = numbers_in_metadata(info);
    if (found.centres.size() != info.bands.size()) {
        throw core::DataError(
            fmt::format("{}: it does not say the wavelengths of its {} bands; give "
                        "spectra.wavelengths, a table "
                        "with wavelength and fwhm of each, or spectra.response with spectra.bands",
                        info.path.string(), info.bands.size()));
    }
    std::vector<double> centres_um = found.centres;
    spectra::to_micrometres(centres_um, found.unit, info.path.string());
    found.widths.resize(centres_um.size());
    std::vector<std::string> names;
    for (std::size_t i = 0; i < centres_um.size(); ++i) {
        found.widths[i] *= centres_um[i] / found.centres[i];
        names.push_back(fmt::format("{}", i + 1));
    }
    return spectra::gaussian_responses(names, centres_um, found.widths);
}

/// The response of each band of the image by the names in spectra.bands; one without centre where
/// the job says `-`.
std::vector<spectra::Response> responses_by_name(const SpectraOptions& options,
                                                 const std::vector<spectra::Response>& known,
                                                 std::size_t num_bands) {
    std::vector<std::string> names = options.bands;
    if (names.empty()) {
        for (const spectra::Response& response : known) {
            names.push_back(response.band);
        }
    }
    if (names.size() != num_bands) {
        throw core::UsageError(fmt::format(
            "{} has {} bands and {} {} of them; spectra.bands names the response of each in the "
            "order of the image, - for none",
            options.image.string(), num_bands,
            options.bands.empty() ? options.response.string() : "spectra.bands", names.size()));
    }
    std::vector<spectra::Response> responses;
    for (const std::string& name : names) {
        const auto found = std::find_if(known.begin(), known.end(),
                                        [&](const auto& one) { return one.band == name; });
        if (found == known.end() && name != "-") {
            std::vector<std::string> there;
            for (const spectra::Response& response : known) {
                there.push_back(response.band);
            }
            throw core::UsageError(fmt::format("spectra.bands: {} has no band '{}'; it has {}",
                                               options.response.string(), name,
                                               fmt::join(there, ", ")));
        }
        responses.push_back(found == known.end() ? spectra::gaussian_response("-", 1, 0.1)
                                                 : *found);
    }
    return responses;
}

std::vector<spectra::Response> image_responses(const SpectraOptions& options,
                                               const SpectraFiles& files,
                                               const gdal_io::RasterInfo& info) {
    if (!options.response.empty()) {
        const auto known =
            spectra::read_responses(files.table(options.response), options.weighting);
        return responses_by_name(options, known, info.bands.size());
    }
    if (options.wavelengths.empty()) {
        return responses_from_metadata(info);
    }
    auto responses = spectra::read_band_table(files.table(options.wavelengths));
    if (responses.size() != info.bands.size()) {
        throw core::DataError(fmt::format("{} has {} bands, {} has {}", info.path.string(),
                                          info.bands.size(), options.wavelengths.string(),
                                          responses.size()));
    }
    return responses;
}

/// Whether any spectrum of the target reaches over a band.
bool target_covers(const SpectraQuestion& asked, const spectra::Response& response) {
    for (std::size_t i = 0; i < asked.entries.size(); ++i) {
        if (asked.question.target[i] &&
            std::isfinite(spectra::resample(asked.entries[i], response))) {
            return true;
        }
    }
    return false;
}

/// Water vapour lets no light through around 1.38 and 1.87 micrometres.
bool sees_ground(const spectra::Response& response) {
    const double centre = response.centre_um;
    return (centre < 1.34 || centre > 1.42) && (centre < 1.80 || centre > 1.95);
}

void mark_usable(spectra::Sensor& sensor, const SpectraQuestion& asked) {
    sensor.usable.clear();
    for (const spectra::Response& response : sensor.responses) {
        sensor.usable.push_back(response.band != "-" && sees_ground(response) &&
                                target_covers(asked, response));
    }
}

archive::BandFile band_file(const SpectraOptions& options, const gdal_io::RasterInfo& info,
                            std::size_t band) {
    const gdal_io::BandInfo& stored = info.bands[band];
    archive::BandFile file;
    file.path = info.path;
    file.band = fmt::format("{}", band + 1);
    file.band_number = static_cast<int>(band) + 1;
    const auto factor = spectra::parse_number(item(info.envi_header, "reflectance_scale_factor"));
    const double own_scale = factor && *factor > 0 ? 1 / *factor : stored.scale;
    file.scale = options.scale.value_or(own_scale);
    file.offset = options.offset.value_or(stored.offset);
    file.nodata = stored.nodata;
    return file;
}

void add_file(core::Sha256& hash, const std::filesystem::path& path) {
    hash.update_text(path.filename().string());
    if (!path.empty() && std::filesystem::exists(path)) {  // not so what GDAL alone understands
        hash.update_number(std::filesystem::file_size(path));
        hash.update_number(static_cast<std::uint64_t>(
            std::filesystem::last_write_time(path).time_since_epoch().count()));
    }
}

void add_numbers(core::Sha256& hash, const SpectraOptions& options) {
    const auto& simulation = options.simulation;
    for (const double number :
         {options.scale.value_or(-1), options.offset.value_or(-1), options.noise,
          simulation.false_alarm, simulation.detection, simulation.most_fraction}) {
        hash.update_real(number);
    }
    hash.update_number(options.scale ? 1 : 0).update_number(options.offset ? 1 : 0);
    for (const auto number : {options.mask_value, options.minimum_pixels, options.tile_size,
                              static_cast<std::int64_t>(simulation.trials),
                              static_cast<std::int64_t>(options.weighting)}) {
        hash.update_number(static_cast<std::uint64_t>(number));
    }
    hash.update_number(simulation.seed);
}

void add_texts(core::Sha256& hash, const std::vector<std::string>& texts) {
    hash.update_number(texts.size());
    for (const std::string& text : texts) {
        hash.update_text(text);
    }
}

}  // namespace

SpectraQuestion::SpectraQuestion(const SpectraOptions& options, const SpectraFiles& files)
    : entries(spectra::read_library(files.libraries)) {
    question.spectra = entries;
    question.features = options.features;
    for (const spectra::Spectrum& spectrum : entries) {
        const bool target = spectra::matches_any(spectrum.name, options.target);
        question.target.push_back(target);
        question.background.push_back(!target &&
                                      spectra::matches_any(spectrum.name, options.backgrounds));
    }
    const auto none = [](const std::vector<bool>& marks) {
        return std::find(marks.begin(), marks.end(), true) == marks.end();
    };
    if (none(question.target)) {
        throw core::UsageError(fmt::format(
            "spectra.target: none of the {} spectra of the library has a word that begins with {}",
            entries.size(), fmt::join(options.target, " or ")));
    }
    if (!options.backgrounds.empty() && none(question.background)) {
        throw core::UsageError(fmt::format(
            "spectra.backgrounds: none of the {} spectra of the library has a word that begins "
            "with {}",
            entries.size(), fmt::join(options.backgrounds, " or ")));
    }
}

SpectraImage spectra_image(const SpectraOptions& options, const SpectraFiles& files,
                           const gdal_io::RasterInfo& info, const SpectraQuestion& asked) {
    SpectraImage image;
    image.grid = info.grid;
    image.sensor.name = options.response.empty() ? options.image.filename().string()
                                                 : options.response.stem().string();
    image.sensor.noise = options.noise;
    image.sensor.responses = image_responses(options, files, info);
    mark_usable(image.sensor, asked);
    const auto good = list_item(info.envi_header, "bbl", info.path.string());
    for (std::size_t band = 0; band < info.bands.size(); ++band) {
        if (good.size() == info.bands.size() && good[band] == 0) {
            image.sensor.usable[band] = false;
        }
        image.bands.push_back(band_file(options, info, band));
    }
    const auto num_usable =
        std::count(image.sensor.usable.begin(), image.sensor.usable.end(), true);
    if (num_usable < 2) {
        throw core::DataError(fmt::format(
            "{}: {} of its {} bands can be compared: the target's spectra must cover two at least",
            info.path.string(), num_usable, info.bands.size()));
    }
    return image;
}

spectra::Sensor spectra_sensor(const SpectraSensorOptions& sensor, const SpectraOptions& options,
                               const SpectraFiles& files, const SpectraQuestion& asked) {
    spectra::Sensor made;
    made.name = sensor.name;
    made.noise = sensor.noise;
    if (!sensor.response.empty()) {
        made.responses = spectra::read_responses(files.table(sensor.response), options.weighting);
    } else {
        const auto count =
            static_cast<int>(std::floor((sensor.to_um - sensor.from_um) / sensor.step_um + 1e-9));
        for (int i = 0; i <= count; ++i) {
            made.responses.push_back(spectra::gaussian_response(
                fmt::format("{}", i + 1), sensor.from_um + i * sensor.step_um, sensor.width_um));
        }
    }
    mark_usable(made, asked);
    return made;
}

std::string spectra_fingerprint(const SpectraOptions& options, const SpectraFiles& files) {
    core::Sha256 hash;
    hash.update_number(method_version);
    for (const auto* list : {&files.libraries, &files.tables}) {
        hash.update_number(list->size());
        for (const spectra::TextFile& file : *list) {
            hash.update_text(std::filesystem::path(file.path).filename().string());
            hash.update_text(file.bytes);
        }
    }
    for (const std::filesystem::path& path : {options.image, options.mask, options.sites}) {
        add_file(hash, path);
    }
    hash.update_text(options.response.filename().string());
    hash.update_text(options.site_field);
    add_texts(hash, options.bands);
    add_texts(hash, options.target);
    add_texts(hash, options.backgrounds);
    for (const spectra::Feature& feature : options.features) {
        hash.update_text(feature.name).update_real(feature.left_um).update_real(feature.right_um);
    }
    add_numbers(hash, options);
    return hash.finish();
}

}  // namespace mineprint::pipeline
