// SPDX-License-Identifier: Apache-2.0
#include "mineprint/spectra/response.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

#include "mineprint/core/error.hpp"
#include "mineprint/spectra/number_text.hpp"

namespace mineprint::spectra {
namespace {

constexpr double least_share_of_peak = 0.005;

std::string lower_case(std::string_view text) {
    std::string lower(text);
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
    return lower;
}

/// The band a heading names: the word after `band`, if it is the last; empty otherwise.
std::string band_in(std::string_view heading) {
    const auto words = words_of(heading);
    const bool names_one =
        words.size() >= 2 && lower_case(words[words.size() - 2]).ends_with("band");
    return names_one ? std::string(words.back()) : "";
}

/// Where a response crosses half of its peak, from its first row above on, going by `step`.
double half_maximum(const Response& table, double half, bool from_left) {
    const auto n = static_cast<std::ptrdiff_t>(table.weight.size());
    const std::ptrdiff_t step = from_left ? 1 : -1;
    const auto at = [](const std::vector<double>& list, std::ptrdiff_t i) {
        return list[static_cast<std::size_t>(i)];
    };
    std::ptrdiff_t i = from_left ? 0 : n - 1;
    while (at(table.weight, i) < half) {
        i += step;
    }
    const std::ptrdiff_t outer = i - step;
    if (outer < 0 || outer >= n) {
        return at(table.wavelength_um, i);
    }
    const double share =
        (half - at(table.weight, outer)) / (at(table.weight, i) - at(table.weight, outer));
    return at(table.wavelength_um, outer) +
           share * (at(table.wavelength_um, i) - at(table.wavelength_um, outer));
}

/// The wavelength each row of a table stands for.
std::vector<double> row_widths(const std::vector<double>& x, Weighting weighting) {
    std::vector<double> widths(x.size(), 1.0);
    if (weighting == Weighting::integral && x.size() > 1) {
        for (std::size_t i = 0; i < x.size(); ++i) {
            widths[i] = 0.5 * (x[std::min(i + 1, x.size() - 1)] - x[i == 0 ? 0 : i - 1]);
        }
    }
    return widths;
}

/// Makes a band of rows of raw response: trims, describes and normalises.
Response finished(const Response& raw, Weighting weighting, const std::string& where) {
    const double peak =
        raw.weight.empty() ? 0 : *std::max_element(raw.weight.begin(), raw.weight.end());
    if (!(peak > 0)) {
        throw core::DataError(fmt::format("{}: band {} has no response above 0", where, raw.band));
    }
    Response kept{raw.band, {}, {}, 0, 0};
    for (std::size_t i = 0; i < raw.weight.size(); ++i) {
        if (i > 0 && raw.wavelength_um[i] <= raw.wavelength_um[i - 1]) {
            throw core::DataError(fmt::format("{}: band {}: its wavelengths do not ascend at {}",
                                              where, raw.band, raw.wavelength_um[i]));
        }
        if (raw.weight[i] > least_share_of_peak * peak) {
            kept.wavelength_um.push_back(raw.wavelength_um[i]);
            kept.weight.push_back(raw.weight[i]);
        }
    }
    kept.width_um = half_maximum(kept, 0.5 * peak, false) - half_maximum(kept, 0.5 * peak, true);
    const auto widths = row_widths(kept.wavelength_um, weighting);
    double sum = 0;
    for (std::size_t i = 0; i < widths.size(); ++i) {
        kept.weight[i] *= widths[i];
        sum += kept.weight[i];
    }
    for (std::size_t i = 0; i < widths.size(); ++i) {
        kept.weight[i] /= sum;
        kept.centre_um += kept.weight[i] * kept.wavelength_um[i];
    }
    return kept;
}

struct Row {
    double wavelength;
    double response;
};

/// A row of the table; nothing for an empty line.
Row parse_row(std::string_view line, const std::string& where) {
    const auto words = words_of(line);
    const auto wavelength = parse_number(words[0]);
    const auto response = words.size() < 2 ? std::nullopt : parse_number(words[1]);
    if (!wavelength || !response) {
        throw core::DataError(
            fmt::format("{}: '{}' is not a wavelength and a response", where, line));
    }
    return {*wavelength, *response};
}

/// The column of a heading that begins with `name`; -1 if there is none.
int column_of(const std::vector<std::string>& heads, const std::string& name) {
    for (std::size_t i = 0; i < heads.size(); ++i) {
        if (lower_case(heads[i]).starts_with(name)) {
            return static_cast<int>(i);
        }
    }
    return -1;
}

std::string unit_of_heading(std::string heading) {
    for (char& letter : heading) {
        letter = std::string_view("_()[]").find(letter) == std::string_view::npos ? letter : ' ';
    }
    const auto words = words_of(heading);
    return words.size() > 1 ? std::string(words.back()) : "";
}

}  // namespace

std::vector<Response> read_responses(const TextFile& file, Weighting weighting) {
    std::vector<Response> raw;
    const auto lines = lines_of(file.bytes);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const auto words = words_of(lines[i]);
        if (words.empty()) {
            continue;
        }
        if (words[0].starts_with(';') || words[0].starts_with('#')) {
            const std::string band = band_in(lines[i]);
            if (!band.empty()) {
                raw.push_back({band, {}, {}, 0, 0});
            }
            continue;
        }
        if (raw.empty()) {
            throw core::DataError(
                fmt::format("{}:{}: no heading such as '; BAND 1' stands above the first row",
                            file.path, i + 1));
        }
        const Row row = parse_row(lines[i], fmt::format("{}:{}", file.path, i + 1));
        raw.back().wavelength_um.push_back(row.wavelength);
        raw.back().weight.push_back(row.response);
    }
    if (raw.empty()) {
        throw core::DataError(fmt::format("{}: holds no band", file.path));
    }
    std::vector<Response> responses;
    for (Response& band : raw) {
        to_micrometres(band.wavelength_um, "", fmt::format("{}: band {}", file.path, band.band));
        responses.push_back(finished(band, weighting, file.path));
    }
    return responses;
}

