// SPDX-License-Identifier: Apache-2.0
#include "mineprint/composite/sorted_rows.hpp"
#include "test_main.hpp"

using namespace mineprint::composite;

TEST_CASE("quantiles of type 7 are those of numpy") {
    // np.quantile([3, 1, 4, 1, 5, 9, 2, 6], q) with numpy 1.24
    const std::vector<float> values{3, 1, 4, 1, 5, 9, 2, 6};
    SortedRows rows(values.size());
    RowMask all{};
    all[0] = ~0U;
    for (std::size_t i = 0; i < values.size(); ++i) {
        rows.put(i, std::span(values).subspan(i, 1), all);
    }
    rows.sort(values.size());
    CHECK(rows.quantile(0, 8, 0.1) == Approx(1.0));
    CHECK(rows.quantile(0, 8, 0.25) == Approx(1.75));
    CHECK(rows.quantile(0, 8, 0.5) == Approx(3.5));
    CHECK(rows.quantile(0, 8, 0.75) == Approx(5.25));
    CHECK(rows.quantile(0, 8, 0.9) == Approx(6.9));
    CHECK(rows.quantile(0, 8, 0) == 1);
    CHECK(rows.quantile(0, 8, 1) == 9);
    CHECK(rows.median(0, 8) == 3.5F);
    CHECK(rows.at(0, 7) == 9);
}

TEST_CASE("what does not count is not among the lowest") {
    SortedRows rows(3);
    const std::vector<float> values{-5};
    RowMask none{};
    RowMask all{};
    all[0] = ~0U;
    rows.put(0, values, none);
    rows.put(1, values, all);
    rows.put(2, values, none);
    rows.sort(3);
    CHECK(rows.quantile(0, 1, 0.9) == -5);
    CHECK(rows.median(0, 1) == -5);
}

TEST_CASE("the mask of a block tells whether anything is set") {
    RowMask bits{};
    const std::vector<std::uint8_t> nothing(7, 0);
    CHECK_FALSE(mask_of_block(nothing, bits));
    std::vector<std::uint8_t> last(7, 0);
    last[6] = 1;
    CHECK(mask_of_block(last, bits));
    CHECK(bits[6] == ~0U);
    CHECK(bits[5] == 0);
}
