// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "mineprint/accuracy/interval.hpp"
#include "mineprint/pipeline/result_tables.hpp"
#include "mineprint/pipeline/sample_units.hpp"

namespace mineprint::pipeline {

/// Sentences that one must read with the estimates of a region: which strata have too few samples
/// and how many more they need, what an interval rests on where no sample disagrees, and why a
/// growth is not that of the adjusted areas beside it. Empty: nothing to say.

/// `when` is the epoch (`2005`) or the pair of them (`2005 to 2020`), `part` what `sample_of_part`
/// made of the whole region, `names` those of its strata.
[[nodiscard]] std::string lacking_note(const std::string& when, const PartSample& part,
                                       const std::vector<std::string>& names);

/// `strata` are those of `accuracy::unanimous_about`, in km²; `target` is the class's name.
[[nodiscard]] std::string unanimous_note(const std::string& when, const std::string& target,
                                         const std::vector<accuracy::UnanimousStratum>& strata,
                                         const std::vector<std::string>& names);

/// From the first to the last epoch, of the whole region.
[[nodiscard]] std::string growth_note(const RegionTables& region);

/// What to do where samples lack; the last of the notes.
[[nodiscard]] std::string cure_note();

/// Names of the strata of an epoch or of a pair of them: those of drawn points, or of the map's
/// classes (`forest>mine`, `stable mine`, as `mineprint draw` has them).
[[nodiscard]] std::vector<std::string> stratum_names(const SampleUnits& units,
                                                     const UnitRules& rules,
                                                     const std::vector<std::string>& classes);

}  // namespace mineprint::pipeline
