// SPDX-License-Identifier: Apache-2.0
#include "mineprint/app/list_rule.hpp"

#include <fmt/format.h>

namespace mineprint::app {

std::vector<std::string> parse_items(const std::string& text, const ListRuleOptions& options) {
    if (options.none && text == "none") {
        return {};
    }
    std::vector<std::string> items = parse_list(text);
    for (const std::string& item : items) {
        try {
            options.check(item);
        } catch (const BadValue& problem) {
            throw BadValue(items.size() == 1 ? problem.what()
                                             : fmt::format("cannot be used: its item '{}' {}", item,
                                                           problem.what()));
        }
    }
    return items;
}

}  // namespace mineprint::app
