// SPDX-License-Identifier: Apache-2.0
#include "mineprint/pipeline/region_assessment.hpp"

#include <algorithm>
#include <cmath>

#include "mineprint/accuracy/assessment.hpp"
#include "mineprint/accuracy/detection_curve.hpp"
#include "mineprint/change/growth.hpp"
#include "mineprint/change/sample_change.hpp"
#include "mineprint/pipeline/assessment_notes.hpp"

namespace mineprint::pipeline {
namespace {

std::vector<double> areas_of(const LayerTables& layer, std::size_t zone, std::size_t epoch) {
    std::vector<double> areas;
    for (std::size_t c = 0; c < layer.area_km2.shape()[2]; ++c) {
        areas.push_back(layer.area_km2(zone, epoch, c));
    }
    return areas;
}

std::vector<double> changes_of(const LayerTables& layer, std::size_t zone, std::size_t from,
                               std::size_t to) {
    std::vector<double> areas;
    const std::size_t classes = layer.change_km2.shape()[3];
    for (std::size_t a = 0; a < classes; ++a) {
        for (std::size_t b = 0; b < classes; ++b) {
            areas.push_back(layer.change_km2(zone, from, to, a, b));
        }
    }
    return areas;
}

/// The layer of the whole region comes first.
const LayerTables& whole_of(const RegionTables& tables) { return tables.layers.front(); }

std::vector<bool> all_of(const SampleUnits& units) {
    return std::vector<bool>(units.cells.size(), true);
}

std::vector<bool> in_zone(const SampleUnits& units, const CheckedSamples& samples,
                          std::size_t layer, std::size_t zone) {
    std::vector<bool> use;
    for (const std::size_t row : units.rows) {
        use.push_back(samples.zone(row, layer) == static_cast<std::int32_t>(zone));
    }
    return use;
}

void set_measures(MeasureTables& tables, std::size_t epoch, const accuracy::Assessment& found) {
    tables.overall.set(found.overall, epoch);
    tables.balanced.set(found.balanced, epoch);
    for (std::size_t c = 0; c < found.users.size(); ++c) {
        tables.users.set(found.users[c], epoch, c);
        tables.producers.set(found.producers[c], epoch, c);
        tables.f1.set(found.f1[c], epoch, c);
    }
    tables.mcc(epoch) = found.agreement.mcc;
    tables.quantity(epoch) = found.agreement.quantity;
    tables.allocation(epoch) = found.agreement.allocation;
    tables.exchange(epoch) = found.agreement.exchange;
    tables.shift(epoch) = found.agreement.shift;
    tables.kappa(epoch) = found.agreement.kappa;
}

/// The samples as they are: one stratum of size 1.
accuracy::Assessment of_counts(const SampleUnits& units) {
    auto cells = units.cells;
    for (accuracy::SampleCell& cell : cells) {
        cell.stratum = 0;
    }
    return accuracy::assess({{{1}}, std::move(cells)}, units.num_classes);
}

double as_share(std::uint16_t probability) {
    constexpr double scale = 1e-4;
    return probability * scale;
}

void set_curve(CurveTables& tables, const CheckedSamples& samples, std::size_t epoch,
               std::size_t target) {
    std::vector<std::uint16_t> probability;
    std::vector<std::uint8_t> is_target;
    for (const CheckedSample& sample : samples.rows) {
        if (sample.epoch == epoch && sample.probability != no_probability) {
            probability.push_back(sample.probability);
            is_target.push_back(sample.reference_class == target ? 1 : 0);
        }
    }
    const accuracy::DetectionCurve curve = accuracy::detection_curve(probability, is_target);
    tables.roc_auc(epoch) = curve.roc_auc();
    tables.roc_auc_se(epoch) = curve.roc_auc_se();
    tables.average_precision(epoch) = curve.average_precision();
    for (const accuracy::CurvePoint& point : curve.points) {
        tables.point_epoch.push_back(static_cast<std::int64_t>(epoch));
        tables.point_threshold.push_back(as_share(point.threshold));
        tables.point_precision.push_back(curve.precision(point));
        tables.point_recall.push_back(curve.recall(point));
        tables.point_false_positive_rate.push_back(curve.false_positive_rate(point));
    }
    if (curve.num_target == 0 || curve.num_other == 0) {
        return;
    }
    using accuracy::ThresholdRule;
    const auto best = [&](ThresholdRule rule) {
        return as_share(accuracy::best_point(curve, rule).threshold);
    };
    tables.threshold_f1(epoch) = best(ThresholdRule::f1);
    tables.threshold_f_half(epoch) = best(ThresholdRule::f_half);
    tables.threshold_youden(epoch) = best(ThresholdRule::youden);
}

void add_note(AccuracyEstimates& estimates, std::string note) {
    if (!note.empty()) {
        estimates.notes.push_back(std::move(note));
    }
}

void set_accuracy(const RegionTables& tables, const SampleUnits& units, std::size_t epoch,
                  const UnitRules& rules, AccuracyEstimates& estimates) {
    if (units.cells.size() < 2) {
        return;
    }
    set_measures(estimates.counts, epoch, of_counts(units));
    const PartSample part =
        sample_of_part(units, areas_of(whole_of(tables), 0, epoch), all_of(units));
    const std::string& when = tables.epochs[epoch].name;
    const auto names = stratum_names(units, rules, tables.classes);
    estimates.num_short(epoch) = static_cast<std::int64_t>(part.lacking.size());
    add_note(estimates, lacking_note(when, part, names));
    if (!part.sample) {
        return;
    }
    add_note(estimates, unanimous_note(when, tables.classes[tables.target_index],
                                       accuracy::unanimous_about(*part.sample, tables.target_index,
                                                                 units.num_classes),
                                       names));
    const accuracy::Assessment weighted = accuracy::assess(*part.sample, units.num_classes);
    set_measures(estimates.weighted, epoch, weighted);
    for (std::size_t i = 0; i < units.num_classes; ++i) {
        for (std::size_t j = 0; j < units.num_classes; ++j) {
            estimates.weighted_matrix(epoch, i, j) = weighted.cells[i * units.num_classes + j];
        }
    }
    estimates.num_clusters(epoch) = part.sample->num_clusters();
}

/// What the areas of a zone are estimated from.
struct ZoneBasis {
    std::vector<bool> use;
    bool pooled = false;
};

/// The zone's own samples where there are enough of them (always, for the whole region).
ZoneBasis basis_of(const SampleUnits& units, const AssessmentInput& input, std::size_t layer,
                   std::size_t zone, std::span<const double> mapped_km2, std::int64_t least) {
    ZoneBasis basis{in_zone(units, input.samples, layer, zone), false};
    if (layer > 0 && !has_enough(units, mapped_km2, basis.use, least)) {
        basis = {all_of(units), true};
    }
    return basis;
}

void set_areas(LayerTables& layer, std::size_t layer_index, const SampleUnits& units,
               std::size_t epoch, const AssessmentInput& input) {
    AdjustedTables& adjusted = *layer.adjusted;
    for (std::size_t zone = 0; zone < layer.zones.size(); ++zone) {
        for (const bool inside : in_zone(units, input.samples, layer_index, zone)) {
            adjusted.num_samples(zone, epoch) += inside ? 1 : 0;
        }
        const auto mapped = areas_of(layer, zone, epoch);
        const ZoneBasis basis =
            basis_of(units, input, layer_index, zone, mapped, input.zone_samples);
        const PartSample part = sample_of_part(units, mapped, basis.use);
        if (!part.sample) {
            continue;
        }
        std::vector<accuracy::Estimate> areas;
        if (basis.pooled && !units.by_map_class) {
            areas = accuracy::pooled_areas(*part.sample, mapped);
        } else {
            for (const auto& share : accuracy::area_shares(*part.sample, units.num_classes)) {
                areas.push_back(share.times(part.sample->population()));
            }
        }
        for (std::size_t c = 0; c < areas.size(); ++c) {
            adjusted.area_km2.set(areas[c], zone, epoch, c);
        }
        const bool known = !std::isnan(areas.front().value);
        const AdjustedFrom from = !known         ? AdjustedFrom::not_estimated
                                  : basis.pooled ? AdjustedFrom::pooled_samples
                                                 : AdjustedFrom::own_samples;
        adjusted.area_from(zone, epoch) = static_cast<std::uint8_t>(from);
    }
}

/// One zone and pair of epochs, and the years between them.
struct Pair {
    std::size_t zone;
    std::size_t from;
    std::size_t to;
    double years;
};

void set_growth(AdjustedTables& adjusted, const Pair& pair, const change::GrowthInterval& growth,
                GrowthFrom from) {
    adjusted.growth_percent.set(growth.growth, pair.zone, pair.from, pair.to);
    adjusted.annual_growth_percent.set(growth.compound, pair.zone, pair.from, pair.to);
    adjusted.puyravaud_percent.set(growth.puyravaud, pair.zone, pair.from, pair.to);
    adjusted.growth_from(pair.zone, pair.from, pair.to) = static_cast<std::uint8_t>(from);
}

/// Growth from the adjusted areas of two epochs, as if their samples had nothing in common.
void set_separate_growth(AdjustedTables& adjusted, const Pair& pair, std::size_t target) {
    const accuracy::Estimate before = adjusted.area_km2.at(pair.zone, pair.from, target);
    const accuracy::Estimate after = adjusted.area_km2.at(pair.zone, pair.to, target);
    if (std::isnan(before.se) || std::isnan(after.se)) {
        adjusted.growth_from(pair.zone, pair.from, pair.to) =
            static_cast<std::uint8_t>(GrowthFrom::not_estimated);
        return;
    }
    set_growth(adjusted, pair,
               change::growth_interval(change::AreaPair{before.value, after.value, before.se,
                                                        after.se, 0, before.ci95, after.ci95},
                                       pair.years),
               GrowthFrom::separate_samples);
}

/// Change and growth from units with labels of both epochs.
void set_change(AdjustedTables& adjusted, const Pair& pair, const accuracy::DesignSample& sample,
                std::size_t target, bool pooled) {
    const std::size_t classes = adjusted.area_km2.value.shape()[2];
    const auto found = change::sample_change(sample, classes, target, pair.years);
    const double area_km2 = sample.population();
    const auto& [zone, from, to, years] = pair;
    for (std::size_t a = 0; a < classes; ++a) {
        for (std::size_t b = 0; b < classes; ++b) {
            adjusted.change_km2.set(
                found.share[change::change_class(a, b, classes)].times(area_km2), zone, from, to, a,
                b);
        }
    }
    adjusted.gain_km2.set(found.gain.times(area_km2), zone, from, to);
    adjusted.loss_km2.set(found.loss.times(area_km2), zone, from, to);
    adjusted.net_km2.set(found.net.times(area_km2), zone, from, to);
    set_growth(adjusted, pair, found.growth,
               pooled ? GrowthFrom::pooled_labels : GrowthFrom::own_labels);
}

/// Returns the sample that tells the change, or why there is none.
PartSample set_pair(LayerTables& layer, std::size_t layer_index, const SampleUnits& units,
                    const Pair& pair, std::size_t target, const AssessmentInput& input) {
    // A change class needs fewer units than a class: most have little area.
    const std::int64_t least = std::max<std::int64_t>(2, input.zone_samples / 4);
    AdjustedTables& adjusted = *layer.adjusted;
    const auto mapped = changes_of(layer, pair.zone, pair.from, pair.to);
    std::int64_t number = 0;
    for (const bool inside : in_zone(units, input.samples, layer_index, pair.zone)) {
        number += inside ? 1 : 0;
    }
    adjusted.num_both(pair.zone, pair.from, pair.to) = number;
    const ZoneBasis basis = basis_of(units, input, layer_index, pair.zone, mapped, least);
    const bool usable = input.labels_by_epoch && (!basis.pooled || units.by_map_class);
    PartSample part = usable ? sample_of_part(units, mapped, basis.use) : PartSample{};
    if (part.sample) {
        set_change(adjusted, pair, *part.sample, target, basis.pooled);
    } else {
        set_separate_growth(adjusted, pair, target);
    }
    adjusted.growth_of_areas_percent(pair.zone, pair.from, pair.to) =
        change::growth(adjusted.area_km2.value(pair.zone, pair.from, target),
                       adjusted.area_km2.value(pair.zone, pair.to, target), pair.years)
            .percent;
    return part;
}

/// All zones and layers of one pair of epochs; a note on what the whole region lacks. Whether it
/// lacks anything.
bool set_pairs(RegionTables& tables, const SampleUnits& units, std::size_t from, std::size_t to,
               const AssessmentInput& input, AccuracyEstimates& estimates) {
    const double years = years_between(tables.epochs[from], tables.epochs[to]);
    bool lacks = false;
    for (std::size_t layer = 0; layer < tables.layers.size(); ++layer) {
        for (std::size_t zone = 0; zone < tables.layers[layer].zones.size(); ++zone) {
            const PartSample part = set_pair(tables.layers[layer], layer, units,
                                             {zone, from, to, years}, tables.target_index, input);
            if (layer == 0) {
                lacks = !part.lacking.empty();
                add_note(estimates,
                         lacking_note(tables.epochs[from].name + " to " + tables.epochs[to].name,
                                      part, stratum_names(units, input.rules, tables.classes)));
            }
        }
    }
    return lacks;
}

}  // namespace

std::string sample_text(SampleDesign design, const std::string& what) {
    switch (design) {
        case SampleDesign::unstated:
            return what + ", drawn nobody said how";
        case SampleDesign::random:
            return what + ", drawn at random";
        case SampleDesign::systematic:
            return what + ", drawn on a lattice";
        case SampleDesign::stratified:
            break;
    }
    return what + ", by strata of the map's classes";
}

void assess_region(RegionTables& tables, const AssessmentInput& input) {
    const std::size_t num_epochs = tables.epochs.size();
    const std::size_t num_classes = tables.classes.size();
    AccuracyEstimates estimates(num_epochs, num_classes);
    estimates.sample = input.what;
    for (LayerTables& layer : tables.layers) {
        layer.adjusted.emplace(layer.zones.size(), num_epochs, num_classes);
    }
    for (std::size_t epoch = 0; epoch < num_epochs; ++epoch) {
        const SampleUnits units =
            units_of_epoch(input.samples, epoch, areas_of(whole_of(tables), 0, epoch), input.rules);
        set_accuracy(tables, units, epoch, input.rules, estimates);
        set_curve(estimates.curves, input.samples, epoch, tables.target_index);
        for (std::size_t layer = 0; layer < tables.layers.size(); ++layer) {
            set_areas(tables.layers[layer], layer, units, epoch, input);
        }
    }
    bool lacks = std::ranges::any_of(estimates.num_short.values(),
                                     [](std::int64_t number) { return number > 0; });
    for (std::size_t from = 0; from < num_epochs; ++from) {
        for (std::size_t to = from + 1; to < num_epochs; ++to) {
            const SampleUnits units = units_of_pair(
                input.samples, from, to, changes_of(whole_of(tables), 0, from, to), input.rules);
            lacks = set_pairs(tables, units, from, to, input, estimates) || lacks;
        }
    }
    add_note(estimates, growth_note(tables));
    if (lacks) {
        add_note(estimates, cure_note());
    }
    tables.estimates = std::move(estimates);
}

}  // namespace mineprint::pipeline
