// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "mineprint/hdf5_io/array.hpp"
#include "mineprint/hdf5_io/file.hpp"

namespace mineprint::hdf5_io {

/// How values lie in the file. Packed: in chunks of up to a megabyte, shuffled, deflated, each with
/// a checksum. Automatic: packed from 64 KiB on, else in one plain piece.
enum class Storage { automatic, plain, packed };

/// Values of a dataset as bytes in memory; what the typed functions below are made of.
struct RawDataset {
    NumberType type = NumberType::uint8;
    Shape shape;
    std::span<const std::byte> bytes;
    std::span<const std::byte> fill_value;  ///< one value, or none
    Storage storage = Storage::automatic;
};
void write_raw(File& file, const std::string& dataset, const RawDataset& raw);
/// The shape of a dataset that holds numbers of `type`; throws when it holds anything else.
[[nodiscard]] Shape shape_of_numbers(const File& file, const std::string& dataset, NumberType type);
void read_raw(const File& file, const std::string& dataset, NumberType type,
              std::span<std::byte> bytes);
/// Throws when the shape of `dataset` is not the one that is needed.
void require_shape(const File& file, const std::string& dataset, const Shape& found,
                   const Shape& needed);

template <Number T>
struct DatasetOptions {
    /// Stands for "no value"; it is also written as the attribute `_FillValue`.
    std::optional<T> fill_value = std::nullopt;
    Storage storage = Storage::automatic;
};

/// Writes a dataset, with the groups above it where they are missing. Throws RunError when it is
/// there already, or `values` and `shape` do not fit.
template <Number T>
void write(File& file, const std::string& dataset, const Shape& shape, std::span<const T> values,
           const DatasetOptions<T>& options = {}) {
    RawDataset raw{number_type<T>(), shape, std::as_bytes(values), {}, options.storage};
    if (options.fill_value) {
        raw.fill_value = std::as_bytes(std::span(&*options.fill_value, 1));
    }
    write_raw(file, dataset, raw);
}

/// Reads a whole dataset of exactly this type; throws DataError on another type or damage.
template <Number T>
[[nodiscard]] TypedArray<T> read(const File& file, const std::string& dataset) {
    TypedArray<T> array{shape_of_numbers(file, dataset, number_type<T>()), {}};
    array.values.resize(num_values(array.shape));
    read_raw(file, dataset, number_type<T>(), std::as_writable_bytes(std::span(array.values)));
    return array;
}

/// The same, for a dataset that must have this shape.
template <Number T>
[[nodiscard]] std::vector<T> read(const File& file, const std::string& dataset,
                                  const Shape& shape) {
    require_shape(file, dataset, shape_of_numbers(file, dataset, number_type<T>()), shape);
    return read<T>(file, dataset).values;
}

/// How texts lie in the file. Fixed: fields as wide as the longest, checked and packed like
/// numbers. Variable: one by one; netCDF-4 readers need these, they take others for damaged.
enum class TextWidth { fixed, variable };

/// A list of texts (UTF-8, no NUL).
void write_texts(File& file, const std::string& dataset, const std::vector<std::string>& texts,
                 TextWidth width = TextWidth::fixed);
[[nodiscard]] std::vector<std::string> read_texts(const File& file, const std::string& dataset);
/// The same, for a list that must have this length.
[[nodiscard]] std::vector<std::string> read_texts(const File& file, const std::string& dataset,
                                                  std::size_t length);

/// Reads a dataset of numbers or texts, whichever it holds.
[[nodiscard]] Array read_array(const File& file, const std::string& dataset);

}  // namespace mineprint::hdf5_io
