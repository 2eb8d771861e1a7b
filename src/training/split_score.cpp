// SPDX-License-Identifier: Apache-2.0
#include "mineprint/training/split_score.hpp"

namespace mineprint::training {
namespace {

__extension__ using Wide = unsigned __int128;

constexpr unsigned fraction_bits = 31;

}  // namespace

SplitScore::SplitScore(std::uint64_t left_squares, std::uint64_t left, std::uint64_t right_squares,
                       std::uint64_t right)
    : whole_(left_squares / left + right_squares / right),
      // Both rests are below their divisors, so the sum is below 2 × denominator < 2^63.
      rest_(left_squares % left * right + right_squares % right * left),
      denominator_(left * right) {
    if (rest_ >= denominator_) {
        rest_ -= denominator_;
        ++whole_;
    }
}

std::strong_ordering SplitScore::operator<=>(const SplitScore& other) const noexcept {
    if (whole_ != other.whole_) {
        return whole_ <=> other.whole_;
    }
    return static_cast<Wide>(rest_) * other.denominator_ <=>
           static_cast<Wide>(other.rest_) * denominator_;
}

std::uint64_t SplitScore::gain_over(std::uint64_t squares, std::uint64_t total) const noexcept {
    const auto fixed = [](std::uint64_t whole, std::uint64_t rest, std::uint64_t denominator) {
        return (static_cast<Wide>(whole) << fraction_bits) +
               (static_cast<Wide>(rest) << fraction_bits) / denominator;
    };
    const Wide after = fixed(whole_, rest_, denominator_);
    const Wide before = fixed(squares / total, squares % total, total);
    return after > before ? static_cast<std::uint64_t>(after - before) : 0;
}

}  // namespace mineprint::training
