// SPDX-License-Identifier: Apache-2.0
#include "mineprint/report/page.hpp"

#include <utility>
#include <vector>

#include "mineprint/core/error.hpp"
#include "mineprint/report/assets.hpp"

namespace mineprint::report {

std::string html_escaped(std::string_view text) {
    std::string escaped;
    for (const char letter : text) {
        switch (letter) {
            case '&':
                escaped += "&amp;";
                break;
            case '<':
                escaped += "&lt;";
                break;
            case '>':
                escaped += "&gt;";
                break;
            case '"':
                escaped += "&quot;";
                break;
            case '\'':
                escaped += "&#39;";
                break;
            default:
                escaped += letter;
        }
    }
    return escaped;
}

std::string script_safe(const Json& data) {
    const std::string json = data.dump(-1, ' ', false, Json::error_handler_t::replace);
    std::string text;
    text.reserve(json.size());
    for (const char letter : json) {
        // Within JSON they stand in texts only; `</script>` and `<!--` would end or bend the
        // element.
        if (letter == '<') {
            text += "\\u003c";
        } else if (letter == '>') {
            text += "\\u003e";
        } else {
            text += letter;
        }
    }
    return text;
}

std::string page(const std::string& title, const Json& data) {
    const std::vector<std::pair<std::string_view, std::string>> parts = {
        {"{{title}}", html_escaped(title)},
        {"{{leaflet_css}}", std::string(assets::leaflet_css())},
        {"{{report_css}}", std::string(assets::report_css())},
        {"{{data}}", script_safe(data)},
        {"{{leaflet_js}}", std::string(assets::leaflet_js())},
        {"{{report_js}}", std::string(assets::report_js())}};
    std::string_view rest = assets::page_html();
    std::string text;
    for (const auto& [mark, content] : parts) {
        const std::size_t place = rest.find(mark);
        if (place == std::string_view::npos) {
            throw core::RunError("the page of the report has no place for " + std::string(mark));
        }
        text += rest.substr(0, place);
        text += content;
        rest.remove_prefix(place + mark.size());
    }
    return text += rest;
}

}  // namespace mineprint::report
