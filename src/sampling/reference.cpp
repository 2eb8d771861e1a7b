// SPDX-License-Identifier: Apache-2.0
#include "mineprint/sampling/reference.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "mineprint/core/checked_cast.hpp"
#include "mineprint/core/error.hpp"
#include "mineprint/core/hash.hpp"
#include "mineprint/core/random.hpp"
#include "mineprint/gdal_io/vector_reader.hpp"
#include "mineprint/sampling/claims.hpp"
#include "mineprint/sampling/footprint.hpp"
#include "mineprint/sampling/labels.hpp"
#include "mineprint/sampling/split.hpp"
#include "mineprint/sampling/split_units.hpp"

namespace mineprint::sampling {
namespace {

/// A stable 64-bit identity of a name: the first 8 bytes of its SHA-256.
std::uint64_t identity_of(const std::string& name) {
    constexpr std::size_t num_digits = 16;
    constexpr int hexadecimal = 16;
    const std::string digits = core::sha256(name).substr(0, num_digits);
    std::uint64_t identity = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), identity, hexadecimal);
    return identity;
}

/// Turns the features of one layer into labelled pixels, step by step.
class ReferenceReader {
  public:
    ReferenceReader(const ReferenceOptions& options, const geo::Grid& grid,
                    std::span<const std::string> epochs)
        : options_(options), grid_(grid), epochs_(epochs) {}

    [[nodiscard]] Reference read(std::uint64_t region);

  private:
    void check_options() const;
    void read_features();
    void claim_pixels();
    void claim(std::uint32_t feature, const Footprint& footprint);
    void set_identities(std::uint64_t region);
    void split(std::uint64_t region);
    void check_target() const;
    void note_gaps();
    void note(std::int64_t count, const char* text);
    [[nodiscard]] std::string where() const {
        return fmt::format("{}, layer '{}'", options_.file.string(), layer_.name);
    }
    [[nodiscard]] std::size_t stratum_of(const LabelledPixel& pixel) const {
        return pixel.epoch * reference_.classes.size() + pixel.label;
    }
    [[nodiscard]] std::vector<std::string> strata() const;

    const ReferenceOptions& options_;
    const geo::Grid& grid_;
    std::span<const std::string> epochs_;
    gdal_io::VectorLayer layer_;
    Labels labels_;
    Reference reference_;
};

void ReferenceReader::check_options() const {
    if (!(options_.split >= 0 && options_.split <= 1)) {
        throw core::UsageError(
            fmt::format("reference.split: {} is not between 0 and 1", options_.split));
    }
    if (options_.split_by == SplitBy::block && !(options_.block_size_m > 0)) {
        throw core::UsageError(
            fmt::format("reference.block-size: {} is not above 0", options_.block_size_m));
    }
}

void ReferenceReader::read_features() {
    layer_ = gdal_io::read_vector(options_.file, {options_.layer, grid_.crs_wkt, options_.crs});
    labels_ = read_labels(layer_, options_, epochs_);
    reference_.classes = labels_.classes;
    reference_.target = labels_.target;
    reference_.notes = layer_.repairs;
    reference_.notes.insert(reference_.notes.end(), labels_.notes.begin(), labels_.notes.end());
}

void ReferenceReader::note(std::int64_t count, const char* text) {
    if (count > 0) {
        reference_.notes.push_back(fmt::format("{} {}", count, text));
    }
}

void ReferenceReader::claim(std::uint32_t feature, const Footprint& footprint) {
    for (std::size_t epoch = 0; epoch < epochs_.size(); ++epoch) {
        const auto label = labels_.of_feature[feature][epoch];
        if (!label) {
            continue;
        }
        for (const PixelPlace& place : footprint.pixels) {
            reference_.pixels.push_back({.column = place.column,
                                         .row = place.row,
                                         .epoch = core::checked_cast<std::uint16_t>(epoch),
                                         .label = *label,
                                         .group = feature});
        }
    }
}

