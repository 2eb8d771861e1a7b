// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "mineprint/hdf5_io/array.hpp"
#include "mineprint/hdf5_io/check.hpp"
#include "mineprint/hdf5_io/handle.hpp"

namespace mineprint::hdf5_io {

/// HDF5's name of a number in memory.
[[nodiscard]] hid_t memory_type(NumberType type);
/// HDF5's name of a number in files: little-endian on every machine.
[[nodiscard]] hid_t stored_type(NumberType type);
/// True when a stored type holds exactly the values of `type` (the byte order may differ).
[[nodiscard]] bool holds(hid_t stored, NumberType type);
/// A type in words: `64-bit integer`, `text of 12 bytes`.
[[nodiscard]] std::string describe_type(hid_t stored);

[[nodiscard]] SpaceHandle make_space(const Shape& shape, const Subject& subject);
[[nodiscard]] Shape shape_of_space(hid_t space, const Subject& subject);

/// Texts packed into fields of one width, UTF-8, padded with NUL.
struct PackedTexts {
    TypeHandle type;
    std::string bytes;
};
/// Throws when a text has a NUL, which ends a text in HDF5.
[[nodiscard]] PackedTexts pack_texts(const std::vector<std::string>& texts, const Subject& subject);

/// Texts as HDF5 wants those of variable length; they must outlive it.
struct TextPointers {
    TypeHandle type;
    std::vector<const char*> pointers;
};
[[nodiscard]] TextPointers point_to_texts(const std::vector<std::string>& texts,
                                          const Subject& subject);

/// Fills a buffer of `num_values(shape)` values of a memory type.
using ReadInto = std::function<void(hid_t memory, void* buffer)>;
/// Reads values of whichever type is stored.
[[nodiscard]] Array read_any(hid_t stored, const Shape& shape, const Subject& subject,
                             const ReadInto& read);

}  // namespace mineprint::hdf5_io
