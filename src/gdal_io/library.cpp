// SPDX-License-Identifier: Apache-2.0
#include "mineprint/gdal_io/library.hpp"

#include <algorithm>
#include <mutex>

#include <cpl_conv.h>
#include <cpl_error.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gdal_priv.h>
#include <ogr_srs_api.h>

#include "mineprint/gdal_io/utf8.hpp"

namespace mineprint::gdal_io {
namespace {

constexpr std::size_t most_messages_kept = 3;  // a broken file repeats itself for every block

void set_unless_set(const char* option, const char* value) {
    if (CPLGetConfigOption(option, nullptr) == nullptr) {
        CPLSetConfigOption(option, value);
    }
}

void set_up() {
    // A folder of an archive may hold thousands of files on a parallel file system: ask for the few
    // names that matter instead of listing it. (EMPTY_DIR would hide ENVI headers and world files.)
    set_unless_set("GDAL_DISABLE_READDIR_ON_OPEN", "TRUE");
    // Shared by all threads of a rank; the default is a share of a node that several ranks use.
    set_unless_set("GDAL_CACHEMAX", "256");
    // A server that is busy or silent is asked again, and given up in the end.
    set_unless_set("GDAL_HTTP_MAX_RETRY", "5");
    set_unless_set("GDAL_HTTP_RETRY_DELAY", "1");
    set_unless_set("GDAL_HTTP_CONNECTTIMEOUT", "20");
    set_unless_set("GDAL_HTTP_TIMEOUT", "120");
    // Borders of a whole country are one feature larger than the default of 200 MB allows.
    set_unless_set("OGR_GEOJSON_MAX_OBJ_SIZE", "0");
    // Side files would make a result depend on what other programs left beside an input.
    CPLSetConfigOption("GDAL_PAM_ENABLED", "NO");
    OSRSetPROJEnableNetwork(0);
    const ErrorScope quiet;  // a plugin that does not load is no concern of ours
    GDALAllRegister();
}

void CPL_STDCALL keep_message(CPLErr kind, CPLErrorNum /*number*/, const char* text) {
    auto* scope = static_cast<ErrorScope*>(CPLGetErrorHandlerUserData());
    if (kind >= CE_Warning) {
        scope->add(kind >= CE_Failure, text);
    }
}

}  // namespace

void initialise() {
    static std::once_flag once;
    std::call_once(once, set_up);
}

ErrorScope::ErrorScope() { CPLPushErrorHandlerEx(keep_message, this); }

ErrorScope::~ErrorScope() { CPLPopErrorHandler(); }

void ErrorScope::add(bool is_failure, std::string text) {
    text = as_utf8(std::move(text));
    auto& kept = is_failure ? failures_ : warnings_;
    if (kept.size() < most_messages_kept && std::ranges::find(kept, text) == kept.end()) {
        kept.push_back(std::move(text));
    }
}

std::string ErrorScope::message() const {
    const auto& said = failed() ? failures_ : warnings_;
    return said.empty() ? "GDAL gives no reason" : fmt::format("{}", fmt::join(said, "; "));
}

}  // namespace mineprint::gdal_io
