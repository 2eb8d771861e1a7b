// SPDX-License-Identifier: Apache-2.0
#include "mineprint/pipeline/spectra_plot.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

namespace mineprint::pipeline {
namespace {

struct Curve {
    std::string name;
    std::string colour;
    std::string dashes;  ///< SVG's stroke-dasharray; empty: none
    std::vector<double> x;
    std::vector<double> y;
};

/// Where a panel lies, in pixels.
struct Panel {
    double left;
    double top;
    double width;
    double height;
    std::string title;
};

struct Span {
    double least = std::numeric_limits<double>::infinity();
    double most = -std::numeric_limits<double>::infinity();

    void add(double value) {
        if (std::isfinite(value)) {
            least = std::min(least, value);
            most = std::max(most, value);
        }
    }
    [[nodiscard]] double share(double value) const {
        return most > least ? (value - least) / (most - least) : 0.5;
    }
};

std::string escaped(std::string_view text) {
    std::string safe;
    for (const char letter : text) {
        safe += letter == '<'   ? "&lt;"
                : letter == '>' ? "&gt;"
                : letter == '&' ? "&amp;"
                                : std::string(1, letter);
    }
    return safe;
}

std::string label(double x, double y, std::string_view anchor, const std::string& text) {
    return fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"{}\">{}</text>\n", x, y,
                       anchor, escaped(text));
}

/// A line for each stretch of a curve without gaps.
std::string stretches(const Panel& panel, const Curve& curve, const Span& across, const Span& up) {
    std::string svg;
    std::string points;
    const auto finish = [&] {
        if (!points.empty()) {
            svg += fmt::format(
                "<polyline fill=\"none\" stroke=\"{}\" stroke-width=\"1.5\"{} points=\"{}\"/>\n",
                curve.colour,
                curve.dashes.empty() ? "" : fmt::format(" stroke-dasharray=\"{}\"", curve.dashes),
                points);
        }
        points.clear();
    };
    for (std::size_t i = 0; i < curve.x.size(); ++i) {
        if (!std::isfinite(curve.y[i])) {
            finish();
            continue;
        }
        points += fmt::format("{}{:.1f},{:.1f}", points.empty() ? "" : " ",
                              panel.left + panel.width * across.share(curve.x[i]),
                              panel.top + panel.height * (1 - up.share(curve.y[i])));
    }
    finish();
    return svg;
}

std::string draw(const Panel& panel, const std::vector<Curve>& curves) {
    Span across;
    Span up;
    for (const Curve& curve : curves) {
        std::for_each(curve.x.begin(), curve.x.end(), [&](double x) { across.add(x); });
        std::for_each(curve.y.begin(), curve.y.end(), [&](double y) { up.add(y); });
    }
    const double bottom = panel.top + panel.height;
    std::string svg = fmt::format(
        "<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" fill=\"none\" "
        "stroke=\"#888\"/>\n",
        panel.left, panel.top, panel.width, panel.height);
    svg += label(panel.left, panel.top - 5, "start", panel.title);
    if (!std::isfinite(up.least)) {
        return svg + label(panel.left + panel.width / 2, panel.top + panel.height / 2, "middle",
                           "no data");
    }
    svg += label(panel.left - 4, panel.top + 10, "end", fmt::format("{:.2f}", up.most));
    svg += label(panel.left - 4, bottom, "end", fmt::format("{:.2f}", up.least));
    svg += label(panel.left, bottom + 14, "start", fmt::format("{:.2f} µm", across.least));
    svg += label(panel.left + panel.width, bottom + 14, "end", fmt::format("{:.2f}", across.most));
    double row = panel.top + 14;
    for (const Curve& curve : curves) {
        svg += stretches(panel, curve, across, up);
        if (!curve.name.empty()) {
            svg += fmt::format("<g fill=\"{}\">{}</g>\n", curve.colour,
                               label(panel.left + 6, row, "start", curve.name));
            row += 13;
        }
    }
    return svg;
}

/// The usable bands of a spectrum by wavelength.
Curve curve_of(const SpectraResults& results, std::string name, const std::vector<double>& values) {
    const spectra::Sensor& sensor = results.image.sensor;
    const spectra::Feature all{"", 0, std::numeric_limits<double>::infinity()};
    Curve curve{std::move(name), "", "", {}, {}};
    double last = -1;
    for (const std::size_t band : spectra::bands_within(sensor, all)) {
        const double centre = sensor.responses[band].centre_um;
        // A wide step between bands is drawn as a gap where bands are many.
        if (sensor.responses.size() > 30 && last > 0 && centre > 1.05 * last) {
            curve.x.push_back(centre);
            curve.y.push_back(std::numeric_limits<double>::quiet_NaN());
        }
        curve.x.push_back(centre);
        curve.y.push_back(values[band]);
        last = centre;
    }
    return curve;
}

/// A library spectrum as bright as `mean`, by the ratio of their sums over common bands.
std::vector<double> brought_to(const std::vector<double>& values, const std::vector<double>& mean) {
    double ours = 0;
    double theirs = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (std::isfinite(values[i]) && std::isfinite(mean[i])) {
            ours += mean[i];
            theirs += values[i];
        }
    }
    std::vector<double> scaled = values;
    for (double& value : scaled) {
        value *= theirs > 0 ? ours / theirs : 1;
    }
    return scaled;
}

