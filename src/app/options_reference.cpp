// SPDX-License-Identifier: Apache-2.0
#include "mineprint/app/class_names.hpp"
#include "mineprint/app/list_rule.hpp"
#include "mineprint/app/option_table.hpp"
#include "mineprint/app/value_rules.hpp"

namespace mineprint::app {
namespace {

ValueRule class_field_rule() {
    return {"FIELD|EPOCH:FIELD", "the name of a field, or the name of an epoch, ':', a field",
            [](Draft& draft, const Setting& setting) {
                auto& fields = draft.region.reference.class_fields;
                if (setting.value.find(':') == std::string::npos) {
                    fields.push_back({"", setting.value});
                } else {
                    const auto [epoch, field] = split_at_first(setting.value, ':');
                    fields.push_back({parse_name(epoch), field});
                }
            },
            [](const Draft& draft) {
                std::vector<std::string> texts;
                for (const auto& [epoch, field] : draft.region.reference.class_fields) {
                    texts.push_back(epoch.empty() ? field : epoch + ":" + field);
                }
                return texts;
            }};
}

Commands sampling_commands() { return {Command::run, Command::plan, Command::sample}; }

/// The file and how it is read.
std::vector<Option> file_options() {
    return {
        {.section = "reference",
         .name = "file",
         .value = path_rule(
             "PATH", [](auto& d) -> auto& { return d.region.reference.file; }),
         .help = "Points or polygons with a class: GeoPackage, GeoJSON, Shapefile, or CSV with "
                 "coordinates.",
         .commands = sampling_commands(),
         .required_by = {Command::run, Command::sample},
         .unset = "none",
         .examples = {"reference.gpkg"},
         .in_template = InTemplate::live},
        {.section = "reference",
         .name = "layer",
         .value = text_rule(
             "LAYER", "the name of a layer",
             [](auto& d) -> auto& { return d.region.reference.layer; }),
         .help = "Layer of the file.",
         .commands = sampling_commands(),
         .unset = "the only one",
         .examples = {"samples"}},
        {.section = "reference",
         .name = "crs",
         .value = text_rule(
             "CRS", "anything PROJ understands, such as EPSG:4326",
             [](auto& d) -> auto& { return d.region.reference.crs; }),
         .help = "CRS of the coordinates of a file that does not tell its own (CSV with x and y).",
         .commands = sampling_commands(),
         .unset = "the file's",
         .examples = {"EPSG:32647"}}};
}

/// What the fields of the file mean.
std::vector<Option> class_options() {
    return {
        {.section = "reference",
         .name = "class-field",
         .value = class_field_rule(),
         .help = "Field that holds the class: one field, or one for each epoch.",
         .commands = sampling_commands(),
         .repeated = true,
         .unset = "class",
         .examples = {"class"}},
        {.section = "reference",
         .name = "epoch-field",
         .value = text_rule(
             "FIELD", "the name of a field",
             [](auto& d) -> auto& { return d.region.reference.epoch_field; }),
         .help = "Field that names the epoch a feature's class is of.",
         .commands = sampling_commands(),
         .unset = "none: the class holds for every epoch",
         .examples = {"epoch"}},
        {.section = "reference",
         .name = "classes",
         .value = list_rule(
             {.form = "CLASS,CLASS,...",
              .allowed = "class names between commas, without ':'",
              .check = [](const std::string& name) { (void)parse_class_name(name); }},
             [](auto& d) -> auto& { return d.region.reference.classes; }),
         .help = "The classes in the order of their map values; a feature of another class is an "
                 "error.",
         .commands = sampling_commands(),
         .unset = "all that occur, sorted",
         .examples = {"mine,forest,water"}},
        {.section = "reference",
         .name = "target",
         .value = text_rule(
             "CLASS", "a class name", [](auto& d) -> auto& { return d.region.reference.target; }),
         .help = "The class whose probability is mapped and whose growth is reported.",
         .commands = epoch_commands()}};
}

/// How samples are drawn.
std::vector<Option> draw_options() {
    return {
        {.section = "reference",
         .name = "split",
         .value = real_rule(
             {.least = 0, .most = 1, .open = true},
             [](auto& d) -> auto& { return d.region.reference.split; }),
         .help = "Share of the samples to train with; the others are held out for the accuracy.",
         .commands = sampling_commands()},
        {.section = "reference",
         .name = "split-by",
         .value = enum_rule<sampling::SplitBy>(
             {{"sample", sampling::SplitBy::sample},
              {"polygon", sampling::SplitBy::polygon},
              {"block", sampling::SplitBy::block}},
             [](auto& d) -> auto& { return d.region.reference.split_by; }),
         .help = "What is held out as a whole: single pixels, the pixels of one polygon or point, "
                 "or those of one "
                 "square block of ground. Neighbouring pixels are alike: sample makes the accuracy "
                 "look better.",
         .commands = sampling_commands()},
        {.section = "reference",
         .name = "block-size",
         .value = real_rule(
             {.least = 0, .open = true},
             [](auto& d) -> auto& { return d.region.reference.block_size_m; }),
         .help = "With split-by=block: edge of a block in metres.",
         .commands = sampling_commands()},
        {.section = "reference",
         .name = "max-per-class",
         .value = integer_rule(
             0, any_integer, [](auto& d) -> auto& { return d.region.reference.max_per_class; }),
         .help = "Most pixels per class and epoch, drawn by seed; 0: all.",
         .commands = sampling_commands()},
        {.section = "reference",
         .name = "seed",
         .value = seed_rule([](auto& d) -> auto& { return d.region.reference.seed; }),
         .help = "Seed of the draws and of the split.",
         .commands = sampling_commands()}};
}

}  // namespace

Section reference_section() {
    Section section{"reference", "Where the labels come from", {}};
    for (const auto& part : {file_options(), class_options(), draw_options()}) {
        section.options.insert(section.options.end(), part.begin(), part.end());
    }
    return section;
}

}  // namespace mineprint::app
