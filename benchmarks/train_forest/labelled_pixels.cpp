// SPDX-License-Identifier: Apache-2.0
#include "labelled_pixels.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <span>

#include <fmt/format.h>

#include "mineprint/core/error.hpp"
#include "mineprint/core/random.hpp"

namespace benchmarks {
namespace {

using mineprint::core::KeyedRandom;
using mineprint::core::Stream;

constexpr std::size_t num_bands = 6;
using Bands = std::array<double, num_bands>;

/// A surface: reflectance of blue, green, red, near and two short-wave infrared bands; how common
/// it is (a bias before the softmax); how much its brightness varies.
struct Surface {
    Bands spectrum;
    double bias;
    double spread;
};
constexpr std::array<Surface, 6> land = {{{{.025, .045, .030, .300, .140, .060}, .45, .16},
                                          {{.040, .080, .050, .420, .220, .110}, .10, .20},
                                          {{.060, .090, .090, .250, .250, .160}, .30, .18},
                                          {{.100, .140, .190, .270, .350, .300}, .00, .18},
                                          {{.110, .130, .150, .210, .230, .200}, -.55, .22},
                                          {{.050, .050, .030, .020, .012, .010}, -.75, .25}}};
constexpr std::array<Surface, 3> mine = {{{{.135, .170, .205, .240, .290, .275}, .5, .22},
                                          {{.075, .085, .100, .135, .170, .160}, .2, .25},
                                          {{.110, .140, .150, .095, .040, .030}, -.5, .25}}};

/// The draws of one row, one after the other.
class RowDraws {
  public:
    RowDraws(const KeyedRandom& random, std::uint64_t row) : random_(random), row_(row) {}
    double uniform() { return random_.uniform(row_, next_++); }
    double normal() { return random_.normal(row_, next_++); }

