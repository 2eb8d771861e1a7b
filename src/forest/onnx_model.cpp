// SPDX-License-Identifier: Apache-2.0
#include "mineprint/forest/onnx_model.hpp"

#include <protozero/pbf_reader.hpp>

#include <fmt/format.h>

#include "mineprint/core/error.hpp"

namespace mineprint::forest {
namespace {

using protozero::pbf_wire_type;

/// The fields of a message, taken one after the other. protozero checks bounds, but leaves it to
/// its user that a field is stored as its type says. Messages nest as deep as the functions below
/// call each other, whatever the bytes are.
class Fields {
  public:
    explicit Fields(std::string_view bytes) : in_(bytes.data(), bytes.size()) {}

    bool next() { return in_.next(); }
    [[nodiscard]] unsigned field() const { return in_.tag(); }
    void skip() { in_.skip(); }
    std::string_view text() {
        expect(pbf_wire_type::length_delimited);
        const protozero::data_view view = in_.get_view();
        return {view.data(), view.size()};
    }
    std::int64_t number() {
        expect(pbf_wire_type::varint);
        return in_.get_int64();
    }
    void append_to(std::vector<std::int64_t>& values) {
        if (packed()) {
            for (const std::int64_t value : in_.get_packed_int64()) {
                values.push_back(value);
            }
        } else {
            values.push_back(number());
        }
    }
    void append_to(std::vector<float>& values) {
        if (packed()) {
            for (const float value : in_.get_packed_float()) {
                values.push_back(value);
            }
        } else {
            expect(pbf_wire_type::fixed32);
            values.push_back(in_.get_float());
        }
    }

  private:
    [[nodiscard]] bool packed() const { return in_.wire_type() == pbf_wire_type::length_delimited; }
    void expect(pbf_wire_type type) const {
        if (in_.wire_type() != type) {
            throw core::DataError(
                fmt::format("it is no ONNX model: a field {} is not of its type", field()));
        }
    }
    protozero::pbf_reader in_;
};

// The numbers below are those of onnx.proto.

void read_attribute(Fields in, OnnxNode& node) {
    std::string_view name;
    OnnxAttribute result;
    while (in.next()) {
        switch (in.field()) {
            case 1:
                name = in.text();
                break;
            case 4:
                result.text = in.text();
                break;
            case 7:
                in.append_to(result.reals);
                break;
            case 8:
                in.append_to(result.numbers);
                break;
            case 9:
                result.texts.push_back(in.text());
                break;
            case 13:  // a comment
            case 20:  // which of the lists it is
                in.skip();
                break;
            default:
                result.foreign = true;
                in.skip();
        }
    }
    if (!node.attributes.emplace(name, std::move(result)).second) {
        throw core::DataError(
            fmt::format("its operator {} has the attribute '{}' twice", node.type, name));
    }
}

OnnxNode read_node(Fields in) {
    OnnxNode result;
    while (in.next()) {
        switch (in.field()) {
            case 1:
                result.inputs.push_back(in.text());
                break;
            case 2:
                result.outputs.push_back(in.text());
                break;
            case 4:
                result.type = in.text();
                break;
            case 5:
                read_attribute(Fields(in.text()), result);
                break;
            case 7:
                result.domain = in.text();
                break;
            default:
                in.skip();
        }
    }
    return result;
}

std::int64_t read_dimension(Fields in) {
    std::int64_t length = 0;
    while (in.next()) {
        if (in.field() == 1) {
            length = in.number();
        } else {
            in.skip();
        }
    }
    return length;
}

/// Goes down one level where the message has it as its field 1.
std::string_view first_field(Fields in) {
    std::string_view inner;
    while (in.next()) {
        if (in.field() == 1) {
            inner = in.text();
        } else {
            in.skip();
        }
    }
    return inner;
}

OnnxInput read_input(Fields in) {
    OnnxInput result;
    Fields tensor("");
    while (in.next()) {
        switch (in.field()) {
            case 1:
                result.name = in.text();
                break;
            case 2:
                tensor = Fields(first_field(Fields(in.text())));
                break;
            default:
                in.skip();
        }
    }
    while (tensor.next()) {
        switch (tensor.field()) {
            case 1:
                result.type = tensor.number();
                break;
            case 2:
                for (Fields shape(tensor.text()); shape.next();) {
                    if (shape.field() == 1) {
                        result.shape.push_back(read_dimension(Fields(shape.text())));
                    } else {
                        shape.skip();
                    }
                }
                break;
            default:
                tensor.skip();
        }
    }
    return result;
}

void read_graph(Fields in, OnnxModel& model) {
    while (in.next()) {
        switch (in.field()) {
            case 1:
                model.nodes.push_back(read_node(Fields(in.text())));
                break;
            case 11:
                model.inputs.push_back(read_input(Fields(in.text())));
                break;
            default:
                in.skip();
        }
    }
}

void read_operator_set(Fields in, OnnxModel& model) {
    std::string_view domain;
    std::int64_t version = 0;
    while (in.next()) {
        switch (in.field()) {
            case 1:
                domain = in.text();
                break;
            case 2:
                version = in.number();
                break;
            default:
                in.skip();
        }
    }
    model.operator_sets[domain] = version;
}

void read_metadata(Fields in, OnnxModel& model) {
    std::string_view key;
    std::string_view value;
    while (in.next()) {
        switch (in.field()) {
            case 1:
                key = in.text();
                break;
            case 2:
                value = in.text();
                break;
            default:
                in.skip();
        }
    }
    model.metadata[key] = value;
}

OnnxModel read_model(Fields in) {
    OnnxModel model;
    bool has_version = false;
    while (in.next()) {
        switch (in.field()) {
            case 1:
                has_version = in.number() > 0;
                break;
            case 2:
                model.producer = in.text();
                break;
            case 7:
                read_graph(Fields(in.text()), model);
                break;
            case 8:
                read_operator_set(Fields(in.text()), model);
                break;
            case 14:
                read_metadata(Fields(in.text()), model);
                break;
            case 25:
                model.has_functions = true;
                in.skip();
                break;
            default:
                in.skip();
        }
    }
    if (!has_version) {
        throw core::DataError("it is no ONNX model: it has no IR version");
    }
    return model;
}

}  // namespace

OnnxModel read_onnx(std::string_view bytes) {
    try {
        return read_model(Fields(bytes));
    } catch (const protozero::exception& error) {
        throw core::DataError(
            fmt::format("it is no ONNX model, or is cut short: {}", error.what()));
    }
}

}  // namespace mineprint::forest
