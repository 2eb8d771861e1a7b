// SPDX-License-Identifier: Apache-2.0
#include "mineprint/accuracy/agreement.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "mineprint/core/error.hpp"

namespace mineprint::accuracy {
namespace {

double share(double part, double whole) {
    return whole == 0 ? std::numeric_limits<double>::quiet_NaN() : part / whole;
}

/// A matrix with its margins.
struct Sums {
    std::span<const double> cells;
    std::vector<double> rows;
    std::vector<double> columns;
    double total = 0;
    double agreed = 0;

    [[nodiscard]] std::size_t classes() const { return rows.size(); }
    [[nodiscard]] double cell(std::size_t row, std::size_t column) const {
        return cells[row * classes() + column];
    }
};

Sums sums_of(std::span<const double> cells, std::size_t classes) {
    if (cells.size() != classes * classes) {
        throw core::RunError(fmt::format("error matrix: {} cells are not {} classes squared",
                                         cells.size(), classes));
    }
    Sums sums{cells, std::vector<double>(classes), std::vector<double>(classes)};
    for (std::size_t i = 0; i < classes; ++i) {
        for (std::size_t j = 0; j < classes; ++j) {
            sums.rows[i] += sums.cell(i, j);
            sums.columns[j] += sums.cell(i, j);
            sums.total += sums.cell(i, j);
        }
        sums.agreed += sums.cell(i, i);
    }
    return sums;
}

double balanced_accuracy(const Sums& sums) {
    double sum = 0;
    double present = 0;
    for (std::size_t j = 0; j < sums.classes(); ++j) {
        if (sums.columns[j] > 0) {
            sum += sums.cell(j, j) / sums.columns[j];
            ++present;
        }
    }
    return share(sum, present);
}

void set_disagreement(Agreement& result, const Sums& sums) {
    double quantity = 0;
    double exchange = 0;
    for (std::size_t i = 0; i < sums.classes(); ++i) {
        quantity += std::abs(sums.rows[i] - sums.columns[i]) / 2;
        for (std::size_t j = i + 1; j < sums.classes(); ++j) {
            exchange += 2 * std::min(sums.cell(i, j), sums.cell(j, i));
        }
    }
    // Differences of sums: what is nothing must not come out below it.
    const double allocation = std::max(0.0, sums.total - sums.agreed - quantity);
    result.quantity = share(quantity, sums.total);
    result.allocation = share(allocation, sums.total);
    result.exchange = share(exchange, sums.total);
    result.shift = share(std::max(0.0, allocation - exchange), sums.total);
}

}  // namespace

Agreement agreement(std::span<const double> cells, std::size_t classes) {
    const Sums sums = sums_of(cells, classes);
    Agreement result;
    result.overall = share(sums.agreed, sums.total);
    result.balanced = balanced_accuracy(sums);
    set_disagreement(result, sums);
    double by_chance = 0;
    double rows_squared = 0;
    double columns_squared = 0;
    for (std::size_t i = 0; i < classes; ++i) {
        by_chance += sums.rows[i] * sums.columns[i];
        rows_squared += sums.rows[i] * sums.rows[i];
        columns_squared += sums.columns[i] * sums.columns[i];
    }
    const double all = sums.total * sums.total;
    const double covariance = sums.total * sums.agreed - by_chance;
    result.mcc = share(covariance, std::sqrt((all - rows_squared) * (all - columns_squared)));
    result.kappa = share(covariance, all - by_chance);
    return result;
}

Agreement agreement(const ErrorMatrix& matrix) {
    std::vector<double> cells;
    for (std::size_t i = 0; i < matrix.classes(); ++i) {
        for (std::size_t j = 0; j < matrix.classes(); ++j) {
            cells.push_back(static_cast<double>(matrix.count(i, j)));
        }
    }
    return agreement(cells, matrix.classes());
}

}  // namespace mineprint::accuracy
