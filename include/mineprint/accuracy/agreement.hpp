// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "mineprint/accuracy/error_matrix.hpp"

namespace mineprint::accuracy {

/// Measures of a whole error matrix. All are shares but for `mcc` and `kappa` (-1 … 1), and NaN
/// where a denominator is 0.
struct Agreement {
    double overall = 0;
    /// Mean producer's accuracy of the classes that the reference has (Brodersen et al. 2010,
    /// ICPR).
    double balanced = 0;
    /// Matthews' correlation coefficient, for more than two classes as by Gorodkin 2004,
    /// Comput. Biol. Chem. 28:367-374. High only where the map is good on rare classes, too.
    double mcc = 0;
    /// Pontius & Millones 2011, IJRS 32:4407-4429: quantity + allocation = 1 − overall.
    double quantity = 0;
    double allocation = 0;
    /// Allocation is exchange (two classes swapped places) + shift (Pontius & Santacruz 2014, IJRS
    /// 35:7543-7554).
    double exchange = 0;
    double shift = 0;
    /// Cohen 1960, EPM 20:37-46. Told last: see Pontius & Millones 2011 on why not to rely on it.
    double kappa = 0;
};

/// Of a square matrix of counts or shares (not negative), map classes in rows, row by row. Counts
/// say how the samples agree; shares of area, how the map does.
[[nodiscard]] Agreement agreement(std::span<const double> cells, std::size_t classes);
[[nodiscard]] Agreement agreement(const ErrorMatrix& matrix);

}  // namespace mineprint::accuracy
