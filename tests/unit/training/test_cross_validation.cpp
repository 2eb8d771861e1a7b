// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <numeric>

#include "mineprint/core/error.hpp"
#include "mineprint/training/cross_validation.hpp"
#include "mineprint/training/train.hpp"
#include "samples.hpp"
#include "test_main.hpp"

using namespace mineprint;
using namespace mineprint::training;
using forest::SampleTable;

namespace {

/// The rows that are in the fold, or those that are in none of these: the fold, held out.
SampleTable part(const SampleTable& all, const Folds& folds, std::size_t fold, bool inside) {
    SampleTable some = all;
    some.origins.clear();
    some.features.clear();
    const std::size_t width = all.schema.size();
    for (std::size_t row = 0; row < all.size(); ++row) {
        if (folds.of_row[row] != no_fold && (folds.of_row[row] == fold) == inside) {
            some.origins.push_back(all.origins[row]);
            const auto begin = all.features.begin() + static_cast<std::ptrdiff_t>(row * width);
            some.features.insert(some.features.end(), begin,
                                 begin + static_cast<std::ptrdiff_t>(width));
        }
    }
    return some;
}

}  // namespace

TEST_CASE("each fold is classified by a forest that has never seen it") {
    SampleTable samples = samples::clusters(240);
    for (std::size_t row = 0; row < samples.size(); row += 9) {
        samples.origins[row].held_out = 1;
    }
    ForestOptions options = preset("production");
    options.trees = 15;
    const Folds folds = deal_to_folds(samples, {FoldUnit::sample, 4}, options.seed);
    const auto result = cross_validate(world(), samples, folds, options, 2);
    CHECK(result.folds == folds.names);
    REQUIRE(result.confusions.size() == 4 * 9);
    for (std::size_t fold = 0; fold < 4; ++fold) {
        const auto forest = train(world(), part(samples, folds, fold, false), options, 1);
        const SampleTable judged = part(samples, folds, fold, true);
        const auto labels = forest::predict_by_walking(forest, judged.features).label;
        std::vector<std::uint64_t> expected(9);
        for (std::size_t row = 0; row < judged.size(); ++row) {
            ++expected[labels[row] * 3U + judged.origins[row].label];
        }
        const auto begin = result.confusions.begin() + static_cast<std::ptrdiff_t>(fold * 9);
        CHECK(std::vector(begin, begin + 9) == expected);
    }
    const auto pooled = forest::pooled_confusion(result);
    REQUIRE(pooled.size() == 9);
    CHECK(std::accumulate(pooled.begin(), pooled.end(), std::uint64_t{0}) == 240 - 27);
    CHECK(pooled[4] == result.confusions[4] + result.confusions[13] + result.confusions[22] +
                           result.confusions[31]);
}

TEST_CASE("labels that are noise are guessed, however the forest was grown from the others") {
    const SampleTable samples = samples::noise(600, 4, 2);
    ForestOptions options = preset("sklearn");
    options.trees = 20;
    const Folds folds = deal_to_folds(samples, {FoldUnit::sample, 5}, 3);
    const auto pooled =
        forest::pooled_confusion(cross_validate(world(), samples, folds, options, 2));
    // Three standard deviations of 600 guesses.
    CHECK(std::abs(static_cast<double>(pooled[0] + pooled[3]) / 600 - 0.5) < 0.062);
}

TEST_CASE("a fold that has all samples of a class but one is named in the error") {
    SampleTable samples = samples::table(1, 2);
    for (std::uint64_t row = 0; row < 20; ++row) {
        samples::add(samples, row, row < 10 ? 0 : 1, {static_cast<float>(row)});
        samples.origins.back().group = row < 10 ? 1 : 2;
    }
    const Folds folds = deal_to_folds(samples, {FoldUnit::polygon, 2}, 1);
    try {
        const auto result = cross_validate(world(), samples, folds, preset("gee"), 1);
        FAIL("it was made of " << result.folds.size() << " folds");
    } catch (const core::Error& error) {
        CHECK_THAT(error.what(), Catch::Matchers::Contains("without fold 1"));
        CHECK(error.exit_status() == core::ExitStatus::data);
    }
}
