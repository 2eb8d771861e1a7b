// SPDX-License-Identifier: Apache-2.0
#include "mineprint/pipeline/fold_measures.hpp"

#include <cmath>
#include <limits>
#include <span>

namespace mineprint::pipeline {
namespace {

/// Samples of one fold, predicted × true class.
class Confusion {
  public:
    Confusion(std::span<const std::uint64_t> cells, std::size_t num_classes)
        : cells_(cells), num_classes_(num_classes) {}

    [[nodiscard]] double overall() const {
        double all = 0;
        double right = 0;
        for (std::size_t cls = 0; cls < num_classes_; ++cls) {
            all += predicted(cls);
            right += at(cls, cls);
        }
        return share(right, all);
    }
    [[nodiscard]] double users(std::size_t cls) const {
        return share(at(cls, cls), predicted(cls));
    }
    [[nodiscard]] double producers(std::size_t cls) const { return share(at(cls, cls), real(cls)); }
    [[nodiscard]] double f1(std::size_t cls) const {
        return share(2 * at(cls, cls), predicted(cls) + real(cls));
    }

  private:
    [[nodiscard]] double at(std::size_t guess, std::size_t truth) const {
        return static_cast<double>(cells_[guess * num_classes_ + truth]);
    }
    [[nodiscard]] double predicted(std::size_t cls) const {
        double sum = 0;
        for (std::size_t truth = 0; truth < num_classes_; ++truth) {
            sum += at(cls, truth);
        }
        return sum;
    }
    [[nodiscard]] double real(std::size_t cls) const {
        double sum = 0;
        for (std::size_t guess = 0; guess < num_classes_; ++guess) {
            sum += at(guess, cls);
        }
        return sum;
    }
    static double share(double part, double all) {
        return all > 0 ? part / all : std::numeric_limits<double>::quiet_NaN();
    }

    std::span<const std::uint64_t> cells_;
    std::size_t num_classes_;
};

void set_spread(FoldMeasure& measure) {
    double sum = 0;
    for (const double value : measure.of_fold) {
        if (!std::isnan(value)) {
            sum += value;
            ++measure.num_folds;
        }
    }
    const auto number = static_cast<double>(measure.num_folds);
    measure.mean = sum / number;
    double squares = 0;
    for (const double value : measure.of_fold) {
        squares += std::isnan(value) ? 0 : (value - measure.mean) * (value - measure.mean);
    }
    measure.sd = measure.num_folds < 2 ? std::numeric_limits<double>::quiet_NaN()
                                       : std::sqrt(squares / (number - 1));
}

}  // namespace

std::vector<FoldMeasure> fold_measures(const forest::CrossValidation& validation,
                                       const std::vector<std::string>& classes) {
    std::vector<FoldMeasure> measures;
    if (validation.folds.empty()) {
        return measures;
    }
    const std::size_t num_cells = classes.size() * classes.size();
    const std::vector<std::uint64_t> pooled = forest::pooled_confusion(validation);
    const auto add = [&](const char* name, const std::string& cls, const auto& of) {
        FoldMeasure& measure = measures.emplace_back();
        measure.measure = name;
        measure.cls = cls;
        for (std::size_t fold = 0; fold < validation.folds.size(); ++fold) {
            measure.of_fold.push_back(
                of(Confusion(std::span(validation.confusions).subspan(fold * num_cells, num_cells),
                             classes.size())));
        }
        measure.pooled = of(Confusion(pooled, classes.size()));
        set_spread(measure);
    };
    add("overall_accuracy", "", [](const Confusion& confusion) { return confusion.overall(); });
    for (std::size_t cls = 0; cls < classes.size(); ++cls) {
        add("users_accuracy", classes[cls], [cls](const Confusion& c) { return c.users(cls); });
        add("producers_accuracy", classes[cls],
            [cls](const Confusion& c) { return c.producers(cls); });
        add("f1", classes[cls], [cls](const Confusion& c) { return c.f1(cls); });
    }
    return measures;
}

}  // namespace mineprint::pipeline
