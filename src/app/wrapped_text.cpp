// SPDX-License-Identifier: Apache-2.0
#include "mineprint/app/wrapped_text.hpp"

#include <algorithm>

#include "mineprint/core/text.hpp"

namespace mineprint::app {
namespace {

/// Characters, not bytes, of a UTF-8 text.
std::size_t num_characters(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
    }));
}

}  // namespace

std::string wrapped(std::string_view text, std::size_t width, std::string_view indent) {
    std::string lines;
    std::string line(indent);
    for (const std::string& word : core::split_text(text, ' ')) {
        const bool first = line.size() == indent.size();
        if (!first && num_characters(line) + 1 + num_characters(word) > width) {
            lines += line + "\n";
            line = std::string(indent) + word;
        } else {
            line += (first ? "" : " ") + word;
        }
    }
    return lines + line + "\n";
}

}  // namespace mineprint::app
