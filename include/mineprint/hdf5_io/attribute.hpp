// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "mineprint/hdf5_io/array.hpp"
#include "mineprint/hdf5_io/file.hpp"

namespace mineprint::hdf5_io {

/// Writes an attribute of a group (`/` is the file's own) or dataset that exists. Empty shape: one
/// value.
void write_raw_attribute(File& file, const std::string& object, const std::string& name,
                         NumberType type, const Shape& shape, std::span<const std::byte> bytes);

void write_attribute(File& file, const std::string& object, const std::string& name,
                     std::string_view text);

template <Number T>
void write_attribute(File& file, const std::string& object, const std::string& name, T value) {
    write_raw_attribute(file, object, name, number_type<T>(), {},
                        std::as_bytes(std::span(&value, 1)));
}

template <Number T>
void write_attribute(File& file, const std::string& object, const std::string& name,
                     std::span<const T> values) {
    write_raw_attribute(file, object, name, number_type<T>(), {values.size()},
                        std::as_bytes(values));
}

[[nodiscard]] bool has_attribute(const File& file, const std::string& object,
                                 const std::string& name);
/// Names of an object's attributes, sorted.
[[nodiscard]] std::vector<std::string> attribute_names(const File& file, const std::string& object);

/// Reads an attribute of numbers or texts, whichever it holds. Throws DataError when there is none.
[[nodiscard]] Array read_attribute(const File& file, const std::string& object,
                                   const std::string& name);
/// Throws the error of an attribute that holds something else than is needed.
[[noreturn]] void fail_for_type(const File& file, const std::string& object,
                                const std::string& name, const Array& found);
/// One text; throws DataError when the attribute is anything else.
[[nodiscard]] std::string read_text_attribute(const File& file, const std::string& object,
                                              const std::string& name);
/// One number; throws DataError when the attribute is anything else or of another type.
template <Number T>
[[nodiscard]] T read_number_attribute(const File& file, const std::string& object,
                                      const std::string& name) {
    const Array array = read_attribute(file, object, name);
    const auto* values = std::get_if<std::vector<T>>(&array.values);
    if (values == nullptr || values->size() != 1) {
        fail_for_type(file, object, name, array);
    }
    return values->front();
}

}  // namespace mineprint::hdf5_io
