// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "mineprint/app/option.hpp"

namespace mineprint::app {

/// A section of a job file, or (with an empty name) what only the command line takes.
struct Section {
    std::string name;
    std::string summary;  ///< one line
    std::vector<Option> options;
};

/// Every option there is, in the order of help, template and the job as used.
[[nodiscard]] const std::vector<Section>& option_table();

/// The section of that name, nullptr if there is none.
[[nodiscard]] const Section* find_section(std::string_view name);
/// The option of that full name (`forest.trees`, `output`), nullptr if there is none.
[[nodiscard]] const Option* find_option(std::string_view full_name);

/// Puts one value into the draft. Throws UsageError naming place, option, value, cause and what is
/// allowed.
void apply(const Option& option, const Setting& setting, Draft& draft);

/// The spectral indices a region has when the job names none: those of them whose bands it has.
[[nodiscard]] std::vector<std::string> default_indices();

// The parts of the table, one per group of sections.
[[nodiscard]] Section command_line_section();
[[nodiscard]] std::vector<Option>
exchange_options();  ///< of the command line, for export and import
[[nodiscard]] Section region_section();
[[nodiscard]] Section archive_section();
[[nodiscard]] Section grid_section();
[[nodiscard]] Section epochs_section();
[[nodiscard]] Section composite_section();
[[nodiscard]] Section features_section();
[[nodiscard]] Section reference_section();
[[nodiscard]] Section forest_section();
/// Options of the section `forest` that choose between forests or tell more of them.
[[nodiscard]] std::vector<Option> forest_report_options();
[[nodiscard]] Section maps_section();
[[nodiscard]] Section filter_section();
[[nodiscard]] Section zones_section();
[[nodiscard]] Section accuracy_section();
[[nodiscard]] Section alerts_section();
[[nodiscard]] Section impact_section();
[[nodiscard]] Section sites_section();
/// Those of [zones] that derive layers from others.
[[nodiscard]] std::vector<Option> derived_zone_options();
[[nodiscard]] Section spectra_section();
[[nodiscard]] Section output_section();
[[nodiscard]] Section simulate_section();

}  // namespace mineprint::app
