// SPDX-License-Identifier: Apache-2.0
#include "mineprint/pipeline/assessment_notes.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace mineprint::pipeline {
namespace {

std::string samples_text(std::int64_t number) {
    return number == 0 ? "no sample" : fmt::format("{} sample{}", number, number == 1 ? "" : "s");
}

std::string name_of(const std::vector<std::string>& names, std::size_t stratum) {
    return stratum < names.size() ? names[stratum] : fmt::format("stratum {}", stratum + 1);
}

}  // namespace

std::string lacking_note(const std::string& when, const PartSample& part,
                         const std::vector<std::string>& names) {
    if (part.lacking.empty()) {
        return {};
    }
    constexpr std::size_t most = 3;
    std::vector<ShortStratum> strata = part.lacking;
    std::ranges::stable_sort(strata, std::ranges::greater{}, &ShortStratum::size);
    double size = 0;
    std::int64_t needed = 0;
    for (const ShortStratum& stratum : strata) {
        size += stratum.size;
        needed += 2 - stratum.units;
    }
    std::vector<std::string> told;
    for (std::size_t i = 0; i < std::min(most, strata.size()); ++i) {
        told.push_back(fmt::format("{} ({:.3f} km², {})", name_of(names, strata[i].stratum),
                                   strata[i].size, samples_text(strata[i].units)));
    }
    std::string text = fmt::format("{}: fewer than two samples in what is mapped as {}", when,
                                   fmt::join(told, ", "));
    if (strata.size() > most) {
        text += fmt::format(" and {} more, {:.3f} km² in all", strata.size() - most, size);
    }
    text += fmt::format("; it takes {} more.", needed);
    return part.sample ? text : text + " That is too few for an estimate.";
}

std::string unanimous_note(const std::string& when, const std::string& target,
                           const std::vector<accuracy::UnanimousStratum>& strata,
                           const std::vector<std::string>& names) {
    std::vector<std::string> counted;
    std::vector<std::string> left_out;
    double missed = 0;
    for (const accuracy::UnanimousStratum& stratum : strata) {
        if (stratum.units == 0) {
            continue;
        }
        auto& list = stratum.in_interval ? counted : left_out;
        list.push_back(fmt::format("{} ({})", name_of(names, stratum.stratum), stratum.units));
        if (!stratum.in_interval) {
            const double most = std::max(stratum.up, stratum.down);
            missed += most * most;
        }
    }
    std::string text;
    const auto add = [&](const std::vector<std::string>& list, const std::string& then) {
        if (!list.empty()) {
            text +=
                fmt::format("{}{}: no disagreement about {} was seen among the samples of {}; {}",
                            text.empty() ? "" : " ", when, target, fmt::join(list, ", "), then);
        }
    };
    add(counted, "the interval allows for what so many can miss.");
    add(left_out,
        fmt::format("the interval is that of the others alone, and up to {:.3f} km² could "
                    "be missed beside it.",
                    std::sqrt(missed)));
    return text;
}

std::string growth_note(const RegionTables& region) {
    const std::size_t last = region.epochs.size() - 1;
    if (last == 0 || !region.layers.front().adjusted) {
        return {};
    }
    const AdjustedTables& adjusted = *region.layers.front().adjusted;
    const double by_change = adjusted.growth_percent.value(0, 0, last);
    const double by_areas = adjusted.growth_of_areas_percent(0, 0, last);
    constexpr double shown = 0.05;  // less is not seen in the figures
    if (!(std::abs(by_change - by_areas) >= shown)) {
        return {};
    }
    return fmt::format(
        "Growth of {} from {} to {}: {:+.1f} % by the {} places with labels of both epochs and the "
        "strata of change; {:+.1f} % from the adjusted areas, each of all samples of its epoch and "
        "that epoch's strata. Both estimate one thing; the former is told, with its interval.",
        region.classes[region.target_index], region.epochs.front().name, region.epochs.back().name,
        by_change, adjusted.num_both(0, 0, last), by_areas);
}

std::string cure_note() {
    return "What has no sample is taken as mapped, and the intervals allow for all of it to be "
           "otherwise. `mineprint plan --accuracy` tells how many points it takes, `mineprint "
           "draw` "
           "draws them by these strata (accuracy.strata), `mineprint assess` reads their labels.";
}

std::vector<std::string> stratum_names(const SampleUnits& units, const UnitRules& rules,
                                       const std::vector<std::string>& classes) {
    if (!units.by_map_class) {
        return rules.drawn != nullptr ? rules.drawn->name : std::vector<std::string>{"all classes"};
    }
    if (units.num_classes == classes.size()) {
        return classes;
    }
    std::vector<std::string> names;
    for (const std::string& from : classes) {
        for (const std::string& to : classes) {
            names.push_back(from == to ? "stable " + from : fmt::format("{}>{}", from, to));
        }
    }
    return names;
}

}  // namespace mineprint::pipeline
