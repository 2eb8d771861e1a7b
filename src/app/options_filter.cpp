// SPDX-License-Identifier: Apache-2.0
#include "mineprint/app/option_table.hpp"
#include "mineprint/app/value_rules.hpp"

namespace mineprint::app {
namespace {

using change::TemporalRule;

Commands filter_commands() { return {Command::run, Command::filter, Command::reduce}; }

/// A probability of change within a year.
constexpr Interval yearly{.least = 0, .most = 0.5, .open = true};

Option temporal_option() {
    return {.section = "filter",
            .name = "temporal",
            .value = enum_rule<TemporalRule>(
                {{"none", TemporalRule::none},
                 {"majority", TemporalRule::majority},
                 {"mapbiomas", TemporalRule::mapbiomas},
                 {"monotone", TemporalRule::monotone},
                 {"hmm", TemporalRule::hmm}},
                [](auto& d) -> auto& { return d.region.filter.temporal.rule; }),
            .help =
                "Rule that makes a pixel's classes consistent over the epochs: the majority of "
                "three successive ones; the centre, end and frequency rules of MapBiomas; a "
                "target that stays for some epochs (monotone); or the likeliest series of "
                "target and others given the probabilities (hmm).",
            .commands = filter_commands()};
}

Option monotone_option() {
    return {.section = "filter",
            .name = "monotone-epochs",
            .value = integer_rule(
                1, any_integer,
                [](auto& d) -> auto& { return d.region.filter.temporal.monotone_epochs; }),
            .help =
                "With temporal=monotone: how many epochs after one with the target class have "
                "it too.",
            .commands = filter_commands()};
}

Option gain_option() {
    return {.section = "filter",
            .name = "hmm-gain",
            .value = real_rule(
                yearly, [](auto& d) -> auto& { return d.region.filter.temporal.gain_per_year; }),
            .help =
                "With temporal=hmm: prior probability that a pixel of another class becomes one "
                "of the target class within a year.",
            .commands = filter_commands()};
}

Option loss_option() {
    return {.section = "filter",
            .name = "hmm-loss",
            .value = real_rule(
                yearly, [](auto& d) -> auto& { return d.region.filter.temporal.loss_per_year; }),
            .help =
                "With temporal=hmm: prior probability that a pixel of the target class loses it "
                "within a year.",
            .commands = filter_commands()};
}

}  // namespace

Section filter_section() {
    return {"filter",
            "What is done to the class maps before they are reduced; the raw maps stay",
            {temporal_option(),
             monotone_option(),
             gain_option(),
             loss_option(),
             {.section = "filter",
              .name = "minimum-area-m2",
              .value = real_rule(
                  {.least = 0}, [](auto& d) -> auto& { return d.region.filter.minimum_area_m2; }),
              .help = "Minimum mapping unit in m²: smaller patches of one class get the class of "
                      "their largest neighbour. 0: no sieve.",
              .commands = filter_commands()},
             {.section = "filter",
              .name = "connectivity",
              .value = enum_rule<change::Connectivity>(
                  {{"4", change::Connectivity::four}, {"8", change::Connectivity::eight}},
                  [](auto& d) -> auto& { return d.region.filter.connectivity; }),
              .help = "Whether pixels of a patch must share an edge (4), or corners do too (8).",
              .commands = filter_commands()}}};
}

}  // namespace mineprint::app
