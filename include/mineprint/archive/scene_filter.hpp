// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "mineprint/archive/scene.hpp"
#include "mineprint/core/date.hpp"

namespace mineprint::archive {

/// A day of any year.
struct MonthDay {
    int month = 1;
    int day = 1;
    auto operator<=>(const MonthDay&) const = default;
};

/// The part of every year that is wanted; it wraps the year's end where `first` is after `last`.
/// Both days belong to it.
struct Season {
    MonthDay first;
    MonthDay last;
    bool operator==(const Season&) const = default;
    [[nodiscard]] bool contains(const core::Date& date) const;
};

/// Which scenes of an archive are used. What is empty lets all pass; images always pass.
struct SceneFilter {
    std::vector<std::string> sensors;  ///< names
    std::vector<std::string> tiers;
    std::optional<Season> season;
    double most_cloud_pct = 100;          ///< scenes that do not tell theirs pass
    std::optional<core::Date> etm_until;  ///< last day of ETM+ that is used
    std::filesystem::path include;        ///< file of ids or patterns, one a line
    std::filesystem::path exclude;
};

/// A list of scene ids, or patterns with `*` (any text) and `?` (any letter), one a line; blank
/// lines and what follows `#` are left out.
class ScenePatterns {
  public:
    ScenePatterns() = default;
    /// Throws DataError when the file cannot be read.
    explicit ScenePatterns(const std::filesystem::path& file);
    [[nodiscard]] bool match(const std::string& id) const;

  private:
    std::vector<std::string> patterns_;
};

/// A filter with its lists read.
class SceneSelection {
  public:
    SceneSelection() = default;  ///< accepts all
    /// Throws DataError when a list cannot be read.
    explicit SceneSelection(const SceneFilter& filter);
    [[nodiscard]] bool accepts(const Scene& scene) const;

  private:
    SceneFilter filter_;
    ScenePatterns include_;
    ScenePatterns exclude_;
};

}  // namespace mineprint::archive
