// SPDX-License-Identifier: Apache-2.0
#include "mineprint/app/option_table.hpp"
#include "mineprint/app/value_rules.hpp"

namespace mineprint::app {
namespace {

Commands site_commands() { return {Command::run, Command::reduce}; }

}  // namespace

Section sites_section() {
    return {
        "sites",
        "Mine sites: connected pixels that are of the target class at one epoch at least",
        {{.section = "sites",
          .name = "find",
          .value = flag_rule([](auto& d) -> auto& { return d.region.sites.find; }),
          .help = "Whether to find them and write sites.gpkg, .geojson, .kml and a table.",
          .commands = site_commands()},
         {.section = "sites",
          .name = "connectivity",
          .value = enum_rule<change::Connectivity>(
              {{"4", change::Connectivity::four}, {"8", change::Connectivity::eight}},
              [](auto& d) -> auto& { return d.region.sites.connectivity; }),
          .help = "Whether pixels of a site must share an edge (4), or corners do too (8).",
          .commands = site_commands()},
         {.section = "sites",
          .name = "minimum-area-m2",
          .value = real_rule(
              {.least = 0}, [](auto& d) -> auto& { return d.region.sites.minimum_area_m2; }),
          .help = "Sites that are smaller, all epochs together, are left out.",
          .commands = site_commands()},
         {.section = "sites",
          .name = "small-area-m2",
          .value = real_rule(
              {.least = 0}, [](auto& d) -> auto& { return d.region.sites.small_area_m2; }),
          .help = "A site below this area is small.",
          .commands = site_commands()},
         {.section = "sites",
          .name = "isolation-metres",
          .value = real_rule(
              {.least = 0}, [](auto& d) -> auto& { return d.region.sites.isolation_metres; }),
          .help = "A small site farther than this from every known mine and every large site is "
                  "isolated: perhaps a small-scale excavation.",
          .commands = site_commands()},
         {.section = "sites",
          .name = "known",
          .value = path_rule(
              "FILE", [](auto& d) -> auto& { return d.region.sites.known; }),
          .help =
              "Polygons or points of known mines. A site with a pixel whose centre lies in such "
              "a polygon, or that holds such a point, is a known mine.",
          .commands = site_commands(),
          .unset = "none is known",
          .examples = {"known_mines.gpkg"}}}};
}

}  // namespace mineprint::app
