// SPDX-License-Identifier: Apache-2.0
#include "mineprint/report/headline.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace mineprint::report {
namespace {

std::string capitalised(std::string text) {
    if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') {
        text[0] = static_cast<char>(text[0] - 'a' + 'A');
    }
    return text;
}

std::string signed_pct(double pct) {
    const double size = std::abs(pct);
    return fmt::format("{}{}\u00a0%", pct < 0 ? "\u2212" : "+",
                       size < 100 ? fmt::format("{:.1f}", size) : number_text(size));
}

std::string growth_text(const ZoneFigures& f) {
    if (std::isnan(f.growth_pct)) {
        return "";
    }
    std::string text = signed_pct(f.growth_pct);
    if (!std::isnan(f.annual_pct)) {
        text += fmt::format(", {} a year", signed_pct(f.annual_pct));
    }
    return text;
}

/// `in Kachin`, but `outside all zones`.
std::string place_of(const ZoneFigures& f) {
    return (f.zone.starts_with("outside ") ? "" : "in ") + f.zone;
}

std::string mapped_text(const ZoneFigures& f) {
    const std::string what = capitalised(f.target) + " area";
    if (!(f.first_km2 > 0) && !(f.last_km2 > 0)) {
        return fmt::format("No {} area was mapped {}, neither in {} nor in {}.", f.target,
                           place_of(f), f.first_epoch, f.last_epoch);
    }
    if (!(f.first_km2 > 0)) {
        return fmt::format("No {} area was mapped {} in {}; the {}\u00a0km² of {} are new.",
                           f.target, place_of(f), f.first_epoch, number_text(f.last_km2),
                           f.last_epoch);
    }
    if (f.first_epoch == f.last_epoch) {
        return fmt::format("{} {} in {}: {}\u00a0km².", what, place_of(f), f.first_epoch,
                           number_text(f.first_km2));
    }
    const char* verb = f.last_km2 > f.first_km2   ? "grew"
                       : f.last_km2 < f.first_km2 ? "shrank"
                                                  : "stayed the same:";
    return fmt::format("{} {} {} from {}\u00a0km² in {} to {}\u00a0km² in {} ({}).", what,
                       place_of(f), verb, number_text(f.first_km2), f.first_epoch,
                       number_text(f.last_km2), f.last_epoch, growth_text(f));
}

/// Decimals that tell three digits.
int decimals_of(double value) {
    const double size = std::abs(value);
    return size >= 100 ? 0 : size >= 10 ? 1 : size >= 0.1 || size == 0 ? 2 : 4;
}

/// An interval without width is none: no sample errs, and that too happens by chance.
bool tells_interval(double area, double ci95) { return ci95 > 1e-9 * std::max(1.0, area); }

/// Both with the decimals of the estimate, or of the interval where those would show none of it.
std::string area_text(double area, double ci95) {
    const int decimals = decimals_of(area);
    const bool shows = ci95 >= 0.5 * std::pow(10.0, -decimals);
    const int used = shows ? decimals : decimals_of(ci95);
    if (ci95 >= area) {  // no area is below 0
        return fmt::format("{:.{}f}\u00a0km² (up to {:.{}f})", area, used, area + ci95, used);
    }
    return fmt::format("{:.{}f} ± {:.{}f}\u00a0km²", area, used, ci95, used);
}

std::string adjusted_text(const ZoneFigures& f) {
    if (std::isnan(f.adjusted_first_km2) || std::isnan(f.adjusted_last_km2)) {
        return "";
    }
    const bool has_first = tells_interval(f.adjusted_first_km2, f.adjusted_first_ci95);
    const bool has_last = tells_interval(f.adjusted_last_km2, f.adjusted_last_ci95);
    if (!has_first && !has_last) {
        return fmt::format(
            " No reference sample is mistaken about {} there, so they give no interval.", f.target);
    }
    const auto estimate = [](bool has_interval, double area, double ci95) {
        return has_interval ? area_text(area, ci95)
                            : number_text(area) + "\u00a0km² (no sample is mistaken: no interval)";
    };
    std::string text =
        fmt::format(" Corrected by the reference samples it is {} and {} (95\u00a0% intervals)",
                    estimate(has_first, f.adjusted_first_km2, f.adjusted_first_ci95),
                    estimate(has_last, f.adjusted_last_km2, f.adjusted_last_ci95));
    // Infinite or of no width where the samples cannot tell it.
    if (std::isfinite(f.growth_low_pct) && std::isfinite(f.growth_high_pct) &&
        f.growth_high_pct - f.growth_low_pct > 1e-6) {
        text += fmt::format(", a growth between {} and {}", signed_pct(f.growth_low_pct),
                            signed_pct(f.growth_high_pct));
    } else if (std::isfinite(f.growth_pct) && f.first_epoch != f.last_epoch) {
        text += "; the samples are too few for an interval of the growth";
    }
    return text + ".";
}

