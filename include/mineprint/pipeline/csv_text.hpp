// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <concepts>
#include <iterator>
#include <string>
#include <string_view>

#include <fmt/format.h>

namespace mineprint::pipeline {

/// Lines of comma-separated fields, quoted where RFC 4180 asks for it.
class CsvText {
  public:
    template <class... Fields>
    void add_row(const Fields&... fields) {
        bool first = true;
        ((add_separator(first), add_field(fields)), ...);
        text_ += '\n';
    }
    [[nodiscard]] const std::string& text() const noexcept { return text_; }

  private:
    void add_separator(bool& first) {
        if (!first) {
            text_ += ',';
        }
        first = false;
    }
    void add_field(std::string_view field) {
        if (field.find_first_of(",\"\r\n") == std::string_view::npos) {
            text_ += field;
            return;
        }
        text_ += '"';
        for (const char letter : field) {
            text_.append(letter == '"' ? 2 : 1, letter);
        }
        text_ += '"';
    }
    void add_field(std::integral auto number) {
        fmt::format_to(std::back_inserter(text_), "{}", number);
    }
    /// As few digits as give the same number again; nothing for what is not a number.
    void add_field(double number) {
        if (!std::isnan(number)) {
            fmt::format_to(std::back_inserter(text_), "{}", number);
        }
    }
    std::string text_;
};

}  // namespace mineprint::pipeline
