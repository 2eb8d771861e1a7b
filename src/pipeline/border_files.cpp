// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include <fmt/format.h>

#include "mineprint/hdf5_io/attribute.hpp"
#include "mineprint/hdf5_io/dataset.hpp"
#include "mineprint/pipeline/aligned_table.hpp"
#include "mineprint/pipeline/border_pairs.hpp"
#include "mineprint/pipeline/csv_text.hpp"
#include "mineprint/pipeline/number_text.hpp"
#include "mineprint/pipeline/result_layer_file.hpp"

namespace mineprint::pipeline {
namespace {

using hdf5_io::File;

/// Calls `visit(variable, member)` for the numbers with one value a band and side.
template <class Visit>
void for_each_band_number(const Visit& visit) {
    const auto number = [&](const char* name, const char* long_name, const char* units,
                            std::array<double, 2> BorderBand::*member) {
        visit(Variable{name, {"band", "side"}, long_name, units, true}, member);
    };
    number("first_km2", "area of the target class at the first epoch, of what both ends observe",
           "km2", &BorderBand::first_km2);
    number("last_km2", "area of the target class at the last epoch, of what both ends observe",
           "km2", &BorderBand::last_km2);
    number("growth_percent", "growth from the first to the last epoch", "percent",
           &BorderBand::growth_percent);
}

/// Calls `visit(variable, member)` for the numbers with one value a side.
template <class Visit>
void for_each_side_number(const Visit& visit) {
    const auto number = [&](const char* name, const char* long_name, const char* units,
                            std::array<double, 2> BorderTables::*member) {
        visit(Variable{name, {"side"}, long_name, units, true}, member);
    };
    number("mean_gain_km2", "mean net gain of a site that lies mostly on this side", "km2",
           &BorderTables::mean_gain_km2);
    number("annual_before_percent", "growth per year from the first to the pivot epoch", "percent",
           &BorderTables::annual_before_percent);
    number("annual_after_percent", "growth per year from the pivot to the last epoch", "percent",
           &BorderTables::annual_after_percent);
}

/// Calls `visit(variable, value of an interval)` for the figures that have one.
template <class Visit>
void for_each_end(const std::string& figure, const std::string& ending,
                  const std::string& long_name, const std::vector<std::string>& axes,
                  const Visit& visit) {
    const char* units = ending.empty() ? "1" : "percent";
    visit(Variable{figure + ending, axes, long_name, units, true}, &BorderInterval::value);
    visit(Variable{figure + "_low" + ending, axes, "lower end of its 95 % interval", units, true},
          &BorderInterval::low);
    visit(Variable{figure + "_high" + ending, axes, "upper end of its 95 % interval", units, true},
          &BorderInterval::high);
}

/// A growth of both sides by the samples.
struct SampleGrowth {
    const char* name;
    const char* long_name;
    std::array<BorderInterval, 2> BorderTables::*values;
    std::array<bool, 2> BorderTables::*pooled;
    [[nodiscard]] std::string pooled_name() const { return std::string(name) + "_pooled"; }
};

constexpr std::array sample_growths{
    SampleGrowth{"adjusted_growth",
                 "growth of the target class from the first to the last epoch, by the samples",
                 &BorderTables::adjusted_growth, &BorderTables::pooled},
    SampleGrowth{"adjusted_annual_before",
                 "growth per year from the first to the pivot epoch, by the samples",
                 &BorderTables::adjusted_before, &BorderTables::pooled_before},
    SampleGrowth{"adjusted_annual_after",
                 "growth per year from the pivot to the last epoch, by the samples",
                 &BorderTables::adjusted_after, &BorderTables::pooled_after}};

template <class Visit>
void for_each_growth_end(const SampleGrowth& growth, const Visit& visit) {
    for_each_end(growth.name, "_percent", growth.long_name, {"side"}, visit);
}

template <class Visit>
void for_each_ratio_end(const Visit& visit) {
    for_each_end("adjusted_growth_ratio", "",
                 "growth factor of the second side over the first's, by the samples of each", {},
                 visit);
}

void write_intervals(File& file, const std::string& group, const BorderTables& border) {
    for (const SampleGrowth& growth : sample_growths) {
        for_each_growth_end(growth, [&](const Variable& variable, auto member) {
            const auto& sides = border.*growth.values;
            const std::array values{sides[0].*member, sides[1].*member};
            write_variable<double>(file, group, variable, {2}, values);
        });
        const auto& sides = border.*growth.pooled;
        const std::array<std::uint8_t, 2> pooled{sides[0], sides[1]};
        write_variable<std::uint8_t>(
            file, group, {growth.pooled_name(), {"side"}, "1: by samples of the whole region", ""},
            {2}, pooled);
    }
    for_each_ratio_end([&](const Variable& variable, auto member) {
        hdf5_io::write_attribute(file, group, variable.name, border.adjusted_ratio.*member);
    });
}

/// Files of earlier versions have none.
void read_intervals(const File& file, const std::string& group, BorderTables& border) {
    for (const SampleGrowth& growth : sample_growths) {
        const std::string pooled_path = group + '/' + growth.pooled_name();
        if (!file.contains(pooled_path)) {
            return;
        }
        for_each_growth_end(growth, [&](const Variable& variable, auto member) {
            const auto values = hdf5_io::read<double>(file, group + '/' + variable.name, {2});
            (border.*growth.values)[0].*member = values[0];
            (border.*growth.values)[1].*member = values[1];
        });
        const auto pooled = hdf5_io::read<std::uint8_t>(file, pooled_path, {2});
        border.*growth.pooled = {pooled[0] != 0, pooled[1] != 0};
    }
    for_each_ratio_end([&](const Variable& variable, auto member) {
        border.adjusted_ratio.*member =
            hdf5_io::read_number_attribute<double>(file, group, variable.name);
    });
}

void write_border(File& file, const std::string& group, const BorderTables& border) {
    std::vector<std::string> bands;
    std::vector<double> ratios;
    for (const BorderBand& band : border.bands) {
        bands.push_back(band.name);
        ratios.push_back(band.ratio);
    }
    write_text_axis(file, group, "band", bands);
    write_text_axis(file, group, "side", {border.codes[0], border.codes[1]});
    for_each_band_number([&](const Variable& variable, auto member) {
        std::vector<double> values;
        for (const BorderBand& band : border.bands) {
            values.insert(values.end(), (band.*member).begin(), (band.*member).end());
        }
        write_variable<double>(file, group, variable, {bands.size(), 2}, values);
    });
    write_variable<double>(
        file, group,
        {"growth_ratio", {"band"}, "growth factor of the second side over the first's", "1", true},
        {bands.size()}, ratios);
    for_each_side_number([&](const Variable& variable, auto member) {
        write_variable<double>(file, group, variable, {2}, border.*member);
    });
    write_intervals(file, group, border);
    write_variable<std::int64_t>(file, group,
                                 {"num_sites", {"side"}, "sites that lie mostly on this side", "1"},
                                 {2}, border.num_sites);
    hdf5_io::write_attribute(file, group, "permutation_p_value", border.p_value);
    hdf5_io::write_attribute(file, group, "num_permutations", border.num_permutations);
    hdf5_io::write_attribute(file, group, "policy_year", std::int32_t{border.policy_year});
    hdf5_io::write_attribute(file, group, "pivot_epoch", border.pivot_epoch);
}

BorderTables read_border(const File& file, const std::string& group, const std::string& name) {
    BorderTables border;
    border.name = name;
    const auto bands = hdf5_io::read_texts(file, group + "/band");
    const auto sides = hdf5_io::read_texts(file, group + "/side", 2);
    border.codes = {sides[0], sides[1]};
    const auto ratios = hdf5_io::read<double>(file, group + "/growth_ratio", {bands.size()});
    for (std::size_t i = 0; i < bands.size(); ++i) {
        BorderBand& band = border.bands.emplace_back();
        band.name = bands[i];
        band.ratio = ratios[i];
    }
    for_each_band_number([&](const Variable& variable, auto member) {
        const auto values =
            hdf5_io::read<double>(file, group + '/' + variable.name, {bands.size(), 2});
        for (std::size_t i = 0; i < bands.size(); ++i) {
            border.bands[i].*member = {values[2 * i], values[2 * i + 1]};
        }
    });
    for_each_side_number([&](const Variable& variable, auto member) {
        const auto values = hdf5_io::read<double>(file, group + '/' + variable.name, {2});
        border.*member = {values[0], values[1]};
    });
    read_intervals(file, group, border);
    const auto sites = hdf5_io::read<std::int64_t>(file, group + "/num_sites", {2});
    border.num_sites = {sites[0], sites[1]};
    border.p_value = hdf5_io::read_number_attribute<double>(file, group, "permutation_p_value");
    border.num_permutations =
        hdf5_io::read_number_attribute<std::int64_t>(file, group, "num_permutations");
    border.policy_year = hdf5_io::read_number_attribute<std::int32_t>(file, group, "policy_year");
    border.pivot_epoch = hdf5_io::read_text_attribute(file, group, "pivot_epoch");
    return border;
}

/// `+3.0 % (+1.0 to +5.0)`, or `-` where no sample tells.
std::string interval_text(const BorderInterval& growth, bool pooled) {
    if (std::isnan(growth.value)) {
        return "-";
    }
    const std::string ends =
        std::isnan(growth.low)
            ? "no interval"
            : fmt::format("{} to {}", signed_tenths(growth.low), signed_tenths(growth.high));
    return fmt::format("{} ({}){}", signed_percent(growth.value), ends, pooled ? " pooled" : "");
}

/// Nothing where no sample says anything of either side.
std::string intervals_text(const BorderTables& border) {
    const auto& [first, second] = border.adjusted_growth;
    if (std::isnan(first.value) && std::isnan(second.value)) {
        return {};
    }
    std::string text = "  by the samples, with 95 % intervals:";
    for (std::size_t side = 0; side < 2; ++side) {
        const BorderInterval& growth = border.adjusted_growth.at(side);
        text += fmt::format("{} {} {}", side == 0 ? "" : ",", border.codes.at(side),
                            interval_text(growth, border.pooled.at(side)));
    }
    const BorderInterval& ratio = border.adjusted_ratio;
    return text + (std::isnan(ratio.value) ? "\n"
                                           : fmt::format(", ratio {:.2f} ({:.2f} to {:.2f})\n",
                                                         ratio.value, ratio.low, ratio.high));
}

/// `a year before, by the samples: A +3.0 % (+1.0 to +5.0), B …`
std::string yearly_text(const BorderTables& border, const std::string& when,
                        const std::array<BorderInterval, 2>& yearly,
                        const std::array<bool, 2>& pooled) {
    if (std::isnan(yearly[0].value) && std::isnan(yearly[1].value)) {
        return {};
    }
    std::string text = fmt::format("  a year {}, by the samples:", when);
    for (std::size_t side = 0; side < 2; ++side) {
        text += (side == 0 ? " " : ", ") + border.codes.at(side) + ' ' +
                interval_text(yearly.at(side), pooled.at(side));
    }
    return text + '\n';
}

/// What the two sides have by their distance from the border.
std::string bands_text(const BorderTables& border, const RegionTables& region) {
    const auto km2 = [](double value) { return fmt::format("{:.3f}", value); };
    AlignedTable table;
    std::vector<std::string> head{"distance"};
    for (const std::string& code : border.codes) {
        head.push_back(code + " " + region.epochs.front().name);
        head.push_back(region.epochs.back().name);
        head.emplace_back("growth");
    }
    head.emplace_back("ratio");
    table.add_row(std::move(head));
    for (const BorderBand& band : border.bands) {
        std::vector<std::string> row{band.name};
        for (std::size_t side = 0; side < 2; ++side) {
            row.insert(row.end(), {km2(band.first_km2.at(side)), km2(band.last_km2.at(side)),
                                   signed_percent(band.growth_percent.at(side))});
        }
        row.push_back(std::isnan(band.ratio) ? "-" : fmt::format("{:.2f}", band.ratio));
        table.add_row(std::move(row));
    }
    return table.text();
}

std::string text_of(const BorderTables& border, const RegionTables& region) {
    std::string text =
        fmt::format("{} in km² on both sides of the border {}\n{}",
                    region.classes[region.target_index], border.name, bands_text(border, region));
    text += intervals_text(border);
    if (!std::isnan(border.p_value)) {
        text += fmt::format(
            "  net gain a site: {:.4f} and {:.4f} km² on {} and {} sites, "
            "p = {:.4f} by permutation\n",
            border.mean_gain_km2[0], border.mean_gain_km2[1], border.num_sites[0],
            border.num_sites[1], border.p_value);
    }
    if (!border.pivot_epoch.empty()) {
        text += fmt::format("  a year before {} (up to {}): {} and {}; after: {} and {}\n",
                            border.policy_year, border.pivot_epoch,
                            signed_percent(border.annual_before_percent[0]),
                            signed_percent(border.annual_before_percent[1]),
                            signed_percent(border.annual_after_percent[0]),
                            signed_percent(border.annual_after_percent[1]));
        text += yearly_text(border, "before", border.adjusted_before, border.pooled_before);
        text += yearly_text(border, "after", border.adjusted_after, border.pooled_after);
    }
    return text;
}

void add_border(CsvText& csv, const std::string& region, const BorderTables& border) {
    for (std::size_t side = 0; side < 2; ++side) {
        const std::string& code = border.codes.at(side);
        const auto add = [&](std::string_view band, std::string_view measure, const auto& value) {
            csv.add_row(region, border.name, code, band, measure, value);
        };
        for (const BorderBand& band : border.bands) {
            add(band.name, "first_km2", band.first_km2.at(side));
            add(band.name, "last_km2", band.last_km2.at(side));
            add(band.name, "growth_percent", band.growth_percent.at(side));
            if (side == 1) {
                add(band.name, "growth_ratio", band.ratio);
            }
        }
        for (const SampleGrowth& growth : sample_growths) {
            if (growth.values != &BorderTables::adjusted_growth && border.policy_year == 0) {
                continue;
            }
            for_each_growth_end(growth, [&](const Variable& variable, auto member) {
                add("all", variable.name, (border.*growth.values).at(side).*member);
            });
            add("all", growth.pooled_name(), std::int64_t{(border.*growth.pooled).at(side)});
        }
        if (side == 1) {
            for_each_ratio_end([&](const Variable& variable, auto member) {
                add("all", variable.name, border.adjusted_ratio.*member);
            });
        }
        add("all", "num_sites", border.num_sites.at(side));
        add("all", "mean_gain_km2", border.mean_gain_km2.at(side));
        add("all", "permutation_p_value", border.p_value);
        if (border.policy_year != 0) {
            add("all", "annual_before_percent", border.annual_before_percent.at(side));
            add("all", "annual_after_percent", border.annual_after_percent.at(side));
        }
    }
}

}  // namespace

void write_borders(File& file, const std::string& group, const std::vector<BorderTables>& borders) {
    for (const BorderTables& border : borders) {
        file.create_group(group + '/' + border.name);
        write_border(file, group + '/' + border.name, border);
    }
}

std::vector<BorderTables> read_borders(const File& file, const std::string& group) {
    std::vector<BorderTables> borders;
    if (file.contains(group)) {
        for (const std::string& name : file.children(group)) {
            borders.push_back(read_border(file, group + '/' + name, name));
        }
    }
    return borders;
}

std::string borders_csv(const ResultTables& tables) {
    CsvText csv;
    csv.add_row("region", "pair", "side", "band", "measure", "value");
    for (const RegionTables& region : tables.regions) {
        for (const BorderTables& border : region.borders) {
            add_border(csv, region.name, border);
        }
    }
    return csv.text();
}

std::string borders_text(const RegionTables& region) {
    std::string text;
    for (const BorderTables& border : region.borders) {
        text += '\n' + text_of(border, region);
    }
    return text;
}

}  // namespace mineprint::pipeline
