// SPDX-License-Identifier: Apache-2.0
#include "mineprint/forest/cell_votes.hpp"

#include <algorithm>
#include <array>
#include <bit>

namespace mineprint::forest {
namespace {

/// Bit i of a byte as the lowest bit of byte i.
constexpr std::array<std::uint64_t, 256> spread_bits = [] {
    std::array<std::uint64_t, 256> spread{};
    for (unsigned byte = 0; byte < 256; ++byte) {
        for (unsigned bit = 0; bit < 8; ++bit) {
            spread[byte] |= std::uint64_t{(byte >> bit) & 1U} << (8 * bit);
        }
    }
    return spread;
}();

/// The number of each pixel, `digits[k]` its bit k; at most 32 digits.
void to_numbers(std::span<const BitRow> digits, std::span<std::uint32_t> numbers) {
    std::ranges::fill(numbers, 0U);
    for (std::size_t first = 0; first < digits.size(); first += 8) {
        const auto some = digits.subspan(first, std::min<std::size_t>(8, digits.size() - first));
        for (std::size_t pixel = 0; pixel < block_pixels; pixel += 8) {
            std::uint64_t eight = 0;
            for (std::size_t k = 0; k < some.size(); ++k) {
                const std::uint64_t word = some[k].words[pixel / 64] >> (pixel % 64);
                eight |= spread_bits[word & 0xFFU] << k;
            }
            for (std::size_t i = 0; i < 8; ++i) {
                numbers[pixel + i] |= static_cast<std::uint32_t>((eight >> (8 * i)) & 0xFFU)
                                      << first;
            }
        }
    }
}

}  // namespace

CellVotes::CellVotes(const ByteForest& forest, const BitKernel& kernel)
    : forest_(forest),
      kernel_(kernel),
      program_(forest),
      numbers_(block_pixels),
      sums_(forest.num_classes * block_pixels) {}

void CellVotes::start_cell(const ByteTrees& trees) {
    trees_ = &trees;
    program_.compile(trees);
    answers_.resize(std::max(answers_.size(), program_.tests().size()));
    if (rows_.size() < program_.num_rows()) {
        rows_.resize(program_.num_rows());
        rows_[1].words.fill(~std::uint64_t{0});
    }
    num_digits_ = static_cast<std::size_t>(std::bit_width(program_.num_voting_trees()));
    counters_.resize((forest_.num_classes - 1) * num_digits_);
}

std::span<const std::uint32_t> CellVotes::vote(std::span<const std::uint8_t* const> columns) {
    for (std::size_t c = 0; c < forest_.num_classes; ++c) {
        std::ranges::fill(sums_of(c), trees_->sums[c]);
    }
    kernel_.ask(program_.tests(), columns, answers_.data());
    next_node_ = 0;
    if (program_.num_voting_trees() > 0) {
        count_votes();
        add_votes();
    }
    std::size_t plane = program_.num_voting_trees() * (forest_.num_classes - 1);
    for (const NumberedTree& tree : program_.numbered_trees()) {
        add_numbered(tree, plane);
        plane += tree.num_planes;
    }
    return sums_;
}

/// The planes' answers in their order.
const BitRow& CellVotes::decide(const BitPlane& plane) {
    kernel_.decide(program_.nodes().subspan(next_node_, plane.end - next_node_), answers_.data(),
                   rows_.data());
    next_node_ = plane.end;
    return rows_[plane.root];
}

void CellVotes::count_votes() {
    std::ranges::fill(counters_, BitRow{});
    const std::size_t num_others = forest_.num_classes - 1;
    std::size_t plane = 0;
    for (std::size_t tree = 0; tree < program_.num_voting_trees(); ++tree) {
        for (std::size_t other = 0; other < num_others; ++other) {
            kernel_.count(decide(program_.planes()[plane++]),
                          std::span(counters_).subspan(other * num_digits_, num_digits_));
        }
    }
}

/// Who did not vote for another class voted for the first.
void CellVotes::add_votes() {
    const auto first = sums_of(0);
    const auto all = static_cast<std::uint32_t>(program_.num_voting_trees()) * whole_share;
    for (std::uint32_t& sum : first) {
        sum += all;
    }
    for (std::size_t c = 1; c < forest_.num_classes; ++c) {
        to_numbers(std::span(counters_).subspan((c - 1) * num_digits_, num_digits_), numbers_);
        const auto own = sums_of(c);
        for (std::size_t pixel = 0; pixel < block_pixels; ++pixel) {
            const std::uint32_t votes = numbers_[pixel] * whole_share;
            own[pixel] += votes;
            first[pixel] -= votes;
        }
    }
}

void CellVotes::add_numbered(const NumberedTree& tree, std::size_t first_plane) {
    number_.clear();
    for (std::size_t plane = 0; plane < tree.num_planes; ++plane) {
        number_.push_back(decide(program_.planes()[first_plane + plane]));
    }
    to_numbers(number_, numbers_);
    const std::size_t num_classes = forest_.num_classes;
    for (std::size_t c = 0; c < num_classes; ++c) {
        const auto own = sums_of(c);
        for (std::size_t pixel = 0; pixel < block_pixels; ++pixel) {
            own[pixel] += tree.shares[numbers_[pixel] * num_classes + c];
        }
    }
}

}  // namespace mineprint::forest
