// SPDX-License-Identifier: Apache-2.0
#include "mineprint/pipeline/row_tables.hpp"

#include <cmath>
#include <string_view>

#include <fmt/format.h>

#include "mineprint/pipeline/aligned_table.hpp"
#include "mineprint/pipeline/csv_text.hpp"
#include "mineprint/pipeline/number_text.hpp"
#include "mineprint/pipeline/result_layer_file.hpp"

namespace mineprint::pipeline {
namespace {

using hdf5_io::File;

/// Calls `visit(variable, get)`, where `get(row)` is the row's member, for every text, then for
/// every number, of a kind of row.
template <class Visit>
void for_each_alert_text(const Visit& visit) {
    visit(
        Variable{"layer", {"row"}, "zone layer", ""}, [](auto& r) -> auto& { return r.layer; });
    visit(
        Variable{"zone", {"row"}, "zone by its code", ""}, [](auto& r) -> auto& { return r.zone; });
    visit(
        Variable{"from_epoch", {"row"}, "first epoch", ""},
        [](auto& r) -> auto& { return r.from_epoch; });
    visit(
        Variable{"to_epoch", {"row"}, "second epoch", ""},
        [](auto& r) -> auto& { return r.to_epoch; });
}

template <class Visit>
void for_each_alert_count(const Visit& visit) {
    visit(
        Variable{"hit_pixels", {"row"}, "new target with an alert", "1"},
        [](auto& r) -> auto& { return r.hit_pixels; });
    visit(
        Variable{"miss_pixels", {"row"}, "new target without an alert", "1"},
        [](auto& r) -> auto& { return r.miss_pixels; });
    visit(
        Variable{"false_pixels", {"row"}, "alert without new target", "1"},
        [](auto& r) -> auto& { return r.false_pixels; });
}

template <class Visit>
void for_each_alert_number(const Visit& visit) {
    visit(
        Variable{"hit_km2", {"row"}, "new target with an alert", "km2"},
        [](auto& r) -> auto& { return r.hit_km2; });
    visit(
        Variable{"miss_km2", {"row"}, "new target without an alert", "km2"},
        [](auto& r) -> auto& { return r.miss_km2; });
    visit(
        Variable{"false_km2", {"row"}, "alert without new target", "km2"},
        [](auto& r) -> auto& { return r.false_km2; });
    visit(
        Variable{"hit_rate", {"row"}, "share of the new target's area with an alert", "1", true},
        [](auto& r) -> auto& { return r.hit_rate; });
    visit(
        Variable{"precision", {"row"}, "share of the alerts' area that is new target", "1", true},
        [](auto& r) -> auto& { return r.precision; });
    visit(
        Variable{"mean_lead_days",
                 {"row"},
                 "days from alert to the second epoch's middle day",
                 "days",
                 true},
        [](auto& r) -> auto& { return r.mean_lead_days; });
    visit(
        Variable{"median_lead_days", {"row"}, "the same, the median", "days", true},
        [](auto& r) -> auto& { return r.median_lead_days; });
}

template <class Visit>
void for_each_impact_text(const Visit& visit) {
    visit(
        Variable{"layer", {"row"}, "zone layer", ""}, [](auto& r) -> auto& { return r.layer; });
    visit(
        Variable{"zone", {"row"}, "zone by its code", ""}, [](auto& r) -> auto& { return r.zone; });
    visit(
        Variable{"from_epoch", {"row"}, "first epoch of a gain; empty for an area", ""},
        [](auto& r) -> auto& { return r.from_epoch; });
    visit(
        Variable{"to_epoch", {"row"}, "epoch of the area, or second epoch of a gain", ""},
        [](auto& r) -> auto& { return r.to_epoch; });
    visit(
        Variable{"factor", {"row"}, "what the area stands for", ""},
        [](auto& r) -> auto& { return r.factor; });
    visit(
        Variable{"unit", {"row"}, "unit of the figures", ""},
        [](auto& r) -> auto& { return r.unit; });
    visit(
        Variable{"source", {"row"}, "where the factor comes from", ""},
        [](auto& r) -> auto& { return r.source; });
}

template <class Visit>
void for_each_impact_number(const Visit& visit) {
    const auto add = [&](const char* name, const char* long_name, const char* units, auto get) {
        visit(Variable{name, {"row"}, long_name, units, true}, get);
    };
    add(
        "area_km2", "area of the target class", "km2", [](auto& r) -> auto& { return r.area_km2; });
    add(
        "area_se_km2", "its standard error; 0: the map's area, taken as known", "km2",
        [](auto& r) -> auto& { return r.area_se_km2; });
    add(
        "low", "area times the lowest factor", "", [](auto& r) -> auto& { return r.range.low; });
    add(
        "mode", "area times the likeliest factor", "",
        [](auto& r) -> auto& { return r.range.mode; });
    add(
        "high", "area times the highest factor", "", [](auto& r) -> auto& { return r.range.high; });
    add(
        "p05", "5 % quantile of area times factor", "",
        [](auto& r) -> auto& { return r.range.p05; });
    add(
        "median", "median of area times factor", "",
        [](auto& r) -> auto& { return r.range.median; });
    add(
        "p95", "95 % quantile of area times factor", "",
        [](auto& r) -> auto& { return r.range.p95; });
    add(
        "mean", "mean of area times factor", "", [](auto& r) -> auto& { return r.range.mean; });
}

/// Writers and readers of one column of rows.
template <class Row>
class Columns {
  public:
    Columns(File& file, std::string group, const std::vector<Row>& rows)
        : file_(file), group_(std::move(group)), rows_(rows) {
        write_number_axis(file_, group_, "row", rows_.size());
    }
    [[nodiscard]] auto texts() {
        return [this](const Variable& variable, const auto& get) {
            std::vector<std::string> values;
            for (const Row& row : rows_) {
                values.push_back(get(row));
            }
            write_text_variable(file_, group_, variable, values);
        };
    }
    template <class T>
    [[nodiscard]] auto numbers() {
        return [this](const Variable& variable, const auto& get) {
            std::vector<T> values;
            for (const Row& row : rows_) {
                values.push_back(get(row));
            }
            write_variable<T>(file_, group_, variable, {rows_.size()}, values);
        };
    }

