// SPDX-License-Identifier: Apache-2.0
#include "mineprint/spectra/verdict.hpp"

#include <fmt/format.h>

namespace mineprint::spectra {
namespace {

constexpr double most_background = 0.05;

/// Why the evidence does not do; empty where it does.
std::string objection(const Resolvability& sensor, const Evidence& evidence, double false_alarm) {
    const Match& match = evidence.match;
    if (match.best < 0) {
        return "nothing in the library matches its mean spectrum";
    }
    if (match.best != match.best_target) {
        return fmt::format("'{}' matches its mean spectrum better", evidence.best_name);
    }
    if (!(match.statistic > 0)) {
        return fmt::format(
            "the absorption of its mean spectrum, {:.1f} % deep, does not stand out "
            "of the noise",
            100 * match.target.depth);
    }
    if (!(match.statistic > sensor.threshold)) {
        return fmt::format(
            "the fit of its mean spectrum, {:.3f}, does not exceed {:.3f}, which "
            "other materials reach by chance",
            match.statistic, sensor.threshold);
    }
    if (sensor.method == Method::feature_fit && !(evidence.p_value <= false_alarm)) {
        return fmt::format("the fit is not significant (F-test, p = {:.3f})", evidence.p_value);
    }
    if (evidence.background_share > most_background) {
        return fmt::format("{:.1f} % of the pixels outside the sites fit as well",
                           100 * evidence.background_share);
    }
    return "";
}

}  // namespace

std::string_view verdict_name(Verdict verdict) {
    switch (verdict) {
        case Verdict::unobserved:
            return "unobserved";
        case Verdict::confirmed:
            return "confirmed";
        case Verdict::not_confirmed:
            return "not confirmed";
        case Verdict::plausible:
            return "plausible";
        case Verdict::not_plausible:
            return "not plausible";
    }
    return "";
}

Judgement judge(const Resolvability& sensor, const Evidence& evidence, double false_alarm) {
    if (evidence.num_pixels == 0) {
        return {Verdict::unobserved, "no pixel of it has a value in every band"};
    }
    const std::string against = objection(sensor, evidence, false_alarm);
    if (sensor.resolved) {
        return against.empty()
                   ? Judgement{Verdict::confirmed,
                               fmt::format("'{}' fits best: {:.3f} where {:.3f} is needed, {:.1f} "
                                           "% deep",
                                           evidence.best_name, evidence.match.statistic,
                                           sensor.threshold, 100 * evidence.match.target.depth)}
                   : Judgement{Verdict::not_confirmed, against};
    }
    return {against.empty() ? Verdict::plausible : Verdict::not_plausible,
            against.empty()
                ? fmt::format("'{}' is most alike, but {}", evidence.best_name, sensor.reason)
                : against};
}

}  // namespace mineprint::spectra
