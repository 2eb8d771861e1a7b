// SPDX-License-Identifier: Apache-2.0
#include "mineprint/composite/sorting_network.hpp"

#include <algorithm>
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

/// The comparators that the first rows depend on.
std::vector<Comparator> pruned(const std::vector<Comparator>& network, std::uint32_t count,
                               std::uint32_t num_lowest) {
    std::vector<bool> matters(count, false);
    std::fill_n(matters.begin(), num_lowest, true);
    std::vector<Comparator> kept;
    for (std::size_t i = network.size(); i-- > 0;) {
        const Comparator& comparator = network[i];
        if (matters[comparator.low] || matters[comparator.high]) {
            matters[comparator.low] = true;
            matters[comparator.high] = true;
            kept.push_back(comparator);
        }
    }
    std::reverse(kept.begin(), kept.end());
    return kept;
}

template <class T>
[[gnu::always_inline]] inline void run(std::span<const Comparator> network,
                                       std::span<Row<T>> rows) {
    for (const Comparator& comparator : network) {
        Row<T>& low = rows[comparator.low];
        Row<T>& high = rows[comparator.high];
        for (std::size_t i = 0; i < block_size; ++i) {
            const T a = low[i];
            const T b = high[i];
            low[i] = a < b ? a : b;  // written as the vector instructions have it
            high[i] = a > b ? a : b;
        }
    }
}

#if defined(__x86_64__)
/// The same with vectors of 256 bits; a minimum is a minimum, so the result is too.
template <class T>
[[gnu::target("avx2")]] void run_avx2(std::span<const Comparator> network, std::span<Row<T>> rows) {
    run(network, rows);
}
#endif

}  // namespace

template <class T>
void sort_rows(std::span<const Comparator> network, std::span<Row<T>> rows) {
#if defined(__x86_64__)
    static const auto has_avx2 = static_cast<bool>(__builtin_cpu_supports("avx2"));
    if (has_avx2) {
        run_avx2(network, rows);
        return;
    }
#endif
    run(network, rows);
}

template void sort_rows(std::span<const Comparator>, std::span<Row<float>>);
template void sort_rows(std::span<const Comparator>, std::span<Row<std::uint16_t>>);

std::vector<Comparator> sorting_network(std::uint32_t count, std::uint32_t num_lowest) {
    // The network for the next power of two, without the rows past the end: were they there, they
    // would hold the largest values and never move.
    std::vector<Comparator> network;
    const std::uint32_t full = std::bit_ceil(count);
    for (std::uint32_t run = 1; run < full; run *= 2) {
        for (std::uint32_t step = run; step >= 1; step /= 2) {
            add_step(network, count, run, step);
        }
    }
    return pruned(network, count, std::min(count, num_lowest));
}

}  // namespace mineprint::composite
