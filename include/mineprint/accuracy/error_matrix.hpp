// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace mineprint::accuracy {

/// Sample counts by map class (rows) and reference class (columns).
class ErrorMatrix {
  public:
    explicit ErrorMatrix(std::size_t classes) : classes_(classes), counts_(classes * classes) {}
    void add(std::size_t map_class, std::size_t reference_class, std::int64_t count = 1);
    void merge(const ErrorMatrix& other);
    [[nodiscard]] std::size_t classes() const noexcept { return classes_; }
    [[nodiscard]] std::int64_t count(std::size_t map_class, std::size_t reference_class) const;
    [[nodiscard]] std::int64_t row_total(std::size_t map_class) const;
    [[nodiscard]] std::int64_t column_total(std::size_t reference_class) const;
    [[nodiscard]] std::int64_t total() const;
    [[nodiscard]] std::int64_t agreed() const;

  private:
    std::size_t classes_;
    std::vector<std::int64_t> counts_;
};

// All shares are in 0 … 1 and NaN where their denominator is 0.
// Congalton 1991, RSE 37:35-46.
[[nodiscard]] double overall_accuracy(const ErrorMatrix& m);
[[nodiscard]] double users_accuracy(const ErrorMatrix& m, std::size_t cls);
[[nodiscard]] double producers_accuracy(const ErrorMatrix& m, std::size_t cls);
/// 2·UA·PA / (UA + PA), computed as 2·n_ii / (n_i+ + n_+i): 0 where nothing of the class agrees,
/// NaN only where the class is on neither side.
[[nodiscard]] double f1(const ErrorMatrix& m, std::size_t cls);
/// Cohen 1960, EPM 20:37-46. Reported last: see Pontius & Millones 2011 on why not to rely on it.
[[nodiscard]] double kappa(const ErrorMatrix& m);
/// Pontius & Millones 2011, IJRS 32:4407-4429, on the sample's proportions.
[[nodiscard]] double quantity_disagreement(const ErrorMatrix& m);
[[nodiscard]] double allocation_disagreement(const ErrorMatrix& m);

}  // namespace mineprint::accuracy
