// SPDX-License-Identifier: Apache-2.0
#include "mineprint/spectra/spectrum.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <limits>
#include <numeric>

#include <fmt/format.h>

#include "mineprint/core/error.hpp"
#include "mineprint/core/text.hpp"

namespace mineprint::spectra {
namespace {

constexpr double not_measured = std::numeric_limits<double>::quiet_NaN();
constexpr double widest_gap = 0.05;  // as a share of the wavelength

std::string lower_case(std::string_view text) {
    std::string lower(text);
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
    return lower;
}

enum class Unit { unknown, micrometre, nanometre };

Unit stated_unit(std::string_view stated, const std::string& where) {
    constexpr std::array nanometres{"nm", "nanometer", "nanometers", "nanometre", "nanometres"};
    constexpr std::array micrometres{"um",         "µm",          "micron",     "microns",
                                     "micrometer", "micrometers", "micrometre", "micrometres"};
    const std::string unit = lower_case(core::trimmed(stated));
    if (unit.empty() || unit == "unknown") {
        return Unit::unknown;
    }
    if (std::find(nanometres.begin(), nanometres.end(), unit) != nanometres.end()) {
        return Unit::nanometre;
    }
    if (std::find(micrometres.begin(), micrometres.end(), unit) != micrometres.end()) {
        return Unit::micrometre;
    }
    throw core::DataError(fmt::format(
        "{}: the unit of its wavelengths is '{}'; micrometres and nanometres are understood", where,
        stated));
}

}  // namespace

void to_micrometres(std::span<double> wavelengths, std::string_view stated,
                    const std::string& where) {
    constexpr double least_nm = 200;
    constexpr double most_um = 300;
    const auto [least, most] = std::minmax_element(wavelengths.begin(), wavelengths.end());
    if (wavelengths.empty() || !(*least > 0) || !std::isfinite(*most)) {
        throw core::DataError(fmt::format("{}: its wavelengths are not positive numbers", where));
    }
    const Unit told = stated_unit(stated, where);
    const bool can_be_nm = *least >= least_nm;
    const bool can_be_um = *most <= most_um && *least < least_nm;
    if ((told == Unit::nanometre && !can_be_nm) || (told == Unit::micrometre && !can_be_um) ||
        (!can_be_nm && !can_be_um)) {
        throw core::DataError(
            fmt::format("{}: its wavelengths, {} … {}, {}; optical ones are 0.2 … 300 micrometres "
                        "or from 200 nanometres on",
                        where, *least, *most,
                        told == Unit::unknown ? "are neither micrometres nor nanometres"
                                              : fmt::format("do not fit the unit '{}'", stated)));
    }
    if (can_be_nm) {
        for (double& wavelength : wavelengths) {
            wavelength /= 1000;
        }
    }
}

void put_in_order(Spectrum& spectrum) {
    const std::size_t size = spectrum.wavelength_um.size();
    if (size != spectrum.reflectance.size() || size < 2) {
        throw core::DataError(
            fmt::format("{}: spectrum '{}' has {} wavelengths and {} reflectances", spectrum.source,
                        spectrum.name, size, spectrum.reflectance.size()));
    }
    std::vector<std::size_t> order(size);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return spectrum.wavelength_um[a] < spectrum.wavelength_um[b];
    });
    Spectrum sorted{spectrum.name, spectrum.source, {}, {}};
    for (const std::size_t i : order) {
        const double wavelength = spectrum.wavelength_um[i];
        const double value = spectrum.reflectance[i];
        if (!sorted.wavelength_um.empty() && wavelength == sorted.wavelength_um.back()) {
            throw core::DataError(
                fmt::format("{}: spectrum '{}' has the wavelength {} micrometres twice",
                            spectrum.source, spectrum.name, wavelength));
        }
        const bool measured = std::isfinite(value) && value > -1 && value != 0;
        sorted.wavelength_um.push_back(wavelength);
        sorted.reflectance.push_back(measured ? value : not_measured);
    }
    spectrum = std::move(sorted);
}

double reflectance_at(const Spectrum& spectrum, double wavelength_um) {
    const auto& x = spectrum.wavelength_um;
    const auto& y = spectrum.reflectance;
    const auto right = std::lower_bound(x.begin(), x.end(), wavelength_um);
    if (right == x.end()) {
        return not_measured;
    }
    const auto i = static_cast<std::size_t>(right - x.begin());
    if (*right == wavelength_um) {
        return y[i];
    }
    if (i == 0 || x[i] - x[i - 1] > widest_gap * wavelength_um) {
        return not_measured;
    }
    const double share = (wavelength_um - x[i - 1]) / (x[i] - x[i - 1]);
    return y[i - 1] + share * (y[i] - y[i - 1]);
}

bool matches_any(std::string_view name, std::span<const std::string> patterns) {
    const std::string lower = lower_case(name);
    const auto begins_word = [&](std::size_t place) {
        return place == 0 || std::isalnum(static_cast<unsigned char>(lower[place - 1])) == 0;
    };
    return std::any_of(patterns.begin(), patterns.end(), [&](const std::string& pattern) {
        const std::string wanted = lower_case(pattern);
        std::size_t place = lower.find(wanted);
        while (place != std::string::npos && !begins_word(place)) {
            place = lower.find(wanted, place + 1);
        }
        return place != std::string::npos;
    });
}

}  // namespace mineprint::spectra
