// SPDX-License-Identifier: Apache-2.0
#include "mineprint/spectra/mixture.hpp"

#include <array>
#include <bit>
#include <limits>

#include "mineprint/core/random.hpp"

namespace mineprint::spectra {
namespace {

// What the words of a draw are for.
enum Word : std::uint64_t { brightness = 0, first = 1, second = 2, share = 3 };

// Identities of draws without the target and with it never meet.
constexpr std::uint64_t without = 1;
constexpr std::uint64_t with = 2;

}  // namespace

MixtureDraws::MixtureDraws(const Matcher& matcher, double noise, std::uint64_t seed)
    : matcher_(matcher), noise_(noise), seed_(seed) {
    const auto& references = matcher.references();
    for (std::size_t i = 0; i < references.size(); ++i) {
        const auto& bands = references[i].bands;
        // A flat background has no shape to be compared, yet it can be mixed with.
        bool covered = true;
        for (const std::size_t band : matcher.bands()) {
            covered = covered && bands[band] == bands[band];
        }
        if (covered && references[i].target && matcher.comparable(i)) {
            targets_.push_back(i);
        } else if (covered && !references[i].target) {
            others_.push_back(i);
        }
    }
}

std::vector<std::size_t> MixtureDraws::backgrounds() const {
    std::vector<std::size_t> backgrounds;
    for (const std::size_t other : others_) {
        if (matcher_.references()[other].background) {
            backgrounds.push_back(other);
        }
    }
    return backgrounds;
}

std::vector<double> MixtureDraws::mix(std::span<const Part> parts, std::uint64_t identity) const {
    constexpr double darkest = 0.6;
    constexpr double brightest = 1.2;
    const core::KeyedRandom random(seed_, core::Stream::spectral_mixture);
    const core::KeyedRandom noise(seed_, core::Stream::spectral_noise);
    const double light =
        darkest + (brightest - darkest) * random.uniform(identity, Word::brightness);
    const auto& references = matcher_.references();
    std::vector<double> values(references.front().bands.size(),
                               std::numeric_limits<double>::quiet_NaN());
    for (const std::size_t band : matcher_.bands()) {
        double sum = 0;
        for (const Part& part : parts) {
            sum += part.share * references[part.reference].bands[band];
        }
        values[band] = light * sum + noise_ * noise.normal(identity, band);
    }
    return values;
}

std::vector<double> MixtureDraws::without_target(std::uint64_t draw) const {
    const core::KeyedRandom random(seed_, core::Stream::spectral_mixture);
    const std::uint64_t identity = core::mix(without, draw);
    const double part = random.uniform(identity, Word::share);
    const std::array parts{
        Part{others_[random.below(others_.size(), identity, Word::first)], part},
        Part{others_[random.below(others_.size(), identity, Word::second)], 1 - part}};
    return mix(parts, identity);
}

std::vector<double> MixtureDraws::with_target(std::size_t background, double fraction,
                                              std::uint64_t draw) const {
    const core::KeyedRandom random(seed_, core::Stream::spectral_mixture);
    const std::uint64_t mixture =
        core::mix(core::mix(with, background), std::bit_cast<std::uint64_t>(fraction));
    const std::uint64_t identity = core::mix(mixture, draw);
    const std::array parts{
        Part{targets_[random.below(targets_.size(), identity, Word::first)], fraction},
        Part{background, 1 - fraction}};
    return mix(parts, identity);
}

}  // namespace mineprint::spectra
