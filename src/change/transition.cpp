// SPDX-License-Identifier: Apache-2.0
#include "mineprint/change/transition.hpp"

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cmath>
#include <limits>
#include <unsupported/Eigen/MatrixFunctions>

namespace mineprint::change {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double rounding = 1e-9;

/// Rows of absent classes become those of the unit matrix.
Eigen::MatrixXd to_matrix(std::span<const double> probabilities, std::size_t classes) {
    const auto size = static_cast<Eigen::Index>(classes);
    Eigen::MatrixXd matrix(size, size);
    for (Eigen::Index a = 0; a < size; ++a) {
        for (Eigen::Index b = 0; b < size; ++b) {
            const double p = probabilities[static_cast<std::size_t>(a * size + b)];
            matrix(a, b) = std::isnan(p) ? (a == b ? 1 : 0) : p;
        }
    }
    return matrix;
}

/// A real principal root needs eigenvalues off the negative half line and off 0.
bool has_principal_root(const Eigen::MatrixXd& matrix) {
    const Eigen::EigenSolver<Eigen::MatrixXd> solver(matrix, false);
    return std::ranges::none_of(solver.eigenvalues(), [](const std::complex<double>& value) {
        return std::abs(value) < rounding ||
               (value.real() < 0 && std::abs(value.imag()) < rounding);
    });
}

}  // namespace

std::vector<double> transition_probabilities(std::span<const double> matrix, std::size_t classes) {
    std::vector<double> result(matrix.size(), nan);
    for (std::size_t a = 0; a < classes; ++a) {
        double row = 0;
        for (std::size_t b = 0; b < classes; ++b) {
            row += matrix[a * classes + b];
        }
        for (std::size_t b = 0; b < classes && row > 0; ++b) {
            result[a * classes + b] = matrix[a * classes + b] / row;
        }
    }
    return result;
}

YearlyTransition yearly_transition(std::span<const double> probabilities, std::size_t classes,
                                   double years) {
    YearlyTransition result{std::vector<double>(probabilities.size(), nan), YearlyFlag::defined};
    if (!(years > 0)) {
        result.flag = YearlyFlag::no_time_between;
        return result;
    }
    const Eigen::MatrixXd matrix = to_matrix(probabilities, classes);
    if (!has_principal_root(matrix)) {
        result.flag = YearlyFlag::not_embeddable;
        return result;
    }
    const Eigen::MatrixXd root = ((matrix.log() / years).eval()).exp();
    if (!root.allFinite() || root.minCoeff() < -rounding) {
        result.flag = YearlyFlag::not_embeddable;
        return result;
    }
    for (std::size_t a = 0; a < classes; ++a) {
        for (std::size_t b = 0; b < classes; ++b) {
            const std::size_t i = a * classes + b;
            const auto row = static_cast<Eigen::Index>(a);
            const auto column = static_cast<Eigen::Index>(b);
            result.probabilities[i] =
                std::isnan(probabilities[i]) ? nan : std::max(0.0, root(row, column));
        }
    }
    return result;
}

}  // namespace mineprint::change
