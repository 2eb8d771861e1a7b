// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

// The files a page is made of, put into the program when it is built: `src/report/assets`, and
// Leaflet as the system has it.

namespace mineprint::report::assets {

[[nodiscard]] std::string_view page_html();
[[nodiscard]] std::string_view report_css();
/// The script, in the order of `src/report_assets.cmake`.
[[nodiscard]] std::string_view report_js();
[[nodiscard]] std::string_view leaflet_js();
/// Without the pictures it would load.
[[nodiscard]] std::string_view leaflet_css();

}  // namespace mineprint::report::assets
