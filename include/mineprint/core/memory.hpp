// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace mineprint::core {

/// The most memory this process has held so far, in bytes (its resident set).
[[nodiscard]] std::int64_t peak_memory_bytes() noexcept;

/// Memory that this process and others of its node may have together, in bytes: the machine's, or
/// what the control groups around it leave of it.
[[nodiscard]] std::int64_t node_memory_bytes();

/// Keeps what is freed for what is asked for next, up to half a gibibyte, instead of giving it back
/// to the kernel: to take pages back anew cost compositing a fifth of its time.
void keep_freed_memory() noexcept;

}  // namespace mineprint::core
