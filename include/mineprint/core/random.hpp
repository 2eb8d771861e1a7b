// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>

namespace mineprint::core {

/// Ten rounds of the Philox 4x32 counter-based generator.
/// Salmon, Moraes, Dror & Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC'11.
[[nodiscard]] std::array<std::uint32_t, 4> philox4x32(std::array<std::uint32_t, 4> counter,
                                                      std::array<std::uint32_t, 2> key) noexcept;

/// What a draw is for. Two uses never share a stream, so that adding one changes no other.
enum class Stream : std::uint32_t {
    bootstrap = 1,
    feature_draw = 2,
    sample_draw = 3,
    split = 4,
    fold = 5,
    validation_draw = 6,
    permutation = 7,
    permuted_rows = 8,
    landscape = 16,
    clouds = 17,
    noise = 18,
    reference_draw = 19,
    spectral_mixture = 20,
    spectral_noise = 21,
};

/// Random numbers that depend on (seed, stream, identity) and on nothing else: not on the rank, the
/// thread, or how many were drawn before. `a` and `b` are the identity of the draw, for example a
/// tree and a sample id.
class KeyedRandom {
  public:
    KeyedRandom(std::uint64_t seed, Stream stream) noexcept;

    /// 64 random bits.
    [[nodiscard]] std::uint64_t bits(std::uint64_t a, std::uint64_t b = 0) const noexcept;
    /// Uniform in [0, 1), a multiple of 2^-53.
    [[nodiscard]] double uniform(std::uint64_t a, std::uint64_t b = 0) const noexcept;
    /// Uniform in 0 … n-1; n > 0. The bias is below n / 2^64.
    [[nodiscard]] std::uint64_t below(std::uint64_t n, std::uint64_t a,
                                      std::uint64_t b = 0) const noexcept;
    /// Normal with mean 0 and standard deviation 1 (Box & Muller 1958).
    [[nodiscard]] double normal(std::uint64_t a, std::uint64_t b = 0) const noexcept;

  private:
    std::array<std::uint32_t, 2> key_{};
};

/// Mixes two words into one, well spread (the finaliser of SplitMix64, Steele et al. 2014). For
/// identities of more than two parts: `mix(mix(region, tile), pixel)`.
[[nodiscard]] constexpr std::uint64_t mix(std::uint64_t a, std::uint64_t b) noexcept {
    constexpr std::uint64_t golden = 0x9E3779B97F4A7C15ULL;
    const auto finalise = [](std::uint64_t z) {
        z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
        z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
        return z ^ (z >> 31U);
    };
    return finalise(finalise(a + golden) ^ (b + golden));
}

}  // namespace mineprint::core
