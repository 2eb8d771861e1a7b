// SPDX-License-Identifier: Apache-2.0
#include "mineprint/app/value_rules.hpp"

namespace mineprint::app {

std::string integers_in_words(std::int64_t least, std::int64_t most) {
    return most >= any_integer ? fmt::format("a whole number ≥ {}", least)
                               : fmt::format("a whole number, {} … {}", least, most);
}

}  // namespace mineprint::app
