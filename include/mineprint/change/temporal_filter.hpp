// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "mineprint/raster/raster.hpp"

namespace mineprint::change {

/// How a pixel's classes at all epochs are made consistent. Epochs in which the pixel is unobserved
/// are passed over and stay as they are: neighbours in time are neighbours among the observed ones.
enum class TemporalRule : std::uint8_t {
    none,
    majority,   ///< the class that at least two of three successive epochs have; ends stay
    mapbiomas,  ///< centre, first, last and frequency rule, see `TemporalFilter`
    monotone,   ///< once the target, the target for a number of epochs
    hmm,        ///< the likeliest series of target and others (Viterbi 1967)
};

struct TemporalOptions {
    TemporalRule rule = TemporalRule::none;
    int monotone_epochs = 3;      ///< how many epochs after one of the target class are too
    double gain_per_year = 0.02;  ///< hmm: probability that another class becomes the target
    double loss_per_year = 0.01;  ///< hmm: and back; the two sum to less than 1
    bool operator==(const TemporalOptions&) const = default;
};

/// Temporal rules on series of classes, one pixel at a time.
///
/// `mapbiomas` goes through four steps. From the second observed epoch to the last but one, in this
/// order and with the classes filtered so far: t gets the class of t−1 where t+1 has it as well.
/// The first gets that of the second where the third has it too, the last that of the last but one
/// where the one before has it too. At last the target class is taken away where it makes up a
/// tenth of the observed epochs or less.
///
/// `hmm` has two hidden states, target and other, with the chances p and 1 − p of the map as
/// emissions (p kept within 0.005 … 0.995), and a Markov chain in continuous time whose one-year
/// transitions are the options' (Abercrombie & Friedl 2016); both states are as likely at the
/// start. Of equally likely ways the one that stays wins, and in the end that of the other classes.
///
/// Where a pixel loses the target class it gets the class of the nearest epoch with another one
/// (the earlier of two as near); where it never had another, it keeps the target.
class TemporalFilter {
  public:
    /// `years` are the times of the epochs, not falling.
    TemporalFilter(const TemporalOptions& options, std::vector<double> years, std::uint8_t target,
                   std::uint8_t unobserved);

    /// Filters one pixel in place: its class at each epoch and (for `hmm`, else empty) the target's
    /// probability in 10 000ths.
    void apply(std::span<std::uint8_t> classes, std::span<const std::uint16_t> probabilities) const;

  private:
    /// The observed part of a series.
    struct Observed {
        std::vector<std::uint8_t> classes;
        std::vector<std::size_t> epochs;
    };
    void apply_mapbiomas(Observed& series) const;
    void apply_monotone(Observed& series) const;
    void apply_hmm(Observed& series, std::span<const std::uint16_t> probabilities) const;
    [[nodiscard]] std::uint8_t nearest_other(const Observed& series, std::size_t index) const;
    /// log P(to | from, years); states: 0 other, 1 target.
    [[nodiscard]] double log_transition(std::size_t from_epoch, std::size_t to_epoch, int from,
                                        int to) const;

    TemporalOptions options_;
    std::uint8_t target_;
    std::uint8_t unobserved_;
    std::size_t num_epochs_;
    std::vector<std::array<double, 4>> log_transitions_;  ///< [from epoch × to epoch][2·from + to]
    std::vector<std::array<double, 2>> log_emissions_;    ///< by probability in 10 000ths
};

/// Filters all pixels of a tile in place. `probabilities` are empty but for `hmm`.
void apply(const TemporalFilter& filter, std::span<raster::Raster<std::uint8_t>> epochs,
           std::span<const raster::Raster<std::uint16_t>> probabilities);

/// How often classes come and go: of three successive observed epochs of a pixel, the middle one is
/// a flip-flop where it differs from the two others, which agree.
struct FlipFlops {
    std::vector<std::int64_t> triples;     ///< by the middle epoch
    std::vector<std::int64_t> flip_flops;  ///< by the middle epoch

    explicit FlipFlops(std::size_t num_epochs) : triples(num_epochs), flip_flops(num_epochs) {}
    void add(std::span<const raster::Raster<std::uint8_t>> epochs, std::uint8_t unobserved);
    bool operator==(const FlipFlops&) const = default;
};

}  // namespace mineprint::change
