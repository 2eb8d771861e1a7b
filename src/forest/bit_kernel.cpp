// SPDX-License-Identifier: Apache-2.0
#include "mineprint/forest/bit_kernel.hpp"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace mineprint::forest {
namespace {

/// A row as one vector; the compiler cuts it into what the instruction set has.
using Vector [[gnu::vector_size(sizeof(BitRow)), gnu::may_alias]] = std::uint64_t;

// Inlined into a function for each instruction set.

[[gnu::always_inline]] inline void decide_nodes(std::span<const BitNode> nodes,
                                                const BitRow* answers, BitRow* rows) {
    const auto* const tests = reinterpret_cast<const Vector*>(answers);
    auto* const values = reinterpret_cast<Vector*>(rows);
    for (const BitNode& node : nodes) {
        const Vector& to_right = tests[node.test];
        const Vector& left = values[node.left];
        values[node.row] = left ^ ((left ^ values[node.right]) & to_right);
    }
}

[[gnu::always_inline]] inline void count_votes(const BitRow& votes, std::span<BitRow> counter) {
    Vector carry = reinterpret_cast<const Vector&>(votes);
    for (BitRow& digit : counter) {
        auto& own = reinterpret_cast<Vector&>(digit);
        const Vector both = own & carry;
        own ^= carry;
        carry = both;
    }
}

std::uint64_t eight_bytes(const std::uint8_t* bytes) {
    std::uint64_t word = 0;
    for (unsigned i = 0; i < 8; ++i) {
        word |= std::uint64_t{bytes[i]} << (8 * i);
    }
    return word;
}

/// Eight answers at a time: a byte is above the limit exactly when adding 255 - limit carries.
std::uint64_t answers_of_eight(std::uint64_t bytes, std::uint64_t complement) {
    constexpr std::uint64_t top_bits = 0x8080808080808080U;
    const std::uint64_t sum =
        ((bytes & ~top_bits) + (complement & ~top_bits)) ^ ((bytes ^ complement) & top_bits);
    const std::uint64_t carries = (bytes & complement) | ((bytes | complement) & ~sum);
    constexpr std::uint64_t gather = 0x0102040810204080U;  // bit 8i to bit 56 + i
    return (((carries & top_bits) >> 7U) * gather) >> 56U;
}

void plain_ask(std::span<const BitTest> tests, std::span<const std::uint8_t* const> columns,
               BitRow* answers) {
    for (const BitTest& test : tests) {
        const std::uint64_t complement = (255U - test.limit) * 0x0101010101010101U;
        const std::uint8_t* bytes = columns[test.column];
        for (std::uint64_t& word : answers->words) {
            word = 0;
            for (unsigned part = 0; part < 64; part += 8) {
                word |= answers_of_eight(eight_bytes(bytes), complement) << part;
                bytes += 8;
            }
        }
        ++answers;
    }
}
void plain_decide(std::span<const BitNode> nodes, const BitRow* answers, BitRow* rows) {
    decide_nodes(nodes, answers, rows);
}
void plain_count(const BitRow& votes, std::span<BitRow> counter) { count_votes(votes, counter); }

#if defined(__x86_64__)
[[gnu::target("avx2")]] void avx2_ask(std::span<const BitTest> tests,
                                      std::span<const std::uint8_t* const> columns,
                                      BitRow* answers) {
    for (const BitTest& test : tests) {
        const __m256i limit = _mm256_set1_epi8(static_cast<char>(test.limit));
        const auto* bytes = reinterpret_cast<const __m256i*>(columns[test.column]);
        for (std::uint64_t& word : answers->words) {
            // What stays after taking the limit off is 0 where the byte is not above it.
            const __m256i low = _mm256_subs_epu8(_mm256_loadu_si256(bytes), limit);
            const __m256i high = _mm256_subs_epu8(_mm256_loadu_si256(bytes + 1), limit);
            const __m256i zero = _mm256_setzero_si256();
            const auto low_zeros =
                static_cast<std::uint32_t>(_mm256_movemask_epi8(_mm256_cmpeq_epi8(low, zero)));
            const auto high_zeros =
                static_cast<std::uint32_t>(_mm256_movemask_epi8(_mm256_cmpeq_epi8(high, zero)));
            word = ~(std::uint64_t{low_zeros} | (std::uint64_t{high_zeros} << 32U));
            bytes += 2;
        }
        ++answers;
    }
}
[[gnu::target("avx2")]] void avx2_decide(std::span<const BitNode> nodes, const BitRow* answers,
                                         BitRow* rows) {
    decide_nodes(nodes, answers, rows);
}
[[gnu::target("avx2")]] void avx2_count(const BitRow& votes, std::span<BitRow> counter) {
    count_votes(votes, counter);
}

[[gnu::target("avx512f,avx512bw")]] void avx512_ask(std::span<const BitTest> tests,
                                                    std::span<const std::uint8_t* const> columns,
                                                    BitRow* answers) {
    for (const BitTest& test : tests) {
        const __m512i limit = _mm512_set1_epi8(static_cast<char>(test.limit));
        const std::uint8_t* bytes = columns[test.column];
        for (std::uint64_t& word : answers->words) {
            word = _mm512_cmpgt_epu8_mask(_mm512_loadu_si512(bytes), limit);
            bytes += 64;
        }
        ++answers;
    }
}
[[gnu::target("avx512f,avx512bw")]] void avx512_decide(std::span<const BitNode> nodes,
                                                       const BitRow* answers, BitRow* rows) {
    decide_nodes(nodes, answers, rows);
}
[[gnu::target("avx512f,avx512bw")]] void avx512_count(const BitRow& votes,
                                                      std::span<BitRow> counter) {
    count_votes(votes, counter);
}
#endif

}  // namespace

std::vector<BitKernel> bit_kernels() {
    std::vector<BitKernel> kernels{{"plain", plain_ask, plain_decide, plain_count}};
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2") != 0) {
        kernels.push_back({"AVX2", avx2_ask, avx2_decide, avx2_count});
    }
    if (__builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512bw") != 0) {
        kernels.push_back({"AVX-512", avx512_ask, avx512_decide, avx512_count});
    }
#endif
    return kernels;
}

}  // namespace mineprint::forest
