// SPDX-License-Identifier: Apache-2.0
#include "mineprint/hdf5_io/check.hpp"

#include <fmt/format.h>
#include <hdf5.h>

#include "mineprint/core/error.hpp"

namespace mineprint::hdf5_io {
namespace {

/// Adds the description of one level of the error stack; a level that repeats the last one says
/// nothing new.
herr_t add_level(unsigned /*level*/, const H5E_error2_t* error, void* text_pointer) {
    auto& text = *static_cast<std::string*>(text_pointer);
    const std::string_view description = error->desc != nullptr ? error->desc : "";
    if (description.empty() || text.ends_with(description)) {
        return 0;
    }
    if (!text.empty()) {
        text += "; ";
    }
    text += description;
    return 0;
}

}  // namespace

void silence_error_printing() { H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr); }

std::string error_stack() {
    std::string text;
    H5Ewalk2(H5E_DEFAULT, H5E_WALK_DOWNWARD, add_level, &text);
    return text;
}

void fail(const Subject& subject, std::string_view action, std::string_view cause) {
    const std::string on =
        subject.object.empty() || subject.object == "/"
            ? subject.file.path().string()
            : fmt::format("{}: {}", subject.file.path().string(), subject.object);
    const std::string text = cause.empty() ? fmt::format("{}: {} failed", on, action)
                                           : fmt::format("{}: {} failed: {}", on, action, cause);
    if (subject.file.writing()) {
        throw core::RunError(text);
    }
    throw core::DataError(text);
}

}  // namespace mineprint::hdf5_io
