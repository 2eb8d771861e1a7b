// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "mineprint/pipeline/fold_measures.hpp"
#include "test_main.hpp"

namespace mineprint::pipeline {
namespace {

const FoldMeasure& measure_of(const std::vector<FoldMeasure>& measures, const std::string& name,
                              const std::string& cls) {
    for (const FoldMeasure& measure : measures) {
        if (measure.measure == name && measure.cls == cls) {
            return measure;
        }
    }
    FAIL("no " << name << " of " << cls);
    return measures.front();
}

TEST_CASE("accuracies of folds by hand") {
    // Predicted × true; mine, other. The second fold has no mine, and none is predicted.
    const forest::CrossValidation validation{{"a", "b", "c"}, {8, 2, 1, 9, 0, 0, 0, 5, 4, 0, 4, 2}};
    const auto measures = fold_measures(validation, {"mine", "other"});
    REQUIRE(measures.size() == 7);
    const FoldMeasure& overall = measures.front();
    CHECK(overall.measure == "overall_accuracy");
    CHECK(overall.of_fold == std::vector<double>{0.85, 1, 0.6});
    CHECK(overall.pooled == Approx(28 / 35.0));
    CHECK(overall.mean == Approx((0.85 + 1 + 0.6) / 3));
    // numpy.std([0.85, 1, 0.6], ddof=1)
    CHECK(overall.sd == Approx(0.20207259421636903));
    const FoldMeasure& users = measure_of(measures, "users_accuracy", "mine");
    CHECK(users.of_fold[0] == Approx(0.8));
    CHECK(std::isnan(users.of_fold[1]));
    CHECK(users.num_folds == 2);
    CHECK(users.mean == Approx(0.9));
    CHECK(measure_of(measures, "producers_accuracy", "mine").of_fold[2] == Approx(0.5));
    CHECK(measure_of(measures, "f1", "mine").of_fold[2] == Approx(8 / 12.0));
    CHECK(measure_of(measures, "f1", "other").pooled == Approx(32 / 39.0));
    CHECK(fold_measures({}, {"mine", "other"}).empty());
}

TEST_CASE("one fold has no spread") {
    const auto measures = fold_measures({{"a"}, {3, 1, 0, 6}}, {"mine", "other"});
    CHECK(measures.front().mean == Approx(0.9));
    CHECK(std::isnan(measures.front().sd));
}

}  // namespace
}  // namespace mineprint::pipeline
