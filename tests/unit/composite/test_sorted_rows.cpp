// SPDX-License-Identifier: Apache-2.0
#include "mineprint/composite/sorted_rows.hpp"
#include "test_main.hpp"

using namespace mineprint::composite;

namespace {

/// The first pixel of a block counts, the others do not.
template <class Mask>
Mask first_pixel() {
    Mask mask{};
    mask[0] = static_cast<typename Mask::value_type>(-1);
    return mask;
}

}  // namespace

TEST_CASE("quantiles of type 7 are those of numpy") {
    // np.quantile([3, 1, 4, 1, 5, 9, 2, 6], q) with numpy 1.24
    const std::vector<float> values{3, 1, 4, 1, 5, 9, 2, 6};
    SortedRows<float> rows(values.size(), Ranks::all);
    for (std::size_t i = 0; i < values.size(); ++i) {
        rows.put(i, std::span(values).subspan(i, 1), first_pixel<SortedRows<float>::Mask>());
    }
    rows.sort(values.size());
    const auto at = [&](std::size_t rank) { return rows.at(0, rank); };
    CHECK(quantile_of(8, 0.1, at) == Approx(1.0));
    CHECK(quantile_of(8, 0.25, at) == Approx(1.75));
    CHECK(quantile_of(8, 0.5, at) == Approx(3.5));
    CHECK(quantile_of(8, 0.75, at) == Approx(5.25));
    CHECK(quantile_of(8, 0.9, at) == Approx(6.9));
    CHECK(quantile_of(8, 0, at) == 1);
    CHECK(quantile_of(8, 1, at) == 9);
    CHECK(median_of(8, at) == 3.5F);
    CHECK(rows.at(0, 7) == 9);
}

TEMPLATE_TEST_CASE("what does not count is not among the lowest", "", float, std::uint16_t) {
    SortedRows<TestType> rows(3, Ranks::all);
    using Mask = typename SortedRows<TestType>::Mask;
    const std::vector<TestType> small{1};
    const std::vector<TestType> large{5};
    rows.put(0, small, Mask{});
    rows.put(1, large, first_pixel<Mask>());
    rows.put(2, small, Mask{});
    rows.sort(3);
    CHECK(rows.at(0, 0) == 5);
}

TEMPLATE_TEST_CASE("half the ranks are enough for the median of any number", "", float,
                   std::uint16_t) {
    using Mask = typename SortedRows<TestType>::Mask;
    for (std::size_t num_rows = 1; num_rows <= 40; ++num_rows) {
        SortedRows<TestType> all(num_rows, Ranks::all);
        SortedRows<TestType> half(num_rows, Ranks::up_to_median);
        for (std::size_t row = 0; row < num_rows; ++row) {
            const std::vector<TestType> value{static_cast<TestType>(row * 7919 % 41)};
            all.put(row, value, first_pixel<Mask>());
            half.put(row, value, first_pixel<Mask>());
        }
        all.sort(num_rows);
        half.sort(num_rows);
        for (std::size_t rank = 0; rank <= num_rows / 2 && rank < num_rows; ++rank) {
            CHECK(half.at(0, rank) == all.at(0, rank));
        }
    }
}

TEMPLATE_TEST_CASE("the mask of a block tells whether anything is set", "", std::uint16_t,
                   std::uint32_t) {
    RowMask<TestType> bits{};
    const std::vector<std::uint8_t> nothing(7, 0);
    CHECK_FALSE(mask_of_block(nothing, bits));
    std::vector<std::uint8_t> last(7, 0);
    last[6] = 1;
    CHECK(mask_of_block(last, bits));
    CHECK(bits[6] == static_cast<TestType>(-1));
    CHECK(bits[5] == 0);
}
