// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace mineprint::archive {

/// An element of an XML text.
struct XmlElement {
    std::string name;  ///< without the prefix of its namespace
    std::map<std::string, std::string> attributes;
    std::string text;  ///< without blanks at its ends
    int depth = 0;     ///< of the root: 0
};

/// The elements of an XML text in its order, to be found by name: the groups of the Sentinel-2
/// metadata changed their names from version to version, the elements did not. Throws DataError
/// that names the line where the text breaks the form.
class XmlElements {
  public:
    explicit XmlElements(const std::string& text);

    /// The first of that name; nullptr where there is none.
    [[nodiscard]] const XmlElement* find(std::string_view name) const;
    [[nodiscard]] std::vector<const XmlElement*> all(std::string_view name) const;

  private:
    std::vector<XmlElement> elements_;
};

}  // namespace mineprint::archive
