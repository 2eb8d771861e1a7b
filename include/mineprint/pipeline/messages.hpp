// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "mineprint/archive/scene.hpp"
#include "mineprint/core/byte_stream.hpp"
#include "mineprint/forest/forest.hpp"
#include "mineprint/sampling/reference.hpp"
#include "mineprint/zones/zone_layer.hpp"

namespace mineprint::pipeline {

// What ranks send each other, as bytes and back.

void pack(core::ByteWriter& out, const archive::Scene& scene);
[[nodiscard]] archive::Scene unpack_scene(core::ByteReader& in);

void pack(core::ByteWriter& out, const archive::Quarantined& quarantined);
[[nodiscard]] archive::Quarantined unpack_quarantined(core::ByteReader& in);

void pack(core::ByteWriter& out, const forest::Forest& forest);
[[nodiscard]] forest::Forest unpack_forest(core::ByteReader& in);

void pack(core::ByteWriter& out, const sampling::Reference& reference);
[[nodiscard]] sampling::Reference unpack_reference(core::ByteReader& in);

void pack(core::ByteWriter& out, const zones::ZoneLayer& layer);
[[nodiscard]] zones::ZoneLayer unpack_zone_layer(core::ByteReader& in);

void pack(core::ByteWriter& out, const std::vector<std::string>& texts);
[[nodiscard]] std::vector<std::string> unpack_texts(core::ByteReader& in);

}  // namespace mineprint::pipeline
