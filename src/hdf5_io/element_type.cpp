// SPDX-License-Identifier: Apache-2.0
#include "mineprint/hdf5_io/element_type.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace mineprint::hdf5_io {
namespace {

struct TypePair {
    hid_t memory;
    hid_t stored;
};

TypePair types_of(NumberType type) {
    switch (type) {
        case NumberType::uint8:
            return {H5T_NATIVE_UINT8, H5T_STD_U8LE};
        case NumberType::uint16:
            return {H5T_NATIVE_UINT16, H5T_STD_U16LE};
        case NumberType::uint32:
            return {H5T_NATIVE_UINT32, H5T_STD_U32LE};
        case NumberType::uint64:
            return {H5T_NATIVE_UINT64, H5T_STD_U64LE};
        case NumberType::int32:
            return {H5T_NATIVE_INT32, H5T_STD_I32LE};
        case NumberType::int64:
            return {H5T_NATIVE_INT64, H5T_STD_I64LE};
        case NumberType::float32:
            return {H5T_NATIVE_FLOAT, H5T_IEEE_F32LE};
        case NumberType::float64:
            break;
    }
    return {H5T_NATIVE_DOUBLE, H5T_IEEE_F64LE};
}

/// Reads into the first of the number types of `Values` that the stored one holds; false: none.
template <std::size_t Alternative = 0>
bool read_numbers(hid_t stored, std::size_t count, const ReadInto& read, Values& values) {
    using Vector = std::variant_alternative_t<Alternative, Values>;
    if constexpr (Number<typename Vector::value_type>) {
        constexpr NumberType type = number_type<typename Vector::value_type>();
        if (!holds(stored, type)) {
            return read_numbers<Alternative + 1>(stored, count, read, values);
        }
        Vector numbers(count);
        read(memory_type(type), numbers.data());
        values = std::move(numbers);
        return true;
    } else {
        return false;
    }
}

/// UTF-8 text of `width` bytes, or H5T_VARIABLE.
TypeHandle text_type(std::size_t width, const Subject& subject) {
    constexpr std::string_view action = "preparing a text type";
    TypeHandle type(check(H5Tcopy(H5T_C_S1), subject, action));
    check(H5Tset_size(type.get(), width), subject, action);
    check(H5Tset_cset(type.get(), H5T_CSET_UTF8), subject, action);
    if (width != H5T_VARIABLE) {
        check(H5Tset_strpad(type.get(), H5T_STR_NULLPAD), subject, action);
    }
    return type;
}

void require_no_nul(const std::vector<std::string>& texts, const Subject& subject) {
    for (const std::string& text : texts) {
        if (text.find('\0') != std::string::npos) {
            fail(subject, "writing", "a text has a NUL character in it");
        }
    }
}

std::vector<std::string> read_fixed_texts(hid_t stored, std::size_t count, const ReadInto& read) {
    const std::size_t width = H5Tget_size(stored);
    const bool blanks_pad = H5Tget_strpad(stored) == H5T_STR_SPACEPAD;
    std::string bytes(count * width, '\0');
    read(stored, bytes.data());
    std::vector<std::string> texts;
    for (std::size_t begin = 0; begin < bytes.size(); begin += width) {
        std::string text = bytes.substr(begin, width);
        text.resize(std::min(text.find('\0'), text.size()));
        if (blanks_pad) {
            text.resize(text.find_last_not_of(' ') + 1);
        }
        texts.push_back(std::move(text));
    }
    return texts;
}

/// Texts that HDF5 allocated, to be given back to it.
class AllocatedTexts {
  public:
    AllocatedTexts(hid_t type, const Shape& shape, const Subject& subject)
        : type_(type), space_(make_space(shape, subject)), pointers_(num_values(shape)) {}
    ~AllocatedTexts() {
        H5Dvlen_reclaim(type_, space_.get(), H5P_DEFAULT, static_cast<void*>(pointers_.data()));
    }
    AllocatedTexts(const AllocatedTexts&) = delete;
    AllocatedTexts& operator=(const AllocatedTexts&) = delete;

    [[nodiscard]] std::vector<char*>& pointers() noexcept { return pointers_; }

