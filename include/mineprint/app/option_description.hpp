// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include <boost/program_options/options_description.hpp>

#include "mineprint/app/option_table.hpp"

namespace mineprint::app {

/// The default of an option as a reader needs it: its value, or in words what holds without it.
[[nodiscard]] std::string default_in_words(const Option& option);

/// Meaning, range and default in sentences. The range is left out where the form of the value,
/// shown beside the text, tells it already.
[[nodiscard]] std::string option_text(const Option& option, bool form_is_shown);

/// The options of a section that matter to `command`, for reading and printing a command line.
[[nodiscard]] boost::program_options::options_description describe(const Section& section,
                                                                   Command command);

/// All options that a command line of `command` may hold: its own, and those of job files if it
/// reads any.
[[nodiscard]] boost::program_options::options_description accepted_options(Command command);

}  // namespace mineprint::app
