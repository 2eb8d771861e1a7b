// SPDX-License-Identifier: Apache-2.0
#include "mineprint/app/list_rule.hpp"
#include "mineprint/app/option_table.hpp"
#include "mineprint/app/value_rules.hpp"

namespace mineprint::app {
namespace {

using accuracy::Allocation;
using pipeline::SampleDesign;

Commands drawing_commands() { return {Command::plan, Command::draw}; }

/// How a reference was drawn, and which zones speak for themselves.
std::vector<Option> estimate_options() {
    return {{.section = "accuracy",
             .name = "design",
             .value = enum_rule<SampleDesign>(
                 {{"unstated", SampleDesign::unstated},
                  {"random", SampleDesign::random},
                  {"systematic", SampleDesign::systematic},
                  {"stratified", SampleDesign::stratified}},
                 [](auto& d) -> auto& { return d.region.accuracy.design; }),
             .help = "How the points or polygons of the reference were chosen: at random, on a "
                     "lattice, or by strata of the map's classes. unstated is worked out like "
                     "stratified, with a word of warning. The pixels of one polygon count as a "
                     "cluster.",
             .commands = {Command::run, Command::reduce}},
            {.section = "accuracy",
             .name = "zone-samples",
             .value = integer_rule(
                 2, any_integer, [](auto& d) -> auto& { return d.region.accuracy.zone_samples; }),
             .help = "Fewest samples in each class that is mapped in a zone for its areas to be "
                     "estimated from its own samples (of classes of change, a quarter of it); with "
                     "fewer, all samples of the region are taken, and that is said.",
             .commands = {Command::run, Command::reduce, Command::assess}}};
}

ValueRule expected_rule() {
    return {"STRATUM:ACCURACY,...", "names of strata, ':', a number, 0 ≤ x ≤ 1, between commas",
            [](Draft& draft, const Setting& setting) {
                auto& expected = draft.region.accuracy.expected_of;
                expected.clear();
                for (const std::string& item : parse_list(setting.value)) {
                    const auto [name, share] = split_at_last(item, ':');
                    expected.push_back({name, parse_real(share, {.least = 0, .most = 1})});
                }
            },
            [](const Draft& draft) {
                std::vector<std::string> items;
                for (const pipeline::ExpectedAccuracy& e : draft.region.accuracy.expected_of) {
                    items.push_back(fmt::format("{}:{}", e.name, show_real(e.users_accuracy)));
                }
                return items.empty() ? items : std::vector{show_list(items)};
            }};
}

/// What the strata of points to be drawn are, and what is expected of them.
std::vector<Option> strata_options() {
    return {
        {.section = "accuracy",
         .name = "strata",
         .value = list_rule(
             {.form = "EPOCH|EPOCH,EPOCH",
              .allowed = "the name of an epoch, or of two in time order",
              .check = [](const std::string& name) { (void)parse_name(name); }},
             [](auto& d) -> auto& { return d.region.accuracy.strata; }),
         .help = "Strata of the points: the classes of one map, or the classes of change between "
                 "two, which areas of change need.",
         .commands = drawing_commands(),
         .unset = "the last epoch",
         .examples = {"2005,2020"}},
        {.section = "accuracy",
         .name = "expected",
         .value = real_rule(
             {.least = 0, .most = 1}, [](auto& d) -> auto& { return d.region.accuracy.expected; }),
         .help = "User's accuracy that one expects of a stratum.",
         .commands = drawing_commands()},
        {.section = "accuracy",
         .name = "expected-of",
         .value = expected_rule(),
         .help = "The same for single strata: a class, or of change `stable CLASS` and "
                 "`CLASS>CLASS`.",
         .commands = drawing_commands(),
         .unset = "accuracy.expected for all",
         .examples = {"mine:0.7,forest:0.95"}}};
}

/// How many points, and where.
std::vector<Option> size_options() {
    return {{.section = "accuracy",
             .name = "overall-se",
             .value = real_rule(
                 {.least = 0, .most = 1, .open = true},
                 [](auto& d) -> auto& { return d.region.accuracy.overall_se; }),
             .help = "Standard error of the overall accuracy that the points are to give.",
             .commands = drawing_commands()},
            {.section = "accuracy",
             .name = "points",
             .value = integer_rule(
                 0, any_integer, [](auto& d) -> auto& { return d.region.accuracy.points; }),
             .help = "Number of points; 0: as many as accuracy.overall-se asks for.",
             .commands = drawing_commands()},
            {.section = "accuracy",
             .name = "minimum",
             .value = integer_rule(
                 2, any_integer, [](auto& d) -> auto& { return d.region.accuracy.minimum; }),
             .help = "Fewest points in a stratum, as far as it has pixels.",
             .commands = drawing_commands()},
            {.section = "accuracy",
             .name = "allocation",
             .value = enum_rule<Allocation>(
                 {{"balanced", Allocation::balanced},
                  {"proportional", Allocation::proportional},
                  {"equal", Allocation::equal},
                  {"optimal", Allocation::optimal}},
                 [](auto& d) -> auto& { return d.region.accuracy.allocation; }),
             .help = "How the points are shared out beyond the minimum: by area (balanced and "
                     "proportional), the same to each, or by area and expected error (optimal for "
                     "areas).",
             .commands = drawing_commands()},
            {.section = "accuracy",
             .name = "seed",
             .value = seed_rule([](auto& d) -> auto& { return d.region.accuracy.seed; }),
             .help = "Seed of the draw.",
             .commands = drawing_commands()}};
}

/// The points when they come back.
std::vector<Option> label_options() {
    return {{.section = "accuracy",
             .name = "labels",
             .value = path_rule(
                 "PATH", [](auto& d) -> auto& { return d.region.accuracy.labels; }),
             .help = "The drawn points with their labels: a GeoPackage, GeoJSON or CSV with PLOTID "
                     "and label_EPOCH.",
             .commands = {Command::assess},
             .required_by = {Command::assess},
             .unset = "none",
             .examples = {"labelled_points.gpkg"}},
            {.section = "accuracy",
             .name = "labels-layer",
             .value = text_rule(
                 "LAYER", "the name of a layer",
                 [](auto& d) -> auto& { return d.region.accuracy.labels_layer; }),
             .help = "Layer of that file.",
             .commands = {Command::assess},
             .unset = "the only one",
             .examples = {"validation_points"}}};
}

}  // namespace

Section accuracy_section() {
    Section section{"accuracy", "How accuracy is estimated, and validation points are drawn", {}};
    for (const auto& part :
         {estimate_options(), strata_options(), size_options(), label_options()}) {
        section.options.insert(section.options.end(), part.begin(), part.end());
    }
    return section;
}

}  // namespace mineprint::app
