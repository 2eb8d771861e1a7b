// SPDX-License-Identifier: Apache-2.0
#include "mineprint/pipeline/aligned_table.hpp"

#include <algorithm>

#include "mineprint/core/display_width.hpp"

namespace mineprint::pipeline {
namespace {

std::string line(const std::vector<std::string>& row, const std::vector<std::size_t>& widths) {
    std::string text;
    for (std::size_t column = 0; column < row.size(); ++column) {
        const std::string padding(widths[column] - core::display_width(row[column]), ' ');
        text += "  ";
        text += column == 0 ? row[column] + padding : padding + row[column];
    }
    text.erase(text.find_last_not_of(' ') + 1);
    return text + '\n';
}

}  // namespace

std::string AlignedTable::text() const {
    std::vector<std::size_t> widths;
    for (const auto& row : rows_) {
        widths.resize(std::max(widths.size(), row.size()));
        for (std::size_t column = 0; column < row.size(); ++column) {
            widths[column] = std::max(widths[column], core::display_width(row[column]));
        }
    }
    std::string text;
    for (const auto& row : rows_) {
        text += line(row, widths);
    }
    return text;
}

}  // namespace mineprint::pipeline
