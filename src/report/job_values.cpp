// SPDX-License-Identifier: Apache-2.0
#include "mineprint/report/job_values.hpp"

#include "mineprint/core/text.hpp"

namespace mineprint::report {
namespace {

/// Calls `visit(section, line)` for every line that is neither empty nor a comment.
template <class Visit>
void for_each_line(std::string_view text, const Visit& visit) {
    std::string_view section;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        const std::string_view line = core::trimmed(text.substr(0, end));
        text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
        if (line.empty() || line.front() == '#') {
            continue;
        }
        if (line.front() == '[' && line.back() == ']') {
            section = line.substr(1, line.size() - 2);
        }
        visit(section, line);
    }
}

}  // namespace

std::vector<std::string> job_values(std::string_view job_text, std::string_view section,
                                    std::string_view key) {
    std::vector<std::string> values;
    for_each_line(job_text, [&](std::string_view where, std::string_view line) {
        const std::size_t equals = line.find('=');
        if (where == section && equals != std::string_view::npos &&
            core::trimmed(line.substr(0, equals)) == key) {
            values.emplace_back(core::trimmed(line.substr(equals + 1)));
        }
    });
    return values;
}

std::string job_value(std::string_view job_text, std::string_view section, std::string_view key,
                      std::string_view otherwise) {
    const auto values = job_values(job_text, section, key);
    return values.empty() ? std::string(otherwise) : values.front();
}

bool has_section(std::string_view job_text, std::string_view section) {
    bool found = false;
    for_each_line(job_text, [&](std::string_view where, std::string_view) {
        found = found || where == section;
    });
    return found;
}

}  // namespace mineprint::report
