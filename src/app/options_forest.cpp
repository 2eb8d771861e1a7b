// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "mineprint/app/class_names.hpp"
#include "mineprint/app/option_table.hpp"
#include "mineprint/app/value_rules.hpp"

namespace mineprint::app {
namespace {

ValueRule preset_rule() {
    return {"gee|ranger|sklearn|production", "one of gee, ranger, sklearn, production",
            [](Draft& draft, const Setting& setting) {
                draft.region.forest = training::preset(setting.value);
                draft.region.preset = setting.value;
            },
            [](const Draft& draft) { return std::vector{draft.region.preset}; }, true};
}

training::ForestOptions with_class_weights(training::ForestOptions forest,
                                           const std::string& text) {
    constexpr Interval weights{.least = 0, .open = true};
    forest.balanced = false;
    forest.class_weights.clear();
    if (text == "none") {
        return forest;
    }
    for (const std::string& item : parse_list(text)) {
        if (item == "balanced") {
            forest.balanced = true;
            continue;
        }
        const auto [name, weight] = split_at_last(item, ':');
        const bool known =
            std::any_of(forest.class_weights.begin(), forest.class_weights.end(),
                        [&](const training::ClassWeight& other) { return other.name == name; });
        if (known) {
            throw BadValue(fmt::format("gives '{}' two weights", name));
        }
        forest.class_weights.push_back({parse_class_name(name), parse_real(weight, weights)});
    }
    return forest;
}

ValueRule class_weights_rule() {
    return {"balanced|none|CLASS:WEIGHT,...",
            "none, or the word balanced and CLASS:WEIGHT with weights > 0, between commas",
            [](Draft& draft, const Setting& setting) {
                draft.region.forest = with_class_weights(draft.region.forest, setting.value);
            },
            [](const Draft& draft) {
                const training::ForestOptions& forest = draft.region.forest;
                std::vector<std::string> items;
                if (forest.balanced) {
                    items.emplace_back("balanced");
                }
                for (const training::ClassWeight& weight : forest.class_weights) {
                    items.push_back(fmt::format("{}:{}", weight.name, weight.weight));
                }
                return std::vector{items.empty() ? "none" : show_list(items)};
            }};
}

Commands training_commands() { return {Command::run, Command::train}; }

template <class Access>
Option count_option(std::string name, std::int64_t least, std::string help, Access access) {
    return {.section = "forest",
            .name = std::move(name),
            .value = integer_rule(least, any_integer, access),
            .help = std::move(help),
            .commands = training_commands()};
}

std::vector<Option> size_options() {
    return {{.section = "forest",
             .name = "trees",
             .value = integer_rule(
                 1, training::max_trees, [](auto& d) -> auto& { return d.region.forest.trees; }),
             .help = "Number of trees.",
             .commands = training_commands()},
            count_option(
                "mtry", 0,
                "Features tried at each split; 0: the square root of their number, rounded down.",
                [](auto& d) -> auto& { return d.region.forest.mtry; }),
            count_option(
                "min-leaf", 1, "Fewest samples in a leaf.",
                [](auto& d) -> auto& { return d.region.forest.min_leaf; }),
            count_option(
                "min-split", 2,
                "Fewest samples of a node that is split, counted as often as they are in the bag.",
                [](auto& d) -> auto& { return d.region.forest.min_split; }),
            count_option(
                "max-nodes", 0,
                "Most leaves of a tree, grown best-first (the split with the largest gain first); "
                "0: no limit.",
                [](auto& d) -> auto& { return d.region.forest.max_nodes; }),
            count_option(
                "max-depth", 0, "Most levels of a tree; 0: no limit.",
                [](auto& d) -> auto& { return d.region.forest.max_depth; })};
}

std::vector<Option> draw_options() {
    return {{.section = "forest",
             .name = "bag-fraction",
             .value = real_rule(
                 {.least = 0, .most = 1, .open = true},
                 [](auto& d) -> auto& { return d.region.forest.bag_fraction; }),
             .help = "Samples drawn for each tree, as a share of all.",
             .commands = training_commands()},
            {.section = "forest",
             .name = "replacement",
             .value = flag_rule([](auto& d) -> auto& { return d.region.forest.replacement; }),
             .help = "Whether a sample may be drawn more than once for a tree.",
             .commands = training_commands()},
            {.section = "forest",
             .name = "class-weights",
             .value = class_weights_rule(),
             .help = "Weights of the classes in training. balanced makes all classes count the "
                     "same; a class's own "
                     "weight comes on top.",
             .commands = training_commands()},
            {.section = "forest",
             .name = "seed",
             .value = seed_rule([](auto& d) -> auto& { return d.region.forest.seed; }),
             .help = "Seed of all draws of the forest.",
             .commands = training_commands()}};
}

std::vector<Option> sharing_options() {
    return {{.section = "forest",
             .name = "mode",
             .value = enum_rule<training::TrainingMode>(
                 {{"auto", training::TrainingMode::automatic},
                  {"replicated", training::TrainingMode::replicated},
                  {"sharded", training::TrainingMode::sharded}},
                 [](auto& d) -> auto& { return d.region.forest.mode; }),
             .help = "How ranks share the training; the forest is the same. replicated: every node "
                     "holds all samples once, trees are shared out. sharded: every sample stays on "
                     "one rank, all ranks grow a tree together. auto: replicated where it fits the "
                     "memory.",
             .commands = training_commands()},
            {.section = "forest",
             .name = "memory",
             .value = real_rule(
                 {.least = 0}, [](auto& d) -> auto& { return d.region.forest.memory_mib; }),
             .help = "MiB that training may take of each rank, beside the sample table; 0: half of "
                     "the node's memory, shared by its ranks.",
             .commands = training_commands()}};
}

Option preset_option() {
    return {.section = "forest",
            .name = "preset",
            .value = preset_rule(),
            .help =
                "Sets all options below that are not given themselves: gee is the study of 2023 on "
                "Earth Engine "
                "(50 trees on half of the samples), ranger and sklearn are the defaults of those "
                "packages, "
                "production is for large maps (500 trees, balanced classes).",
            .commands = training_commands()};
}

Option scope_option() {
    return {.section = "forest",
            .name = "scope",
            .value = enum_rule<pipeline::ModelScope>(
                {{"epoch", pipeline::ModelScope::epoch},
                 {"region", pipeline::ModelScope::region},
                 {"all", pipeline::ModelScope::all}},
                [](auto& d) -> auto& { return d.region.scope; }),
            .help =
                "What has a forest of its own: each epoch of each region, each region, or all "
                "regions share one.",
            .commands = {Command::run, Command::train, Command::map}};
}

}  // namespace

Section forest_section() {
    Section section{
        "forest",
        "How the random forest is grown; below preset, an option not given is the preset's",
        {preset_option(), scope_option()}};
    for (const auto& part :
         {size_options(), draw_options(), forest_report_options(), sharing_options()}) {
        section.options.insert(section.options.end(), part.begin(), part.end());
    }
    return section;
}

}  // namespace mineprint::app