  private:
    File& file_;
    std::string group_;
    const std::vector<Row>& rows_;
};

template <class Row>
auto text_reader(const File& file, const std::string& group, std::vector<Row>& rows) {
    return [&file, &rows, group](const Variable& variable, const auto& get) {
        const auto values = hdf5_io::read_texts(file, group + '/' + variable.name, rows.size());
        for (std::size_t i = 0; i < rows.size(); ++i) {
            get(rows[i]) = values[i];
        }
    };
}

template <class T, class Row>
auto number_reader(const File& file, const std::string& group, std::vector<Row>& rows) {
    return [&file, &rows, group](const Variable& variable, const auto& get) {
        const auto values = hdf5_io::read<T>(file, group + '/' + variable.name, {rows.size()});
        for (std::size_t i = 0; i < rows.size(); ++i) {
            get(rows[i]) = values[i];
        }
    };
}

template <class Row>
std::vector<Row> empty_rows(const File& file, const std::string& group) {
    return std::vector<Row>(hdf5_io::read<std::int64_t>(file, group + "/row").values.size());
}

std::string percent(double share) {
    return std::isnan(share) ? "-" : fmt::format("{:.1f} %", 100 * share);
}

std::string days(double value) {
    return std::isnan(value) ? "-" : fmt::format("{:.0f} days", value);
}

std::string alerts_text(const RegionTables& region) {
    AlignedTable table;
    table.add_row({"zone", "from", "to", "hit km²", "missed km²", "false km²", "hit rate",
                   "precision", "median lead"});
    for (const AlertRow& row : region.alerts) {
        table.add_row({row.layer + "/" + row.zone, row.from_epoch, row.to_epoch,
                       fmt::format("{:.3f}", row.hit_km2), fmt::format("{:.3f}", row.miss_km2),
                       fmt::format("{:.3f}", row.false_km2), percent(row.hit_rate),
                       percent(row.precision), days(row.median_lead_days)});
    }
    return "new area of " + region.classes[region.target_index] + " against alerts\n" +
           table.text();
}

std::string impact_text(const RegionTables& region) {
    AlignedTable table;
    table.add_row({"impact of the region", "epochs", "from", "likely", "to", "unit"});
    for (const ImpactRow& row : region.impact) {
        if (row.layer != region.layers.front().name) {
            continue;
        }
        const std::string epochs =
            row.from_epoch.empty() ? row.to_epoch : row.from_epoch + "-" + row.to_epoch;
        table.add_row({row.factor, epochs, three_digits(row.range.low),
                       three_digits(row.range.mode), three_digits(row.range.high), row.unit});
    }
    return table.text() + "Factors and their sources: impact.csv.\n";
}

}  // namespace

void write_alerts(File& file, const std::string& group, const std::vector<AlertRow>& rows) {
    Columns columns(file, group, rows);
    for_each_alert_text(columns.texts());
    for_each_alert_count(columns.template numbers<std::int64_t>());
    for_each_alert_number(columns.template numbers<double>());
}

std::vector<AlertRow> read_alerts(const File& file, const std::string& group) {
    auto rows = empty_rows<AlertRow>(file, group);
    for_each_alert_text(text_reader(file, group, rows));
    for_each_alert_count(number_reader<std::int64_t>(file, group, rows));
    for_each_alert_number(number_reader<double>(file, group, rows));
    return rows;
}

void write_impact(File& file, const std::string& group, const std::vector<ImpactRow>& rows) {
    Columns columns(file, group, rows);
    for_each_impact_text(columns.texts());
    for_each_impact_number(columns.template numbers<double>());
}

std::vector<ImpactRow> read_impact(const File& file, const std::string& group) {
    auto rows = empty_rows<ImpactRow>(file, group);
    for_each_impact_text(text_reader(file, group, rows));
    for_each_impact_number(number_reader<double>(file, group, rows));
    for (ImpactRow& row : rows) {
        row.adjusted = row.area_se_km2 > 0;
    }
    return rows;
}

std::string alerts_csv(const ResultTables& tables) {
    CsvText csv;
    csv.add_row("region", "layer", "zone", "from_epoch", "to_epoch", "hit_pixels", "miss_pixels",
                "false_pixels", "hit_km2", "miss_km2", "false_km2", "hit_rate", "precision",
                "mean_lead_days", "median_lead_days");
    for (const RegionTables& region : tables.regions) {
        for (const AlertRow& row : region.alerts) {
            csv.add_row(region.name, row.layer, row.zone, row.from_epoch, row.to_epoch,
                        row.hit_pixels, row.miss_pixels, row.false_pixels, row.hit_km2,
                        row.miss_km2, row.false_km2, row.hit_rate, row.precision,
                        row.mean_lead_days, row.median_lead_days);
        }
    }
    return csv.text();
}

std::string impact_csv(const ResultTables& tables) {
    CsvText csv;
    csv.add_row("region", "layer", "zone", "factor", "unit", "from_epoch", "to_epoch", "area_km2",
                "area_se_km2", "area_of", "low", "mode", "high", "p05", "median", "p95", "mean",
                "source");
    for (const RegionTables& region : tables.regions) {
        for (const ImpactRow& row : region.impact) {
            csv.add_row(region.name, row.layer, row.zone, row.factor, row.unit, row.from_epoch,
                        row.to_epoch, row.area_km2, row.area_se_km2,
                        std::string_view(row.adjusted ? "sample" : "map"), row.range.low,
                        row.range.mode, row.range.high, row.range.p05, row.range.median,
                        row.range.p95, row.range.mean, row.source);
        }
    }
    return csv.text();
}

std::string rows_text(const RegionTables& region) {
    std::string text;
    if (!region.alerts.empty()) {
        text += '\n' + alerts_text(region);
    }
    if (!region.impact.empty()) {
        text += '\n' + impact_text(region);
    }
    return text;
}

}  // namespace mineprint::pipeline
