// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "mineprint/composite/layer_values.hpp"

namespace mineprint::composite {

/// The clear observations of one pixel as points in band space, in the order of the layers. They
/// are kept both ways round, so that loops over observations and loops over bands both run straight
/// through memory.
class PixelSpectra {
  public:
    PixelSpectra(std::size_t num_bands, std::size_t most_points);

    /// Takes what is clear at a pixel of the window.
    void gather(std::span<const LayerValues> layers, std::size_t pixel);
    void clear() noexcept { layers_.clear(); }
    void add(std::span<const float> spectrum, std::size_t layer = 0);

    [[nodiscard]] std::size_t size() const noexcept { return layers_.size(); }
    [[nodiscard]] std::size_t num_bands() const noexcept { return num_bands_; }
    /// The layer a point comes from.
    [[nodiscard]] std::size_t layer(std::size_t point) const { return layers_[point]; }
    /// All points' values of a band.
    [[nodiscard]] std::span<const double> band(std::size_t band) const {
        return std::span(by_band_).subspan(band * capacity_, size());
    }
    /// A point's values; `stride()` of them, zeros after its bands.
    [[nodiscard]] std::span<const double> point(std::size_t point) const {
        return std::span(by_point_).subspan(point * stride_, stride_);
    }
    /// Bands rounded up to whole vectors.
    [[nodiscard]] std::size_t stride() const noexcept { return stride_; }

  private:
    std::size_t num_bands_;
    std::size_t stride_;
    std::size_t capacity_;
    std::vector<std::size_t> layers_;
    std::vector<double> by_band_;
    std::vector<double> by_point_;
    std::vector<float> spectrum_;
};

/// Euclidean distances of all points from `place` (num_bands values): the root of the sum of
/// squares, bands in order, in double precision.
void distances_from(const PixelSpectra& points, std::span<const double> place,
                    std::span<double> distances);

/// The point with the least sum of distances to all, summed in the order of the points; the first
/// of equals. `scratch` has room for as many numbers as points. @pre size() > 0
[[nodiscard]] std::size_t medoid(const PixelSpectra& points, std::span<double> scratch);

}  // namespace mineprint::composite
