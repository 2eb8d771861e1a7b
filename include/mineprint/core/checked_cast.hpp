// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>

#include "mineprint/core/error.hpp"

namespace mineprint::core {

/// Converts between integer types; throws RunError when the value does not fit.
template <class To, class From>
[[nodiscard]] constexpr To checked_cast(From value) {
    if (!std::in_range<To>(value)) {
        throw RunError("the number " + std::to_string(value) +
                       " does not fit the type it is put in");
    }
    return static_cast<To>(value);
}

}  // namespace mineprint::core
