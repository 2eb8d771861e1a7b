// SPDX-License-Identifier: Apache-2.0
#include "mineprint/core/display_width.hpp"

#include <algorithm>
#include <clocale>
#include <cwchar>

namespace mineprint::core {
namespace {

/// The thread's locale is one for UTF-8 as long as this lives, whatever that of the process is:
/// wcwidth() knows nothing but ASCII in the one that programs start with.
class Utf8Locale {
  public:
    Utf8Locale() {
        static const locale_t utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
        before_ = uselocale(utf8);
    }
    ~Utf8Locale() { uselocale(before_); }
    Utf8Locale(const Utf8Locale&) = delete;
    Utf8Locale& operator=(const Utf8Locale&) = delete;

  private:
    locale_t before_;
};

struct Letter {
    std::size_t num_bytes = 1;
    std::size_t width = 1;
};

/// The first letter of a text that is not empty.
Letter first_letter(std::string_view text) {
    wchar_t code = 0;
    std::mbstate_t state{};
    const std::size_t num_bytes = std::mbrtowc(&code, text.data(), text.size(), &state);
    const bool broken = num_bytes == 0 || num_bytes > text.size();  // the errors are huge numbers
    if (broken) {
        return {};
    }
    return {num_bytes, static_cast<std::size_t>(std::max(0, wcwidth(code)))};
}

}  // namespace

std::size_t display_width(std::string_view text) {
    const Utf8Locale utf8;
    std::size_t width = 0;
    while (!text.empty()) {
        const Letter letter = first_letter(text);
        width += letter.width;
        text.remove_prefix(letter.num_bytes);
    }
    return width;
}

std::string cut_to_width(std::string_view text, std::size_t most) {
    const Utf8Locale utf8;
    std::size_t width = 0;
    std::size_t end = 0;
    while (end < text.size()) {
        const Letter letter = first_letter(text.substr(end));
        if (width + letter.width > most) {
            break;
        }
        width += letter.width;
        end += letter.num_bytes;
    }
    return std::string(text.substr(0, end));
}

}  // namespace mineprint::core
