// SPDX-License-Identifier: Apache-2.0
#include "mineprint/hdf5_io/attribute.hpp"

#include <fmt/format.h>
#include <hdf5.h>

#include "mineprint/hdf5_io/check.hpp"
#include "mineprint/hdf5_io/element_type.hpp"
#include "mineprint/hdf5_io/handle.hpp"

namespace mineprint::hdf5_io {
namespace {

std::string path_of(const std::string& object, const std::string& name) {
    return object + '@' + name;
}

/// How an attribute lies in the file, and the same in memory.
struct Layout {
    hid_t stored;
    hid_t memory;
    Shape shape;
};

void write_bytes(File& file, const std::string& object, const std::string& name,
                 const Layout& layout, const void* bytes) {
    const std::string path = path_of(object, name);
    const Subject subject{file, path};
    const ObjectHandle owner(
        check(H5Oopen(file.id(), object.c_str(), H5P_DEFAULT), subject, "opening its owner"));
    const SpaceHandle space = make_space(layout.shape, subject);
    const AttributeHandle attribute(check(
        H5Acreate2(owner.get(), name.c_str(), layout.stored, space.get(), H5P_DEFAULT, H5P_DEFAULT),
        subject, "creating the attribute"));
    check(H5Awrite(attribute.get(), layout.memory, bytes), subject, "writing the attribute");
}

}  // namespace

void write_raw_attribute(File& file, const std::string& object, const std::string& name,
                         NumberType type, const Shape& shape, std::span<const std::byte> bytes) {
    write_bytes(file, object, name, {stored_type(type), memory_type(type), shape}, bytes.data());
}

void write_attribute(File& file, const std::string& object, const std::string& name,
                     std::string_view text) {
    const std::string path = path_of(object, name);
    const PackedTexts packed = pack_texts({std::string(text)}, {file, path});
    write_bytes(file, object, name, {packed.type.get(), packed.type.get(), {}},
                packed.bytes.data());
}

bool has_attribute(const File& file, const std::string& object, const std::string& name) {
    return check(H5Aexists_by_name(file.id(), object.c_str(), name.c_str(), H5P_DEFAULT),
                 {file, object}, "looking up an attribute") > 0;
}

std::vector<std::string> attribute_names(const File& file, const std::string& object) {
    const Subject subject{file, object};
    const ObjectHandle owner(
        check(H5Oopen(file.id(), object.c_str(), H5P_DEFAULT), subject, "opening"));
    std::vector<std::string> names;
    const auto add = [](hid_t, const char* name, const H5A_info_t*, void* list) -> herr_t {
        static_cast<std::vector<std::string>*>(list)->emplace_back(name);
        return 0;
    };
    hsize_t position = 0;
    check(H5Aiterate2(owner.get(), H5_INDEX_NAME, H5_ITER_INC, &position, add, &names), subject,
          "listing the attributes");
    return names;
}

Array read_attribute(const File& file, const std::string& object, const std::string& name) {
    const std::string path = path_of(object, name);
    const Subject subject{file, path};
    const AttributeHandle attribute(
        check(H5Aopen_by_name(file.id(), object.c_str(), name.c_str(), H5P_DEFAULT, H5P_DEFAULT),
              subject, "opening the attribute"));
    const TypeHandle type(check(H5Aget_type(attribute.get()), subject, "reading its type"));
    const SpaceHandle space(check(H5Aget_space(attribute.get()), subject, "reading its shape"));
    return read_any(
        type.get(), shape_of_space(space.get(), subject), subject, [&](hid_t memory, void* buffer) {
            check(H5Aread(attribute.get(), memory, buffer), subject, "reading the attribute");
        });
}

void fail_for_type(const File& file, const std::string& object, const std::string& name,
                   const Array& found) {
    fail({file, path_of(object, name)}, "reading the attribute",
         fmt::format("one value of another type is needed, not {} of {}", num_values(found.shape),
                     found.type));
}

std::string read_text_attribute(const File& file, const std::string& object,
                                const std::string& name) {
    const Array array = read_attribute(file, object, name);
    const auto* texts = std::get_if<std::vector<std::string>>(&array.values);
    if (texts == nullptr || texts->size() != 1) {
        fail_for_type(file, object, name, array);
    }
    return texts->front();
}

}  // namespace mineprint::hdf5_io
