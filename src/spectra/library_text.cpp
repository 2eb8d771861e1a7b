// SPDX-License-Identifier: Apache-2.0
#include "mineprint/spectra/library_text.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <optional>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "mineprint/core/error.hpp"
#include "mineprint/core/text.hpp"
#include "mineprint/spectra/envi_library.hpp"
#include "mineprint/spectra/number_text.hpp"

namespace mineprint::spectra {
namespace {

using Json = nlohmann::json;

constexpr double not_measured = std::numeric_limits<double>::quiet_NaN();

Spectrum spectrum_of(const Json& entry, const std::string& path) {
    Spectrum spectrum;
    spectrum.source = path;
    spectrum.name = entry.at("name").get<std::string>();
    spectrum.wavelength_um = entry.at("wavelengths").get<std::vector<double>>();
    for (const Json& value : entry.at("reflectance")) {
        spectrum.reflectance.push_back(value.is_null() ? not_measured : value.get<double>());
    }
    to_micrometres(spectrum.wavelength_um, entry.value("wavelength_unit", ""),
                   fmt::format("{}: spectrum '{}'", path, spectrum.name));
    put_in_order(spectrum);
    return spectrum;
}

std::string single_spaced(std::string_view line) {
    return fmt::format("{}", fmt::join(words_of(line), " "));
}

/// The unit in a heading such as `wavelength_um` or `Wavelength (nm)`; empty where it names none.
std::string unit_in(std::string heading) {
    for (char& letter : heading) {
        letter = letter == '_' || letter == '(' || letter == ')' || letter == '[' || letter == ']'
                     ? ' '
                     : letter;
    }
    const auto words = words_of(heading);
    constexpr std::size_t name_and_unit = 2;
    return words.size() >= name_and_unit ? std::string(words.back()) : "";
}

bool is_envi_part(const std::string& path) {
    return path.ends_with(".sli") || path.ends_with(".hdr");
}

/// The header of `X.sli`.
const TextFile& header_of(const TextFile& values, std::span<const TextFile> files) {
    const std::string stem = values.path.substr(0, values.path.size() - 4);
    for (const TextFile& file : files) {
        if (file.path == stem + ".hdr" || file.path == values.path + ".hdr") {
            return file;
        }
    }
    throw core::DataError(fmt::format("{}: its header {}.hdr is not there", values.path, stem));
}

enum class Form { json, csv, usgs_columns, usgs_record, usgs_wavelengths, skipped };

Form form_of(const TextFile& file) {
    const auto lines = lines_of(file.bytes);
    const std::string_view head = core::trimmed(lines.empty() ? "" : lines.front());
    if (head.starts_with('{') || head.starts_with('[')) {
        return Form::json;
    }
    const bool record = head.find("Record=") != std::string_view::npos;
    if (record && head.find("Wavelengths") != std::string_view::npos) {
        return Form::usgs_wavelengths;
    }
    if (record && lines.size() > 1 && words_of(lines[1]).size() == 1) {
        const bool errors = head.find("rror") != std::string_view::npos ||
                            head.find("Bandpass") != std::string_view::npos ||
                            head.find("Wavenumber") != std::string_view::npos;
        return errors ? Form::skipped : Form::usgs_record;
    }
    if (head.find("USGS Digital Spectral Library") != std::string_view::npos) {
        return Form::usgs_columns;
    }
    if (head.find(',') != std::string_view::npos) {
        return Form::csv;
    }
    throw core::DataError(fmt::format(
        "{}: is none of the spectral libraries that are understood: JSON, CSV, USGS splib06 or "
        "splib07 ASCII, ENVI .sli; it begins with '{}'",
        file.path, head.substr(0, 60)));
}

/// The wavelengths of splib07 files by their number of channels.
std::map<std::size_t, std::vector<double>> usgs_wavelengths(std::span<const TextFile> files) {
    std::map<std::size_t, std::vector<double>> by_size;
    for (const TextFile& file : files) {
        if (!is_envi_part(file.path) && form_of(file) == Form::usgs_wavelengths) {
            UsgsRecord record = read_usgs_record(file);
            to_micrometres(record.values, "", file.path);
            by_size[record.values.size()] = std::move(record.values);
        }
    }
    return by_size;
}

Spectrum joined(const TextFile& file,
                const std::map<std::size_t, std::vector<double>>& wavelengths) {
    UsgsRecord record = read_usgs_record(file);
    const auto found = wavelengths.find(record.values.size());
    if (found == wavelengths.end()) {
        throw core::DataError(
            fmt::format("{}: no file of {} wavelengths is among the libraries; splib07 has it as "
                        "splib07a_Wavelengths_….txt",
                        file.path, record.values.size()));
    }
    Spectrum spectrum{record.title, file.path, found->second, std::move(record.values)};
    put_in_order(spectrum);
    return spectrum;
}

/// So that every spectrum can be told by its name.
void make_names_differ(Library& library) {
    std::map<std::string, int> seen;
    for (Spectrum& spectrum : library) {
        const int count = ++seen[spectrum.name];
        if (count > 1) {
            spectrum.name += fmt::format(" ({})", count);
        }
    }
}

}  // namespace

Library read_json_spectra(const TextFile& file) {
    try {
        const Json root = Json::parse(file.bytes);
        const Json& list = root.is_object() && root.contains("spectra") ? root.at("spectra") : root;
        Library library;
        if (!list.is_array()) {
            library.push_back(spectrum_of(list, file.path));
            return library;
        }
        for (const Json& entry : list) {
            library.push_back(spectrum_of(entry, file.path));
        }
        return library;
    } catch (const Json::exception& problem) {
        throw core::DataError(
            fmt::format("{}: is not a spectrum in JSON with name, wavelengths "
                        "and reflectance: {}",
                        file.path, problem.what()));
    }
}

Library read_csv_spectra(const TextFile& file) {
    const auto lines = lines_of(file.bytes);
    const auto heads = csv_fields(lines.empty() ? "" : lines.front());
    std::vector<double> wavelengths;
    std::vector<std::vector<double>> columns(heads.size() - 1);
    for (std::size_t i = 1; i < lines.size(); ++i) {
        if (core::trimmed(lines[i]).empty()) {
            continue;
        }
        const auto fields = csv_fields(lines[i]);
        const auto wavelength = parse_number(fields.front());
        if (!wavelength || fields.size() != heads.size()) {
            throw core::DataError(
                fmt::format("{}:{}: a wavelength and {} reflectances were expected", file.path,
                            i + 1, columns.size()));
        }
        wavelengths.push_back(*wavelength);
        for (std::size_t column = 0; column < columns.size(); ++column) {
            const std::string& field = fields[column + 1];
            const auto value = parse_number(field);
            if (!value && !field.empty()) {
                throw core::DataError(
                    fmt::format("{}:{}: '{}' is not a number", file.path, i + 1, field));
            }
            columns[column].push_back(value.value_or(not_measured));
        }
    }
    to_micrometres(wavelengths, unit_in(heads.front()), file.path);
    Library library;
    for (std::size_t column = 0; column < columns.size(); ++column) {
        library.push_back({heads[column + 1], file.path, wavelengths, std::move(columns[column])});
        put_in_order(library.back());
    }
    return library;
}

Spectrum read_usgs_columns(const TextFile& file) {
    Spectrum spectrum;
    spectrum.source = file.path;
    bool below_rule = false;
    for (const std::string_view line : lines_of(file.bytes)) {
        const auto words = words_of(line);
        const auto wavelength = words.empty() ? std::nullopt : parse_number(words[0]);
        const auto value = words.size() < 2 ? std::nullopt : parse_number(words[1]);
        constexpr std::size_t most_columns = 3;
        if (wavelength && value && words.size() <= most_columns) {
            spectrum.wavelength_um.push_back(*wavelength);
            spectrum.reflectance.push_back(*value);
        } else if (line.starts_with("----")) {
            below_rule = true;
        } else if (below_rule && spectrum.name.empty()) {
            spectrum.name = single_spaced(line);  // the title; a history follows
        }
    }
    to_micrometres(spectrum.wavelength_um, "", file.path);
    put_in_order(spectrum);
    return spectrum;
}

UsgsRecord read_usgs_record(const TextFile& file) {
    const auto lines = lines_of(file.bytes);
    UsgsRecord record;
    const std::string_view head = lines.empty() ? "" : lines.front();
    const std::size_t colon = head.find(':', std::min(head.find("Record="), head.size()));
    record.title = single_spaced(colon == std::string_view::npos ? head : head.substr(colon + 1));
    for (std::size_t i = 1; i < lines.size(); ++i) {
        const std::string_view text = core::trimmed(lines[i]);
        const auto value = parse_number(text);
        if (!value && !text.empty()) {
            throw core::DataError(
                fmt::format("{}:{}: '{}' is not a number", file.path, i + 1, text));
        }
        if (value) {
            record.values.push_back(*value);
        }
    }
    return record;
}

Library read_library(std::span<const TextFile> files) {
    const auto wavelengths = usgs_wavelengths(files);
    Library library;
    const auto append = [&](Library&& part) {
        std::move(part.begin(), part.end(), std::back_inserter(library));
    };
    for (const TextFile& file : files) {
        if (is_envi_part(file.path)) {
            append(file.path.ends_with(".sli") ? read_envi_library(header_of(file, files), file)
                                               : Library{});
            continue;
        }
        switch (form_of(file)) {
            case Form::json:
                append(read_json_spectra(file));
                break;
            case Form::csv:
                append(read_csv_spectra(file));
                break;
            case Form::usgs_columns:
                append({read_usgs_columns(file)});
                break;
            case Form::usgs_record:
                append({joined(file, wavelengths)});
                break;
            case Form::usgs_wavelengths:
            case Form::skipped:
                break;
        }
    }
    make_names_differ(library);
    return library;
}

}  // namespace mineprint::spectra
