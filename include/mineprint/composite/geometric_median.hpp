// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <vector>

#include "mineprint/composite/pixel_spectra.hpp"

namespace mineprint::composite {

/// Names of the deviations there are, in this order: the medians over the observations of
/// `smad` the cosine distance 1 − x·m / (|x| |m|), `emad` the Euclidean distance |x − m|, `bcmad`
/// the Bray–Curtis distance Σ|x − m| / Σ|x + m|, each from the geometric median m (Roberts, Dunn
/// and Mueller 2018, "Open data cube products using high-dimensional statistics of time series",
/// IGARSS: 8647-8650).
[[nodiscard]] const std::vector<std::string>& known_deviations();

/// The geometric median of a pixel's observations, in double precision.
///
/// Weiszfeld's iteration x ← Σ xᵢ/dᵢ / Σ 1/dᵢ from the mean, in the form of Vardi and Zhang (2000,
/// PNAS 97:1423-1426), which does not stick to an observation it happens to meet. Before it, the
/// medoid is tested: with η observations equal to it and R = Σ (xᵢ − x)/dᵢ over the others, it is a
/// geometric median when |R| ≤ η. (Only there would the iteration not converge linearly.) It stops
/// when the distance still to go, estimated from the last two steps s and t as t · q/(1 − q) with
/// q = t/s, is below 10⁻⁹; after 10 000 iterations in any case. Of one band it is the median, of
/// two observations their mean. Where else it is not unique (an even number of points on one line)
/// it is the medoid.
class GeometricMedian {
  public:
    GeometricMedian(std::size_t num_bands, std::size_t most_points);

    /// Works out the median. @pre size() > 0
    void find(const PixelSpectra& points);
    /// The result, one value a band.
    [[nodiscard]] std::span<const double> value() const { return std::span(place_).first(bands_); }
    /// A deviation of the points from the result. Zero spectra have no direction: NaN. Throws
    /// RunError for an unknown name.
    [[nodiscard]] double deviation(const std::string& name, const PixelSpectra& points);

  private:
    void start_at_mean(const PixelSpectra& points);
    [[nodiscard]] bool take_medoid(const PixelSpectra& points);
    void find_in_one_band(const PixelSpectra& points);
    /// One iteration; the length of the step.
    double step(const PixelSpectra& points);

    std::size_t bands_;
    std::vector<double> place_;  ///< with zeros up to whole vectors
    std::vector<double> sum_;
    std::vector<double> distances_;
};

}  // namespace mineprint::composite
