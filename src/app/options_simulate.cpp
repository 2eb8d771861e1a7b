// SPDX-License-Identifier: Apache-2.0
#include "mineprint/app/list_rule.hpp"
#include "mineprint/app/option_table.hpp"
#include "mineprint/app/value_rules.hpp"

namespace mineprint::app {
namespace {

Commands simulate_only() { return {Command::simulate}; }

/// Longitude and latitude; unset while it encloses nothing.
ValueRule extent_rule() {
    return {
        "WEST,SOUTH,EAST,NORTH",
        "longitudes -180 … 180 and latitudes -90 … 90, west < east and south < north",
        [](Draft& draft, const Setting& setting) {
            const geo::Extent extent = parse_extent(setting.value);
            if (extent.xmin < -180 || extent.xmax > 180 || extent.ymin < -90 || extent.ymax > 90) {
                throw BadValue("is out of range");
            }
            draft.simulate.extent = extent;
        },
        [](const Draft& draft) {
            return draft.simulate.extent == geo::Extent{}
                       ? std::vector<std::string>{}
                       : std::vector{show_extent(draft.simulate.extent)};
        }};
}

/// The code of a zone given as `CODE` or `CODE:Name`.
void check_zone(const std::string& text) {
    (void)parse_name(text.find(':') == std::string::npos ? text : split_at_first(text, ':').first);
}

ValueRule mine_rule() {
    return {"ZONE:EPOCH:AREA",
            "the code of a zone, the name of an epoch and an area ≥ 0, with ':' between them",
            [](Draft& draft, const Setting& setting) {
                const auto [zone, rest] = split_at_first(setting.value, ':');
                const auto [epoch, area] = split_at_first(rest, ':');
                draft.simulate.mines.push_back(
                    {parse_name(zone), parse_name(epoch), parse_real(area, {.least = 0})});
            },
            [](const Draft& draft) {
                std::vector<std::string> texts;
                for (const simulate::MineArea& mine : draft.simulate.mines) {
                    texts.push_back(fmt::format("{}:{}:{}", mine.zone, mine.epoch, mine.area_km2));
                }
                return texts;
            }};
}

void check_border(const std::string& text) {
    const std::vector<std::string> known{"meridian", "parallel"};
    if (text.find(':') == std::string::npos) {
        (void)parse_choice(text, known);
        return;
    }
    const auto [kind, degrees] = split_at_first(text, ':');
    (void)parse_choice(kind, known);
    (void)parse_real(degrees, {-180, 180});
}

ValueRule border_rule() {
    return {"meridian|parallel[:DEGREES]", "meridian or parallel, and if wanted ':' and degrees",
            [](Draft& draft, const Setting& setting) {
                check_border(setting.value);
                draft.simulate.border = setting.value;
            },
            [](const Draft& draft) {
                return draft.simulate.border.empty() ? std::vector<std::string>{"meridian"}
                                                     : std::vector{draft.simulate.border};
            }};
}

std::vector<Option> ground_options() {
    return {{.section = "simulate",
             .name = "extent",
             .value = extent_rule(),
             .help = "The box to simulate, in degrees.",
             .commands = simulate_only(),
             .required_by = simulate_only(),
             .unset = "none",
             .examples = {"98.4,25.8,98.7,26.0"}},
            {.section = "simulate",
             .name = "zones",
             .value = list_rule(
                 {.form = "ZONE,ZONE",
                  .allowed = "two zones between a comma, each CODE or CODE:Name",
                  .check = check_zone},
                 [](auto& d) -> auto& { return d.simulate.zones; }),
             .help = "The two zones: west and east of the border, or south and north of it.",
             .commands = simulate_only(),
             .required_by = simulate_only(),
             .unset = "none",
             .examples = {"MMR:Myanmar,CHN:China"}},
            {.section = "simulate",
             .name = "border",
             .value = border_rule(),
             .help = "The line between the zones: through the middle of the extent, or at a "
                     "longitude (meridian) or "
                     "latitude (parallel).",
             .commands = simulate_only()},
            {.section = "simulate",
             .name = "mine",
             .value = mine_rule(),
             .help = "True mine area of a zone at an epoch in km²; what is not given is 0.",
             .commands = simulate_only(),
             .required_by = simulate_only(),
             .repeated = true,
             .unset = "none",
             .examples = {"MMR:2015:1.8", "MMR:2020:2.49", "CHN:2015:1.2", "CHN:2020:1.45"}}};
}

std::vector<Option> scene_options() {
    return {{.section = "simulate",
             .name = "scenes-per-epoch",
             .value = integer_rule(
                 1, 1000, [](auto& d) -> auto& { return d.simulate.scenes_per_epoch; }),
             .help = "Number of scenes in each epoch.",
             .commands = simulate_only()},
            {.section = "simulate",
             .name = "clouds",
             .value = real_rule(
                 {0, 80}, [](auto& d) -> auto& { return d.simulate.cloud_pct; }),
             .help = "Mean cloud cover of a scene in percent.",
             .commands = simulate_only()},
            {.section = "simulate",
             .name = "noise",
             .value = real_rule(
                 {0, 0.1}, [](auto& d) -> auto& { return d.simulate.noise; }),
             .help = "Standard deviation of the noise of a reflectance.",
             .commands = simulate_only()},
            {.section = "simulate",
             .name = "reference-points",
             .value = integer_rule(
                 1, 1000000, [](auto& d) -> auto& { return d.simulate.reference_points; }),
             .help = "Reference points, labelled at every epoch.",
             .commands = simulate_only()},
            {.section = "simulate",
             .name = "seed",
             .value = seed_rule([](auto& d) -> auto& { return d.simulate.seed; }),
             .help = "Seed of everything that is made up.",
             .commands = simulate_only()}};
}

}  // namespace

Section simulate_section() {
    Section section{"simulate", "The made-up archive that `mineprint simulate` writes", {}};
    for (const auto& part : {ground_options(), scene_options()}) {
        section.options.insert(section.options.end(), part.begin(), part.end());
    }
    return section;
}

}  // namespace mineprint::app
