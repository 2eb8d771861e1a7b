// SPDX-License-Identifier: Apache-2.0
#include <set>

#include "mineprint/app/class_names.hpp"
#include "mineprint/app/option_table.hpp"
#include "mineprint/app/value_rules.hpp"
#include "mineprint/core/text.hpp"

namespace mineprint::app {
namespace {

ValueRule map_image_rule() {
    return {
        "EPOCH:PATH", "the name of an epoch, ':', a path",
        [](Draft& draft, const Setting& setting) {
            const auto [epoch, path] = split_at_first(setting.value, ':');
            draft.region.maps.push_back({parse_name(epoch), resolve_path(setting.folder, path)});
        },
        [](const Draft& draft) {
            std::vector<std::string> texts;
            for (const pipeline::ClassMap& map : draft.region.maps) {
                texts.push_back(fmt::format("{}:{}", map.epoch, map.path.string()));
            }
            return texts;
        }};
}

std::vector<pipeline::ClassValue> parse_class_values(const std::string& text) {
    constexpr std::int64_t least = std::numeric_limits<std::int32_t>::min();
    std::vector<pipeline::ClassValue> classes;
    std::set<int> values;
    std::set<std::string> names;
    for (const std::string& item : parse_list(text)) {
        const auto [value_text, name] = split_at_first(item, ':');
        const int value = core::checked_cast<int>(parse_integer(value_text, least, any_integer));
        if (!values.insert(value).second || !names.insert(name).second) {
            throw BadValue(fmt::format("has the value or the name of '{}' twice", item));
        }
        classes.push_back({value, parse_class_name(name)});
    }
    return classes;
}

ValueRule class_values_rule() {
    return {"VALUE:CLASS,...", "whole number, ':', class name, between commas",
            [](Draft& draft, const Setting& setting) {
                draft.region.map_classes = parse_class_values(setting.value);
            },
            [](const Draft& draft) {
                std::vector<std::string> items;
                for (const pipeline::ClassValue& value : draft.region.map_classes) {
                    items.push_back(fmt::format("{}:{}", value.value, value.name));
                }
                return items.empty() ? items : std::vector{show_list(items)};
            }};
}

pipeline::ZoneLayerOptions parse_zone_layer(const Setting& setting) {
    const auto parts = core::split_text(setting.value, ':');
    if (parts.size() < 3 || parts.size() > 4) {
        throw BadValue("does not have three or four parts with ':' between them");
    }
    for (const std::string& part : parts) {
        if (part.empty()) {
            throw BadValue("has an empty part between its colons");
        }
    }
    if (parts[0] == "region") {
        throw BadValue(
            "takes the name of the layer `region`, the whole region, which is always there");
    }
    return {parse_name(parts[0]), resolve_path(setting.folder, parts[1]), parts[2],
            parts.size() == 4 ? parts[3] : ""};
}

ValueRule zone_layer_rule() {
    return {"NAME:PATH:CODE-FIELD[:NAME-FIELD]",
            "a name, a path and fields of the file, with ':' between them",
            [](Draft& draft, const Setting& setting) {
                draft.region.zones.push_back(parse_zone_layer(setting));
            },
            [](const Draft& draft) {
                std::vector<std::string> texts;
                for (const pipeline::ZoneLayerOptions& layer : draft.region.zones) {
                    texts.push_back(fmt::format(
                        "{}:{}:{}{}{}", layer.name, layer.path.string(), layer.code_field,
                        layer.name_field.empty() ? "" : ":", layer.name_field));
                }
                return texts;
            }};
}

/// Declared with `maps`, as it says what the class maps show.
ValueRule threshold_rule() {
    using accuracy::ThresholdRule;
    static const std::vector<std::pair<std::string, ThresholdRule>> rules{
        {"argmax", ThresholdRule::argmax},
        {"f1", ThresholdRule::f1},
        {"f0.5", ThresholdRule::f_half},
        {"youden", ThresholdRule::youden}};
    return {"argmax|f1|f0.5|youden|NUMBER", "argmax, f1, f0.5, youden, or a number, 0 ≤ x ≤ 1",
            [](Draft& draft, const Setting& setting) {
                for (const auto& [name, rule] : rules) {
                    if (setting.value == name) {
                        draft.region.threshold = {rule, 0};
                        return;
                    }
                }
                draft.region.threshold = {ThresholdRule::fixed,
                                          parse_real(setting.value, {.least = 0, .most = 1})};
            },
            [](const Draft& draft) {
                for (const auto& [name, rule] : rules) {
                    if (draft.region.threshold.rule == rule) {
                        return std::vector{name};
                    }
                }
                return std::vector{show_real(draft.region.threshold.fixed)};
            }};
}

Option threshold_option() {
    return {.section = "maps",
            .name = "threshold",
            .value = threshold_rule(),
            .help =
                "When a pixel is mapped as the target: where it has the most votes (argmax), "
                "or from the probability on that serves an epoch's held-out samples best - by "
                "F1, by F0.5 (fewer false alarms) or by Youden's J - or from a given one on. "
                "Below it the other class with the most votes is taken.",
            .commands = {Command::run, Command::map}};
}

Commands output_commands() { return {Command::run, Command::map}; }

}  // namespace

Section maps_section() {
    return {"maps",
            "Class maps that another program made, for `filter` and `reduce` instead of an archive",
            {{.section = "maps",
              .name = "image",
              .value = map_image_rule(),
              .help = "One class map for each epoch, all on one grid.",
              .commands = class_map_commands(),
              .repeated = true,
              .unset = "the maps in the output folder",
              .examples = {"2015:classes_2015.tif", "2020:classes_2020.tif"},
              .in_template = InTemplate::alternative},
             {.section = "maps",
              .name = "classes",
              .value = class_values_rule(),
              .help = "What the values of these maps mean.",
              .commands = class_map_commands(),
              .unset = "none",
              .examples = {"1:mine,2:forest,3:water"},
              .in_template = InTemplate::alternative},
             threshold_option()}};
}

Section zones_section() {
    Section section{
        "zones",
        "Polygons to report areas for, beside the layer `region`, which is always there",
        {{.section = "zones",
          .name = "layer",
          .value = zone_layer_rule(),
          .help = "A zone layer: its name, its file, the field with the zone's code and, if "
                  "wanted, the field "
                  "with the zone's name. Features of one code are one zone.",
          .commands = {Command::run, Command::plan, Command::reduce},
          .repeated = true,
          .unset = "the whole region alone",
          .examples = {"country:countries.gpkg:iso_a3:name", "protected:parks.gpkg:id"}}}};
    const std::vector<Option> derived = derived_zone_options();
    section.options.insert(section.options.end(), derived.begin(), derived.end());
    return section;
}

Section output_section() {
    return {"output",
            "What is written for each tile",
            {{.section = "output",
              .name = "probability",
              .value = flag_rule([](auto& d) -> auto& { return d.region.output.probability; }),
              .help = "Whether to write maps of the target class's probability.",
              .commands = output_commands()},
             {.section = "output",
              .name = "composites",
              .value = flag_rule([](auto& d) -> auto& { return d.region.output.composites; }),
              .help = "Whether to write the composites, which take far more room than the maps.",
              .commands = output_commands()},
             {.section = "output",
              .name = "features",
              .value = flag_rule([](auto& d) -> auto& { return d.region.output.features; }),
              .help = "Whether to write the features, as the forest sees them.",
              .commands = output_commands()},
             {.section = "output",
              .name = "cog",
              .value = flag_rule([](auto& d) -> auto& { return d.cog_maps; }),
              .help = "Whether to write each map of an epoch also as one cloud-optimised GeoTIFF "
                      "with overviews, beside the VRT over the tiles.",
              .commands = {Command::run}},
             {.section = "output",
              .name = "compression",
              .value = choice_rule(
                  {"NONE", "DEFLATE", "ZSTD", "LERC_ZSTD"},
                  [](auto& d) -> auto& { return d.region.output.compression; }),
              .help = "How the GeoTIFF files are compressed, always without loss.",
              .commands = output_commands()}}};
}

}  // namespace mineprint::app
