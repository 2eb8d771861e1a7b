// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace mineprint::accuracy {

/// An estimated number with its standard error and the half width of its 95 % interval; NaN where
/// they cannot be told.
struct Estimate {
    double value = std::numeric_limits<double>::quiet_NaN();
    double se = std::numeric_limits<double>::quiet_NaN();
    double ci95 = std::numeric_limits<double>::quiet_NaN();
    [[nodiscard]] Estimate times(double factor) const {
        return {value * factor, se * factor, ci95 * factor};
    }
};

/// One sample unit, or several of which all is alike.
struct SampleCell {
    std::uint32_t stratum = 0;
    std::uint32_t map_class = 0;
    std::uint32_t reference_class = 0;
    /// Units that were drawn together: the pixels of a polygon. Every unit of its own: all
    /// different, and `count` 1; or `no_cluster`.
    std::uint64_t cluster = no_cluster;
    std::int64_t count = 1;

    static constexpr std::uint64_t no_cluster = ~std::uint64_t{0};
};

struct Stratum {
    double size = 0;  ///< area or pixels, in one unit for all strata
    /// Sampled share of the stratum's pixels, for the finite population correction; 0: none.
    double sampled_share = 0;
    /// No unit was drawn: its one cell is what the map says.
    bool assumed = false;
};

/// A probability sample with its design: simple random or systematic (one stratum), stratified by
/// the map's classes (Olofsson et al. 2014) or by anything else (Stehman 2014), of pixels or of
/// clusters of pixels.
///
/// Every estimate is a ratio of two totals, R = Σ w y / Σ w x with w = N_h / n_h, and its variance
/// that of the linearised total of (y − R x) / X: with single units
/// Σ_h N_h² (1 − f_h) s²_h / n_h, which is Olofsson et al.'s for their measures and Stehman's
/// (2014, IJRS 35:4923-4939, eqs. 25-28) for any strata. Units of a cluster enter as one:
/// deviations from the stratum mean are summed over the cluster before they are squared (Särndal et
/// al. 1992, sect. 5.5); strata that share a cluster are one group of clusters. A systematic sample
/// is treated as a random one, which overstates its variance.
class DesignSample {
  public:
    /// Throws DataError when a stratum that has a size has no cell, RunError for an index out of
    /// range.
    DesignSample(std::vector<Stratum> strata, std::vector<SampleCell> cells);

    [[nodiscard]] std::span<const SampleCell> cells() const noexcept { return cells_; }
    [[nodiscard]] std::span<const Stratum> strata() const noexcept { return strata_; }
    [[nodiscard]] double population() const noexcept { return population_; }
    [[nodiscard]] std::int64_t num_units() const noexcept { return num_units_; }
    [[nodiscard]] std::int64_t num_clusters() const noexcept { return num_clusters_; }
    [[nodiscard]] bool clustered() const noexcept { return num_clusters_ < num_units_; }

    /// Estimated total over the population of a value that each cell's units have.
    [[nodiscard]] double total(std::span<const double> y) const;
    /// Variance of that total. A stratum whose units are all alike adds nothing, one unit that
    /// stands for a stratum among them (`with_interval` has what they can miss); NaN where a single
    /// cluster has units that are not.
    [[nodiscard]] double variance(std::span<const double> y) const;
    /// Half width of a 95 % interval: 1.96 standard errors; of clusters, Student's t with as many
    /// degrees of freedom as there are clusters more than groups of them.
    [[nodiscard]] double half_width(double se) const;
    /// R = Y / X. NaN where X is 0.
    [[nodiscard]] Estimate ratio(std::span<const double> y, std::span<const double> x) const;
    /// The same for a share, y being 0 or x. Where all of the sample says 0 or all says 1 the
    /// standard error is 0, and the interval is the exact one-sided one of a binomial with as many
    /// trials as clusters have x (Clopper & Pearson 1934): 1 − 0.025^(1/n).
    [[nodiscard]] Estimate share(std::span<const double> y, std::span<const double> x) const;

  private:
    [[nodiscard]] double weight(const SampleCell& cell) const;
    [[nodiscard]] std::vector<double> stratum_means(std::span<const double> y) const;
    [[nodiscard]] std::int64_t clusters_with(std::span<const double> x) const;
    void number_clusters();
    void group_strata();

    std::vector<Stratum> strata_;
    std::vector<SampleCell> cells_;
    std::vector<std::int64_t> stratum_units_;
    std::vector<std::size_t> group_of_stratum_;
    std::vector<std::int64_t> group_clusters_;
    double population_ = 0;
    std::int64_t num_units_ = 0;
    std::int64_t num_clusters_ = 0;
};

}  // namespace mineprint::accuracy
