// SPDX-License-Identifier: Apache-2.0
#include "mineprint/composite/sorted_rows.hpp"

#include <bit>
#include <limits>

#include "mineprint/core/checked_cast.hpp"

namespace mineprint::composite {

template <class Word>
bool mask_of_block(std::span<const std::uint8_t> mask, RowMask<Word>& bits) {
    Word any = 0;
    for (std::size_t i = 0; i < mask.size(); ++i) {
        bits[i] = mask[i] != 0 ? static_cast<Word>(~Word{0}) : Word{0};
        any |= bits[i];
    }
    return any != 0;
}

template bool mask_of_block(std::span<const std::uint8_t>, RowMask<std::uint16_t>&);
template bool mask_of_block(std::span<const std::uint8_t>, RowMask<std::uint32_t>&);

template <class T>
void SortedRows<T>::put(std::size_t row, std::span<const T> values, const Mask& counts) {
    using Word = typename Mask::value_type;
    constexpr T largest = std::numeric_limits<T>::has_infinity ? std::numeric_limits<T>::infinity()
                                                               : std::numeric_limits<T>::max();
    constexpr auto last = std::bit_cast<Word>(largest);
    for (std::size_t i = 0; i < values.size(); ++i) {
        const auto value = std::bit_cast<Word>(values[i]);
        rows_[row][i] =
            std::bit_cast<T>(static_cast<Word>((value & counts[i]) | (last & ~counts[i])));
    }
}

template <class T>
void SortedRows<T>::sort(std::size_t num_rows) {
    std::vector<Comparator>& network = networks_[num_rows];
    if (network.empty() && num_rows > 1) {
        const auto count = core::checked_cast<std::uint32_t>(num_rows);
        network = sorting_network(count, ranks_ == Ranks::all ? count : count / 2 + 1);
    }
    sort_rows(network, std::span(rows_));
}

template class SortedRows<float>;
template class SortedRows<std::uint16_t>;

}  // namespace mineprint::composite
