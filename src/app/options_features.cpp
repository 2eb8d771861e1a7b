// SPDX-License-Identifier: Apache-2.0
#include "mineprint/app/list_rule.hpp"
#include "mineprint/app/option_table.hpp"
#include "mineprint/app/value_rules.hpp"

namespace mineprint::app {
namespace {

ListRuleOptions index_list() {
    std::vector<std::string> known;
    for (const features::IndexInfo& index : features::known_indices()) {
        known.push_back(index.name);
    }
    return {.form = "INDEX,INDEX,...",
            .allowed = fmt::format("some of {}, or none", fmt::join(known, ", ")),
            .check = [=](const std::string& name) { (void)parse_choice(name, known); },
            .none = true};
}

Commands feature_commands() {
    return {Command::run, Command::plan, Command::sample, Command::train, Command::map};
}

}  // namespace

std::vector<std::string> default_indices() { return {"ndvi", "ndmi", "nbr", "mndwi", "bsi"}; }

Section features_section() {
    return {"features",
            "What the classifier sees of a pixel: bands, then spectral indices",
            {{.section = "features",
              .name = "bands",
              .value = list_rule(
                  {.form = "BAND,BAND,...",
                   .allowed = "some of the archive's bands between commas, or none",
                   .check = [](const std::string& band) { (void)parse_name(band); },
                   .none = true},
                  [](auto& d) -> auto& { return d.region.features.bands; }),
              .help = "Bands that are features.",
              .commands = feature_commands(),
              .unset = "all bands of the archive",
              .examples = {"blue,green,red,nir,swir1,swir2"}},
             {.section = "features",
              .name = "indices",
              .value = list_rule(
                  index_list(), [](auto& d) -> auto& { return d.region.features.indices; }),
              .help = "Spectral indices that are features.",
              .commands = feature_commands(),
              .unset = fmt::format("those of {} whose bands the archive has",
                                   fmt::join(default_indices(), ", ")),
              .examples = {"ndvi,ndmi,nbr,mndwi,bsi"}}}};
}

}  // namespace mineprint::app
