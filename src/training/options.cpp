// SPDX-License-Identifier: Apache-2.0
#include "mineprint/training/options.hpp"

#include <fmt/format.h>

#include "mineprint/core/error.hpp"
#include "mineprint/core/text.hpp"

namespace mineprint::training {
namespace {

ForestOptions unweighted(int trees) {
    ForestOptions options;
    options.trees = trees;
    options.balanced = false;
    return options;
}

}  // namespace

ForestOptions preset(std::string_view name) {
    if (name == "gee") {
        ForestOptions options = unweighted(50);
        options.bag_fraction = 0.5;
        options.replacement = false;
        return options;
    }
    if (name == "ranger") {
        return unweighted(500);
    }
    if (name == "sklearn") {
        return unweighted(100);
    }
    if (name == "production") {
        return {};
    }
    const std::vector<std::string> known = {"gee", "ranger", "sklearn", "production"};
    throw core::UsageError(
        fmt::format("there is no forest preset '{}'; did you mean '{}'? (known: {})", name,
                    core::nearest_name(name, known), fmt::join(known, ", ")));
}

}  // namespace mineprint::training
