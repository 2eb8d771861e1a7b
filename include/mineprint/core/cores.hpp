// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace mineprint::core {

/// The cores this process may run on, as the bytes of the kernel's mask; empty where it does not
/// tell. All processes of a node have masks of one length.
[[nodiscard]] std::vector<std::byte> core_mask();

/// How many cores a mask has.
[[nodiscard]] int num_cores(std::span<const std::byte> mask);

/// Their numbers: `0-3,8`.
[[nodiscard]] std::string cores_text(std::span<const std::byte> mask);

}  // namespace mineprint::core
