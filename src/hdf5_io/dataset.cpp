// SPDX-License-Identifier: Apache-2.0
#include "mineprint/hdf5_io/dataset.hpp"

#include <algorithm>
#include <limits>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <hdf5.h>

#include "mineprint/hdf5_io/attribute.hpp"
#include "mineprint/hdf5_io/check.hpp"
#include "mineprint/hdf5_io/element_type.hpp"
#include "mineprint/hdf5_io/handle.hpp"

namespace mineprint::hdf5_io {
namespace {

constexpr std::size_t packed_from_bytes = std::size_t{1} << 16U;
constexpr std::size_t largest_chunk_bytes = std::size_t{1} << 20U;
constexpr unsigned deflate_level = 4;
/// Deflate makes nothing smaller than about 1/1032; more than this is a damaged header.
constexpr std::size_t largest_expansion = 2048;

/// The shape cut along its first axes until a chunk is small enough.
std::vector<hsize_t> chunk_of(const Shape& shape, std::size_t element_bytes) {
    Shape chunk = shape;
    for (std::size_t& length : chunk) {
        const std::size_t rest = num_values(chunk) / length * element_bytes;
        length = std::clamp<std::size_t>(largest_chunk_bytes / rest, 1, length);
    }
    return {chunk.begin(), chunk.end()};
}

PropertyHandle creation_properties(const Shape& shape, hid_t type, Storage storage,
                                   const Subject& subject) {
    constexpr std::string_view action = "preparing the dataset";
    PropertyHandle properties(check(H5Pcreate(H5P_DATASET_CREATE), subject, action));
    check(H5Pset_obj_track_times(properties.get(), 0), subject, action);
    const std::size_t element_bytes = H5Tget_size(type);
    const std::size_t bytes = num_values(shape) * element_bytes;
    const bool wanted =
        storage == Storage::packed || (storage == Storage::automatic && bytes >= packed_from_bytes);
    if (!wanted || bytes == 0 || shape.empty()) {
        return properties;
    }
    const std::vector<hsize_t> chunk = chunk_of(shape, element_bytes);
    check(H5Pset_chunk(properties.get(), static_cast<int>(chunk.size()), chunk.data()), subject,
          action);
    check(H5Pset_shuffle(properties.get()), subject, action);
    check(H5Pset_deflate(properties.get(), deflate_level), subject, action);
    check(H5Pset_fletcher32(properties.get()), subject, action);
    return properties;
}

void make_groups_above(File& file, const std::string& dataset) {
    const std::size_t slash = dataset.rfind('/');
    if (slash != std::string::npos && slash > 0) {
        file.create_group(dataset.substr(0, slash));
    }
}

struct Layout {
    hid_t stored;
    hid_t memory;
    const Shape& shape;
};

void create_and_write(const Subject& subject, const Layout& layout, const PropertyHandle& creation,
                      const void* bytes) {
    const SpaceHandle space = make_space(layout.shape, subject);
    const DatasetHandle handle(
        check(H5Dcreate2(subject.file.id(), std::string(subject.object).c_str(), layout.stored,
                         space.get(), H5P_DEFAULT, creation.get(), H5P_DEFAULT),
              subject, "creating the dataset"));
    if (num_values(layout.shape) > 0) {
        check(H5Dwrite(handle.get(), layout.memory, H5S_ALL, H5S_ALL, H5P_DEFAULT, bytes), subject,
              "writing the dataset");
    }
}

/// A dataset open for reading, with what is needed to read it whole.
struct OpenDataset {
    DatasetHandle handle;
    TypeHandle type;
    Shape shape;
};

/// Throws when a dataset says that it has more values than what is stored of it can give.
void require_plausible_size(const OpenDataset& dataset, const Subject& subject) {
    const std::size_t stored = H5Dget_storage_size(dataset.handle.get()) + 1;
    std::size_t room = std::numeric_limits<std::size_t>::max();
    if (stored < room / largest_expansion) {
        room =
            stored * largest_expansion / std::max<std::size_t>(1, H5Tget_size(dataset.type.get()));
    }
    if (std::find(dataset.shape.begin(), dataset.shape.end(), 0U) != dataset.shape.end()) {
        return;
    }
    for (const std::size_t length : dataset.shape) {
        if (length > room) {
            fail(
                subject, "reading the dataset",
                fmt::format("its shape [{}] does not fit the {} bytes that are stored: the file is "
                            "damaged",
                            fmt::join(dataset.shape, ", "), stored - 1));
        }
        room /= length;
    }
}

OpenDataset open_dataset(const Subject& subject) {
    OpenDataset dataset;
    dataset.handle = DatasetHandle(
        check(H5Dopen2(subject.file.id(), std::string(subject.object).c_str(), H5P_DEFAULT),
              subject, "opening the dataset"));
    dataset.type =
        TypeHandle(check(H5Dget_type(dataset.handle.get()), subject, "reading its type"));
    const SpaceHandle space(
        check(H5Dget_space(dataset.handle.get()), subject, "reading its shape"));
    dataset.shape = shape_of_space(space.get(), subject);
    require_plausible_size(dataset, subject);
    return dataset;
}

OpenDataset open_numbers(const Subject& subject, NumberType type) {
    OpenDataset dataset = open_dataset(subject);
    if (!holds(dataset.type.get(), type)) {
        fail(subject, "reading the dataset",
             fmt::format("it holds {} values where {} is needed", describe_type(dataset.type.get()),
                         describe_type(memory_type(type))));
    }
    return dataset;
}

void read_into(const OpenDataset& dataset, hid_t memory, const Subject& subject, void* buffer) {
    if (num_values(dataset.shape) > 0) {
        check(H5Dread(dataset.handle.get(), memory, H5S_ALL, H5S_ALL, H5P_DEFAULT, buffer), subject,
              "reading the dataset");
    }
}

}  // namespace

void write_raw(File& file, const std::string& dataset, const RawDataset& raw) {
    const Subject subject{file, dataset};
    const hid_t memory = memory_type(raw.type);
    if (num_values(raw.shape) * H5Tget_size(memory) != raw.bytes.size()) {
        fail(subject, "writing the dataset",
             fmt::format("{} bytes do not fill the shape [{}]", raw.bytes.size(),
                         fmt::join(raw.shape, ", ")));
    }
    make_groups_above(file, dataset);
    const PropertyHandle creation = creation_properties(raw.shape, memory, raw.storage, subject);
    if (!raw.fill_value.empty()) {
        check(H5Pset_fill_value(creation.get(), memory, raw.fill_value.data()), subject,
              "setting the fill value");
    }
    create_and_write(subject, {stored_type(raw.type), memory, raw.shape}, creation,
                     raw.bytes.data());
    if (!raw.fill_value.empty()) {
        write_raw_attribute(file, dataset, "_FillValue", raw.type, {}, raw.fill_value);
    }
}

Shape shape_of_numbers(const File& file, const std::string& dataset, NumberType type) {
    return open_numbers({file, dataset}, type).shape;
}

void read_raw(const File& file, const std::string& dataset, NumberType type,
              std::span<std::byte> bytes) {
    const Subject subject{file, dataset};
    const OpenDataset opened = open_numbers(subject, type);
    if (num_values(opened.shape) * H5Tget_size(memory_type(type)) != bytes.size()) {
        fail(subject, "reading the dataset", "the buffer has another size");
    }
    read_into(opened, memory_type(type), subject, bytes.data());
}

void require_shape(const File& file, const std::string& dataset, const Shape& found,
                   const Shape& needed) {
    if (found != needed) {
        fail({file, dataset}, "reading the dataset",
             fmt::format("its shape is [{}] where [{}] is needed", fmt::join(found, ", "),
                         fmt::join(needed, ", ")));
    }
}

void write_texts(File& file, const std::string& dataset, const std::vector<std::string>& texts,
                 TextWidth width) {
    const Subject subject{file, dataset};
    const Shape shape{texts.size()};
    make_groups_above(file, dataset);
    // Texts of varying width lie outside the dataset, where filters cannot reach: HDF5 refuses
    // them.
    const Storage storage = width == TextWidth::fixed ? Storage::automatic : Storage::plain;
    const auto write_as = [&](hid_t type, const void* values) {
        const PropertyHandle creation = creation_properties(shape, type, storage, subject);
        create_and_write(subject, {type, type, shape}, creation, values);
    };
    if (width == TextWidth::fixed) {
        const PackedTexts packed = pack_texts(texts, subject);
        write_as(packed.type.get(), packed.bytes.data());
    } else {
        const TextPointers made = point_to_texts(texts, subject);
        write_as(made.type.get(), static_cast<const void*>(made.pointers.data()));
    }
}

std::vector<std::string> read_texts(const File& file, const std::string& dataset) {
    Array array = read_array(file, dataset);
    auto* texts = std::get_if<std::vector<std::string>>(&array.values);
    if (texts == nullptr || array.shape.size() != 1) {
        fail({file, dataset}, "reading the dataset",
             fmt::format("a list of texts is needed, not {} values in {} dimensions", array.type,
                         array.shape.size()));
    }
    return std::move(*texts);
}

std::vector<std::string> read_texts(const File& file, const std::string& dataset,
                                    std::size_t length) {
    std::vector<std::string> texts = read_texts(file, dataset);
    require_shape(file, dataset, {texts.size()}, {length});
    return texts;
}

Array read_array(const File& file, const std::string& dataset) {
    const Subject subject{file, dataset};
    const OpenDataset opened = open_dataset(subject);
    return read_any(opened.type.get(), opened.shape, subject, [&](hid_t memory, void* buffer) {
        read_into(opened, memory, subject, buffer);
    });
}

}  // namespace mineprint::hdf5_io
