// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <initializer_list>

#include "mineprint/accuracy/error_matrix.hpp"
#include "mineprint/core/error.hpp"
#include "test_main.hpp"

using namespace mineprint::accuracy;
using mineprint::core::RunError;

namespace {

using Rows = std::initializer_list<std::initializer_list<std::int64_t>>;

/// Rows are map classes, columns reference classes.
ErrorMatrix matrix(Rows rows) {
    ErrorMatrix m(rows.size());
    std::size_t i = 0;
    for (const auto& row : rows) {
        std::size_t j = 0;
        for (const std::int64_t count : row) {
            m.add(i, j++, count);
        }
        ++i;
    }
    return m;
}

/// Olofsson et al. 2014, Table 8: deforestation, forest gain, stable forest, stable non-forest.
ErrorMatrix olofsson_2014() {
    return matrix({{66, 0, 5, 4}, {0, 55, 8, 12}, {1, 0, 153, 11}, {2, 1, 9, 313}});
}

Approx near(double value) { return Approx(value).margin(5e-7).epsilon(0); }

}  // namespace

TEST_CASE("the study's four error matrices give its overall accuracies and the right kappas") {
    // Chinkaka et al. 2023, Table 4: mine and non-mine. Recomputed from the counts with exact
    // fractions; the paper prints kappa 0.9877, 0.9918, 0.9962 and 0.9958, which its own counts do
    // not give, and 99.64 % where they give 99.65 %.
    const ErrorMatrix y2005 = matrix({{98, 1}, {2, 181}});
    const ErrorMatrix y2010 = matrix({{98, 0}, {2, 182}});
    const ErrorMatrix y2015 = matrix({{100, 1}, {0, 181}});
    const ErrorMatrix y2020 = matrix({{99, 0}, {1, 182}});
    for (const ErrorMatrix* m : {&y2005, &y2010, &y2015, &y2020}) {
        CHECK(m->total() == 282);
        CHECK(m->column_total(0) == 100);
        CHECK(m->column_total(1) == 182);
    }
    CHECK(overall_accuracy(y2005) == near(279.0 / 282));
    CHECK(overall_accuracy(y2010) == near(280.0 / 282));
    CHECK(overall_accuracy(y2015) == near(281.0 / 282));
    CHECK(overall_accuracy(y2020) == near(281.0 / 282));
    const auto printed = Approx(0).margin(0.00005).epsilon(0);
    CHECK(kappa(y2005) - 0.9767 == printed);
    CHECK(kappa(y2010) - 0.9844 == printed);
    CHECK(kappa(y2015) - 0.9923 == printed);
    CHECK(kappa(y2020) - 0.9922 == printed);
    CHECK(users_accuracy(y2005, 0) == near(98.0 / 99));
    CHECK(producers_accuracy(y2005, 0) == near(0.98));
    CHECK(users_accuracy(y2015, 0) == near(100.0 / 101));
    CHECK(producers_accuracy(y2015, 0) == 1);
}

TEST_CASE("counts of Olofsson et al. 2014 give the published agreement") {
    const ErrorMatrix m = olofsson_2014();
    CHECK(m.row_total(0) == 75);
    CHECK(m.row_total(2) == 165);
    CHECK(m.row_total(3) == 325);
    CHECK(m.agreed() == 587);
    CHECK(overall_accuracy(m) == near(0.917188));
    CHECK(kappa(m) == near(0.869964));
    CHECK(users_accuracy(m, 0) == near(0.88));
    CHECK(users_accuracy(m, 1) == near(55.0 / 75));
    CHECK(users_accuracy(m, 2) == near(153.0 / 165));
    CHECK(producers_accuracy(m, 0) == near(66.0 / 69));
    CHECK(producers_accuracy(m, 3) == near(313.0 / 340));
    CHECK(f1(m, 0) == near(2 * 0.88 * (66.0 / 69) / (0.88 + 66.0 / 69)));
}

TEST_CASE("counts of Olofsson et al. 2013 give kappa 0.90625") {
    CHECK(kappa(matrix({{97, 0, 3}, {3, 279, 18}, {2, 1, 97}})) == near(0.90625));
}

TEST_CASE("quantity and allocation disagreement are what is not agreed") {
    // Row totals 50, 50; column totals 60, 40: ten of quantity, and the rest crossed over in pairs.
    const ErrorMatrix m = matrix({{45, 5}, {15, 35}});
    CHECK(quantity_disagreement(m) == near(0.10));
    CHECK(allocation_disagreement(m) == near(0.10));
    // With numpy: q = |rows - columns|.sum() / 2 / 640, a = 1 - 587 / 640 - q.
    const ErrorMatrix four = olofsson_2014();
    CHECK(quantity_disagreement(four) == near((6 + 19 + 10 + 15) / 2.0 / 640));
    CHECK(quantity_disagreement(four) + allocation_disagreement(four) ==
          near(1 - overall_accuracy(four)));
    // Everything mapped as one class: quantity only.
    const ErrorMatrix one_class = matrix({{30, 70}, {0, 0}});
    CHECK(quantity_disagreement(one_class) == near(0.7));
    CHECK(allocation_disagreement(one_class) == near(0.0));
    // A perfect exchange: allocation only.
    const ErrorMatrix exchange = matrix({{0, 10}, {10, 0}});
    CHECK(quantity_disagreement(exchange) == 0);
    CHECK(allocation_disagreement(exchange) == 1);
    CHECK(kappa(exchange) == near(-1));
}

TEST_CASE("a share is not a number where its denominator is 0, and only there") {
    const ErrorMatrix empty(2);
    CHECK(std::isnan(overall_accuracy(empty)));
    CHECK(std::isnan(kappa(empty)));
    CHECK(std::isnan(quantity_disagreement(empty)));
    CHECK(std::isnan(allocation_disagreement(empty)));
    CHECK(std::isnan(f1(empty, 0)));
    const ErrorMatrix never_mapped = matrix({{0, 0}, {4, 6}});
    CHECK(std::isnan(users_accuracy(never_mapped, 0)));
    CHECK(producers_accuracy(never_mapped, 0) == 0);
    CHECK(f1(never_mapped, 0) == 0);
    CHECK(users_accuracy(never_mapped, 1) == near(0.6));
    CHECK(kappa(never_mapped) == 0);
    const ErrorMatrix one_class = matrix({{7, 0}, {0, 0}});
    CHECK(overall_accuracy(one_class) == 1);
    CHECK(std::isnan(kappa(one_class)));
    CHECK(std::isnan(producers_accuracy(one_class, 1)));
    CHECK(std::isnan(f1(one_class, 1)));
}

TEST_CASE("merged matrices are the matrix of all samples") {
    ErrorMatrix sum = matrix({{1, 2}, {3, 4}});
    sum.merge(matrix({{10, 20}, {30, 40}}));
    sum.add(1, 0);
    CHECK(sum.count(0, 0) == 11);
    CHECK(sum.count(0, 1) == 22);
    CHECK(sum.count(1, 0) == 34);
    CHECK(sum.count(1, 1) == 44);
    CHECK_THROWS_AS(sum.merge(ErrorMatrix(3)), RunError);
    CHECK_THROWS_AS(sum.add(2, 0), RunError);
    CHECK_THROWS_AS(sum.count(0, 2), RunError);
}
