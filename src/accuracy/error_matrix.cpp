// SPDX-License-Identifier: Apache-2.0
#include "mineprint/accuracy/error_matrix.hpp"

#include <cstdlib>
#include <limits>

#include <fmt/format.h>

#include "mineprint/core/error.hpp"

namespace mineprint::accuracy {
namespace {

double share(std::int64_t part, std::int64_t whole) {
    return whole == 0 ? std::numeric_limits<double>::quiet_NaN()
                      : static_cast<double>(part) / static_cast<double>(whole);
}

std::size_t cell(std::size_t map_class, std::size_t reference_class, std::size_t classes) {
    if (map_class >= classes || reference_class >= classes) {
        throw core::RunError(fmt::format("error matrix: cell ({}, {}) of {} classes", map_class,
                                         reference_class, classes));
    }
    return map_class * classes + reference_class;
}

}  // namespace

void ErrorMatrix::add(std::size_t map_class, std::size_t reference_class, std::int64_t count) {
    counts_[cell(map_class, reference_class, classes_)] += count;
}

void ErrorMatrix::merge(const ErrorMatrix& other) {
    if (classes_ != other.classes_) {
        throw core::RunError(fmt::format("error matrices of {} and {} classes cannot be merged",
                                         classes_, other.classes_));
    }
    for (std::size_t i = 0; i < counts_.size(); ++i) {
        counts_[i] += other.counts_[i];
    }
}

std::int64_t ErrorMatrix::count(std::size_t map_class, std::size_t reference_class) const {
    return counts_[cell(map_class, reference_class, classes_)];
}

std::int64_t ErrorMatrix::row_total(std::size_t map_class) const {
    std::int64_t sum = 0;
    for (std::size_t j = 0; j < classes_; ++j) {
        sum += count(map_class, j);
    }
    return sum;
}

std::int64_t ErrorMatrix::column_total(std::size_t reference_class) const {
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < classes_; ++i) {
        sum += count(i, reference_class);
    }
    return sum;
}

std::int64_t ErrorMatrix::total() const {
    std::int64_t sum = 0;
    for (const std::int64_t n : counts_) {
        sum += n;
    }
    return sum;
}

std::int64_t ErrorMatrix::agreed() const {
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < classes_; ++i) {
        sum += count(i, i);
    }
    return sum;
}

double overall_accuracy(const ErrorMatrix& m) { return share(m.agreed(), m.total()); }

double users_accuracy(const ErrorMatrix& m, std::size_t cls) {
    return share(m.count(cls, cls), m.row_total(cls));
}

double producers_accuracy(const ErrorMatrix& m, std::size_t cls) {
    return share(m.count(cls, cls), m.column_total(cls));
}

double f1(const ErrorMatrix& m, std::size_t cls) {
    return share(2 * m.count(cls, cls), m.row_total(cls) + m.column_total(cls));
}

double kappa(const ErrorMatrix& m) {
    // Both sides of (OA - p_e) / (1 - p_e) times n², which keeps whole numbers as long as it can.
    const auto n = static_cast<double>(m.total());
    double by_chance = 0;
    for (std::size_t i = 0; i < m.classes(); ++i) {
        by_chance += static_cast<double>(m.row_total(i)) * static_cast<double>(m.column_total(i));
    }
    const double most = n * n - by_chance;
    return most == 0 ? std::numeric_limits<double>::quiet_NaN()
                     : (n * static_cast<double>(m.agreed()) - by_chance) / most;
}

double quantity_disagreement(const ErrorMatrix& m) {
    std::int64_t twice = 0;
    for (std::size_t i = 0; i < m.classes(); ++i) {
        twice += std::abs(m.row_total(i) - m.column_total(i));
    }
    return share(twice / 2, m.total());
}

double allocation_disagreement(const ErrorMatrix& m) {
    std::int64_t twice = 0;
    for (std::size_t i = 0; i < m.classes(); ++i) {
        twice += std::abs(m.row_total(i) - m.column_total(i));
    }
    return share(m.total() - m.agreed() - twice / 2, m.total());
}

}  // namespace mineprint::accuracy