  private:
    hid_t type_;
    SpaceHandle space_;
    std::vector<char*> pointers_;
};

std::vector<std::string> read_variable_texts(const Shape& shape, const Subject& subject,
                                             const ReadInto& read) {
    const TypeHandle type = text_type(H5T_VARIABLE, subject);
    AllocatedTexts allocated(type.get(), shape, subject);
    read(type.get(), static_cast<void*>(allocated.pointers().data()));
    std::vector<std::string> texts;
    for (const char* pointer : allocated.pointers()) {
        texts.emplace_back(pointer != nullptr ? pointer : "");  // HDF5 stores "" as nothing
    }
    return texts;
}

}  // namespace

hid_t memory_type(NumberType type) { return types_of(type).memory; }
hid_t stored_type(NumberType type) { return types_of(type).stored; }

bool holds(hid_t stored, NumberType type) {
    const hid_t memory = memory_type(type);
    return H5Tget_class(stored) == H5Tget_class(memory) &&
           H5Tget_size(stored) == H5Tget_size(memory) &&
           (H5Tget_class(stored) == H5T_FLOAT || H5Tget_sign(stored) == H5Tget_sign(memory));
}

std::string describe_type(hid_t stored) {
    const std::size_t size = H5Tget_size(stored);
    switch (H5Tget_class(stored)) {
        case H5T_INTEGER:
            return fmt::format("{}-bit {}integer", 8 * size,
                               H5Tget_sign(stored) == H5T_SGN_NONE ? "unsigned " : "");
        case H5T_FLOAT:
            return fmt::format("{}-bit real", 8 * size);
        case H5T_STRING:
            return H5Tis_variable_str(stored) > 0 ? "text of variable length"
                                                  : fmt::format("text of {} bytes", size);
        case H5T_COMPOUND:
            return "compound";
        case H5T_REFERENCE:
            return "reference";
        default:
            return "type of another kind";
    }
}

SpaceHandle make_space(const Shape& shape, const Subject& subject) {
    constexpr std::string_view action = "preparing its shape";
    if (shape.empty()) {
        return SpaceHandle(check(H5Screate(H5S_SCALAR), subject, action));
    }
    const std::vector<hsize_t> lengths(shape.begin(), shape.end());
    const int rank = static_cast<int>(lengths.size());
    return SpaceHandle(check(H5Screate_simple(rank, lengths.data(), nullptr), subject, action));
}

Shape shape_of_space(hid_t space, const Subject& subject) {
    constexpr std::string_view action = "reading its shape";
    if (H5Sget_simple_extent_type(space) == H5S_NULL) {
        return {0};
    }
    const int rank = check(H5Sget_simple_extent_ndims(space), subject, action);
    std::vector<hsize_t> lengths(static_cast<std::size_t>(rank));
    check(H5Sget_simple_extent_dims(space, lengths.data(), nullptr), subject, action);
    return {lengths.begin(), lengths.end()};
}

PackedTexts pack_texts(const std::vector<std::string>& texts, const Subject& subject) {
    require_no_nul(texts, subject);
    std::size_t width = 1;  // HDF5 knows no text type without any byte
    for (const std::string& text : texts) {
        width = std::max(width, text.size());
    }
    PackedTexts packed{text_type(width, subject), {}};
    for (const std::string& text : texts) {
        packed.bytes += text;
        packed.bytes.append(width - text.size(), '\0');
    }
    return packed;
}

TextPointers point_to_texts(const std::vector<std::string>& texts, const Subject& subject) {
    require_no_nul(texts, subject);
    TextPointers made{text_type(H5T_VARIABLE, subject), {}};
    for (const std::string& text : texts) {
        made.pointers.push_back(text.c_str());
    }
    return made;
}

Array read_any(hid_t stored, const Shape& shape, const Subject& subject, const ReadInto& read) {
    Array array{describe_type(stored), shape, {}};
    const std::size_t count = num_values(shape);
    if (H5Tget_class(stored) == H5T_STRING) {
        array.values = H5Tis_variable_str(stored) > 0 ? read_variable_texts(shape, subject, read)
                                                      : read_fixed_texts(stored, count, read);
    } else if (!read_numbers(stored, count, read, array.values)) {
        fail(subject, "reading",
             fmt::format("{} is not among the types this program reads", array.type));
    }
    return array;
}

}  // namespace mineprint::hdf5_io
