// SPDX-License-Identifier: Apache-2.0
#include "mineprint/spectra/similarity.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include <boost/math/distributions/complement.hpp>
#include <boost/math/distributions/fisher_f.hpp>

namespace mineprint::spectra {
namespace {

constexpr double no_value = std::numeric_limits<double>::quiet_NaN();
constexpr int fewest_bands = 4;

/// Sums over the bands that both spectra have.
struct Moments {
    int n = 0;
    double mean_x = 0;
    double mean_y = 0;
    double xx = 0;
    double yy = 0;
    double xy = 0;
};

Moments moments_of(std::span<const double> x, std::span<const double> y) {
    Moments m;
    const auto both = [&](std::size_t i) { return std::isfinite(x[i]) && std::isfinite(y[i]); };
    for (std::size_t i = 0; i < x.size(); ++i) {
        if (both(i)) {
            ++m.n;
            m.mean_x += x[i];
            m.mean_y += y[i];
        }
    }
    m.mean_x /= m.n;
    m.mean_y /= m.n;
    for (std::size_t i = 0; i < x.size(); ++i) {
        if (both(i)) {
            m.xx += (x[i] - m.mean_x) * (x[i] - m.mean_x);
            m.yy += (y[i] - m.mean_y) * (y[i] - m.mean_y);
            m.xy += (x[i] - m.mean_x) * (y[i] - m.mean_y);
        }
    }
    return m;
}

double tail_of_f(double f, int degrees) {
    if (std::isinf(f)) {
        return 0;
    }
    const boost::math::fisher_f distribution(1, degrees);
    return boost::math::cdf(boost::math::complement(distribution, f));
}

}  // namespace

double spectral_angle(std::span<const double> a, std::span<const double> b) {
    double aa = 0;
    double bb = 0;
    double ab = 0;
    int n = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (std::isfinite(a[i]) && std::isfinite(b[i])) {
            ++n;
            aa += a[i] * a[i];
            bb += b[i] * b[i];
            ab += a[i] * b[i];
        }
    }
    if (n < 2 || !(aa > 0) || !(bb > 0)) {
        return no_value;
    }
    return std::acos(std::clamp(ab / std::sqrt(aa * bb), -1.0, 1.0));
}

double information_divergence(std::span<const double> a, std::span<const double> b) {
    const auto both = [&](std::size_t i) {
        return std::isfinite(a[i]) && std::isfinite(b[i]) && a[i] > 0 && b[i] > 0;
    };
    double sum_a = 0;
    double sum_b = 0;
    int n = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (both(i)) {
            ++n;
            sum_a += a[i];
            sum_b += b[i];
        }
    }
    if (n < 2) {
        return no_value;
    }
    double divergence = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (both(i)) {
            const double p = a[i] / sum_a;
            const double q = b[i] / sum_b;
            divergence += (p - q) * std::log(p / q);  // both directions in one sum
        }
    }
    return std::max(divergence, 0.0);
}

FeatureFit fit_feature(std::span<const double> reference, std::span<const double> observed) {
    const Moments m = moments_of(reference, observed);
    FeatureFit fit;
    fit.num_bands = m.n;
    if (m.n < fewest_bands || !(m.xx > 0)) {
        return {no_value, no_value, no_value, no_value, no_value, no_value, m.n};
    }
    fit.scale = m.xy / m.xx;
    fit.offset = m.mean_y - fit.scale * m.mean_x;
    const double explained = fit.scale * m.xy;
    const double residual = std::max(0.0, m.yy - explained);
    fit.fit = m.yy > 0 ? std::clamp(explained / m.yy, 0.0, 1.0) : 0;
    fit.rmse = std::sqrt(residual / m.n);
    const int degrees = m.n - 2;
    fit.f_statistic = residual > 0 ? explained / (residual / degrees)
                                   : (explained > 0 ? std::numeric_limits<double>::infinity() : 0);
    fit.p_value = tail_of_f(fit.f_statistic, degrees);
    return fit;
}

}  // namespace mineprint::spectra
