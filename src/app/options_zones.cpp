// SPDX-License-Identifier: Apache-2.0
#include "mineprint/app/option_table.hpp"
#include "mineprint/app/value_rules.hpp"
#include "mineprint/core/text.hpp"

namespace mineprint::app {
namespace {

using pipeline::ZoneCoverage;

Commands zone_commands() { return {Command::run, Command::reduce}; }

std::vector<std::string> parts_of(const std::string& value, char separator, std::size_t count) {
    const auto parts = core::split_text(value, separator);
    if (parts.size() != count) {
        throw BadValue(
            fmt::format("does not have {} parts with '{}' between them", count, separator));
    }
    for (const std::string& part : parts) {
        if (part.empty()) {
            throw BadValue("has an empty part");
        }
    }
    return parts;
}

ValueRule buffer_rule() {
    return {
        "NAME:LAYER:METRES", "a name, the name of a zone layer and a distance > 0",
        [](Draft& draft, const Setting& setting) {
            const auto parts = parts_of(setting.value, ':', 3);
            draft.region.derived_zones.buffers.push_back(
                {parse_name(parts[0]), parts[1], parse_real(parts[2], {.least = 0, .open = true})});
        },
        [](const Draft& draft) {
            std::vector<std::string> texts;
            for (const pipeline::ZoneBuffer& buffer : draft.region.derived_zones.buffers) {
                texts.push_back(
                    fmt::format("{}:{}:{}", buffer.name, buffer.layer, show_real(buffer.metres)));
            }
            return texts;
        }};
}

ValueRule cross_rule() {
    return {"LAYER*LAYER", "the names of two zone layers with '*' between them",
            [](Draft& draft, const Setting& setting) {
                const auto parts = parts_of(setting.value, '*', 2);
                draft.region.derived_zones.crosses.push_back({parts[0], parts[1]});
            },
            [](const Draft& draft) {
                std::vector<std::string> texts;
                for (const pipeline::ZoneCross& cross : draft.region.derived_zones.crosses) {
                    texts.push_back(cross.first + "*" + cross.second);
                }
                return texts;
            }};
}

ValueRule pair_rule() {
    return {"LAYER:CODE:CODE", "the name of a zone layer and the codes of two of its zones",
            [](Draft& draft, const Setting& setting) {
                const auto parts = parts_of(setting.value, ':', 3);
                if (parts[1] == parts[2]) {
                    throw BadValue("names the same zone twice");
                }
                draft.region.derived_zones.pairs.push_back({parts[0], parts[1], parts[2]});
            },
            [](const Draft& draft) {
                std::vector<std::string> texts;
                for (const pipeline::ZonePair& pair : draft.region.derived_zones.pairs) {
                    texts.push_back(pair.layer + ":" + pair.first + ":" + pair.second);
                }
                return texts;
            }};
}

ValueRule bands_rule() {
    return {"METRES,...", "rising distances > 0, between commas",
            [](Draft& draft, const Setting& setting) {
                std::vector<double> metres;
                for (const std::string& item : parse_list(setting.value)) {
                    metres.push_back(parse_real(item, {.least = 0, .open = true}));
                    if (metres.size() > 1 && metres[metres.size() - 2] >= metres.back()) {
                        throw BadValue("does not rise from item to item");
                    }
                }
                draft.region.derived_zones.pair_bands_metres = metres;
            },
            [](const Draft& draft) {
                std::vector<std::string> items;
                for (const double metres : draft.region.derived_zones.pair_bands_metres) {
                    items.push_back(show_real(metres));
                }
                return std::vector{show_list(items)};
            }};
}

Option coverage_option() {
    return {.section = "zones",
            .name = "coverage",
            .value = enum_rule<ZoneCoverage>(
                {{"centre", ZoneCoverage::centre}, {"fractional", ZoneCoverage::fractional}},
                [](auto& d) -> auto& { return d.region.derived_zones.coverage; }),
            .help =
                "Whether all of a pixel's area goes to the zone that holds its centre, or to "
                "each zone the part that it covers. Numbers of pixels are by centre always, and "
                "so are the layers below.",
            .commands = zone_commands()};
}

std::vector<Option> pair_options() {
    return {
        {.section = "zones",
         .name = "pair",
         .value = pair_rule(),
         .help = "Two zones of a layer to compare side by side: growth in bands of distance from "
                 "the other one, a permutation test on sites, growth before and after a policy.",
         .commands = zone_commands(),
         .repeated = true,
         .unset = "none",
         .examples = {"country:CHN:MMR"}},
        {.section = "zones",
         .name = "pair-bands-metres",
         .value = bands_rule(),
         .help = "Upper ends of the bands of distance for zones.pair.",
         .commands = zone_commands()},
        {.section = "zones",
         .name = "permutations",
         .value = integer_rule(
             99, 1000000, [](auto& d) -> auto& { return d.region.derived_zones.permutations; }),
         .help = "Number of random divisions of the sites for the test of zones.pair.",
         .commands = zone_commands()},
        {.section = "zones",
         .name = "permutation-seed",
         .value =
             seed_rule([](auto& d) -> auto& { return d.region.derived_zones.permutation_seed; }),
         .help = "Seed of these divisions.",
         .commands = zone_commands()},
        {.section = "zones",
         .name = "policy-year",
         .value = integer_rule(
             0, 9999, [](auto& d) -> auto& { return d.region.derived_zones.policy_year; }),
         .help = "Year of a policy: zones.pair then tells the growth per year up to the last "
                 "epoch whose middle lies before the end of that year, and after it. 0: none.",
         .commands = zone_commands()}};
}

}  // namespace

std::vector<Option> derived_zone_options() {
    std::vector<Option> options{
        coverage_option(),
        {.section = "zones",
         .name = "buffer",
         .value = buffer_rule(),
         .help = "A layer that tells apart what is inside any zone of another layer, what is "
                 "outside but within a distance of it in metres, and the rest.",
         .commands = zone_commands(),
         .repeated = true,
         .unset = "none",
         .examples = {"near_parks:protected:5000"}},
        {.section = "zones",
         .name = "cross",
         .value = cross_rule(),
         .help =
             "A layer, named FIRST_x_SECOND, with a zone for every pair of zones of two layers.",
         .commands = zone_commands(),
         .repeated = true,
         .unset = "none",
         .examples = {"country*protected"}}};
    const auto pairs = pair_options();
    options.insert(options.end(), pairs.begin(), pairs.end());
    return options;
}

}  // namespace mineprint::app