// On white they stand out as letters must, by 4.5 : 1 (WCAG 2.2, 1.4.3): names are written in them.
constexpr const char* mean_colour = "#222222";
constexpr const char* purest_colour = "#8f6200";
constexpr const char* target_colour = "#d52600";
constexpr const char* other_colour = "#0072b2";

std::vector<Curve> left_curves(const SpectraResults& results, const SiteResult& site) {
    const SiteSpectrum& mean = site.spectra[0];
    std::vector<Curve> curves;
    const auto add = [&](const std::string& name, const char* colour, const char* dashes,
                         const std::vector<double>& values) {
        curves.push_back(curve_of(results, name, values));
        curves.back().colour = colour;
        curves.back().dashes = dashes;
    };
    add("mean", mean_colour, "", mean.reflectance);
    add("purest", purest_colour, "", site.spectra[1].reflectance);
    const auto add_reference = [&](int reference, const char* colour) {
        const auto& one = results.matcher.references()[static_cast<std::size_t>(reference)];
        add(one.name, colour, "4 3", brought_to(one.bands, mean.reflectance));
    };
    if (mean.match.best_target >= 0) {
        add_reference(mean.match.best_target, target_colour);
    }
    if (mean.match.best >= 0 && mean.match.best != mean.match.best_target) {
        add_reference(mean.match.best, other_colour);
    }
    return curves;
}

/// What was compared by features; nothing by angle.
std::vector<Curve> right_curves(const SpectraResults& results, const SiteResult& site) {
    const spectra::Matcher& matcher = results.matcher;
    if (matcher.method() == spectra::Method::angle) {
        return {};
    }
    std::vector<double> x;
    for (const std::size_t band : matcher.bands()) {
        x.push_back(results.image.sensor.responses[band].centre_um);
    }
    // Features may overlap: each begins where the wavelength falls back or jumps.
    std::vector<Curve> curves;
    const auto add = [&](const std::string& name, const char* colour, const char* dashes,
                         const std::vector<double>& shape) {
        curves.push_back({name, colour, dashes, {}, {}});
        for (std::size_t i = 0; i < x.size(); ++i) {
            if (i > 0 && shape[i] == 1 && shape[i - 1] == 1) {
                curves.back().x.push_back(x[i]);
                curves.back().y.push_back(std::numeric_limits<double>::quiet_NaN());
            }
            curves.back().x.push_back(x[i]);
            curves.back().y.push_back(shape[i]);
        }
    };
    const SiteSpectrum& mean = site.spectra[0];
    add("mean", mean_colour, "", matcher.shape(mean.reflectance));
    add("purest", purest_colour, "", matcher.shape(site.spectra[1].reflectance));
    if (mean.match.best_target >= 0) {
        const auto target = static_cast<std::size_t>(mean.match.best_target);
        auto fitted = matcher.shape(matcher.references()[target].bands);
        const spectra::FeatureFit& fit = mean.comparisons[target].fit;
        for (double& value : fitted) {
            value = fit.offset + fit.scale * value;
        }
        add("fitted target", target_colour, "4 3", fitted);
    }
    return curves;
}

}  // namespace

std::string spectra_plot(const SpectraResults& results, const SiteResult& site) {
    std::string svg =
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 760 300\" width=\"760\" "
        "height=\"300\" font-family=\"sans-serif\" font-size=\"11\">\n"
        "<rect width=\"760\" height=\"300\" fill=\"#ffffff\"/>\n";
    svg +=
        label(10, 16, "start",
              fmt::format("site {}: {}", site.name, spectra::verdict_name(site.judgement.verdict)));
    if (!site.spectra.empty()) {
        svg += draw({50, 45, 400, 225, "reflectance"}, left_curves(results, site));
        const auto right = right_curves(results, site);
        svg += right.empty() ? label(480, 60, "start", "the sensor shows no shape of an absorption")
                             : draw({510, 45, 235, 225, "continuum removed"}, right);
    }
    return svg + "</svg>\n";
}

}  // namespace mineprint::pipeline
