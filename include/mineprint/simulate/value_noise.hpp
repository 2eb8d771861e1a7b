// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "mineprint/core/random.hpp"
#include "mineprint/geo/grid.hpp"

namespace mineprint::simulate {

/// A smooth random field: a sum of octaves, each half as long and half as high as the one before.
struct NoiseSpec {
    std::uint64_t id = 0;  ///< tells fields of one generator apart
    double wavelength_m = 1000;
    int octaves = 1;
};

/// Value noise on a part of the plane: random values at the nodes of a lattice, interpolated. It is
/// a function of position alone; a patch only keeps the nodes it needs, so that two patches agree
/// to the last bit where they overlap.
class NoisePatch {
  public:
    NoisePatch(const core::KeyedRandom& random, const NoiseSpec& spec, const geo::Extent& extent);

    /// 0 … 1, around 0.5. @pre the extent contains the position
    [[nodiscard]] double at(double x, double y) const;

  private:
    struct Octave {
        double frequency = 1;
        double amplitude = 1;
        double first_column = 0;
        double first_row = 0;
        std::size_t width = 0;
        std::vector<double> nodes;

        [[nodiscard]] double at(double x, double y) const;
    };
    std::vector<Octave> octaves_;
};

}  // namespace mineprint::simulate
