// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "mineprint/spectra/matcher.hpp"

namespace mineprint::spectra {

/// Makes up what a sensor would see, draw by draw; each depends on its number alone.
class MixtureDraws {
  public:
    /// `noise`: standard deviation of a reflectance.
    MixtureDraws(const Matcher& matcher, double noise, std::uint64_t seed);

    /// A mixture, by area, of two comparable references that are not the target. Per band of the
    /// sensor; NaN where the matcher does not look.
    [[nodiscard]] std::vector<double> without_target(std::uint64_t draw) const;
    /// The target at a fraction over a background.
    [[nodiscard]] std::vector<double> with_target(std::size_t background, double fraction,
                                                  std::uint64_t draw) const;

    /// The references that are backgrounds and cover the bands.
    [[nodiscard]] std::vector<std::size_t> backgrounds() const;
    [[nodiscard]] std::size_t num_targets() const noexcept { return targets_.size(); }
    [[nodiscard]] std::size_t num_others() const noexcept { return others_.size(); }

  private:
    struct Part {
        std::size_t reference;
        double share;
    };
    [[nodiscard]] std::vector<double> mix(std::span<const Part> parts,
                                          std::uint64_t identity) const;

    const Matcher& matcher_;
    double noise_;
    std::uint64_t seed_;
    std::vector<std::size_t> targets_;
    std::vector<std::size_t> others_;
};

}  // namespace mineprint::spectra
