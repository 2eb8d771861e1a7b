// SPDX-License-Identifier: Apache-2.0
#include "mineprint/forest/byte_kernel.hpp"

namespace mineprint::forest {
namespace {

/// Inlined into a function for each instruction set; the compiler turns the inner loop into
/// vectors.
[[gnu::always_inline]] inline void run(const TreeBlock& block) {
    std::uint8_t* out = block.rows + block.first_row * block_pixels;
    for (const ByteNode& node : block.nodes) {
        const std::uint8_t* const bytes = block.columns[node.column];
        const std::uint8_t* const left = block.rows + node.left * block_pixels;
        const std::uint8_t* const right = block.rows + node.right * block_pixels;
        std::uint8_t* __restrict const row = out;
        const std::uint8_t limit = node.limit;
#pragma omp simd
        for (std::size_t pixel = 0; pixel < block_pixels; ++pixel) {
            const auto to_right = static_cast<std::uint8_t>(bytes[pixel] > limit ? 0xFF : 0);
            const auto both = static_cast<std::uint8_t>(left[pixel] ^ right[pixel]);
            row[pixel] = static_cast<std::uint8_t>(left[pixel] ^ (both & to_right));
        }
        out += block_pixels;
    }
}

#if defined(__x86_64__)
[[gnu::target("avx2")]] void avx2_tree_kernel(const TreeBlock& block) { run(block); }
[[gnu::target("avx512bw")]] void avx512_tree_kernel(const TreeBlock& block) { run(block); }
#endif

}  // namespace

void plain_tree_kernel(const TreeBlock& block) { run(block); }

TreeKernel widest_tree_kernel() {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512bw") != 0) {
        return avx512_tree_kernel;
    }
    if (__builtin_cpu_supports("avx2") != 0) {
        return avx2_tree_kernel;
    }
#endif
    return plain_tree_kernel;
}

}  // namespace mineprint::forest
