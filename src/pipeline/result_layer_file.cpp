// SPDX-License-Identifier: Apache-2.0
#include "mineprint/pipeline/result_layer_file.hpp"

#include <array>
#include <numeric>

#include "mineprint/change/growth.hpp"
#include "mineprint/hdf5_io/attribute.hpp"
#include "mineprint/hdf5_io/dimension_scale.hpp"
#include "mineprint/pipeline/statistics_file.hpp"

namespace mineprint::pipeline {
namespace {

using hdf5_io::File;

/// Calls `visit(variable, table)` for every table of a layer; both writing and reading go through
/// it.
template <class Layer, class Visit>
void for_each_table(Layer& layer, const Visit& visit) {
    const std::vector<std::string> states{"zone", "epoch", "class"};
    const std::vector<std::string> unobserved{"zone", "epoch"};
    const std::vector<std::string> pairs{"zone", "from_epoch", "to_epoch"};
    const std::vector<std::string> changes{"zone", "from_epoch", "to_epoch", "from_class",
                                           "to_class"};
    visit(Variable{"pixel_count", states, "pixels of a class", "1"}, layer.pixel_count);
    visit(Variable{"area_km2", states, "area of a class", "km2"}, layer.area_km2);
    visit(Variable{"unobserved_pixel_count", unobserved, "pixels without a clear observation", "1"},
          layer.unobserved_pixel_count);
    visit(Variable{"unobserved_km2", unobserved, "area without a clear observation", "km2"},
          layer.unobserved_km2);
    visit(Variable{"change_pixel_count", changes,
                   "pixels of one class in the first epoch and of one in the second", "1"},
          layer.change_pixel_count);
    visit(Variable{"change_km2", changes,
                   "area of one class in the first epoch and of one in the second", "km2"},
          layer.change_km2);
    visit(Variable{"growth_percent", pairs, "growth of the target class's area", "percent", true},
          layer.growth_percent);
    visit(Variable{"annual_growth_percent", pairs,
                   "compound growth of the target class's area per year", "percent", true},
          layer.annual_growth_percent);
    visit(Variable{"growth_flag", pairs, "why a growth is not a number", "", true},
          layer.growth_flag);
}

std::vector<std::string> names_of(const std::vector<Epoch>& epochs) {
    std::vector<std::string> names;
    for (const Epoch& epoch : epochs) {
        names.push_back(epoch.name);
    }
    return names;
}

void write_flag_meanings(File& file, const std::string& dataset) {
    using change::GrowthFlag;
    constexpr std::array<std::uint8_t, 4> values{
        static_cast<std::uint8_t>(GrowthFlag::defined),
        static_cast<std::uint8_t>(GrowthFlag::none_before),
        static_cast<std::uint8_t>(GrowthFlag::none_at_all),
        static_cast<std::uint8_t>(GrowthFlag::no_time_between)};
    hdf5_io::write_attribute<std::uint8_t>(file, dataset, "flag_values", values);
    hdf5_io::write_attribute(file, dataset, "flag_meanings",
                             "defined none_before none_at_all no_time_between");
}

void write_days(File& file, const std::string& group, const Variable& variable,
                const std::vector<Epoch>& epochs, core::Date Epoch::*day) {
    std::vector<std::int32_t> days;
    for (const Epoch& epoch : epochs) {
        days.push_back((epoch.*day).days_since_1970());
    }
    write_variable<std::int32_t>(file, group, variable, {days.size()}, days);
    hdf5_io::write_attribute(file, group + '/' + variable.name, "calendar", "standard");
}

}  // namespace

void describe(File& file, const std::string& group, const Variable& variable) {
    const std::string dataset = group + '/' + variable.name;
    std::vector<std::string> scales;
    for (const std::string& axis : variable.axes) {
        scales.push_back(group + '/' + axis);
    }
    hdf5_io::attach_scales(file, dataset, scales);
    hdf5_io::write_attribute(file, dataset, "long_name", variable.long_name);
    if (!variable.units.empty()) {
        hdf5_io::write_attribute(file, dataset, "units", variable.units);
    }
}

void write_text_axis(File& file, const std::string& group, const std::string& name,
                     const std::vector<std::string>& texts) {
    hdf5_io::write_texts(file, group + '/' + name, texts, hdf5_io::TextWidth::variable);
    hdf5_io::make_scale(file, group + '/' + name);
}

void write_text_variable(File& file, const std::string& group, const Variable& variable,
                         const std::vector<std::string>& texts) {
    hdf5_io::write_texts(file, group + '/' + variable.name, texts, hdf5_io::TextWidth::variable);
    describe(file, group, variable);
}

void write_number_axis(File& file, const std::string& group, const std::string& name,
                       std::size_t length) {
    std::vector<std::int64_t> numbers(length);
    std::iota(numbers.begin(), numbers.end(), std::int64_t{0});
    hdf5_io::write<std::int64_t>(file, group + '/' + name, {length}, numbers);
    hdf5_io::make_scale(file, group + '/' + name);
}

void write_epochs(File& file, const std::string& group, const std::vector<Epoch>& epochs) {
    write_text_axis(file, group, "epoch", names_of(epochs));
    const std::string units = "days since 1970-01-01";
    write_days(file, group, {"epoch_start", {"epoch"}, "first day of the epoch", units}, epochs,
               &Epoch::begin);
    write_days(file, group, {"epoch_end", {"epoch"}, "last day of the epoch", units}, epochs,
               &Epoch::end);
}

std::vector<Epoch> read_epochs(const File& file, const std::string& group) {
    const auto names = hdf5_io::read_texts(file, group + "/epoch");
    const auto begin = hdf5_io::read<std::int32_t>(file, group + "/epoch_start", {names.size()});
    const auto end = hdf5_io::read<std::int32_t>(file, group + "/epoch_end", {names.size()});
    const auto date = [](std::int32_t day) {
        return core::Date(std::chrono::sys_days(std::chrono::days(day)));
    };
    std::vector<Epoch> epochs;
    for (std::size_t epoch = 0; epoch < names.size(); ++epoch) {
        epochs.push_back({names[epoch], date(begin[epoch]), date(end[epoch])});
    }
    return epochs;
}

void write_layer(File& file, const std::string& group, const LayerTables& layer,
                 const LayerAxes& axes) {
    std::vector<std::string> codes;
    std::vector<std::string> names;
    for (const ZoneLabel& zone : layer.zones) {
        codes.push_back(zone.code);
        names.push_back(zone.name);
    }
    write_text_axis(file, group, "zone", codes);
    write_text_variable(file, group, {"zone_name", {"zone"}, "name of the zone", ""}, names);
    // every axis is in the layer's own group, twice where a table has it twice: netCDF readers take
    // names from there
    write_epochs(file, group, axes.epochs);
    write_text_axis(file, group, "class", axes.classes);
    for (const char* axis : {"from_epoch", "to_epoch"}) {
        write_text_axis(file, group, axis, names_of(axes.epochs));
    }
    for (const char* axis : {"from_class", "to_class"}) {
        write_text_axis(file, group, axis, axes.classes);
    }
    for_each_table(layer, [&]<class T, std::size_t Rank>(const Variable& variable,
                                                         const Table<T, Rank>& table) {
        write_variable<T>(file, group, variable, {table.shape().begin(), table.shape().end()},
                          table.values());
    });
    write_flag_meanings(file, group + "/growth_flag");
    write_change_tables(file, group, layer.changes);
    if (layer.adjusted) {
        write_adjusted_tables(file, group, *layer.adjusted);
    }
}

LayerTables read_layer(const File& file, const std::string& group, const std::string& name,
                       const LayerAxes& axes) {
    const auto codes = hdf5_io::read_texts(file, group + "/zone");
    const auto names = hdf5_io::read_texts(file, group + "/zone_name", codes.size());
    std::vector<ZoneLabel> zones;
    for (std::size_t zone = 0; zone < codes.size(); ++zone) {
        zones.push_back({codes[zone], names[zone]});
    }
    LayerTables layer(name, std::move(zones), axes.epochs.size(), axes.classes.size());
    for_each_table(
        layer, [&]<class T, std::size_t Rank>(const Variable& variable, Table<T, Rank>& table) {
            table = Table<T, Rank>(table.shape(),
                                   hdf5_io::read<T>(file, group + '/' + variable.name,
                                                    {table.shape().begin(), table.shape().end()}));
        });
    layer.changes = ChangeTables(layer.zones.size(), axes.epochs.size(), axes.classes.size());
    if (file.contains(group + "/gain_km2")) {  // an earlier version has none
        read_change_tables(file, group, layer.changes);
    }
    if (file.contains(group + "/adjusted_area_km2")) {
        layer.adjusted.emplace(layer.zones.size(), axes.epochs.size(), axes.classes.size());
        read_adjusted_tables(file, group, *layer.adjusted);
    }
    return layer;
}

}  // namespace mineprint::pipeline
