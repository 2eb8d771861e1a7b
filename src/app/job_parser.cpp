// SPDX-License-Identifier: Apache-2.0
#include "mineprint/app/job_parser.hpp"

#include <algorithm>
#include <tuple>

#include <fmt/format.h>

#include "mineprint/app/ini_reader.hpp"
#include "mineprint/app/job_checks.hpp"
#include "mineprint/app/name_checks.hpp"
#include "mineprint/app/option_table.hpp"
#include "mineprint/core/error.hpp"

namespace mineprint::app {
namespace {

/// The bands of Landsat products that all of TM, ETM+ and OLI have.
std::vector<std::string> common_bands() {
    return {"blue", "green", "red", "nir", "swir1", "swir2"};
}

/// Whether the bands hold all that an index needs.
bool is_possible(const std::string& index_name, const std::vector<std::string>& bands) {
    const auto& known = features::known_indices();
    const auto index = std::find_if(known.begin(), known.end(),
                                    [&](const auto& k) { return k.name == index_name; });
    return index != known.end() &&
           std::all_of(index->bands.begin(), index->bands.end(), [&](const std::string& band) {
               return std::find(bands.begin(), bands.end(), band) != bands.end();
           });
}

void complete_features(pipeline::RegionJob& region, const Settings& settings) {
    auto& bands = region.archive.bands;
    const bool products = !region.archive.root.empty() || !region.archive.items.empty();
    if (products && bands.empty()) {
        bands = common_bands();
    }
    if (!settings.has("features.bands")) {
        region.features.bands = bands;
    }
    if (!settings.has("features.indices")) {
        for (const std::string& index : default_indices()) {
            if (is_possible(index, bands)) {
                region.features.indices.push_back(index);
            }
        }
    }
}

/// The defaults that depend on other options.
void complete(Draft& draft, const Settings& settings) {
    pipeline::RegionJob& region = draft.region;
    if (region.title.empty()) {
        region.title = region.name;
    }
    if (region.reference.class_fields.empty()) {
        region.reference.class_fields = {{"", "class"}};
    }
    complete_features(region, settings);
    std::sort(region.epochs.begin(), region.epochs.end(),
              [](const pipeline::Epoch& a, const pipeline::Epoch& b) {
                  return std::tie(a.begin, a.end, a.name) < std::tie(b.begin, b.end, b.name);
              });
    draft.simulate.region = region.name;
    draft.simulate.title = region.title;
    for (const pipeline::Epoch& epoch : region.epochs) {
        draft.simulate.epochs.push_back({epoch.name, epoch.begin, epoch.end});
    }
}

std::filesystem::path simulation_root(const Draft& draft, const std::filesystem::path& output) {
    if (!output.empty()) {
        return output / draft.region.name;
    }
    if (draft.region.archive.root.empty()) {
        throw core::UsageError(fmt::format(
            "{}: `simulate` has nowhere to write to: set archive.root in the job file or give "
            "--output DIR",
            draft.region.file.string()));
    }
    return draft.region.archive.root;
}

Draft make_region(Command command, const Settings& settings) {
    Draft draft = make_draft();
    check_required(command, settings);
    check_sources(command, settings);
    for (const Section& section : option_table()) {
        for (const Option& option : section.options) {
            for (const Setting& setting : settings.of(option.full_name())) {
                apply(option, setting, draft);
            }
        }
    }
    check_names(draft, settings);
    check_reference(draft, settings);
    check_simulation(draft, settings);
    complete(draft, settings);
    check_features(draft, settings);
    draft.region.file = settings.source();
    draft.region.text = job_as_used(draft);
    return draft;
}

}  // namespace

std::vector<Draft> parse_regions(Command command, const JobInput& input) {
    std::vector<Draft> drafts;
    std::vector<Settings> all_settings;
    const Settings overrides(input.overrides);
    for (const JobText& job : input.jobs) {
        Settings settings;
        for (const JobText& common : input.common) {
            settings = Settings(read_ini(common));
        }
        settings.set_source(job.path.string());
        settings.override_with(Settings(read_ini(job)));
        settings.override_with(overrides);
        drafts.push_back(make_region(command, settings));
        all_settings.push_back(std::move(settings));
    }
    check_regions(drafts, all_settings);
    return drafts;
}

pipeline::Job parse_job(Command command, const JobInput& input, const pipeline::RunOptions& run) {
    pipeline::Job job;
    for (Draft& draft : parse_regions(command, input)) {
        job.regions.push_back(std::move(draft.region));
    }
    job.run = run;
    return job;
}

std::vector<Simulation> parse_simulations(const JobInput& input,
                                          const std::filesystem::path& output) {
    std::vector<Simulation> simulations;
    for (Draft& draft : parse_regions(Command::simulate, input)) {
        auto root = simulation_root(draft, output);
        simulations.push_back({std::move(draft.simulate), std::move(root)});
    }
    return simulations;
}

std::string job_as_used(const Draft& draft) {
    std::string text = "# Every option as used.\n";
    for (const Section& section : option_table()) {
        const bool unused = (section.name == "simulate" && draft.simulate.mines.empty()) ||
                            (section.name == "spectra" && draft.region.spectra.libraries.empty());
        if (section.name.empty() || unused) {
            continue;
        }
        text += fmt::format("\n[{}]\n", section.name);
        for (const Option& option : section.options) {
            const std::vector<std::string> values = option.value.show(draft);
            if (values.empty()) {
                text += fmt::format("# {}: not set ({})\n", option.name, option.unset);
            }
            for (const std::string& value : values) {
                text += fmt::format("{}={}\n", option.name, value);
            }
        }
    }
    return text;
}

}  // namespace mineprint::app
