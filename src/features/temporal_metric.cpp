// SPDX-License-Identifier: Apache-2.0
#include "mineprint/features/temporal_metric.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "mineprint/composite/layer_values.hpp"
#include "mineprint/composite/sorted_rows.hpp"
#include "mineprint/core/error.hpp"
#include "mineprint/core/text.hpp"
#include "mineprint/features/spectral_index.hpp"

namespace mineprint::features {
namespace {

using composite::block_size;
using composite::LayerValues;
using Row = composite::Row<float>;
using RowMask = composite::RowMask<std::uint32_t>;

constexpr float no_value = std::numeric_limits<float>::quiet_NaN();

/// No index has more bands.
constexpr std::size_t most_parts = 8;

/// The bands that a metric's source is made of.
std::vector<std::string> bands_of(const std::string& source) {
    const SpectralIndex* index = find_index(source);
    return index == nullptr ? std::vector{source} : index->info.bands;
}

/// The values of one band or index in a block, one row for each layer that is clear somewhere.
class Series {
  public:
    Series(std::span<const composite::Layer> layers, const std::string& source,
           std::size_t num_pixels)
        : index_(find_index(source)),
          layers_(composite::layer_values(layers, bands_of(source), num_pixels)),
          values_(layers.size()),
          masks_(layers.size()),
          sorted_(layers.size(), composite::Ranks::all) {}

    void read(std::size_t begin, std::size_t size) {
        num_rows_ = 0;
        counts_.fill(0);
        for (const LayerValues& layer : layers_) {
            RowMask& mask = masks_[num_rows_];
            if (!composite::mask_of_block(layer.clear.subspan(begin, size), mask)) {
                continue;
            }
            Row& values = values_[num_rows_++];
            compute(layer, begin, std::span(values).first(size));
            for (std::size_t i = 0; i < size; ++i) {
                const bool finite = std::abs(values[i]) <= std::numeric_limits<float>::max();
                mask[i] = finite ? mask[i] : 0;
                counts_[i] += mask[i] & 1U;
            }
        }
        size_ = size;
        is_sorted_ = false;
        has_moments_ = false;
    }

    [[nodiscard]] std::size_t count(std::size_t pixel) const { return counts_[pixel]; }

    const composite::SortedRows<float>& sorted() {
        if (!is_sorted_) {
            for (std::size_t row = 0; row < num_rows_; ++row) {
                sorted_.put(row, std::span<const float>(values_[row]).first(size_), masks_[row]);
            }
            sorted_.sort(num_rows_);
            is_sorted_ = true;
        }
        return sorted_;
    }

    double mean(std::size_t pixel) {
        make_moments();
        return means_[pixel];
    }
    double deviation(std::size_t pixel) {
        make_moments();
        return deviations_[pixel];
    }

  private:
    void compute(const LayerValues& layer, std::size_t begin, std::span<float> output) {
        if (index_ == nullptr) {
            layer.bands[0]->copy(begin, output);
            return;
        }
        std::array<std::span<const float>, most_parts> parts;
        for (std::size_t b = 0; b < layer.bands.size(); ++b) {
            const std::span<float> part = std::span(parts_.at(b)).first(output.size());
            layer.bands[b]->copy(begin, part);
            parts.at(b) = part;
        }
        index_->compute(std::span(parts).first(layer.bands.size()), output);
    }

    /// Adds term(row, pixel) of all that counts, layer by layer.
    template <class Term>
    void add_up(std::array<double, block_size>& sums, Term&& term) const {
        sums.fill(0);
        for (std::size_t row = 0; row < num_rows_; ++row) {
            for (std::size_t i = 0; i < size_; ++i) {
                sums[i] += masks_[row][i] != 0 ? term(row, i) : 0.0;
            }
        }
    }

    void make_moments() {
        if (has_moments_) {
            return;
        }
        add_up(means_, [&](std::size_t row, std::size_t i) {
            return static_cast<double>(values_[row][i]);
        });
        for (std::size_t i = 0; i < size_; ++i) {
            means_[i] /= static_cast<double>(counts_[i]);
        }
        add_up(deviations_, [&](std::size_t row, std::size_t i) {
            const double difference = values_[row][i] - means_[i];
            return difference * difference;
        });
        for (std::size_t i = 0; i < size_; ++i) {
            deviations_[i] = std::sqrt(deviations_[i] / static_cast<double>(counts_[i]));
        }
        has_moments_ = true;
    }

