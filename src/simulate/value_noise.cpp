// SPDX-License-Identifier: Apache-2.0
#include "mineprint/simulate/value_noise.hpp"

#include <cmath>

namespace mineprint::simulate {
namespace {

double smooth(double t) { return t * t * (3.0 - 2.0 * t); }

/// Two lattice numbers in one word; they fit 32 bits each for any wavelength above a centimetre.
std::uint64_t node_identity(std::int64_t column, std::int64_t row) {
    return (static_cast<std::uint64_t>(column) << 32U) |
           (static_cast<std::uint64_t>(row) & 0xFFFFFFFFU);
}

}  // namespace

NoisePatch::NoisePatch(const core::KeyedRandom& random, const NoiseSpec& spec,
                       const geo::Extent& extent) {
    double total = 0;
    for (int i = 0; i < spec.octaves; ++i) {
        total += std::ldexp(1.0, -i);
    }
    for (int i = 0; i < spec.octaves; ++i) {
        Octave octave;
        octave.frequency = std::ldexp(1.0, i) / spec.wavelength_m;
        octave.amplitude = std::ldexp(1.0, -i) / total;
        octave.first_column = std::floor(extent.xmin * octave.frequency);
        octave.first_row = std::floor(extent.ymin * octave.frequency);
        const auto width = static_cast<std::int64_t>(std::floor(extent.xmax * octave.frequency) -
                                                     octave.first_column + 2);
        const auto height = static_cast<std::int64_t>(std::floor(extent.ymax * octave.frequency) -
                                                      octave.first_row + 2);
        octave.width = static_cast<std::size_t>(width);
        const std::uint64_t identity = core::mix(spec.id, static_cast<std::uint64_t>(i));
        for (std::int64_t row = 0; row < height; ++row) {
            for (std::int64_t column = 0; column < width; ++column) {
                octave.nodes.push_back(random.uniform(
                    identity, node_identity(static_cast<std::int64_t>(octave.first_column) + column,
                                            static_cast<std::int64_t>(octave.first_row) + row)));
            }
        }
        octaves_.push_back(std::move(octave));
    }
}

double NoisePatch::Octave::at(double x, double y) const {
    // The fraction comes from the position alone, so it does not depend on where the patch begins.
    const double u = x * frequency;
    const double v = y * frequency;
    const double whole_u = std::floor(u);
    const double whole_v = std::floor(v);
    const auto column = static_cast<std::size_t>(whole_u - first_column);
    const auto row = static_cast<std::size_t>(whole_v - first_row);
    const double s = smooth(u - whole_u);
    const double t = smooth(v - whole_v);
    const std::size_t node = row * width + column;
    const double upper = nodes[node] + s * (nodes[node + 1] - nodes[node]);
    const double lower = nodes[node + width] + s * (nodes[node + width + 1] - nodes[node + width]);
    return amplitude * (upper + t * (lower - upper));
}

double NoisePatch::at(double x, double y) const {
    double sum = 0;
    for (const Octave& octave : octaves_) {
        sum += octave.at(x, y);
    }
    return sum;
}

}  // namespace mineprint::simulate