std::string unobserved_text(const ZoneFigures& f) {
    std::string text;
    for (const auto& [pct, epoch] : {std::pair(f.unobserved_first_pct, f.first_epoch),
                                     std::pair(f.unobserved_last_pct, f.last_epoch)}) {
        if (pct >= 1 && (text.empty() || f.first_epoch != f.last_epoch)) {
            text += fmt::format(" In {} nobody saw {:.0f}\u00a0% of it.", epoch, pct);
        }
    }
    return text;
}

/// One value of a dataset of a layer; NaN where there is none.
double value_at(const Json& layer, const std::string& dataset,
                const std::vector<std::size_t>& index) {
    const Json& data = layer.at("data");
    if (!data.contains(dataset)) {
        return unknown;
    }
    const Json& shape = data[dataset]["shape"];
    if (shape.size() != index.size()) {
        return unknown;
    }
    std::size_t place = 0;
    for (std::size_t axis = 0; axis < index.size(); ++axis) {
        place = place * shape[axis].get<std::size_t>() + index[axis];
    }
    const Json& values = data[dataset]["values"];
    return place < values.size() && values[place].is_number() ? values[place].get<double>()
                                                              : unknown;
}

double unobserved_pct(const Json& layer, std::size_t zone, std::size_t epoch,
                      std::size_t num_classes) {
    const double unobserved = value_at(layer, "unobserved_km2", {zone, epoch});
    double all = unobserved;
    for (std::size_t i = 0; i < num_classes; ++i) {
        all += value_at(layer, "area_km2", {zone, epoch, i});
    }
    return all > 0 ? 100 * unobserved / all : 0;
}

/// The first and the last epoch that the zone has any area at: a sum of regions may lack some.
std::pair<std::size_t, std::size_t> epoch_range(const Json& layer, std::size_t zone,
                                                std::size_t num_epochs) {
    const auto is_there = [&](std::size_t epoch) {
        const double regions = value_at(layer, "num_regions", {zone, epoch});
        return std::isnan(regions) || regions > 0;
    };
    std::size_t first = 0;
    std::size_t last = num_epochs - 1;
    while (first < last && !is_there(first)) {
        ++first;
    }
    while (last > first && !is_there(last)) {
        --last;
    }
    return {first, last};
}

}  // namespace

std::string number_text(double value) {
    if (std::abs(value) >= 1000) {
        std::string digits = fmt::format("{:.0f}", value);
        for (auto place = std::ssize(digits) - 3; place > (value < 0 ? 1 : 0); place -= 3) {
            digits.insert(static_cast<std::size_t>(place), "\u202f");
        }
        return digits;
    }
    return fmt::format("{:.{}f}", value, decimals_of(value));
}

std::string headline(const ZoneFigures& figures) {
    return mapped_text(figures) + adjusted_text(figures) + unobserved_text(figures);
}

ZoneFigures zone_figures(const Json& layer, const Json& owner, std::size_t zone) {
    const Json& classes = owner.at("classes");
    const Json& epochs = owner.at("epochs");
    const auto found = std::ranges::find(classes, owner.at("target"));
    const auto target = static_cast<std::size_t>(found - classes.begin());
    const auto [first, last] = epoch_range(layer, zone, epochs.size());
    ZoneFigures f;
    f.zone = layer.at("zones").at(zone).at("name");
    f.target = owner.at("target");
    f.first_epoch = epochs.at(first).at("name");
    f.last_epoch = epochs.at(last).at("name");
    f.first_km2 = value_at(layer, "area_km2", {zone, first, target});
    f.last_km2 = value_at(layer, "area_km2", {zone, last, target});
    f.growth_pct = value_at(layer, "growth_percent", {zone, first, last});
    f.annual_pct = value_at(layer, "annual_growth_percent", {zone, first, last});
    f.growth_low_pct = value_at(layer, "adjusted_growth_low_percent", {zone, first, last});
    f.growth_high_pct = value_at(layer, "adjusted_growth_high_percent", {zone, first, last});
    f.adjusted_first_km2 = value_at(layer, "adjusted_area_km2", {zone, first, target});
    f.adjusted_first_ci95 = value_at(layer, "adjusted_area_ci95_km2", {zone, first, target});
    f.adjusted_last_km2 = value_at(layer, "adjusted_area_km2", {zone, last, target});
    f.adjusted_last_ci95 = value_at(layer, "adjusted_area_ci95_km2", {zone, last, target});
    f.unobserved_first_pct = unobserved_pct(layer, zone, first, classes.size());
    f.unobserved_last_pct = unobserved_pct(layer, zone, last, classes.size());
    return f;
}

}  // namespace mineprint::report
