// SPDX-License-Identifier: Apache-2.0
#include "mineprint/app/option_table.hpp"
#include "mineprint/app/value_rules.hpp"
#include "mineprint/core/date.hpp"

namespace mineprint::app {
namespace {

ValueRule region_name_rule() {
    return {"NAME", "letters, digits, '_' and '-'",
            [](Draft& draft, const Setting& setting) {
                if (setting.value == "tables") {
                    throw BadValue("is the name of another folder of the output");
                }
                draft.region.name = parse_name(setting.value);
            },
            [](const Draft& draft) {
                return draft.region.name.empty() ? std::vector<std::string>{}
                                                 : std::vector{draft.region.name};
            }};
}

pipeline::Epoch parse_epoch(const std::string& text) {
    const auto [name, window] = split_at_first(text, ':');
    const auto [begin, end] = split_at_first(window, '/');
    const pipeline::Epoch epoch{parse_name(name), core::Date::parse(begin), core::Date::parse(end)};
    if (epoch.end < epoch.begin) {
        throw BadValue("ends before it begins");
    }
    return epoch;
}

ValueRule epoch_rule() {
    return {"NAME:YYYY-MM-DD/YYYY-MM-DD",
            "a name of letters, digits, '_' and '-', then the first and the last day",
            [](Draft& draft, const Setting& setting) {
                draft.region.epochs.push_back(parse_epoch(setting.value));
            },
            [](const Draft& draft) {
                std::vector<std::string> texts;
                for (const pipeline::Epoch& epoch : draft.region.epochs) {
                    texts.push_back(
                        fmt::format("{}:{}/{}", epoch.name, epoch.begin.text(), epoch.end.text()));
                }
                return texts;
            }};
}

}  // namespace

Section region_section() {
    return {"region",
            "What the region is called",
            {{.section = "region",
              .name = "name",
              .value = region_name_rule(),
              .help = "Name of the region: its folder in the output and its group in results.h5.",
              .commands = job_commands(),
              .required_by = job_commands(),
              .unset = "none",
              .examples = {"my_region"},
              .in_template = InTemplate::live},
             {.section = "region",
              .name = "title",
              .value = text_rule(
                  "TEXT", "any text", [](auto& d) -> auto& { return d.region.title; }),
              .help = "The region's name for people.",
              .commands = job_commands(),
              .unset = "the name",
              .examples = {"My region"}}}};
}

Section grid_section() {
    return {
        "grid",
        "The pixel lattice of the region; what is left out is taken from the archive",
        {{.section = "grid",
          .name = "crs",
          .value = text_rule(
              "CRS", "anything PROJ understands, such as EPSG:32647",
              [](auto& d) -> auto& { return d.region.grid.crs; }),
          .help = "Coordinate reference system of the maps.",
          .commands = archive_commands(),
          .unset = "that of most scenes",
          .examples = {"EPSG:32647"}},
         {.section = "grid",
          .name = "resolution",
          .value = optional_real_rule(
              {.least = 0, .open = true},
              [](auto& d) -> auto& { return d.region.grid.resolution; }),
          .help = "Edge of a pixel in units of the CRS (metres or degrees).",
          .commands = archive_commands(),
          .unset = "that of the scenes",
          .examples = {"30"}},
         {.section = "grid",
          .name = "extent",
          .value = optional_extent_rule([](auto& d) -> auto& { return d.region.grid.extent; }),
          .help = "The box to map, in units of the CRS.",
          .commands = archive_commands(),
          .unset = "all scenes",
          .examples = {"400000,2800000,460000,2860000"}},
         {.section = "grid",
          .name = "tile-size",
          .value = integer_rule(
              16, 32768, [](auto& d) -> auto& { return d.region.grid.tile_size; }),
          .help =
              "Edge of a tile, the unit of work, in pixels. It need not divide the region. Memory "
              "grows with its square.",
          .commands = archive_commands()}}};
}

Section epochs_section() {
    return {
        "epochs",
        "The time windows, each of which becomes one map",
        {{.section = "epochs",
          .name = "epoch",
          .value = epoch_rule(),
          .help =
              "Name, first and last day of an epoch; both days belong to it. Epochs may overlap.",
          .commands = epoch_commands(),
          .required_by = epoch_commands(),
          .repeated = true,
          .unset = "none",
          .examples = {"2015:2015-01-01/2015-12-31", "2020:2020-01-01/2020-12-31"},
          .in_template = InTemplate::live}}};
}

}  // namespace mineprint::app
