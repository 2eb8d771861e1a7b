// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "mineprint/app/job_parser.hpp"
#include "mineprint/core/error.hpp"
#include "test_main.hpp"

namespace mineprint::app {

/// A job that `run` accepts, in seven lines.
inline const std::string small_job =
    "[region]\n"
    "name=kachin\n"
    "[epochs]\n"
    "epoch=2005:2005-01-01/2005-12-31\n"
    "[archive]\n"
    "root=scenes\n"
    "[reference]\n"
    "file=points.gpkg\n";

/// As if `text` stood in /jobs/kachin.cfg, and was named jobs/kachin.cfg.
inline JobInput input_of(const std::string& text) {
    return {{{"jobs/kachin.cfg", "/jobs", text}}, {}, {}};
}

/// As if `section.name=value` stood in line 7 of /jobs/a.cfg.
inline Setting setting_at_line_7(const std::string& section, const std::string& name,
                                 const std::string& value) {
    Setting setting;
    setting.section = section;
    setting.name = name;
    setting.value = value;
    setting.place.source = "a.cfg";
    setting.place.line = 7;
    setting.folder = "/jobs";
    return setting;
}

inline Setting override_of(const std::string& section, const std::string& name,
                           const std::string& value) {
    Setting setting = setting_at_line_7(section, name, value);
    setting.place.source = "command line";
    setting.place.line = 0;
    setting.folder = "/here";
    return setting;
}

inline pipeline::RegionJob region_of(const std::string& text, Command command = Command::run) {
    return parse_regions(command, input_of(text)).at(0).region;
}

/// The text of the error that `action` throws; fails when it throws none, or not with status 2.
template <class Action>
std::string usage_error(const Action& action) {
    try {
        action();
    } catch (const core::UsageError& error) {
        return error.what();
    }
    FAIL("no UsageError was thrown");
    return {};
}

inline std::string job_error(const std::string& text, Command command = Command::run) {
    return usage_error([&] { (void)region_of(text, command); });
}

}  // namespace mineprint::app
