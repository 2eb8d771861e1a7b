// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "mineprint/app/command.hpp"
#include "mineprint/app/draft.hpp"
#include "mineprint/app/setting.hpp"

namespace mineprint::app {

/// How the text of a value becomes part of a draft, and back.
struct ValueRule {
    std::string form;     ///< what to write: `INTEGER`, `DIR`, `EPOCH:PATH`; empty: a mere switch
    std::string allowed;  ///< in words, for help and errors: `a whole number, 1 … 500`
    /// Throws BadValue, or any core::Error, when the text cannot be used.
    std::function<void(Draft&, const Setting&)> set;
    /// The values as one would write them; none: unset.
    std::function<std::vector<std::string>(const Draft&)> show;
    bool form_tells_all = false;  ///< `form` lists what is allowed, so help need not
};

/// How an option stands in the job file that `mineprint help --template` prints.
enum class InTemplate {
    commented,    ///< with its default; taking the `#` away gives a valid line
    live,         ///< to be filled in
    alternative,  ///< excludes another option, so it is only shown
};

/// An option, declared once: job files, the command line, help, template and checks all read this.
struct Option {
    std::string section;  ///< empty: an option of the command line alone
    std::string name;
    ValueRule value;
    std::string help;           ///< what it means, with the unit
    Commands commands;          ///< those it matters to
    Commands required_by = {};  ///< those that cannot do without
    bool repeated = false;
    std::string unset = {};                  ///< in words, what holds when it is not given
    std::vector<std::string> examples = {};  ///< values for the template where there is no default
    InTemplate in_template = InTemplate::commented;
    char short_name = '\0';  ///< on the command line

    [[nodiscard]] std::string full_name() const {
        return section.empty() ? name : section + "." + name;
    }
};

}  // namespace mineprint::app
