// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "mineprint/spectra/response.hpp"

namespace mineprint::spectra {

/// A range of wavelengths with an absorption that tells a mineral.
struct Feature {
    std::string name;
    double left_um = 0;
    double right_um = 0;
    bool operator==(const Feature&) const = default;
};

/// A sensor: its bands, and how noisy they are.
struct Sensor {
    std::string name;
    std::vector<Response> responses;
    std::vector<bool> usable;  ///< per band; those in water vapour are not
    double noise = 0;          ///< standard deviation of a reflectance
};

/// A library spectrum as a sensor sees it.
struct Reference {
    std::string name;
    bool target = false;        ///< the mineral that is looked for
    bool background = false;    ///< what it is expected to be mixed with
    std::vector<double> bands;  ///< reflectance per band of the sensor; NaN: not covered
};

/// How spectra are compared. `feature_fit`: the shape of the absorptions, continuum removed, all
/// features of a spectrum at once. `angle`: the spectral angle over all bands.
enum class Method { feature_fit, angle };

/// A spectrum against one reference. By features: `fit` is the share of the shape that the
/// reference explains (0 where it absorbs instead of the reference), `depth` the depth of its
/// absorption, mean over the features, and `score` = fit × depth (Clark et al. 2003). By angle:
/// `fit` and `score` are 1 - 2 · angle / π, and `depth` is NaN. All NaN for a reference that does
/// not cover the bands.
struct Score {
    double fit = 0;
    double depth = 0;
    double score = 0;
};

/// A spectrum against the library.
struct Match {
    int best = -1;  ///< reference of the greatest fit, the first of several; -1: none has any
    int best_target = -1;  ///< the same among the targets
    Score target;          ///< of `best_target`; zeros without one
    /// What decides: the fit of the target where it is the best match and its absorption stands
    /// out, else 0. By features it stands out where it is at least 1 % deep and takes away at least
    /// three times the noise of a band.
    double statistic = 0;
};

/// Compares spectra with a library at the bands of one sensor.
class Matcher {
  public:
    /// Bands that are not usable take no part. By features, those of less than four usable bands
    /// give nothing and are left out.
    Matcher(const Sensor& sensor, std::span<const Feature> features,
            std::vector<Reference> references, Method method);

    [[nodiscard]] Method method() const noexcept { return method_; }
    [[nodiscard]] const std::vector<Reference>& references() const noexcept { return references_; }
    /// The bands it looks at, those of one feature after the other.
    [[nodiscard]] const std::vector<std::size_t>& bands() const noexcept { return bands_; }
    /// Whether a reference can be compared: it covers all those bands, and by features has a shape
    /// (absorbs at least 0.5 % in one of them).
    [[nodiscard]] bool comparable(std::size_t reference) const {
        return shapes_[reference].comparable;
    }
    /// The depth of a reference's absorptions, mean over the features.
    [[nodiscard]] double depth(std::size_t reference) const { return shapes_[reference].depth; }

    /// `values`: reflectance per band of the sensor. A spectrum with a NaN among `bands()` matches
    /// nothing.
    [[nodiscard]] Match match(std::span<const double> values) const;
    /// Against every reference.
    [[nodiscard]] std::vector<Score> scores(std::span<const double> values) const;
    /// What is compared: the values at `bands()`, by features with the continuum removed.
    [[nodiscard]] std::vector<double> shape(std::span<const double> values) const;

  private:
    struct Shape {
        bool comparable = false;
        double depth = 0;
        double square_sum = 0;
        std::vector<double> values;  ///< by features less their mean
    };
    [[nodiscard]] Shape make_shape(const Reference& reference) const;
    [[nodiscard]] Score score(const Shape& reference, std::span<const double> values,
                              double square_sum) const;

    [[nodiscard]] bool stands_out(const Score& target, std::span<const double> values) const;

    Method method_;
    double noise_;
    std::vector<Reference> references_;
    std::vector<double> centres_um_;
    std::vector<std::size_t> bands_;
    std::vector<std::size_t> feature_begin_;  ///< into bands_, and its size at the end
    std::vector<Shape> shapes_;
};

/// Indices of usable bands whose centres lie in a feature, by wavelength.
[[nodiscard]] std::vector<std::size_t> bands_within(const Sensor& sensor, const Feature& feature);

}  // namespace mineprint::spectra
