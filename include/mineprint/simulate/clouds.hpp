// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "mineprint/core/random.hpp"
#include "mineprint/simulate/acquisitions.hpp"
#include "mineprint/simulate/landscape.hpp"
#include "mineprint/simulate/value_noise.hpp"

namespace mineprint::simulate {

/// What the sky does to one pixel.
struct Sky {
    double cloud = 0;   ///< opacity, 0 … 1
    double shade = 0;   ///< share of the light that a cloud takes away, 0 … 1
    double cirrus = 0;  ///< reflectance that thin ice cloud adds
    bool is_cloud = false;
    bool is_ring = false;  ///< at the rim of a cloud, where it may still be seen
    bool is_shadow = false;
    bool is_cirrus = false;
};

/// The clouds of one scene: places where a noise is above the level that gives the wanted cover,
/// and their shadows on the side away from the sun. Every pixel that is touched is in one of the
/// flags.
class CloudField {
  public:
    CloudField(const Landscape& landscape, const PlannedScene& scene);

    [[nodiscard]] const core::KeyedRandom& random() const { return random_; }
    [[nodiscard]] std::uint64_t key() const { return key_; }
    [[nodiscard]] double cloud_above() const { return cloud_above_; }
    [[nodiscard]] double cirrus_above() const { return cirrus_above_; }
    [[nodiscard]] bool has_cirrus() const { return cirrus_above_ <= 1; }
    /// From a place to where the cloud is whose shadow falls on it, metres.
    [[nodiscard]] geo::Point towards_cloud() const { return towards_cloud_; }

  private:
    core::KeyedRandom random_;
    std::uint64_t key_;
    double cloud_above_ = 2;
    double cirrus_above_ = 2;
    geo::Point towards_cloud_;
};

/// The clouds over a part of the plane.
class CloudPatch {
  public:
    CloudPatch(const CloudField& field, const geo::Extent& extent);

    [[nodiscard]] Sky at(double x, double y) const;

  private:
    const CloudField* field_;
    NoisePatch over_;      ///< above the place
    NoisePatch in_light_;  ///< between the place and the sun
    NoisePatch cirrus_;
};

}  // namespace mineprint::simulate
