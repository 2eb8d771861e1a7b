// SPDX-License-Identifier: Apache-2.0
#include "mineprint/training/bag.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "mineprint/core/random.hpp"

namespace mineprint::training {
namespace {

/// The number that lets exactly `num_taken` of the rows in. For one key `mix` maps ids to numbers
/// one to one: no ties.
std::uint64_t largest_taken(std::uint64_t key, std::span<const std::uint64_t> ids,
                            std::size_t num_taken) {
    std::vector<std::uint64_t> numbers;
    numbers.reserve(ids.size());
    for (const std::uint64_t id : ids) {
        numbers.push_back(core::mix(key, id));
    }
    const auto last = numbers.begin() + static_cast<std::ptrdiff_t>(num_taken - 1);
    std::ranges::nth_element(numbers, last);
    return *last;
}

}  // namespace

Bag::Bag(const ForestOptions& options, std::uint64_t tree, std::span<const std::uint64_t> ids)
    : key_(core::KeyedRandom(options.seed, core::Stream::bootstrap).bits(tree)),
      replacement_(options.replacement) {
    if (!replacement_) {
        const auto wanted = static_cast<std::size_t>(
            std::llround(options.bag_fraction * static_cast<double>(ids.size())));
        largest_ = largest_taken(key_, ids, std::clamp<std::size_t>(wanted, 1, ids.size()));
        return;
    }
    double probability = std::exp(-options.bag_fraction);
    double sum = 0;
    last_.fill(std::numeric_limits<std::uint32_t>::max());
    for (std::size_t count = 0; count < num_limits; ++count) {
        sum += probability;
        last_[count] = static_cast<std::uint32_t>(std::min(0x1p32, std::round(sum * 0x1p32)) - 1.0);
        probability *= options.bag_fraction / static_cast<double>(count + 1);
    }
    for (std::size_t guess = 0; guess < num_guesses; ++guess) {
        const auto lowest = static_cast<std::uint32_t>(guess) * guess_step;
        const auto* const first =
            std::ranges::find_if(last_, [&](std::uint32_t last) { return lowest <= last; });
        first_guess_[guess] = static_cast<std::uint8_t>(first - last_.begin());
    }
    all_once_ = std::ranges::none_of(ids, [&](std::uint64_t id) { return count_of(id) > 0; });
}

}  // namespace mineprint::training
