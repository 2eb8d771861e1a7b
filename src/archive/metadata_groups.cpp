// SPDX-License-Identifier: Apache-2.0
#include "mineprint/archive/metadata_groups.hpp"

#include <sstream>
#include <vector>

#include <boost/property_tree/ptree.hpp>
#include <boost/property_tree/xml_parser.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "mineprint/core/atomic_file.hpp"
#include "mineprint/core/error.hpp"
#include "mineprint/core/text.hpp"

namespace mineprint::archive {
namespace {

constexpr const char* root_name = "LANDSAT_METADATA_FILE";

std::string unquoted(std::string_view text) {
    const bool quoted = text.size() >= 2 && text.front() == '"' && text.back() == '"';
    return std::string(quoted ? text.substr(1, text.size() - 2) : text);
}

/// Takes the lines of an ODL file one by one.
class OdlReader {
  public:
    void take(std::string_view line) {
        ++line_number_;
        const std::string_view text = core::trimmed(line);
        if (text.empty() || ended_) {
            return;
        }
        if (text == "END") {
            ended_ = true;
            return;
        }
        const std::size_t equals = text.find('=');
        if (equals == std::string_view::npos) {
            fail(fmt::format("'{}' is not of the form KEY = VALUE", text));
        }
        take_pair(core::trimmed(text.substr(0, equals)), core::trimmed(text.substr(equals + 1)));
    }

    [[nodiscard]] MetadataGroups finish() {
        if (!open_.empty()) {
            fail(fmt::format("the group {} has no end: the file is cut short", open_.back()));
        }
        return std::move(groups_);
    }

  private:
    void take_pair(std::string_view key, std::string_view value) {
        if (key == "GROUP") {
            open_.emplace_back(value);
        } else if (key == "END_GROUP") {
            if (open_.empty() || open_.back() != value) {
                fail(fmt::format("the group {} ends where it is not open", value));
            }
            open_.pop_back();
        } else if (open_.empty()) {
            fail(fmt::format("{} stands outside every group", key));
        } else {
            groups_[open_.back()][std::string(key)] = unquoted(value);
        }
    }
    [[noreturn]] void fail(const std::string& reason) const {
        throw core::DataError(fmt::format("line {}: {}", line_number_, reason));
    }

    MetadataGroups groups_;
    std::vector<std::string> open_;
    int line_number_ = 0;
    bool ended_ = false;
};

}  // namespace

MetadataGroups parse_odl(std::string_view text) {
    OdlReader reader;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size() - 1);
        reader.take(text.substr(0, end + 1));
        text.remove_prefix(end + 1);
    }
    return reader.finish();
}

MetadataGroups parse_metadata_xml(const std::string& text) {
    boost::property_tree::ptree tree;
    std::istringstream stream(text);
    try {
        boost::property_tree::read_xml(stream, tree,
                                       boost::property_tree::xml_parser::trim_whitespace);
    } catch (const boost::property_tree::xml_parser_error& error) {
        throw core::DataError(fmt::format("line {}: {}", error.line(), error.message()));
    }
    const auto root = tree.get_child_optional(root_name);
    if (!root) {
        throw core::DataError(fmt::format("there is no element {}", root_name));
    }
    MetadataGroups groups;
    for (const auto& [group, keys] : *root) {
        for (const auto& [key, value] : keys) {
            groups[group][key] = value.data();
        }
    }
    return groups;
}

MetadataGroups parse_metadata_json(const std::string& text) {
    MetadataGroups groups;
    try {
        const auto root = nlohmann::json::parse(text).at(root_name);
        for (const auto& [group, keys] : root.items()) {
            for (const auto& [key, value] : keys.items()) {
                groups[group][key] = value.is_string() ? value.get<std::string>() : value.dump();
            }
        }
    } catch (const nlohmann::json::exception& error) {
        throw core::DataError(error.what());
    }
    return groups;
}

MetadataGroups read_metadata_groups(const std::filesystem::path& path) {
    const std::string text = core::read_text_file(path);
    const std::string form = path.extension().string();
    try {
        if (form == ".txt") {
            return parse_odl(text);
        }
        if (form == ".xml") {
            return parse_metadata_xml(text);
        }
        if (form == ".json") {
            return parse_metadata_json(text);
        }
    } catch (const core::DataError& error) {
        throw core::DataError(
            fmt::format("cannot read the metadata file {}: {}", path.string(), error.what()));
    }
    throw core::DataError(
        fmt::format("cannot read the metadata file {}: its name ends neither in "
                    ".txt nor in .xml or .json",
                    path.string()));
}

}  // namespace mineprint::archive