void ReferenceReader::claim_pixels() {
    std::map<FootprintKind, std::int64_t> kinds;
    std::int64_t num_labelled = 0;
    for (std::size_t i = 0; i < layer_.features.size(); ++i) {
        const auto& labels = labels_.of_feature[i];
        if (std::any_of(labels.begin(), labels.end(),
                        [](const auto& l) { return l.has_value(); })) {
            const Footprint footprint = footprint_of(layer_.features[i], grid_);
            claim(core::checked_cast<std::uint32_t>(i), footprint);
            ++kinds[footprint.kind];
            ++num_labelled;
        }
    }
    reference_.num_outside = kinds[FootprintKind::outside];
    note(kinds[FootprintKind::outside], "features lie outside the grid");
    note(kinds[FootprintKind::centroid],
         "polygons are too small to hold a pixel's centre: each labels the pixel of its centroid");
    note(kinds[FootprintKind::none], "features label no pixel: they hold no pixel's centre");
    if (reference_.pixels.empty()) {
        const geo::Extent box = grid_.extent();
        throw core::DataError(
            fmt::format("{}: none of its {} features with a class lies in the grid (x {} to {}, y "
                        "{} to {}): is "
                        "this the file of another region, or is its CRS wrong?",
                        where(), num_labelled, box.xmin, box.xmax, box.ymin, box.ymax));
    }
}

void ReferenceReader::set_identities(std::uint64_t region) {
    std::vector<std::uint64_t> keys;
    for (const std::string& epoch : epochs_) {
        keys.push_back(core::mix(region, identity_of(epoch)));
    }
    for (LabelledPixel& pixel : reference_.pixels) {
        const auto row = static_cast<std::uint64_t>(pixel.row);
        const auto column = static_cast<std::uint64_t>(pixel.column);
        pixel.id = core::mix(keys[pixel.epoch], (row << 32U) + column);
    }
}

std::vector<std::string> ReferenceReader::strata() const {
    std::vector<std::string> names;
    for (const std::string& epoch : epochs_) {
        for (const std::string& cls : reference_.classes) {
            names.push_back(fmt::format("class {} at epoch {}", cls, epoch));
        }
    }
    return names;
}

void ReferenceReader::split(std::uint64_t region) {
    const auto units = split_units(reference_.pixels, grid_, options_);
    std::vector<SplitSample> samples;
    for (std::size_t i = 0; i < units.size(); ++i) {
        samples.push_back({units[i], stratum_of(reference_.pixels[i])});
    }
    const auto held_out =
        held_out_samples(samples, strata(), {options_.split, options_.seed, region});
    for (std::size_t i = 0; i < units.size(); ++i) {
        reference_.pixels[i].held_out = held_out[i];
    }
}

void ReferenceReader::check_target() const {
    const auto& pixels = reference_.pixels;
    const bool any = std::any_of(pixels.begin(), pixels.end(),
                                 [&](const auto& p) { return p.label == reference_.target; });
    if (!any) {
        throw core::DataError(
            fmt::format("{}: the target class '{}' has no sample in the grid at any epoch", where(),
                        options_.target));
    }
}

/// Says which class lacks samples of one kind at which epoch.
void ReferenceReader::note_gaps() {
    const std::vector<std::string> names = strata();
    std::vector<std::array<std::int64_t, 2>> counts(names.size());
    for (const LabelledPixel& pixel : reference_.pixels) {
        ++counts[stratum_of(pixel)].at(pixel.held_out ? 1 : 0);
    }
    for (std::size_t i = 0; i < names.size(); ++i) {
        const auto [training, held_out] = counts[i];
        if (training + held_out == 0) {
            reference_.notes.push_back(names[i] + " has no samples");
        } else if (training == 0 && options_.split > 0) {
            reference_.notes.push_back(names[i] + " has no training samples");
        } else if (held_out == 0 && options_.split < 1) {
            reference_.notes.push_back(names[i] + " has no held-out samples");
        }
    }
}

Reference ReferenceReader::read(std::uint64_t region) {
    check_options();
    read_features();
    claim_pixels();
    note(settle_claims(reference_.pixels),
         "pixels are left out: features of different classes claim them");
    check_target();
    set_identities(region);
    if (options_.max_per_class > 0) {
        draw_per_class(reference_.pixels, options_.max_per_class, options_.seed);
    }
    split(region);
    note_gaps();
    return std::move(reference_);
}

}  // namespace

Reference read_reference(const ReferenceOptions& options, const geo::Grid& grid,
                         const std::string& region, std::span<const std::string> epochs) {
    return ReferenceReader(options, grid, epochs).read(identity_of(region));
}

}  // namespace mineprint::sampling
