// SPDX-License-Identifier: Apache-2.0
#include "mineprint/core/cores.hpp"

#include <bit>
#include <climits>
#include <sched.h>

#include <fmt/format.h>

namespace mineprint::core {
namespace {

bool has_core(std::span<const std::byte> mask, std::size_t core) {
    return core / CHAR_BIT < mask.size() &&
           (std::to_integer<unsigned>(mask[core / CHAR_BIT]) >> core % CHAR_BIT & 1U) != 0;
}

}  // namespace

std::vector<std::byte> core_mask() {
    cpu_set_t mask;
    CPU_ZERO(&mask);
    if (sched_getaffinity(0, sizeof(mask), &mask) != 0) {
        return {};
    }
    const auto bytes = std::as_bytes(std::span(&mask, 1));
    return {bytes.begin(), bytes.end()};
}

int num_cores(std::span<const std::byte> mask) {
    int count = 0;
    for (const std::byte byte : mask) {
        count += std::popcount(std::to_integer<unsigned>(byte));
    }
    return count;
}

std::string cores_text(std::span<const std::byte> mask) {
    std::vector<std::string> runs;
    for (std::size_t core = 0; core < mask.size() * CHAR_BIT; ++core) {
        if (!has_core(mask, core)) {
            continue;
        }
        std::size_t last = core;
        while (has_core(mask, last + 1)) {
            ++last;
        }
        runs.push_back(last == core ? fmt::format("{}", core) : fmt::format("{}-{}", core, last));
        core = last;
    }
    return fmt::format("{}", fmt::join(runs, ","));
}

}  // namespace mineprint::core
