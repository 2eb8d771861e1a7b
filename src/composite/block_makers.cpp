// SPDX-License-Identifier: Apache-2.0
#include "mineprint/composite/block_makers.hpp"

#include <algorithm>
#include <limits>
#include <optional>
#include <vector>

#include "mineprint/composite/geometric_median.hpp"
#include "mineprint/composite/pixel_score.hpp"
#include "mineprint/composite/pixel_spectra.hpp"
#include "mineprint/composite/sorted_rows.hpp"
#include "mineprint/core/error.hpp"

namespace mineprint::composite {
namespace {

/// What the stored numbers of a band mean where all layers store it in the same way, so that they
/// are in the order of their values; nothing elsewhere.
std::optional<raster::StoredMeaning> shared_meaning(std::span<const LayerValues> layers,
                                                    std::size_t band) {
    std::optional<raster::StoredMeaning> meaning;
    for (const LayerValues& layer : layers) {
        const raster::ScaledRaster& values = *layer.bands[band];
        if (!values.is_stored() || values.meaning().scale <= 0 ||
            (meaning && *meaning != values.meaning())) {
            return std::nullopt;
        }
        meaning = values.meaning();
    }
    return meaning;
}

/// The layers that are clear somewhere in a block, and where.
template <class T>
class ClearRows {
  public:
    explicit ClearRows(std::size_t most) : layers_(most), masks_(most) {}

    void find(std::span<const LayerValues> layers, std::size_t begin, std::size_t size) {
        size_ = 0;
        for (const LayerValues& layer : layers) {
            if (mask_of_block(layer.clear.subspan(begin, size), masks_[size_])) {
                layers_[size_++] = &layer;
            }
        }
    }
    [[nodiscard]] std::size_t size() const noexcept { return size_; }
    [[nodiscard]] const LayerValues& layer(std::size_t row) const { return *layers_[row]; }
    [[nodiscard]] const typename SortedRows<T>::Mask& mask(std::size_t row) const {
        return masks_[row];
    }

  private:
    std::size_t size_ = 0;
    std::vector<const LayerValues*> layers_;
    std::vector<typename SortedRows<T>::Mask> masks_;
};

/// Median and percentiles: each band by itself, sorted. Stored numbers are sorted as they are where
/// they can be, twice as many at a time; their order is that of the values, and only those in the
/// middle are made values of.
class SortedMaker : public BlockMaker {
  public:
    SortedMaker(std::span<const LayerValues> layers, const CompositeOptions& options,
                Composite& composite)
        : layers_(layers),
          composite_(composite),
          is_median_(options.method == Method::median),
          rows_(layers.size(), ranks()),
          stored_rows_(layers.size(), ranks()),
          clear_(layers.size()),
          stored_clear_(layers.size()) {
        for (std::size_t band = 0; band < composite.reflectance.names.size(); ++band) {
            shares_.push_back(options.percentile_of(composite.reflectance.names[band]) / 100);
            meanings_.push_back(shared_meaning(layers, band));
        }
        any_stored_ = std::ranges::any_of(meanings_, [](const auto& m) { return m.has_value(); });
        any_plain_ = std::ranges::any_of(meanings_, [](const auto& m) { return !m; });
    }

    void make(std::size_t begin, std::size_t size) override {
        if (any_stored_) {
            stored_clear_.find(layers_, begin, size);
        }
        if (any_plain_) {
            clear_.find(layers_, begin, size);
        }
        for (std::size_t band = 0; band < meanings_.size(); ++band) {
            if (meanings_[band]) {
                sort_stored(band, begin, size);
                write(band, begin, size, [&](std::size_t i, std::size_t rank) {
                    return meanings_[band]->of(stored_rows_.at(i, rank));
                });
            } else {
                sort_values(band, begin, size);
                write(band, begin, size,
                      [&](std::size_t i, std::size_t rank) { return rows_.at(i, rank); });
            }
        }
    }

  private:
    [[nodiscard]] Ranks ranks() const { return is_median_ ? Ranks::up_to_median : Ranks::all; }

    void sort_stored(std::size_t band, std::size_t begin, std::size_t size) {
        for (std::size_t row = 0; row < stored_clear_.size(); ++row) {
            const auto& numbers = stored_clear_.layer(row).bands[band]->stored();
            stored_rows_.put(row, numbers.values().subspan(begin, size), stored_clear_.mask(row));
        }
        stored_rows_.sort(stored_clear_.size());
    }

    void sort_values(std::size_t band, std::size_t begin, std::size_t size) {
        const auto values = std::span(values_).first(size);
        for (std::size_t row = 0; row < clear_.size(); ++row) {
            clear_.layer(row).bands[band]->copy(begin, values);
            rows_.put(row, values, clear_.mask(row));
        }
        rows_.sort(clear_.size());
    }

    template <class At>
    void write(std::size_t band, std::size_t begin, std::size_t size, At&& at) {
        const auto values = composite_.reflectance.bands[band].values().subspan(begin, size);
        for (std::size_t i = 0; i < size; ++i) {
            if (composite_.observed[begin + i] != 0) {
                const std::size_t count = composite_.num_clear[begin + i];
                const auto own = [&](std::size_t rank) { return at(i, rank); };
                values[i] = is_median_ ? median_of(count, own)
                                       : static_cast<float>(quantile_of(count, shares_[band], own));
            }
        }
    }

