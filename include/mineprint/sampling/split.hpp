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
/// `strata` are the strata's names, which order what their indices must not. True for the samples
/// held out.
///
/// The rule. Strata come one after another, those of the fewest units first, equal ones by name. A
/// stratum of one unit trains. In any other, its units that no earlier stratum has placed are taken
/// in the order of their random numbers, keyed by (seed, region, unit); a unit goes into training
/// where that brings the stratum's share of training samples nearer to `training_share`, else it is
/// held out. Then, as long as that brings the share nearer or the stratum is one-sided, the one of
/// those just placed is moved that brings it nearest (the first of equals, never the last of a
/// side). Last, strata of two units or more that earlier ones left one-sided are gone through in
/// the same order: the first unit whose move, alone or with one other unit's, makes fewer strata
/// one-sided is moved. A unit that is all there is of some stratum never is. With a
/// `training_share` of 0 or 1 all samples are on one side. The answer does not depend on the order
/// of samples, strata or units.
[[nodiscard]] std::vector<bool> held_out_samples(std::span<const SplitSample> samples,
                                                 std::span<const std::string> strata,
                                                 const SplitOptions& options);

}  // namespace mineprint::sampling
