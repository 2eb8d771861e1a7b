// SPDX-License-Identifier: Apache-2.0
#include "mineprint/app/job_checks.hpp"

#include <map>

#include <fmt/format.h>

#include "mineprint/app/draft.hpp"
#include "mineprint/app/option_table.hpp"
#include "mineprint/core/error.hpp"

namespace mineprint::app {
namespace {

/// The lines to add to a job file to set an option.
std::string how_to_write(const Option& option) {
    std::string text = fmt::format("  [{}]", option.section);
    for (const std::string& example : option.examples) {
        text += fmt::format("\n  {}={}", option.name, example);
    }
    return text;
}

[[noreturn]] void refuse_missing(const Option& option, const Settings& settings, Command command) {
    throw core::UsageError(
        fmt::format("{}: {} is missing, and `{}` cannot do without it: {}\nWrite for example\n{}",
                    settings.source(), option.full_name(), info(command).name, option.help,
                    how_to_write(option)));
}

[[noreturn]] void refuse_without_source(const Settings& settings, Command command) {
    const Option& root = *find_option("archive.root");
    const Option& image =
        *find_option(contains(class_map_commands(), command) ? "maps.image" : "archive.images");
    throw core::UsageError(
        fmt::format("{}: there is neither {} nor {}, and `{}` needs one of them. "
                    "Write for example\n{}\nor\n{}",
                    settings.source(), root.full_name(), image.full_name(), info(command).name,
                    how_to_write(root), how_to_write(image)));
}

/// Throws when `guest` is set although `host`, which gives it its meaning, is not.
void check_goes_with(const Settings& settings, const std::string& guest, const std::string& host,
                     const std::string& reason) {
    if (settings.has(guest) && !settings.has(host)) {
        throw core::UsageError(fmt::format("{}: {} goes with {}: {}",
                                           settings.place_of(guest).text(), guest, host, reason));
    }
}

/// The one of the options that is set; empty if none is. Throws when two are.
std::string only_one_of(const Settings& settings, std::initializer_list<std::string> names) {
    std::string set;
    for (const std::string& name : names) {
        if (!settings.has(name)) {
            continue;
        }
        if (!set.empty()) {
            throw core::UsageError(fmt::format("{}: {} and {} ({}) exclude each other",
                                               settings.place_of(name).text(), name, set,
                                               settings.place_of(set).text()));
        }
        set = name;
    }
    return set;
}

/// A job file as used sets every option, most of them to what holds anyway.
bool is_default(const Settings& settings, const std::string& name) {
    std::vector<std::string> values;
    for (const Setting& setting : settings.of(name)) {
        values.push_back(setting.value);
    }
    return values == find_option(name)->value.show(make_draft());
}

/// Options about scenes mean nothing to ready-made images.
void check_scene_options(const Settings& settings, const std::string& source) {
    for (const auto* name :
         {"archive.sensors", "archive.tiers", "archive.season", "archive.max-cloud",
          "archive.etm-until", "archive.include", "archive.exclude", "archive.reject",
          "archive.dilate", "archive.remote", "archive.boa-offset"}) {
        if (source == "archive.images" && settings.has(name) && !is_default(settings, name)) {
            throw core::UsageError(
                fmt::format("{}: {} goes with archive.root or archive.items: a ready-made image "
                            "is no scene of a sensor",
                            settings.place_of(name).text(), name));
        }
    }
}

}  // namespace

void check_required(Command command, const Settings& settings) {
    for (const Section& section : option_table()) {
        for (const Option& option : section.options) {
            const bool required = !section.name.empty() && contains(option.required_by, command);
            if (required && !settings.has(option.full_name())) {
                refuse_missing(option, settings, command);
            }
        }
    }
}

void check_sources(Command command, const Settings& settings) {
    const std::string source =
        only_one_of(settings, {"archive.root", "archive.items", "archive.images", "maps.image"});
    const bool wants_archive = contains(archive_commands(), command);
    if (wants_archive && source.empty()) {
        refuse_without_source(settings, command);
    }
    if (wants_archive && source == "maps.image" && !contains(class_map_commands(), command)) {
        throw core::UsageError(
            fmt::format("{}: maps.image is for `filter` and `reduce`; `{}` needs archive.root or "
                        "archive.images",
                        settings.place_of(source).text(), info(command).name));
    }
    if (source == "archive.images" && !settings.has("archive.bands")) {
        refuse_missing(*find_option("archive.bands"), settings, command);
    }
    if (source == "maps.image" && !settings.has("maps.classes")) {
        refuse_missing(*find_option("maps.classes"), settings, command);
    }
    for (const auto* name : {"archive.scale", "archive.offset", "archive.nodata"}) {
        check_goes_with(settings, name, "archive.images", "products carry their own");
    }
    check_scene_options(settings, source);
    check_goes_with(settings, "maps.classes", "maps.image", "it says what their values mean");
}

void check_regions(std::span<const Draft> drafts, std::span<const Settings> settings) {
    std::map<std::string, std::size_t> seen;
    for (std::size_t i = 0; i < drafts.size(); ++i) {
        const auto [other, is_new] = seen.emplace(drafts[i].region.name, i);
        if (!is_new) {
            throw core::UsageError(
                fmt::format("{}: region.name: '{}' is taken by {}; names must differ within a run",
                            settings[i].place_of("region.name").text(), drafts[i].region.name,
                            settings[other->second].place_of("region.name").text()));
        }
    }
    for (std::size_t i = 1; i < drafts.size(); ++i) {
        const pipeline::RegionJob& first = drafts[0].region;
        const pipeline::RegionJob& region = drafts[i].region;
        const bool shared =
            first.scope == pipeline::ModelScope::all || region.scope == pipeline::ModelScope::all;
        if (shared && (first.scope != region.scope || !(first.forest == region.forest))) {
            throw core::UsageError(
                fmt::format("{}: [forest] differs from that of {}; with scope=all the regions "
                            "share one forest, so it must be the same (write it in --common)",
                            settings[i].source(), settings[0].source()));
        }
    }
}

}  // namespace mineprint::app
