// SPDX-License-Identifier: Apache-2.0
#include "mineprint/app/setting.hpp"

#include <fmt/format.h>

#include "mineprint/app/option_table.hpp"
#include "mineprint/core/error.hpp"
#include "mineprint/core/text.hpp"

namespace mineprint::app {
namespace {

std::vector<std::string> section_names() {
    std::vector<std::string> names;
    for (const Section& section : option_table()) {
        if (!section.name.empty()) {
            names.push_back(section.name);
        }
    }
    return names;
}

/// The section, other than `own`, that has an option of this name; empty if none has.
std::string section_that_has(const std::string& name) {
    for (const Section& section : option_table()) {
        if (!section.name.empty() && find_option(section.name + "." + name) != nullptr) {
            return section.name;
        }
    }
    return {};
}

[[noreturn]] void refuse_unknown(const Setting& setting) {
    const Section* section = find_section(setting.section);
    if (section == nullptr) {
        throw core::UsageError(fmt::format("{}: there is no section [{}]; did you mean [{}]?",
                                           setting.place.text(), setting.section,
                                           core::nearest_name(setting.section, section_names())));
    }
    const std::string other = section_that_has(setting.name);
    if (!other.empty()) {
        throw core::UsageError(fmt::format("{}: the option '{}' belongs to [{}], not to [{}]",
                                           setting.place.text(), setting.name, other,
                                           setting.section));
    }
    std::vector<std::string> names;
    for (const Option& option : section->options) {
        names.push_back(option.name);
    }
    throw core::UsageError(fmt::format("{}: there is no option '{}' in [{}]; did you mean '{}'?",
                                       setting.place.text(), setting.name, setting.section,
                                       core::nearest_name(setting.name, names)));
}

}  // namespace

std::string Place::text() const { return line > 0 ? fmt::format("{}:{}", source, line) : source; }

std::string Setting::full_name() const { return section.empty() ? name : section + "." + name; }

Settings::Settings(std::span<const Setting> layer) {
    for (const Setting& setting : layer) {
        const Option* option = find_option(setting.full_name());
        if (option == nullptr) {
            refuse_unknown(setting);
        }
        std::vector<Setting>& values = settings_[setting.full_name()];
        if (!values.empty() && !option->repeated) {
            throw core::UsageError(fmt::format(
                "{}: {} is set a second time (first: {}), and takes one value",
                setting.place.text(), setting.full_name(), values.front().place.text()));
        }
        values.push_back(setting);
    }
}

void Settings::override_with(const Settings& upper) {
    for (const auto& [name, values] : upper.settings_) {
        settings_[name] = values;
    }
}

std::span<const Setting> Settings::of(const std::string& full_name) const {
    const auto found = settings_.find(full_name);
    return found == settings_.end() ? std::span<const Setting>{} : std::span(found->second);
}

Place Settings::place_of(const std::string& full_name, std::size_t index) const {
    const auto values = of(full_name);
    return index < values.size() ? values[index].place : Place{source_, 0};
}

}  // namespace mineprint::app
