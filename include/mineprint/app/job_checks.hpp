// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "mineprint/app/command.hpp"
#include "mineprint/app/draft.hpp"
#include "mineprint/app/setting.hpp"

namespace mineprint::app {

// Which options a job must have and may not have together. All throw UsageError naming the places
// concerned.

/// Options the command cannot do without.
void check_required(Command command, const Settings& settings);
/// One kind of input at most, and the options that go with it.
void check_sources(Command command, const Settings& settings);
/// Regions against each other.
void check_regions(std::span<const Draft> drafts, std::span<const Settings> settings);

}  // namespace mineprint::app
