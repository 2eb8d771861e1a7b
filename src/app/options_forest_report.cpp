// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "mineprint/app/option_table.hpp"
#include "mineprint/app/value_rules.hpp"
#include "mineprint/training/folds.hpp"

namespace mineprint::app {
namespace {

using training::FoldOptions;
using training::FoldUnit;

constexpr std::array<std::pair<const char*, FoldUnit>, 3> counted_units{
    {{"stratified", FoldUnit::sample},
     {"polygons", FoldUnit::polygon},
     {"blocks", FoldUnit::block}}};

FoldOptions parse_folds(const std::string& text, FoldOptions options) {
    if (text == "none" || text == "regions") {
        options.unit = text == "none" ? FoldUnit::none : FoldUnit::region;
        return options;
    }
    const auto [kind, number] = split_at_last(text, ':');
    for (const auto& [name, unit] : counted_units) {
        if (kind == name) {
            options.unit = unit;
            options.folds = static_cast<int>(parse_integer(number, 2, training::max_folds));
            return options;
        }
    }
    throw BadValue(fmt::format("starts with '{}'", kind));
}

std::string show_folds(const FoldOptions& options) {
    for (const auto& [name, unit] : counted_units) {
        if (options.unit == unit) {
            return fmt::format("{}:{}", name, options.folds);
        }
    }
    return options.unit == FoldUnit::region ? "regions" : "none";
}

ValueRule folds_rule() {
    return {"none|stratified:K|polygons:K|blocks:K|regions",
            "none, regions, or stratified, polygons or blocks with a number of folds from 2 on "
            "behind a colon",
            [](Draft& draft, const Setting& setting) {
                draft.region.forest.folds = parse_folds(setting.value, draft.region.forest.folds);
            },
            [](const Draft& draft) { return std::vector{show_folds(draft.region.forest.folds)}; }};
}

template <class Access>
ValueRule choices_rule(std::int64_t most, Access access) {
    return {"none|INTEGER,…",
            fmt::format("none, or {} each, between commas", integers_in_words(1, most)),
            [=](Draft& draft, const Setting& setting) {
                std::vector<int> choices;
                if (setting.value != "none") {
                    for (const std::string& item : parse_list(setting.value)) {
                        choices.push_back(static_cast<int>(parse_integer(item, 1, most)));
                    }
                }
                access(draft) = choices;
            },
            [=](const Draft& draft) {
                std::vector<std::string> items;
                for (const int choice : access(draft)) {
                    items.push_back(fmt::to_string(choice));
                }
                return std::vector{items.empty() ? "none" : show_list(items)};
            }};
}

Option training_option(std::string name, ValueRule rule, std::string help) {
    return {.section = "forest",
            .name = std::move(name),
            .value = std::move(rule),
            .help = std::move(help),
            .commands = {Command::run, Command::train}};
}

}  // namespace

std::vector<Option> forest_report_options() {
    return {
        training_option(
            "tuning-trees",
            choices_rule(
                training::max_trees, [](auto& d) -> auto& { return d.region.forest.tuning_trees; }),
            "Numbers of trees to choose from, in place of trees. The forest with the fewest trees "
            "whose out-of-bag error is within one standard error of the smallest is used."),
        training_option(
            "tuning-mtry",
            choices_rule(
                any_integer, [](auto& d) -> auto& { return d.region.forest.tuning_mtry; }),
            "Values of mtry to choose from, in place of mtry; all pairs with tuning-trees are "
            "tried."),
        training_option(
            "permutation-importance",
            flag_rule([](auto& d) -> auto& { return d.region.forest.permutation_importance; }),
            "Whether to tell what each feature is worth by mixing up its values out of bag."),
        training_option(
            "cross-validation", folds_rule(),
            "How to judge the forest by others grown without a part of the training samples: K "
            "folds of samples stratified by class, of whole polygons (or points), or of whole "
            "blocks of ground; regions leaves out one region after another (with scope=all)."),
        training_option("cross-validation-block",
                        integer_rule(
                            1, any_integer,
                            [](auto& d) -> auto& { return d.region.forest.folds.block_pixels; }),
                        "With cross-validation=blocks: edge of a block in pixels.")};
}

}  // namespace mineprint::app
