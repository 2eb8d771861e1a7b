// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "mineprint/app/help_text.hpp"
#include "mineprint/app/option_description.hpp"
#include "mineprint/app/wrapped_text.hpp"

namespace mineprint::app {
namespace {

constexpr std::size_t line_length = 100;

std::string prefix_of(InTemplate kind) {
    switch (kind) {
        case InTemplate::live:
            return "";
        case InTemplate::commented:
            return "#";
        case InTemplate::alternative:
            return "#   ";
    }
    return "#";
}

std::string option_lines(const Option& option, const Draft& defaults) {
    std::string text = wrapped(option_text(option, false), line_length, "# ");
    const std::vector<std::string> values =
        option.examples.empty() ? option.value.show(defaults) : option.examples;
    for (const std::string& value : values) {
        text += fmt::format("{}{}={}\n", prefix_of(option.in_template), option.name, value);
    }
    return text;
}

}  // namespace

std::string job_template() {
    std::string text =
        "# A job file of mineprint: one region. `mineprint help --template` printed it.\n"
        "# Lines without # must be filled in. A line `#name=value` shows a default or an example:\n"
        "# take the # away to change it. Lines that are indented exclude another option.\n"
        "# Relative paths are relative to this file. A # after a blank begins a comment.\n";
    const Draft defaults = make_draft();
    for (const Section& section : option_table()) {
        if (section.name.empty()) {
            continue;
        }
        text += fmt::format("\n\n# {}.\n[{}]\n", section.summary, section.name);
        for (const Option& option : section.options) {
            text += fmt::format("\n{}", option_lines(option, defaults));
        }
    }
    return text;
}

}  // namespace mineprint::app