  private:
    const KeyedRandom& random_;
    std::uint64_t row_;
    std::uint64_t next_ = 0;
};

/// A mixture of surfaces: the sharper, the more often one of them has the pixel for itself.
template <std::size_t count>
Bands mixture(const std::array<Surface, count>& surfaces, double sharpness, RowDraws& draws) {
    Bands sum{};
    double total = 0;
    for (const Surface& surface : surfaces) {
        const double weight = std::exp(sharpness * (draws.normal() + surface.bias));
        const double brightness = std::exp(surface.spread * draws.normal());
        const double slope = .5 * surface.spread * draws.normal();
        for (std::size_t b = 0; b < num_bands; ++b) {
            const double tilt = 1 + slope * (static_cast<double>(b) - 2.5) / 2.5;
            sum[b] += weight * surface.spectrum[b] * brightness * tilt;
        }
        total += weight;
    }
    for (double& value : sum) {
        value /= total;
    }
    return sum;
}

/// How much of the pixel is mine: above one half on a mine. Near a border it is mixed.
double mine_share(bool is_mine, RowDraws& draws) {
    constexpr double near_border = .02;  // of the other pixels, out to 1.8 radii
    for (;;) {
        const double u = draws.uniform();
        const double texture = std::clamp(1 + .25 * draws.normal(), 0., 1.2);
        if (!is_mine && u >= near_border) {
            return 0;
        }
        const double radii = is_mine ? 1.1 * std::sqrt(u) : std::sqrt(1 + 2.24 * u / near_border);
        const double share = std::clamp(texture / (1 + std::exp(6 * (radii - 1))), 0., 1.);
        if ((share > .5) == is_mine) {
            return share;
        }
    }
}

Bands pixel_of(bool is_mine, RowDraws& draws) {
    const double share = mine_share(is_mine, draws);
    Bands bands = mixture(land, 8., draws);
    if (share > 0) {
        const Bands inside = mixture(mine, 4., draws);
        for (std::size_t b = 0; b < num_bands; ++b) {
            bands[b] += share * (inside[b] - bands[b]);
        }
    }
    const double shade = std::clamp(1 + .22 * draws.normal(), .45, 1.6);
    const double haze = .004 * (draws.normal() + 1);
    const double common = .0012 * draws.normal();
    for (std::size_t b = 0; b < num_bands; ++b) {
        double value = bands[b] * shade + haze * (6. - static_cast<double>(b)) / 6;
        value += common + draws.normal() * (.0012 + .008 * value);
        // Stored as Landsat products are: 16-bit numbers of scale 2.75e-5 and offset -0.2.
        const double stored = std::clamp(std::rint((value + .2) / 2.75e-5), 1., 65455.);
        bands[b] = std::max(stored * 2.75e-5 - .2, 1e-6);
    }
    return bands;
}

std::array<float, 12> features_of(const Bands& bands) {
    const auto [blue, green, red, nir, swir1, swir2] = bands;
    const auto difference = [](double a, double b) { return (a - b) / (a + b); };
    const std::array<double, 12> values = {blue,
                                           green,
                                           red,
                                           nir,
                                           swir1,
                                           swir2,
                                           difference(nir, red),
                                           difference(green, swir1),
                                           difference(swir1, nir),
                                           difference(swir1 + red, nir + blue),
                                           swir1 / swir2,
                                           red / blue};
    std::array<float, 12> rounded{};
    std::ranges::transform(values, rounded.begin(), [](double v) { return static_cast<float>(v); });
    return rounded;
}

/// The format of NumPy's `numpy.lib.format`, version 1: a dictionary padded to 64 bytes, then the
/// values.
void write_npy(const std::string& path, const std::string& type, const std::string& shape,
               std::span<const std::byte> bytes) {
    std::string text =
        fmt::format("{{'descr': '{}', 'fortran_order': False, 'shape': ({}), }}", type, shape);
    constexpr std::size_t magic_bytes = 10;
    text.resize((magic_bytes + text.size() + 64) / 64 * 64 - magic_bytes, ' ');
    text.back() = '\n';
    std::ofstream file(path, std::ios::binary);
    file.write("\x93NUMPY\x01\x00", 8);
    file.put(static_cast<char>(text.size() % 256)).put(static_cast<char>(text.size() / 256));
    file << text;
    file.write(reinterpret_cast<const char*>(bytes.data()),
               static_cast<std::streamsize>(bytes.size()));
    if (!file.flush()) {
        throw mineprint::core::RunError(fmt::format("{}: cannot write it", path));
    }
}

}  // namespace

mineprint::forest::SampleTable labelled_pixels(std::uint64_t begin, std::uint64_t end,
                                               std::size_t num_features, std::uint64_t seed) {
    constexpr std::array<const char*, 12> names = {"blue", "green", "red",  "nir", "swir1", "swir2",
                                                   "ndvi", "mndwi", "ndbi", "bsi", "clay",  "iron"};
    mineprint::forest::SampleTable samples;
    samples.schema.names.assign(names.begin(),
                                names.begin() + static_cast<std::ptrdiff_t>(num_features));
    samples.schema.definitions.assign(num_features, "made up");
    samples.classes = {"other", "mine"};
    samples.regions = {"nowhere"};
    samples.epochs = {"never"};
    samples.origins.reserve(end - begin);
    samples.features.reserve((end - begin) * num_features);
    const KeyedRandom random(seed, Stream::noise);
    for (std::uint64_t row = begin; row < end; ++row) {
        RowDraws draws(random, row);
        mineprint::forest::SampleOrigin origin;
        origin.id = mineprint::core::mix(seed, row);
        origin.label = draws.uniform() < .25 ? 1 : 0;
        const auto features = features_of(pixel_of(origin.label == 1, draws));
        samples.origins.push_back(origin);
        samples.features.insert(samples.features.end(), features.begin(),
                                features.begin() + static_cast<std::ptrdiff_t>(num_features));
    }
    return samples;
}

void save_as_npy(const std::string& prefix, const mineprint::forest::SampleTable& samples) {
    std::vector<std::uint8_t> labels;
    for (const auto& origin : samples.origins) {
        labels.push_back(origin.label);
    }
    write_npy(prefix + "_X.npy", "<f4",
              fmt::format("{}, {}", samples.size(), samples.schema.size()),
              std::as_bytes(std::span(samples.features)));
    write_npy(prefix + "_y.npy", "|u1", fmt::format("{},", samples.size()),
              std::as_bytes(std::span(labels)));
}

}  // namespace benchmarks
