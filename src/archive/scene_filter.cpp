// SPDX-License-Identifier: Apache-2.0
#include "mineprint/archive/scene_filter.hpp"

#include <algorithm>
#include <chrono>

#include "mineprint/core/atomic_file.hpp"
#include "mineprint/core/text.hpp"

namespace mineprint::archive {
namespace {

/// `*` stands for any text, `?` for any letter; the last `*` met gives way where the rest fails.
bool matches(std::string_view text, std::string_view pattern) {
    std::size_t t = 0;
    std::size_t p = 0;
    std::size_t star = std::string_view::npos;
    std::size_t resume = 0;
    while (t < text.size()) {
        if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == text[t])) {
            ++t;
            ++p;
        } else if (p < pattern.size() && pattern[p] == '*') {
            star = p++;
            resume = t;
        } else if (star != std::string_view::npos) {
            p = star + 1;
            t = ++resume;
        } else {
            return false;
        }
    }
    return pattern.find_first_not_of('*', p) == std::string_view::npos;
}

bool among(std::string_view name, const std::vector<std::string>& names) {
    return names.empty() || std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

bool Season::contains(const core::Date& date) const {
    const std::chrono::year_month_day day(
        std::chrono::sys_days(std::chrono::days(date.days_since_1970())));
    const MonthDay at{static_cast<int>(static_cast<unsigned>(day.month())),
                      static_cast<int>(static_cast<unsigned>(day.day()))};
    return first <= last ? at >= first && at <= last : at >= first || at <= last;
}

ScenePatterns::ScenePatterns(const std::filesystem::path& file) {
    const std::string text = core::read_text_file(file);
    for (const std::string& line : core::split_text(text, '\n')) {
        const auto pattern = core::trimmed(std::string_view(line).substr(0, line.find('#')));
        if (!pattern.empty()) {
            patterns_.emplace_back(pattern);
        }
    }
    std::sort(patterns_.begin(), patterns_.end());
}

bool ScenePatterns::match(const std::string& id) const {
    // Whole ids are the rule: they are looked up, whatever the number of lines.
    if (std::binary_search(patterns_.begin(), patterns_.end(), id)) {
        return true;
    }
    return std::any_of(patterns_.begin(), patterns_.end(), [&](const std::string& pattern) {
        return pattern.find_first_of("*?") != std::string::npos && matches(id, pattern);
    });
}

SceneSelection::SceneSelection(const SceneFilter& filter) : filter_(filter) {
    if (!filter.include.empty()) {
        include_ = ScenePatterns(filter.include);
    }
    if (!filter.exclude.empty()) {
        exclude_ = ScenePatterns(filter.exclude);
    }
}

bool SceneSelection::accepts(const Scene& scene) const {
    if (scene.sensor == Sensor::image) {
        return true;
    }
    const bool late_etm =
        scene.sensor == Sensor::etm && filter_.etm_until && scene.date > *filter_.etm_until;
    return !late_etm && among(sensor_name(scene.sensor), filter_.sensors) &&
           (scene.tier.empty() || among(scene.tier, filter_.tiers)) &&
           (!filter_.season || filter_.season->contains(scene.date)) &&
           scene.cloud_cover_pct <= filter_.most_cloud_pct &&
           (filter_.include.empty() || include_.match(scene.id)) && !exclude_.match(scene.id);
}

}  // namespace mineprint::archive
