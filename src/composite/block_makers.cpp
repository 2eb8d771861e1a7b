// SPDX-License-Identifier: Apache-2.0
#include "mineprint/composite/block_makers.hpp"

#include <vector>

#include "mineprint/composite/geometric_median.hpp"
#include "mineprint/composite/pixel_score.hpp"
#include "mineprint/composite/pixel_spectra.hpp"
#include "mineprint/composite/sorted_rows.hpp"
#include "mineprint/core/error.hpp"

namespace mineprint::composite {
namespace {

/// Median and percentiles: each band by itself, sorted.
class SortedMaker : public BlockMaker {
  public:
    SortedMaker(std::span<const LayerValues> layers, const CompositeOptions& options,
                Composite& composite)
        : layers_(layers),
          composite_(composite),
          is_median_(options.method == Method::median),
          rows_(layers.size()),
          seen_(layers.size()),
          masks_(layers.size()) {
        for (const std::string& band : composite.reflectance.names) {
            shares_.push_back(options.percentile_of(band) / 100);
        }
    }

    void make(std::size_t begin, std::size_t size) override {
        std::size_t num_seen = 0;
        for (const LayerValues& layer : layers_) {
            if (mask_of_block(layer.clear.subspan(begin, size), masks_[num_seen])) {
                seen_[num_seen++] = &layer;
            }
        }
        for (std::size_t b = 0; b < composite_.reflectance.bands.size(); ++b) {
            for (std::size_t row = 0; row < num_seen; ++row) {
                rows_.put(row, seen_[row]->bands[b].subspan(begin, size), masks_[row]);
            }
            rows_.sort(num_seen);
            write(b, begin, size);
        }
    }

  private:
    void write(std::size_t band, std::size_t begin, std::size_t size) {
        const auto values = composite_.reflectance.bands[band].values().subspan(begin, size);
        for (std::size_t i = 0; i < size; ++i) {
            if (composite_.observed[begin + i] != 0) {
                const std::size_t count = composite_.num_clear[begin + i];
                values[i] = is_median_
                                ? rows_.median(i, count)
                                : static_cast<float>(rows_.quantile(i, count, shares_[band]));
            }
        }
    }

    std::span<const LayerValues> layers_;
    Composite& composite_;
    bool is_median_;
    std::vector<double> shares_;  ///< of each band
    SortedRows rows_;
    std::vector<const LayerValues*> seen_;  ///< layers with a clear pixel in the block
    std::vector<RowMask> masks_;            ///< theirs
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
            composite_.reflectance.bands[b][pixel] = layers_[layer].bands[b][pixel];
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
