// SPDX-License-Identifier: Apache-2.0
#include "mineprint/app/option_description.hpp"

#include <boost/program_options/value_semantic.hpp>
#include <fmt/format.h>

namespace mineprint::app {
namespace {

namespace po = boost::program_options;

constexpr unsigned line_length = 100;
constexpr unsigned least_text_length = 60;

void add(po::options_description& description, const Option& option) {
    std::string name = option.full_name();
    if (option.short_name != '\0') {
        name += fmt::format(",{}", option.short_name);
    }
    if (option.value.form.empty()) {
        description.add_options()(name.c_str(), po::bool_switch(),
                                  option_text(option, true).c_str());
        return;
    }
    auto* value = po::value<std::string>();
    value->value_name(option.value.form);
    description.add_options()(name.c_str(), value, option_text(option, true).c_str());
}

}  // namespace

std::string default_in_words(const Option& option) {
    if (!option.unset.empty()) {
        return option.unset;
    }
    const std::vector<std::string> values = option.value.show(make_draft());
    return values.empty() ? "none" : values.front();
}

std::string option_text(const Option& option, bool form_is_shown) {
    std::string text = option.help;
    if (option.value.form.empty()) {
        return text;
    }
    if (!form_is_shown || !option.value.form_tells_all) {
        text += fmt::format(" Allowed: {}.", option.value.allowed);
    }
    if (default_in_words(option) != "none") {
        text += fmt::format(" Default: {}.", default_in_words(option));
    }
    if (option.repeated) {
        text += " May be repeated.";
    }
    return text;
}

po::options_description describe(const Section& section, Command command) {
    const std::string caption = section.name.empty()
                                    ? section.summary
                                    : fmt::format("[{}] {}", section.name, section.summary);
    po::options_description description(caption, line_length, least_text_length);
    for (const Option& option : section.options) {
        if (contains(option.commands, command)) {
            add(description, option);
        }
    }
    return description;
}

po::options_description accepted_options(Command command) {
    po::options_description all;
    for (const Section& section : option_table()) {
        if (section.name.empty()) {
            all.add(describe(section, command));
        } else if (takes_jobs(command)) {
            for (const Option& option : section.options) {
                add(all, option);
            }
        }
    }
    return all;
}

}  // namespace mineprint::app
