// SPDX-License-Identifier: Apache-2.0
#include "mineprint/composite/sorting_network.hpp"

#include <bit>

namespace mineprint::composite {
namespace {

/// The comparators of one merge step of runs of `run` rows, at the distance `step`.
void add_step(std::vector<Comparator>& network, std::uint32_t count, std::uint32_t run,
              std::uint32_t step) {
    for (std::uint32_t base = step % run; base + step < count; base += 2 * step) {
        for (std::uint32_t i = base; i < base + step && i + step < count; ++i) {
            const bool one_merge = i / (2 * run) == (i + step) / (2 * run);
            if (one_merge) {
                network.push_back({i, i + step});
            }
        }
    }
}

[[gnu::always_inline]] inline void run(std::span<const Comparator> network, std::span<Row> rows) {
    for (const Comparator& comparator : network) {
        Row& low = rows[comparator.low];
        Row& high = rows[comparator.high];
        for (std::size_t i = 0; i < block_size; ++i) {
            const float a = low[i];
            const float b = high[i];
            low[i] = a < b ? a : b;  // written as the vector instructions have it
            high[i] = a > b ? a : b;
        }
    }
}

#if defined(__x86_64__)
/// The same with vectors of eight; a minimum is a minimum, so the result is too.
[[gnu::target("avx2")]] void run_avx2(std::span<const Comparator> network, std::span<Row> rows) {
    run(network, rows);
}
#endif

}  // namespace

void sort_rows(std::span<const Comparator> network, std::span<Row> rows) {
#if defined(__x86_64__)
    static const auto has_avx2 = static_cast<bool>(__builtin_cpu_supports("avx2"));
    if (has_avx2) {
        run_avx2(network, rows);
        return;
    }
#endif
    run(network, rows);
}

std::vector<Comparator> sorting_network(std::uint32_t count) {
    // The network for the next power of two, without the rows past the end: were they there, they
    // would hold the largest values and never move.
    std::vector<Comparator> network;
    const std::uint32_t full = std::bit_ceil(count);
    for (std::uint32_t run = 1; run < full; run *= 2) {
        for (std::uint32_t step = run; step >= 1; step /= 2) {
            add_step(network, count, run, step);
        }
    }
    return network;
}

}  // namespace mineprint::composite
