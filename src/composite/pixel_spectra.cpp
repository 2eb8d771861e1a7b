// SPDX-License-Identifier: Apache-2.0
#include "mineprint/composite/pixel_spectra.hpp"

#include <algorithm>
#include <cmath>

namespace mineprint::composite {
namespace {

constexpr std::size_t vector_width = 4;

std::size_t in_whole_vectors(std::size_t count) {
    return (count + vector_width - 1) / vector_width * vector_width;
}

[[gnu::always_inline]] inline void distances(const PixelSpectra& points,
                                             std::span<const double> place,
                                             std::span<double> distances) {
    const std::size_t size = points.size();
    double* const result = distances.data();
    std::fill_n(result, size, 0.0);
    for (std::size_t b = 0; b < points.num_bands(); ++b) {
        const double* const values = points.band(b).data();
        const double own = place[b];
        for (std::size_t i = 0; i < size; ++i) {
            const double difference = values[i] - own;
            result[i] += difference * difference;
        }
    }
    for (std::size_t i = 0; i < size; ++i) {
        result[i] = std::sqrt(result[i]);
    }
}

#if defined(__x86_64__)
/// The same with vectors of four; no operation is fused, so the bits are the same.
[[gnu::target("avx2")]] void distances_avx2(const PixelSpectra& points,
                                            std::span<const double> place,
                                            std::span<double> result) {
    distances(points, place, result);
}
#endif

}  // namespace

PixelSpectra::PixelSpectra(std::size_t num_bands, std::size_t most_points)
    : num_bands_(num_bands),
      stride_(in_whole_vectors(num_bands)),
      capacity_(in_whole_vectors(most_points)),
      by_band_(num_bands * capacity_),
      by_point_(stride_ * capacity_),
      spectrum_(num_bands) {
    layers_.reserve(most_points);
}

void PixelSpectra::add(std::span<const float> spectrum, std::size_t layer) {
    const std::size_t point = layers_.size();
    layers_.push_back(layer);
    for (std::size_t b = 0; b < num_bands_; ++b) {
        by_band_[b * capacity_ + point] = spectrum[b];
        by_point_[point * stride_ + b] = spectrum[b];
    }
}

void PixelSpectra::gather(std::span<const LayerValues> layers, std::size_t pixel) {
    clear();
    for (std::size_t l = 0; l < layers.size(); ++l) {
        if (layers[l].clear[pixel] == 0) {
            continue;
        }
        for (std::size_t b = 0; b < num_bands_; ++b) {
            spectrum_[b] = (*layers[l].bands[b])[pixel];
        }
        add(spectrum_, l);
    }
}

void distances_from(const PixelSpectra& points, std::span<const double> place,
                    std::span<double> result) {
#if defined(__x86_64__)
    static const auto has_avx2 = static_cast<bool>(__builtin_cpu_supports("avx2"));
    if (has_avx2) {
        distances_avx2(points, place, result);
        return;
    }
#endif
    distances(points, place, result);
}

std::size_t medoid(const PixelSpectra& points, std::span<double> scratch) {
    std::size_t best = 0;
    double least = 0;
    for (std::size_t i = 0; i < points.size(); ++i) {
        distances_from(points, points.point(i), scratch);
        double sum = 0;
        for (std::size_t j = 0; j < points.size(); ++j) {
            sum += scratch[j];
        }
        if (i == 0 || sum < least) {
            best = i;
            least = sum;
        }
    }
    return best;
}

}  // namespace mineprint::composite
