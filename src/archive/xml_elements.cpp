// SPDX-License-Identifier: Apache-2.0
#include "mineprint/archive/xml_elements.hpp"

#include <sstream>

#include <boost/property_tree/ptree.hpp>
#include <boost/property_tree/xml_parser.hpp>
#include <fmt/format.h>

#include "mineprint/core/error.hpp"
#include "mineprint/core/text.hpp"

namespace mineprint::archive {
namespace {

using Tree = boost::property_tree::ptree;

constexpr int deepest = 64;  // metadata have about ten levels: more is no metadata

std::string local_name(const std::string& name) {
    const std::size_t colon = name.find(':');
    return colon == std::string::npos ? name : name.substr(colon + 1);
}

void flatten(const Tree& tree, int depth, std::vector<XmlElement>& elements) {
    if (depth > deepest) {
        throw core::DataError(fmt::format("its elements lie more than {} levels deep", deepest));
    }
    for (const auto& [name, child] : tree) {
        if (name == "<xmlattr>" || name == "<xmlcomment>") {
            continue;
        }
        XmlElement element{local_name(name), {}, std::string(core::trimmed(child.data())), depth};
        if (const auto attributes = child.get_child_optional("<xmlattr>")) {
            for (const auto& [key, value] : *attributes) {
                element.attributes[key] = value.data();
            }
        }
        elements.push_back(std::move(element));
        flatten(child, depth + 1, elements);
    }
}

}  // namespace

XmlElements::XmlElements(const std::string& text) {
    Tree tree;
    std::istringstream stream(text);
    try {
        boost::property_tree::read_xml(stream, tree);
    } catch (const boost::property_tree::xml_parser_error& error) {
        throw core::DataError(fmt::format("line {}: {}", error.line(), error.message()));
    }
    flatten(tree, 0, elements_);
}

const XmlElement* XmlElements::find(std::string_view name) const {
    for (const XmlElement& element : elements_) {
        if (element.name == name) {
            return &element;
        }
    }
    return nullptr;
}

std::vector<const XmlElement*> XmlElements::all(std::string_view name) const {
    std::vector<const XmlElement*> found;
    for (const XmlElement& element : elements_) {
        if (element.name == name) {
            found.push_back(&element);
        }
    }
    return found;
}

}  // namespace mineprint::archive
