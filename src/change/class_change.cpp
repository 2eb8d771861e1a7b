// SPDX-License-Identifier: Apache-2.0
#include "mineprint/change/class_change.hpp"

#include <algorithm>

namespace mineprint::change {

ClassChange class_change(std::span<const double> matrix, std::size_t classes, std::size_t cls) {
    ClassChange change;
    change.persistence = matrix[cls * classes + cls];
    for (std::size_t other = 0; other < classes; ++other) {
        if (other != cls) {
            change.gain += matrix[other * classes + cls];
            change.loss += matrix[cls * classes + other];
        }
    }
    change.net = change.gain - change.loss;
    change.swap = 2 * std::min(change.gain, change.loss);
    return change;
}

}  // namespace mineprint::change
