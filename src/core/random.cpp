// SPDX-License-Identifier: Apache-2.0
#include "mineprint/core/random.hpp"

#include <cmath>
#include <numbers>

namespace mineprint::core {
namespace {

constexpr std::uint32_t high(std::uint64_t value) {
    return static_cast<std::uint32_t>(value >> 32U);
}
constexpr std::uint32_t low(std::uint64_t value) { return static_cast<std::uint32_t>(value); }

/// The 53 high bits as a double in [0, 1).
constexpr double to_unit(std::uint64_t bits) {
    return static_cast<double>(bits >> 11U) * 0x1.0p-53;
}

}  // namespace

std::array<std::uint32_t, 4> philox4x32(std::array<std::uint32_t, 4> counter,
                                        std::array<std::uint32_t, 2> key) noexcept {
    for (int round = 0; round < 10; ++round) {
        const std::uint64_t p0 = 0xD2511F53ULL * counter[0];
        const std::uint64_t p1 = 0xCD9E8D57ULL * counter[2];
        counter = {high(p1) ^ counter[1] ^ key[0], low(p1), high(p0) ^ counter[3] ^ key[1],
                   low(p0)};
        key[0] += 0x9E3779B9U;
        key[1] += 0xBB67AE85U;
    }
    return counter;
}

KeyedRandom::KeyedRandom(std::uint64_t seed, Stream stream) noexcept {
    const std::uint64_t key = mix(seed, static_cast<std::uint64_t>(stream));
    key_ = {low(key), high(key)};
}

std::uint64_t KeyedRandom::bits(std::uint64_t a, std::uint64_t b) const noexcept {
    const auto word = philox4x32({low(a), high(a), low(b), high(b)}, key_);
    return (static_cast<std::uint64_t>(word[1]) << 32U) | word[0];
}

double KeyedRandom::uniform(std::uint64_t a, std::uint64_t b) const noexcept {
    return to_unit(bits(a, b));
}

std::uint64_t KeyedRandom::below(std::uint64_t n, std::uint64_t a, std::uint64_t b) const noexcept {
    __extension__ using Wide = unsigned __int128;
    return static_cast<std::uint64_t>((static_cast<Wide>(bits(a, b)) * n) >> 64U);
}

double KeyedRandom::normal(std::uint64_t a, std::uint64_t b) const noexcept {
    const auto word = philox4x32({low(a), high(a), low(b), high(b)}, key_);
    const double u = to_unit((static_cast<std::uint64_t>(word[1]) << 32U) | word[0]);
    const double v = to_unit((static_cast<std::uint64_t>(word[3]) << 32U) | word[2]);
    return std::sqrt(-2.0 * std::log(1.0 - u)) * std::cos(2.0 * std::numbers::pi * v);
}

}  // namespace mineprint::core
