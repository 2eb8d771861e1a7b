// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include "mineprint/hdf5_io/dataset.hpp"
#include "mineprint/hdf5_io/file.hpp"
#include "mineprint/pipeline/result_tables.hpp"

namespace mineprint::pipeline {

/// How a table is told in the file: its axes are datasets of the same group.
struct Variable {
    std::string name;
    std::vector<std::string> axes;
    std::string long_name;
    std::string units;              ///< as UDUNITS spells them; empty for flags
    bool can_be_undefined = false;  ///< NaN, or 255 for a flag, stands for "no value"
};

/// Writes the `long_name`, `units` and axes of a dataset.
void describe(hdf5_io::File& file, const std::string& group, const Variable& variable);
/// Writes texts as the coordinate `name` of an axis.
void write_text_axis(hdf5_io::File& file, const std::string& group, const std::string& name,
                     const std::vector<std::string>& texts);
/// Writes 0, 1, … as the coordinate `name` of an axis.
void write_number_axis(hdf5_io::File& file, const std::string& group, const std::string& name,
                       std::size_t length);
/// Writes texts with their description.
void write_text_variable(hdf5_io::File& file, const std::string& group, const Variable& variable,
                         const std::vector<std::string>& texts);
/// Writes numbers with their description.
template <hdf5_io::Number T>
void write_variable(hdf5_io::File& file, const std::string& group, const Variable& variable,
                    const hdf5_io::Shape& shape, std::span<const T> values) {
    hdf5_io::DatasetOptions<T> options;
    if (variable.can_be_undefined) {
        options.fill_value = std::numeric_limits<T>::has_quiet_NaN
                                 ? std::numeric_limits<T>::quiet_NaN()
                                 : std::numeric_limits<T>::max();
    }
    hdf5_io::write<T>(file, group + '/' + variable.name, shape, values, options);
    describe(file, group, variable);
}

/// Epochs as the axis `epoch` with `epoch_start` and `epoch_end`.
void write_epochs(hdf5_io::File& file, const std::string& group, const std::vector<Epoch>& epochs);
[[nodiscard]] std::vector<Epoch> read_epochs(const hdf5_io::File& file, const std::string& group);

/// Names along the axes of a layer's tables.
struct LayerAxes {
    std::vector<Epoch> epochs;
    std::vector<std::string> classes;
};

/// Writes a layer into a group of its own, with all its axes.
void write_layer(hdf5_io::File& file, const std::string& group, const LayerTables& layer,
                 const LayerAxes& axes);
/// Reads what `write_layer` wrote; every table must have the length of its axes.
[[nodiscard]] LayerTables read_layer(const hdf5_io::File& file, const std::string& group,
                                     const std::string& name, const LayerAxes& axes);

}  // namespace mineprint::pipeline
