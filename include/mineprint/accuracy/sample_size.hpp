// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace mineprint::accuracy {

/// A stratum of a sample that is yet to be drawn.
struct PlannedStratum {
    double size = 0;            ///< area or pixels
    double users_accuracy = 0;  ///< what one expects of it, 0 … 1
    std::int64_t pixels = 0;    ///< most units it can give
};

/// How the units are shared out among strata. All give each stratum `minimum` units at least (as
/// far as it has pixels).
enum class Allocation {
    balanced,      ///< the minimum to each, what is left by size: a middle way (Olofsson et al.
                   ///< 2014, sect. 5.1)
    proportional,  ///< by size: best for the overall accuracy
    equal,         ///< the same number to each: best for the user's accuracies
    optimal,       ///< by size × standard deviation (Neyman 1934): best for the areas
};

/// Units needed for a standard error of the overall accuracy: n = (Σ W_i S_i / S(O))² with
/// S_i = √(U_i (1 − U_i)), rounded up (Cochran 1977, eq. 5.25; Olofsson et al. 2014, RSE 148:42-57,
/// eq. 13). Throws UsageError when the strata have no size or the standard error is not positive.
[[nodiscard]] std::int64_t sample_size(std::span<const PlannedStratum> strata, double overall_se);

/// Shares `units` out. Fractions are rounded by the largest remainder, the first of equals; where
/// the minima ask for more than `units`, the minima win. The sum is `units` unless minima or pixels
/// forbid.
[[nodiscard]] std::vector<std::int64_t> allocate(std::span<const PlannedStratum> strata,
                                                 std::int64_t units, std::int64_t minimum,
                                                 Allocation rule);

/// Standard error of the overall accuracy that an allocation is expected to give.
[[nodiscard]] double expected_overall_se(std::span<const PlannedStratum> strata,
                                         std::span<const std::int64_t> units);

}  // namespace mineprint::accuracy
