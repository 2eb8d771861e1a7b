// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

#include "mineprint/accuracy/design_sample.hpp"
#include "mineprint/change/growth_interval.hpp"

namespace mineprint::change {

/// A change from one class to another as one class: `from · classes + to`.
[[nodiscard]] constexpr std::size_t change_class(std::size_t from, std::size_t to,
                                                 std::size_t classes) noexcept {
    return from * classes + to;
}

/// What a sample whose units have labels at both epochs says of change. Its map and reference
/// classes are change classes. Area of change must be estimated so, not as the difference of two
/// maps, whose errors add up (Olofsson et al. 2014, RSE 148:42-57, sect. 4).
struct SampleChange {
    std::vector<accuracy::Estimate> share;  ///< [change class]; of the area
    accuracy::Estimate gain;                ///< share that became of the target class
    accuracy::Estimate loss;                ///< share that was of it and no longer is
    accuracy::Estimate net;                 ///< gain − loss
    GrowthInterval growth;                  ///< of the target class
};

/// `classes` and `target` are those of one epoch.
[[nodiscard]] SampleChange sample_change(const accuracy::DesignSample& sample, std::size_t classes,
                                         std::size_t target, double years);

}  // namespace mineprint::change
