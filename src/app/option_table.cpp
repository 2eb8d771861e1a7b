// SPDX-License-Identifier: Apache-2.0
#include "mineprint/app/option_table.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "mineprint/app/value_text.hpp"
#include "mineprint/core/error.hpp"
#include "mineprint/training/options.hpp"

namespace mineprint::app {

const std::vector<Section>& option_table() {
    static const std::vector<Section> table{
        command_line_section(), region_section(),    archive_section(),  grid_section(),
        epochs_section(),       composite_section(), features_section(), reference_section(),
        forest_section(),       maps_section(),      filter_section(),   zones_section(),
        sites_section(),        accuracy_section(),  alerts_section(),   impact_section(),
        spectra_section(),      output_section(),    simulate_section()};
    return table;
}

const Section* find_section(std::string_view name) {
    const auto& table = option_table();
    const auto found = std::find_if(table.begin(), table.end(),
                                    [&](const Section& section) { return section.name == name; });
    return found == table.end() ? nullptr : &*found;
}

const Option* find_option(std::string_view full_name) {
    for (const Section& section : option_table()) {
        for (const Option& option : section.options) {
            if (option.full_name() == full_name) {
                return &option;
            }
        }
    }
    return nullptr;
}

Draft make_draft() {
    Draft draft;
    draft.region.forest = training::preset(draft.region.preset);
    return draft;
}

void apply(const Option& option, const Setting& setting, Draft& draft) {
    const auto refuse = [&](const std::string& cause) {
        throw core::UsageError(fmt::format("{}: {}: '{}' {}; allowed: {}", setting.place.text(),
                                           option.full_name(), setting.value, cause,
                                           option.value.allowed));
    };
    try {
        option.value.set(draft, setting);
    } catch (const BadValue& problem) {
        refuse(problem.what());
    } catch (const core::Error& problem) {
        refuse(fmt::format("cannot be used: {}", problem.what()));
    }
}

}  // namespace mineprint::app