Response gaussian_response(const std::string& band, double centre_um, double width_um) {
    constexpr int steps_per_width = 20;
    constexpr int most_steps = 27;  // exp(-4 ln 2 (27/20)²) is 0.64 %, the last above 0.5 %
    Response raw{band, {}, {}, 0, 0};
    for (int step = -most_steps; step <= most_steps; ++step) {
        const double away = static_cast<double>(step) / steps_per_width;
        raw.wavelength_um.push_back(centre_um + away * width_um);
        raw.weight.push_back(std::exp(-4 * std::log(2.0) * away * away));
    }
    return finished(raw, Weighting::rows, "Gaussian");
}

std::vector<Response> gaussian_responses(std::span<const std::string> bands,
                                         std::span<const double> centres_um,
                                         std::span<const double> widths_um) {
    std::vector<Response> responses;
    for (std::size_t i = 0; i < centres_um.size(); ++i) {
        double width = i < widths_um.size() ? widths_um[i] : 0;
        if (!(width > 0)) {
            width = 0.1 * centres_um[i];  // of a band without neighbours
            for (std::size_t other = 0; other < centres_um.size(); ++other) {
                const double apart = std::abs(centres_um[other] - centres_um[i]);
                width = other != i && apart > 0 ? std::min(width, apart) : width;
            }
        }
        responses.push_back(gaussian_response(bands[i], centres_um[i], width));
    }
    return responses;
}

std::vector<Response> read_band_table(const TextFile& file) {
    const auto lines = lines_of(file.bytes);
    const auto heads = csv_fields(lines.empty() ? "" : lines.front());
    const int wavelength = column_of(heads, "wavelength");
    const int fwhm = column_of(heads, "fwhm");
    const int name = column_of(heads, "band");
    if (wavelength < 0) {
        throw core::DataError(
            fmt::format("{}: its first line has no column 'wavelength'", file.path));
    }
    std::vector<std::string> names;
    std::vector<double> centres;
    std::vector<double> widths;
    for (std::size_t i = 1; i < lines.size(); ++i) {
        const auto fields = csv_fields(lines[i]);
        if (fields.size() == 1 && fields[0].empty()) {
            continue;
        }
        const auto number = [&](int column) {
            const auto value = static_cast<std::size_t>(column) < fields.size()
                                   ? parse_number(fields[static_cast<std::size_t>(column)])
                                   : std::nullopt;
            if (!value || !(*value > 0)) {
                throw core::DataError(fmt::format("{}:{}: column '{}' has no number above 0",
                                                  file.path, i + 1,
                                                  heads[static_cast<std::size_t>(column)]));
            }
            return *value;
        };
        if (name >= static_cast<int>(fields.size())) {
            throw core::DataError(
                fmt::format("{}:{}: the line ends before column 'band'", file.path, i + 1));
        }
        centres.push_back(number(wavelength));
        widths.push_back(fwhm < 0 ? 0 : number(fwhm));
        names.push_back(name < 0 ? fmt::format("{}", centres.size())
                                 : fields[static_cast<std::size_t>(name)]);
    }
    const std::vector<double> as_written = centres;
    to_micrometres(centres, unit_of_heading(heads[static_cast<std::size_t>(wavelength)]),
                   file.path);
    for (std::size_t i = 0; i < widths.size(); ++i) {
        widths[i] *= centres[i] / as_written[i];  // in the unit of the wavelengths
    }
    return gaussian_responses(names, centres, widths);
}

double resample(const Spectrum& spectrum, const Response& response) {
    double sum = 0;
    for (std::size_t i = 0; i < response.weight.size(); ++i) {
        sum += response.weight[i] * reflectance_at(spectrum, response.wavelength_um[i]);
    }
    return sum;
}

std::vector<double> resample(const Spectrum& spectrum, std::span<const Response> responses) {
    std::vector<double> values;
    values.reserve(responses.size());
    for (const Response& response : responses) {
        values.push_back(resample(spectrum, response));
    }
    return values;
}

}  // namespace mineprint::spectra
