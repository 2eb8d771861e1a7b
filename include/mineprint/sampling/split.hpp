// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace mineprint::sampling {

/// One labelled pixel as the split sees it: the unit that must not straddle, and the stratum (a
/// class at an epoch) whose samples are to be shared out.
struct SplitSample {
    std::uint64_t unit = 0;
    std::size_t stratum = 0;
};

struct SplitOptions {
    double training_share = 0.7;  ///< 0: all held out, 1: all in training
    std::uint64_t seed = 0;
    std::uint64_t region = 0;  ///< identity of the region
};

/// Shares units (a pixel, a reference feature, a block) out between training and held-out samples.
/// `strata` are the strata's names, which order what indices must not. True for the samples held
/// out.
///
/// The rule. Strata come one after another, those of the fewest units first, equal ones by name. A
/// stratum of one unit trains. In any other, its units that no earlier stratum has placed are taken
/// in the order of their random numbers, keyed by (seed, region, unit); a unit goes into training
/// where that brings the stratum's share of training samples nearer to `training_share`, else it is
/// held out. If all units of the stratum are then on one side, the one of those just placed whose
/// move leaves the share nearest to `training_share` is moved (the first of equals). Last, each
/// stratum that earlier placements left on one side, though it has two units or more, gets the
/// first of its units across whose move leaves no other stratum one-sided, if there is one. So
/// every stratum has both sides wherever this order of steps finds a way, and the answer does not
/// depend on the order of samples, strata or units.
[[nodiscard]] std::vector<bool> held_out_samples(std::span<const SplitSample> samples,
                                                 std::span<const std::string> strata,
                                                 const SplitOptions& options);

}  // namespace mineprint::sampling
