// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <set>

#include "mineprint/app/option_table.hpp"
#include "mineprint/app/scene_options.hpp"
#include "mineprint/app/value_rules.hpp"
#include "mineprint/core/text.hpp"

namespace mineprint::app {
namespace {

using composite::Method;

std::vector<std::string> sensor_names() {
    std::vector<std::string> names;
    for (int sensor = 0; sensor < static_cast<int>(archive::Sensor::image); ++sensor) {
        names.emplace_back(archive::sensor_name(static_cast<archive::Sensor>(sensor)));
    }
    return names;
}

/// `70`, or `red:25,nir:75`, or both.
void parse_percentiles(const std::string& text, composite::CompositeOptions& options) {
    const Interval percent{.least = 0, .most = 100};
    options.percentile = composite::CompositeOptions().percentile;
    options.band_percentiles.clear();
    bool has_common = false;
    for (const std::string& item : parse_list(text)) {
        if (item.find(':') == std::string::npos) {
            if (has_common) {
                throw BadValue("has more than one percentile without a band");
            }
            has_common = true;
            options.percentile = parse_real(item, percent);
            continue;
        }
        const auto [band, value] = split_at_last(item, ':');
        for (const composite::BandPercentile& other : options.band_percentiles) {
            if (other.band == band) {
                throw BadValue(fmt::format("names the band '{}' twice", band));
            }
        }
        options.band_percentiles.push_back({parse_name(band), parse_real(value, percent)});
    }
}

ValueRule percentile_rule() {
    return {"PERCENT,BAND:PERCENT,...",
            "a number, 0 … 100, and others for single bands, between commas",
            [](Draft& draft, const Setting& setting) {
                parse_percentiles(setting.value, draft.region.composite);
            },
            [](const Draft& draft) {
                const composite::CompositeOptions& options = draft.region.composite;
                std::vector<std::string> items{show_real(options.percentile)};
                for (const composite::BandPercentile& own : options.band_percentiles) {
                    items.push_back(fmt::format("{}:{}", own.band, show_real(own.percentile)));
                }
                return std::vector{show_list(items)};
            }};
}

ValueRule sensor_scores_rule() {
    const auto known = sensor_names();
    return {"SENSOR:SCORE,...",
            fmt::format("some of {}, each with ':' and a number, 0 … 1", fmt::join(known, ", ")),
            [=](Draft& draft, const Setting& setting) {
                std::vector<pipeline::SensorScore> scores;
                std::set<std::string> seen;
                for (const std::string& item : parse_list(setting.value)) {
                    const auto [sensor, score] = split_at_last(item, ':');
                    if (!seen.insert(sensor).second) {
                        throw BadValue(fmt::format("names '{}' twice", sensor));
                    }
                    scores.push_back(
                        {parse_choice(sensor, known), parse_real(score, {.least = 0, .most = 1})});
                }
                draft.region.sensor_scores = scores;
            },
            [](const Draft& draft) {
                std::vector<std::string> items;
                for (const pipeline::SensorScore& own : draft.region.sensor_scores) {
                    items.push_back(fmt::format("{}:{}", own.sensor, show_real(own.score)));
                }
                return items.empty() ? items : std::vector{show_list(items)};
            }};
}

Option composite_option(std::string name, ValueRule value, std::string help) {
    return {.section = "composite",
            .name = std::move(name),
            .value = std::move(value),
            .help = std::move(help),
            .commands = archive_commands()};
}

std::vector<Option> general_options() {
    const Option percentile = composite_option("percentile", percentile_rule(),
                                               "With method=percentiles: which one, for all bands "
                                               "or for single ones; linear between order "
                                               "statistics (type 7, as numpy and R have it).");
    return {composite_option(
                "method",
                enum_rule<Method>(
                    {{"median", Method::median},
                     {"medoid", Method::medoid},
                     {"geometric-median", Method::geometric_median},
                     {"best-available-pixel", Method::best_available_pixel},
                     {"percentiles", Method::percentiles}},
                    [](auto& d) -> auto& { return d.region.composite.method; }),
                "How the clear observations of a pixel become one value in each band: the middle "
                "one of "
                "each band; the observation nearest to all others; the point nearest to all; the "
                "observation with the best score for day, distance from clouds and sensor; a "
                "percentile of each band."),
            composite_option(
                "minimum-clear",
                integer_rule(
                    1, 1000, [](auto& d) -> auto& { return d.region.composite.minimum_clear; }),
                "Clear observations a pixel needs; with fewer it is unobserved, and counts "
                "neither as loss nor as gain."),
            percentile};
}

/// What method=best-available-pixel prefers.
std::vector<Option> score_options() {
    Option day = composite_option("day-of-year",
                                  optional_real_rule(
                                      {.least = 1, .most = 366}, [](auto& d) -> auto& {
                                          return d.region.composite.score.day_of_year;
                                      }),
                                  "With method=best-available-pixel: the best day of the year.");
    day.unset = "that of the epoch's middle day";
    day.examples = {"200"};
    Option sensors =
        composite_option("sensor-scores", sensor_scores_rule(),
                         "With method=best-available-pixel: how much a sensor is preferred.");
    sensors.unset =
        "1 for each, 0.5 for ETM+ since 31 May 2003, when its scan line corrector failed";
    sensors.examples = {"OLI:1,ETM+:0.5"};
    const Interval positive{.least = 0, .open = true};
    const Interval weight{.least = 0};
    return {day,
            composite_option(
                "day-sigma",
                real_rule(
                    positive, [](auto& d) -> auto& { return d.region.composite.score.day_sigma; }),
                "Days from the best one after which the score for the day is exp(-1/2)."),
            composite_option("cloud-distance",
                             real_rule(
                                 positive, [](auto& d) -> auto& {
                                     return d.region.composite.score.cloud_distance_m;
                                 }),
                             "Metres from the nearest cloud from which on no cloud matters."),
            sensors,
            composite_option(
                "day-weight",
                real_rule(
                    weight, [](auto& d) -> auto& { return d.region.composite.score.day_weight; }),
                "Weight of the score for the day of the year."),
            composite_option(
                "cloud-weight",
                real_rule(
                    weight, [](auto& d) -> auto& { return d.region.composite.score.cloud_weight; }),
                "Weight of the score for the distance from clouds."),
            composite_option("sensor-weight",
                             real_rule(
                                 weight, [](auto& d) -> auto& {
                                     return d.region.composite.score.sensor_weight;
                                 }),
                             "Weight of the score for the sensor.")};
}

}  // namespace

Section composite_section() {
    Section section{"composite", "How the clear observations of an epoch become one image",
                    general_options()};
    for (Option& option : score_options()) {
        section.options.push_back(std::move(option));
    }
    section.options.push_back(harmonise_option());
    return section;
}

}  // namespace mineprint::app