    const SpectralIndex* index_;
    std::vector<LayerValues> layers_;
    std::array<Row, most_parts> parts_{};  ///< bands of an index
    std::vector<Row> values_;
    std::vector<RowMask> masks_;
    composite::SortedRows<float> sorted_;
    std::array<std::uint32_t, block_size> counts_{};
    std::array<double, block_size> means_{};
    std::array<double, block_size> deviations_{};
    std::size_t num_rows_ = 0;
    std::size_t size_ = 0;
    bool is_sorted_ = false;
    bool has_moments_ = false;
};

/// @pre the pixel has a value
double statistic_of(Series& series, std::size_t pixel, Statistic statistic) {
    const std::size_t count = series.count(pixel);
    const auto value = [&](std::size_t rank) { return series.sorted().at(pixel, rank); };
    const auto at = [&](double share) { return composite::quantile_of(count, share, value); };
    switch (statistic) {
        case Statistic::min:
            return at(0);
        case Statistic::p10:
            return at(0.1);
        case Statistic::p25:
            return at(0.25);
        case Statistic::median:
            return composite::median_of(count, value);
        case Statistic::p75:
            return at(0.75);
        case Statistic::p90:
            return at(0.9);
        case Statistic::max:
            return at(1);
        case Statistic::mean:
            return series.mean(pixel);
        case Statistic::std:
            return series.deviation(pixel);
        case Statistic::range:
            return at(1) - at(0);
        case Statistic::iqr:
            return at(0.75) - at(0.25);
    }
    throw core::RunError("a statistic that nobody has written");
}

/// All metrics of one source, so that it is worked out and sorted once.
void fill_source(Series& series, std::span<const Metric> metrics, const std::string& source,
                 const raster::Mask& observed, raster::BandStack& result) {
    for (std::size_t begin = 0; begin < observed.size(); begin += block_size) {
        const std::size_t size = std::min(block_size, observed.size() - begin);
        series.read(begin, size);
        for (std::size_t m = 0; m < metrics.size(); ++m) {
            for (std::size_t i = 0; i < size && metrics[m].source == source; ++i) {
                if (observed[begin + i] != 0 && series.count(i) > 0) {
                    result.bands[m][begin + i] =
                        static_cast<float>(statistic_of(series, i, metrics[m].statistic));
                }
            }
        }
    }
}

}  // namespace

const std::vector<std::string>& statistic_names() {
    static const std::vector<std::string> names{"min", "p10",  "p25", "median", "p75", "p90",
                                                "max", "mean", "std", "range",  "iqr"};
    return names;
}

std::string Metric::name() const {
    return source + "_" + statistic_names().at(static_cast<std::size_t>(statistic));
}

std::string Metric::text() const {
    return source + ":" + statistic_names().at(static_cast<std::size_t>(statistic));
}

Metric parse_metric(const std::string& text) {
    const auto colon = text.find(':');
    if (colon == std::string::npos || colon == 0) {
        throw core::UsageError(fmt::format(
            "'{}' is not a metric: write a band or index, ':' and a statistic, as in ndvi:p10",
            text));
    }
    const std::string name = text.substr(colon + 1);
    const auto& names = statistic_names();
    const auto found = std::ranges::find(names, name);
    if (found == names.end()) {
        throw core::UsageError(fmt::format("there is no statistic '{}'; the nearest name is '{}'",
                                           name, core::nearest_name(name, names)));
    }
    return {text.substr(0, colon), static_cast<Statistic>(found - names.begin())};
}

raster::BandStack temporal_metrics(std::span<const composite::Layer> layers,
                                   std::span<const Metric> metrics, const raster::Mask& observed) {
    raster::BandStack result;
    for (const Metric& metric : metrics) {
        result.add(metric.name(),
                   raster::Raster<float>(observed.width(), observed.height(), no_value));
    }
    std::vector<std::string> done;
    for (const Metric& metric : metrics) {
        if (std::ranges::find(done, metric.source) == done.end()) {
            Series series(layers, metric.source, observed.size());
            fill_source(series, metrics, metric.source, observed, result);
            done.push_back(metric.source);
        }
    }
    return result;
}

}  // namespace mineprint::features
