// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace mineprint::change {

/// Whether yearly transition probabilities exist.
enum class YearlyFlag : unsigned char {
    defined = 0,
    /// No chain of equal years gives the observed matrix: its root has negative or no real entries.
    not_embeddable = 1,
    no_time_between = 2,
};

/// P_ab = m_ab / Σ_b m_ab of a square change matrix, row by row; NaN in the row of a class that was
/// not there.
[[nodiscard]] std::vector<double> transition_probabilities(std::span<const double> matrix,
                                                           std::size_t classes);

struct YearlyTransition {
    std::vector<double> probabilities;  ///< row by row; NaN unless `defined`
    YearlyFlag flag = YearlyFlag::defined;
};

/// The probabilities of one year: the principal root P^(1/years), if it is a transition matrix
/// (entries at least −1e-9 and then taken as 0). A class that was not there stays what it is, and
/// its row is NaN. `years` need not be whole. See Israel, Rosenthal & Wei 2001,
/// Math. Finance 11:245-265, on when there is none.
[[nodiscard]] YearlyTransition yearly_transition(std::span<const double> probabilities,
                                                 std::size_t classes, double years);

}  // namespace mineprint::change
