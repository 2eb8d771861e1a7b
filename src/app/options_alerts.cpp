// SPDX-License-Identifier: Apache-2.0
#include "mineprint/app/option_table.hpp"
#include "mineprint/app/value_rules.hpp"

namespace mineprint::app {
namespace {

Commands reducing_commands() { return {Command::run, Command::reduce}; }

ValueRule origin_rule() {
    return {"YYYY-MM-DD", "a day",
            [](Draft& draft, const Setting& setting) {
                draft.region.alerts.origin = core::Date::parse(setting.value);
            },
            [](const Draft& draft) { return std::vector{draft.region.alerts.origin.text()}; }};
}

}  // namespace

Section alerts_section() {
    using pipeline::AlertEncoding;
    return {"alerts",
            "Dated alerts that new area of the target class is held against",
            {{.section = "alerts",
              .name = "raster",
              .value = path_rule(
                  "PATH", [](auto& d) -> auto& { return d.region.alerts.raster; }),
              .help = "Raster of alerts; what it means is said by the other options.",
              .commands = reducing_commands(),
              .unset = "none",
              .examples = {"alerts.tif"}},
             {.section = "alerts",
              .name = "encoding",
              .value = enum_rule<AlertEncoding>(
                  {{"glad", AlertEncoding::glad}, {"days", AlertEncoding::days}},
                  [](auto& d) -> auto& { return d.region.alerts.encoding; }),
              .help = "How a value tells the day: confidence × 10 000 + days since the origin, as "
                      "the integrated deforestation alerts have it, or days since the origin. 0 "
                      "is no alert.",
              .commands = reducing_commands()},
             {.section = "alerts",
              .name = "origin",
              .value = origin_rule(),
              .help = "The day that is day 0.",
              .commands = reducing_commands()},
             {.section = "alerts",
              .name = "minimum-confidence",
              .value = integer_rule(
                  0, 9, [](auto& d) -> auto& { return d.region.alerts.minimum_confidence; }),
              .help = "With encoding=glad: alerts of a lower confidence do not count.",
              .commands = reducing_commands()}}};
}

Section impact_section() {
    return {"impact",
            "What area of the target class stands for",
            {{.section = "impact",
              .name = "factors",
              .value = path_rule(
                  "PATH", [](auto& d) -> auto& { return d.region.impact_factors; }),
              .help = "JSON file of factors with their lowest, likeliest and highest value and "
                      "their sources (jobs/impact-gold.json is one); figures are told as ranges.",
              .commands = {Command::run, Command::reduce, Command::assess},
              .unset = "none",
              .examples = {"impact-gold.json"}}}};
}

}  // namespace mineprint::app
