// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace mineprint::app {

/// Where a setting was written, for messages.
struct Place {
    std::string source;  ///< the file as the user named it, or `command line`
    int line = 0;        ///< from 1; 0: not in a file

    /// `jobs/kachin.cfg:12` or `command line`.
    [[nodiscard]] std::string text() const;
};

/// One `name=value`, as written.
struct Setting {
    std::string section;  ///< empty: an option of the command line alone
    std::string name;
    std::string value;
    Place place;
    std::filesystem::path folder;  ///< relative paths in the value are relative to it

    /// `section.name`.
    [[nodiscard]] std::string full_name() const;
};

/// The settings of one region, by the option's full name; those of one option in the order written.
class Settings {
  public:
    Settings() = default;
    /// One layer: a file, or the command line. Throws UsageError for an unknown section or option,
    /// naming the nearest, and for a second value of an option that takes one, naming both places.
    explicit Settings(std::span<const Setting> layer);

    /// Puts a layer on top: an option it sets loses all its values of the layers below.
    void override_with(const Settings& upper);

    /// Empty when the option is not set.
    [[nodiscard]] std::span<const Setting> of(const std::string& full_name) const;
    [[nodiscard]] bool has(const std::string& full_name) const { return !of(full_name).empty(); }
    /// Where an option is set (its `index`-th value); `source` of the job when it is not.
    [[nodiscard]] Place place_of(const std::string& full_name, std::size_t index = 0) const;

    /// The job file the settings belong to, for messages about what is missing.
    void set_source(std::string source) { source_ = std::move(source); }
    [[nodiscard]] const std::string& source() const noexcept { return source_; }

  private:
    std::map<std::string, std::vector<Setting>> settings_;
    std::string source_;
};

}  // namespace mineprint::app
