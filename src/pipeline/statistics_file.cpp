// SPDX-License-Identifier: Apache-2.0
#include "mineprint/pipeline/statistics_file.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "mineprint/core/text.hpp"
#include "mineprint/hdf5_io/attribute.hpp"

namespace mineprint::pipeline {
namespace {

using hdf5_io::File;

/// A table's name without its unit, the unit as a suffix, and what it is.
struct Figure {
    std::string name;
    std::string suffix;  ///< `_km2`, `_percent` or nothing
    std::vector<std::string> axes;
    std::string long_name;
};

std::string units_of(const std::string& suffix) { return suffix.empty() ? "1" : suffix.substr(1); }

/// Calls `visit(variable, table)` for the three tables of an estimate.
template <class Estimates, class Visit>
void for_each_part(const Figure& figure, Estimates& table, const Visit& visit) {
    const auto part = [&](const std::string& infix, const std::string& about, auto& values) {
        visit(Variable{figure.name + infix + figure.suffix, figure.axes, about + figure.long_name,
                       units_of(figure.suffix), true},
              values);
    };
    part("", "", table.value);
    part("_se", "standard error: ", table.se);
    part("_ci95", "half width of the 95 % interval: ", table.ci95);
}

/// The same for a figure whose interval is not symmetric.
template <class Intervals, class Visit>
void for_each_end(const Figure& figure, Intervals& table, const Visit& visit) {
    const auto part = [&](const std::string& infix, const std::string& about, auto& values) {
        visit(Variable{figure.name + infix + figure.suffix, figure.axes, about + figure.long_name,
                       units_of(figure.suffix), true},
              values);
    };
    part("", "", table.value);
    part("_se", "standard error: ", table.se);
    part("_low", "lower end of the 95 % interval: ", table.low);
    part("_high", "upper end of the 95 % interval: ", table.high);
}

const std::vector<std::string>& pair_axes() {
    static const std::vector<std::string> axes{"zone", "from_epoch", "to_epoch"};
    return axes;
}

std::vector<std::string> pair_axes_and(const std::vector<std::string>& more) {
    std::vector<std::string> axes = pair_axes();
    axes.insert(axes.end(), more.begin(), more.end());
    return axes;
}

template <class Tables, class Visit>
void for_each_change_table(Tables& tables, const Visit& visit) {
    const auto by_class = pair_axes_and({"class"});
    const auto by_change = pair_axes_and({"from_class", "to_class"});
    const auto add = [&](const char* name, const std::vector<std::string>& axes,
                         const char* long_name, const char* units, auto& table) {
        visit(Variable{name, axes, long_name, units, true}, table);
    };
    add("observed_both_km2", pair_axes(), "area observed at both epochs", "km2",
        tables.observed_both_km2);
    add("excluded_km2", pair_axes(), "area not observed at one of the epochs or both", "km2",
        tables.excluded_km2);
    add("gain_km2", by_class, "area that became of the class", "km2", tables.gain_km2);
    add("loss_km2", by_class, "area that ceased to be of the class", "km2", tables.loss_km2);
    add("net_km2", by_class, "gain less loss", "km2", tables.net_km2);
    add("swap_km2", by_class, "lost in one place and gained in another", "km2", tables.swap_km2);
    add("persistence_km2", by_class, "area that stayed of the class", "km2",
        tables.persistence_km2);
    add("puyravaud_percent", pair_axes(), "Puyravaud's yearly rate of the target class", "percent",
        tables.puyravaud_percent);
    add("transition_probability", by_change, "share of a class that became another", "1",
        tables.transition_probability);
    add("yearly_transition_probability", by_change, "the same in one year", "1",
        tables.yearly_transition_probability);
    add("yearly_transition_flag", pair_axes(), "why there are no yearly probabilities", "",
        tables.yearly_transition_flag);
}

template <class Tables, class Visit>
void for_each_adjusted_table(Tables& tables, const Visit& visit) {
    for_each_part(
        {"adjusted_area", "_km2", {"zone", "epoch", "class"}, "area of a class by the reference"},
        tables.area_km2, visit);
    visit(Variable{"adjusted_area_from",
                   {"zone", "epoch"},
                   "what the areas were estimated from",
                   "",
                   true},
          tables.area_from);
    visit(Variable{"adjusted_num_samples", {"zone", "epoch"}, "samples on observed pixels", "1"},
          tables.num_samples);
    for_each_part({"adjusted_change", "_km2", pair_axes_and({"from_class", "to_class"}),
                   "area of change by the reference"},
                  tables.change_km2, visit);
    for_each_part({"adjusted_gain", "_km2", pair_axes(), "area that became of the target class"},
                  tables.gain_km2, visit);
    for_each_part(
        {"adjusted_loss", "_km2", pair_axes(), "area that ceased to be of the target class"},
        tables.loss_km2, visit);
    for_each_part({"adjusted_net", "_km2", pair_axes(), "gain less loss of the target class"},
                  tables.net_km2, visit);
    for_each_end({"adjusted_growth", "_percent", pair_axes(), "growth by the reference"},
                 tables.growth_percent, visit);
    for_each_end({"adjusted_annual_growth", "_percent", pair_axes(),
                  "compound growth per year by the reference"},
                 tables.annual_growth_percent, visit);
    for_each_end(
        {"adjusted_puyravaud", "_percent", pair_axes(), "Puyravaud's yearly rate by the reference"},
        tables.puyravaud_percent, visit);
    visit(Variable{"adjusted_growth_from", pair_axes(), "what the growth was estimated from", "",
                   true},
          tables.growth_from);
    visit(Variable{"adjusted_growth_of_areas_percent", pair_axes(),
                   "growth of the adjusted areas of the epochs", "percent", true},
          tables.growth_of_areas_percent);
    visit(Variable{"adjusted_num_both", pair_axes(), "samples with labels of both epochs", "1"},
          tables.num_both);
}

/// `prefix` of the names: empty for the samples as they are.
template <class Measures, class Visit>
void for_each_measure(const std::string& prefix, const std::string& of, Measures& tables,
                      const Visit& visit) {
    const std::vector<std::string> by_class{"epoch", "class"};
    const auto name = [&](const char* measure) { return prefix + measure; };
    for_each_part({name("overall_accuracy"), "", {"epoch"}, "overall accuracy" + of},
                  tables.overall, visit);
    for_each_part(
        {name("balanced_accuracy"), "", {"epoch"}, "mean of the producer's accuracies" + of},
        tables.balanced, visit);
    for_each_part({name("users_accuracy"), "", by_class, "user's accuracy" + of}, tables.users,
                  visit);
    for_each_part({name("producers_accuracy"), "", by_class, "producer's accuracy" + of},
                  tables.producers, visit);
    for_each_part({name("f1"), "", by_class, "F1" + of}, tables.f1, visit);
    const auto single = [&](const char* measure, const std::string& long_name, auto& table) {
        visit(Variable{name(measure), {"epoch"}, long_name + of, "1", true}, table);
    };
    single("mcc", "Matthews' correlation coefficient", tables.mcc);
    single("quantity_disagreement", "quantity disagreement", tables.quantity);
    single("allocation_disagreement", "allocation disagreement", tables.allocation);
    single("exchange_disagreement", "allocation disagreement by exchange", tables.exchange);
    single("shift_disagreement", "allocation disagreement by shift", tables.shift);
    single("kappa", "Cohen's kappa", tables.kappa);
}

template <class Curves, class Visit>
void for_each_curve_figure(Curves& curves, const Visit& visit) {
    const auto add = [&](const char* name, const char* long_name, auto& table) {
        visit(Variable{name, {"epoch"}, long_name, "1", true}, table);
    };
    add("roc_auc", "area under the receiver operating characteristic", curves.roc_auc);
    add("roc_auc_se", "its standard error, of independent samples", curves.roc_auc_se);
    add("average_precision", "area under the precision-recall curve", curves.average_precision);
    add("best_threshold_f1", "probability with the best F1", curves.threshold_f1);
    add("best_threshold_f0.5", "probability with the best F0.5", curves.threshold_f_half);
    add("best_threshold_youden", "probability with the best J of Youden", curves.threshold_youden);
    add("map_threshold", "probability from which on the maps show the target",
        curves.map_threshold);
}

template <class Estimates, class Visit>
void for_each_accuracy_table(Estimates& estimates, const Visit& visit) {
    visit(Variable{"num_clusters", {"epoch"}, "polygons or points among the samples", "1"},
          estimates.num_clusters);
    visit(Variable{"num_short_strata", {"epoch"}, "strata with fewer than two samples", "1"},
          estimates.num_short);
    for_each_measure("", " of the samples", estimates.counts, visit);
    for_each_measure("weighted_", " of the map's area", estimates.weighted, visit);
    visit(Variable{"weighted_confusion_matrix",
                   {"epoch", "map_class", "reference_class"},
                   "share of the area by mapped class and reference class",
                   "1",
                   true},
          estimates.weighted_matrix);
    for_each_curve_figure(estimates.curves, visit);
}

template <class Curves, class Visit>
void for_each_point_list(Curves& curves, const Visit& visit) {
    const std::vector<std::string> axes{"curve_point"};
    visit(Variable{"curve_threshold", axes, "probability from which on it is the target", "1"},
          curves.point_threshold);
    visit(Variable{"curve_precision", axes, "share of what is found that is right", "1", true},
          curves.point_precision);
    visit(Variable{"curve_recall", axes, "share of the target that is found", "1", true},
          curves.point_recall);
    visit(Variable{"curve_false_positive_rate", axes, "share of all else that is taken for it", "1",
                   true},
          curves.point_false_positive_rate);
}

/// Writes a table unless the group has it already, from the plain error matrix.
auto writer(File& file, const std::string& group) {
    return [&file, group]<class T, std::size_t Rank>(const Variable& variable,
                                                     const Table<T, Rank>& table) {
        if (!file.contains(group + '/' + variable.name)) {
            write_variable<T>(file, group, variable, {table.shape().begin(), table.shape().end()},
                              table.values());
        }
    };
}

/// Whether files of earlier versions are without a dataset.
bool was_added(const std::string& name) {
    return name == "num_short_strata" || name == "adjusted_growth_of_areas_percent";
}

auto reader(const File& file, const std::string& group) {
    return
        [&file, group]<class T, std::size_t Rank>(const Variable& variable, Table<T, Rank>& table) {
            if (was_added(variable.name) && !file.contains(group + '/' + variable.name)) {
                return;
            }
            table = Table<T, Rank>(table.shape(),
                                   hdf5_io::read<T>(file, group + '/' + variable.name,
                                                    {table.shape().begin(), table.shape().end()}));
        };
}

void write_meanings(File& file, const std::string& dataset, std::uint8_t number,
                    const std::string& meanings) {
    std::vector<std::uint8_t> values;
    for (std::uint8_t value = 0; value < number; ++value) {
        values.push_back(value);
    }
    hdf5_io::write_attribute<std::uint8_t>(file, dataset, "flag_values", values);
    hdf5_io::write_attribute(file, dataset, "flag_meanings", meanings);
}

}  // namespace

void write_change_tables(File& file, const std::string& group, const ChangeTables& tables) {
    for_each_change_table(tables, writer(file, group));
    write_meanings(file, group + "/yearly_transition_flag", 3,
                   "defined not_embeddable no_time_between");
}

void read_change_tables(const File& file, const std::string& group, ChangeTables& tables) {
    for_each_change_table(tables, reader(file, group));
}

void write_adjusted_tables(File& file, const std::string& group, const AdjustedTables& tables) {
    for_each_adjusted_table(tables, writer(file, group));
    write_meanings(file, group + "/adjusted_area_from", 3,
                   "own_samples pooled_samples not_estimated");
    write_meanings(file, group + "/adjusted_growth_from", 4,
                   "own_labels pooled_labels separate_samples not_estimated");
}

void read_adjusted_tables(const File& file, const std::string& group, AdjustedTables& tables) {
    for_each_adjusted_table(tables, reader(file, group));
}

void write_accuracy_estimates(File& file, const std::string& group,
                              const AccuracyEstimates& estimates) {
    hdf5_io::write_attribute(file, group, "sample", estimates.sample);
    if (!estimates.notes.empty()) {
        hdf5_io::write_attribute(file, group, "notes",
                                 fmt::format("{}", fmt::join(estimates.notes, "\n")));
    }
    for_each_accuracy_table(estimates, writer(file, group));
    const CurveTables& curves = estimates.curves;
    const std::size_t length = curves.point_epoch.size();
    write_number_axis(file, group, "curve_point", length);
    write_variable<std::int64_t>(
        file, group, {"curve_epoch", {"curve_point"}, "index of the epoch, from 0", "1"}, {length},
        curves.point_epoch);
    for_each_point_list(curves, [&](const Variable& variable, const std::vector<double>& values) {
        write_variable<double>(file, group, variable, {length}, values);
    });
}

std::optional<AccuracyEstimates> read_accuracy_estimates(const File& file, const std::string& group,
                                                         const LayerAxes& axes) {
    if (!file.contains(group + "/num_clusters")) {
        return std::nullopt;
    }
    AccuracyEstimates estimates(axes.epochs.size(), axes.classes.size());
    estimates.sample = hdf5_io::read_text_attribute(file, group, "sample");
    if (hdf5_io::has_attribute(file, group, "notes")) {
        estimates.notes =
            core::split_text(hdf5_io::read_text_attribute(file, group, "notes"), '\n');
    }
    for_each_accuracy_table(estimates, reader(file, group));
    CurveTables& curves = estimates.curves;
    curves.point_epoch = hdf5_io::read<std::int64_t>(file, group + "/curve_epoch").values;
    for_each_point_list(curves, [&](const Variable& variable, std::vector<double>& values) {
        values =
            hdf5_io::read<double>(file, group + '/' + variable.name, {curves.point_epoch.size()});
    });
    return estimates;
}

}  // namespace mineprint::pipeline
