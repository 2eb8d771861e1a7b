// SPDX-License-Identifier: Apache-2.0
#include "mineprint/app/list_rule.hpp"
#include "mineprint/app/option_table.hpp"
#include "mineprint/app/scene_options.hpp"
#include "mineprint/app/value_rules.hpp"

namespace mineprint::app {
namespace {

ValueRule images_rule() {
    return {"EPOCH:PATH", "the name of an epoch, ':', a path",
            [](Draft& draft, const Setting& setting) {
                const auto [epoch, path] = split_at_first(setting.value, ':');
                draft.region.archive.images.push_back(
                    {parse_name(epoch), resolve_path(setting.folder, path)});
            },
            [](const Draft& draft) {
                std::vector<std::string> texts;
                for (const archive::ImageItem& image : draft.region.archive.images) {
                    texts.push_back(fmt::format("{}:{}", image.epoch, image.path.string()));
                }
                return texts;
            }};
}

ValueRule nodata_rule() {
    return {"NUMBER", "a number, or nan",
            [](Draft& draft, const Setting& setting) {
                draft.region.archive.nodata = parse_real_or_nan(setting.value);
            },
            [](const Draft& draft) {
                const auto& nodata = draft.region.archive.nodata;
                return nodata ? std::vector{show_real(*nodata)} : std::vector<std::string>{};
            }};
}

std::vector<std::string> sensor_names() {
    std::vector<std::string> names;
    for (const auto sensor :
         {archive::Sensor::tm, archive::Sensor::etm, archive::Sensor::oli, archive::Sensor::msi}) {
        names.emplace_back(archive::sensor_name(sensor));
    }
    return names;
}

Option root_option() {
    return {
        .section = "archive",
        .name = "root",
        .value = path_rule(
            "DIR", [](auto& d) -> auto& { return d.region.archive.root; }),
        .help =
            "Folder that is searched, at any depth, for products under their own names: Landsat "
            "Collection 2 Level-2, Sentinel-2 Level-2A (folder or zip), HLS v2, FORCE Level-2 "
            "ARD. `simulate` writes there.",
        .commands = {Command::run, Command::plan, Command::sample, Command::map, Command::reduce,
                     Command::simulate},
        .unset = "none",
        .examples = {"archive"},
        .in_template = InTemplate::live};
}

Option items_option() {
    return {.section = "archive",
            .name = "items",
            .value = path_rule(
                "FILE|DIR", [](auto& d) -> auto& { return d.region.archive.items; }),
            .help =
                "Instead of root: a STAC ItemCollection, such as a search in a catalogue gives, or "
                "a folder of STAC items: Landsat Collection 2 Level-2 and Sentinel-2 Level-2A. "
                "Files beside the items are taken before those at their addresses.",
            .commands = archive_commands(),
            .unset = "none",
            .examples = {"scenes.json"},
            .in_template = InTemplate::alternative};
}

Option images_option() {
    return {.section = "archive",
            .name = "images",
            .value = images_rule(),
            .help =
                "Instead of root: one ready-made multi-band image for each epoch, in any format "
                "GDAL reads.",
            .commands = archive_commands(),
            .repeated = true,
            .unset = "none",
            .examples = {"2015:composite_2015.tif", "2020:composite_2020.tif"},
            .in_template = InTemplate::alternative};
}

Option bands_option() {
    return {
        .section = "archive",
        .name = "bands",
        .value = list_rule(
            {.form = "BAND,BAND,...",
             .allowed = fmt::format("names between commas; products have {} (coastal: OLI and MSI; "
                                    "rededge1 to rededge3 and nir08: MSI)",
                                    fmt::join(archive::known_bands(), ", ")),
             .check = [](const std::string& band) { (void)parse_name(band); }},
            [](auto& d) -> auto& { return d.region.archive.bands; }),
        .help =
            "With images: the names of their bands in the order of the file (required). With root: "
            "the bands "
            "that are used.",
        .commands = archive_commands(),
        .unset = "with root: blue,green,red,nir,swir1,swir2",
        .examples = {"blue,green,red,nir,swir1,swir2"}};
}

Option sensors_option() {
    const auto known = sensor_names();
    return {.section = "archive",
            .name = "sensors",
            .value = list_rule(
                {.form = "SENSOR,SENSOR,...",
                 .allowed = fmt::format("some of {}", fmt::join(known, ", ")),
                 .check = [=](const std::string& name) { (void)parse_choice(name, known); }},
                [](auto& d) -> auto& { return d.region.archive.filter.sensors; }),
            .help = "With root or items: only scenes of these sensors.",
            .commands = archive_commands(),
            .unset = "all",
            .examples = {fmt::format("{}", fmt::join(known, ","))}};
}

/// What turns stored values of ready-made images into reflectance.
std::vector<Option> radiometry_options() {
    return {
        {.section = "archive",
         .name = "scale",
         .value = optional_real_rule(
             {.least = 0, .open = true}, [](auto& d) -> auto& { return d.region.archive.scale; }),
         .help =
             "With images: reflectance is stored value × scale + offset. Products carry their own.",
         .commands = archive_commands(),
         .unset = "what the image says",
         .examples = {"0.0001"},
         .in_template = InTemplate::alternative},
        {.section = "archive",
         .name = "offset",
         .value = optional_real_rule(
             {}, [](auto& d) -> auto& { return d.region.archive.offset; }),
         .help = "With images: see scale.",
         .commands = archive_commands(),
         .unset = "what the image says",
         .examples = {"0"},
         .in_template = InTemplate::alternative},
        {.section = "archive",
         .name = "nodata",
         .value = nodata_rule(),
         .help = "With images: the stored value of pixels that show nothing.",
         .commands = archive_commands(),
         .unset = "what the image says",
         .examples = {"-32768"},
         .in_template = InTemplate::alternative}};
}

}  // namespace

Section archive_section() {
    Section section{
        "archive",
        "Where the scenes are: root, items, or images; and which of them are used",
        {root_option(), items_option(), images_option(), bands_option(), sensors_option()}};
    for (const auto& part : {scene_options(), quality_options(), remote_options()}) {
        section.options.insert(section.options.end(), part.begin(), part.end());
    }
    for (Option& option : radiometry_options()) {
        section.options.push_back(std::move(option));
    }
    return section;
}

}  // namespace mineprint::app
