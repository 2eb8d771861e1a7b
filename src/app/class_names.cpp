// SPDX-License-Identifier: Apache-2.0
#include "mineprint/app/class_names.hpp"

#include "mineprint/app/value_text.hpp"

namespace mineprint::app {

std::string parse_class_name(const std::string& text) {
    if (text.empty() || text.find_first_of(":,") != std::string::npos) {
        throw BadValue("is not a class name: it is empty or holds ':' or ','");
    }
    if (text == "unobserved" || text == "none") {
        throw BadValue("is a word with a meaning of its own, not a class name");
    }
    return text;
}

}  // namespace mineprint::app
