// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "mineprint/app/option.hpp"
#include "mineprint/app/value_text.hpp"

namespace mineprint::app {

struct ListRuleOptions {
    std::string form;
    std::string allowed;
    std::function<void(const std::string&)> check;  ///< throws BadValue about one item
    bool none = false;                              ///< the word `none` stands for an empty list
};

/// The items of a list option, each checked. Throws BadValue naming the item.
[[nodiscard]] std::vector<std::string> parse_items(const std::string& text,
                                                   const ListRuleOptions& options);

/// A std::vector<std::string> given as items between commas, none twice.
template <class Access>
[[nodiscard]] ValueRule list_rule(const ListRuleOptions& options, Access access) {
    return {options.form, options.allowed,
            [=](Draft& draft, const Setting& setting) {
                access(draft) = parse_items(setting.value, options);
            },
            [=](const Draft& draft) {
                const std::vector<std::string>& items = access(draft);
                if (items.empty()) {
                    return options.none ? std::vector<std::string>{"none"}
                                        : std::vector<std::string>{};
                }
                return std::vector{show_list(items)};
            }};
}

}  // namespace mineprint::app