    std::span<const LayerValues> layers_;
    Composite& composite_;
    bool is_median_;
    std::vector<double> shares_;                                  ///< of each band
    std::vector<std::optional<raster::StoredMeaning>> meanings_;  ///< of each band
    bool any_stored_ = false;
    bool any_plain_ = false;
    SortedRows<float> rows_;
    SortedRows<std::uint16_t> stored_rows_;
    ClearRows<float> clear_;
    ClearRows<std::uint16_t> stored_clear_;
    Row<float> values_{};
};

/// Median and percentiles of one layer: its own values. Maps from composites that are ready are
/// made so; by the rows above they took a twentieth of such a map's time.
class OnlyLayerMaker : public BlockMaker {
  public:
    OnlyLayerMaker(const LayerValues& layer, Composite& composite)
        : layer_(layer), composite_(composite) {}

    void make(std::size_t begin, std::size_t size) override {
        const auto observed = composite_.observed.values().subspan(begin, size);
        for (std::size_t band = 0; band < layer_.bands.size(); ++band) {
            const auto values = composite_.reflectance.bands[band].values().subspan(begin, size);
            layer_.bands[band]->copy(begin, values);
            for (std::size_t i = 0; i < size; ++i) {
                values[i] = observed[i] != 0 ? values[i] : std::numeric_limits<float>::quiet_NaN();
            }
        }
    }

  private:
    const LayerValues& layer_;
    Composite& composite_;
};

/// Methods that look at all bands of a pixel at once.
class PixelMaker : public BlockMaker {
  public:
    PixelMaker(std::span<const LayerValues> layers, Composite& composite)
        : layers_(layers), composite_(composite) {}

    void make(std::size_t begin, std::size_t size) override {
        for (std::size_t pixel = begin; pixel < begin + size; ++pixel) {
            if (composite_.observed[pixel] != 0) {
                make_pixel(pixel);
            }
        }
    }

  protected:
    virtual void make_pixel(std::size_t pixel) = 0;

    [[nodiscard]] std::span<const LayerValues> layers() const { return layers_; }
    [[nodiscard]] std::size_t num_bands() const { return composite_.reflectance.bands.size(); }
    [[nodiscard]] Composite& composite() { return composite_; }

    /// The observation as it is.
    void take(std::size_t layer, std::size_t pixel) {
        for (std::size_t b = 0; b < num_bands(); ++b) {
            composite_.reflectance.bands[b][pixel] = (*layers_[layer].bands[b])[pixel];
        }
    }

  private:
    std::span<const LayerValues> layers_;
    Composite& composite_;
};

class MedoidMaker : public PixelMaker {
  public:
    MedoidMaker(std::span<const LayerValues> layers, Composite& composite)
        : PixelMaker(layers, composite),
          points_(num_bands(), layers.size()),
          scratch_(layers.size()) {}

  private:
    void make_pixel(std::size_t pixel) override {
        points_.gather(layers(), pixel);
        take(points_.layer(medoid(points_, scratch_)), pixel);
    }

    PixelSpectra points_;
    std::vector<double> scratch_;
};

class GeometricMedianMaker : public PixelMaker {
  public:
    GeometricMedianMaker(std::span<const LayerValues> layers, Composite& composite)
        : PixelMaker(layers, composite),
          points_(num_bands(), layers.size()),
          median_(num_bands(), layers.size()) {}

  private:
    void make_pixel(std::size_t pixel) override {
        points_.gather(layers(), pixel);
        median_.find(points_);
        for (std::size_t b = 0; b < num_bands(); ++b) {
            composite().reflectance.bands[b][pixel] = static_cast<float>(median_.value()[b]);
        }
        auto& deviations = composite().deviations;
        for (std::size_t d = 0; d < deviations.names.size(); ++d) {
            deviations.bands[d][pixel] =
                static_cast<float>(median_.deviation(deviations.names[d], points_));
        }
    }

    PixelSpectra points_;
    GeometricMedian median_;
};

class BestPixelMaker : public PixelMaker {
  public:
    BestPixelMaker(std::span<const Layer> layers, std::span<const LayerValues> values,
                   const ScoreOptions& options, Composite& composite)
        : PixelMaker(values, composite), scored_(layers), options_(options) {}

  private:
    void make_pixel(std::size_t pixel) override {
        std::size_t best = scored_.size();
        double highest = 0;
        for (std::size_t l = 0; l < scored_.size(); ++l) {
            if (layers()[l].clear[pixel] == 0) {
                continue;
            }
            const double score = pixel_score(scored_[l], pixel, options_);
            if (best == scored_.size() || score > highest) {
                best = l;
                highest = score;
            }
        }
        take(best, pixel);
    }

    std::span<const Layer> scored_;
    const ScoreOptions& options_;
};

}  // namespace

std::unique_ptr<BlockMaker> block_maker(std::span<const Layer> layers,
                                        std::span<const LayerValues> values,
                                        const CompositeOptions& options, Composite& composite) {
    switch (options.method) {
        case Method::median:
        case Method::percentiles:
            if (values.size() == 1) {
                return std::make_unique<OnlyLayerMaker>(values.front(), composite);
            }
            return std::make_unique<SortedMaker>(values, options, composite);
        case Method::medoid:
            return std::make_unique<MedoidMaker>(values, composite);
        case Method::geometric_median:
            return std::make_unique<GeometricMedianMaker>(values, composite);
        case Method::best_available_pixel:
            return std::make_unique<BestPixelMaker>(layers, values, options.score, composite);
    }
    throw core::RunError("a method of compositing that nobody has written");
}

}  // namespace mineprint::composite
