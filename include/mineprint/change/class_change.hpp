// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>

namespace mineprint::change {

/// What became of one class between two epochs, in the unit of the change matrix (Pontius et al.
/// 2004, Agric. Ecosyst. Environ. 101:251-268).
struct ClassChange {
    double gain = 0;         ///< became of the class
    double loss = 0;         ///< was of it, and no longer is
    double net = 0;          ///< gain − loss
    double swap = 0;         ///< 2·min(gain, loss): lost in one place, gained in another
    double persistence = 0;  ///< was and is of it
};

/// From a square change matrix, from-classes in rows, row by row. Only pixels observed at both
/// epochs are in it, so a pixel that could not be seen is neither gain nor loss.
[[nodiscard]] ClassChange class_change(std::span<const double> matrix, std::size_t classes,
                                       std::size_t cls);

}  // namespace mineprint::change
