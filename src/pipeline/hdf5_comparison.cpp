// SPDX-License-Identifier: Apache-2.0
#include "mineprint/pipeline/hdf5_comparison.hpp"

#include <algorithm>
#include <bit>
#include <type_traits>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "mineprint/hdf5_io/attribute.hpp"
#include "mineprint/hdf5_io/dataset.hpp"
#include "mineprint/hdf5_io/dimension_scale.hpp"

namespace mineprint::pipeline {
namespace {

using hdf5_io::Array;
using hdf5_io::File;

constexpr const char* may_differ = "/run";

template <class T>
bool same_value(const T& a, const T& b) {
    if constexpr (std::is_same_v<T, float>) {
        return std::bit_cast<std::uint32_t>(a) == std::bit_cast<std::uint32_t>(b);
    } else if constexpr (std::is_same_v<T, double>) {
        return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
    } else {
        return a == b;
    }
}

template <class T>
std::string value_text(const T& value) {
    if constexpr (std::is_same_v<T, std::string>) {
        constexpr std::size_t longest = 60;
        return value.size() <= longest ? fmt::format("'{}'", value)
                                       : fmt::format("'{}…'", value.substr(0, longest));
    } else {
        return fmt::format("{}", value);
    }
}

/// `[2, 0, 1]` of the position in the flat list of values; nothing for a single value.
std::string index_text(std::size_t position, const hdf5_io::Shape& shape) {
    if (shape.empty()) {
        return {};
    }
    std::vector<std::size_t> index(shape.size());
    for (std::size_t axis = shape.size(); axis-- > 0;) {
        index[axis] = position % shape[axis];
        position /= shape[axis];
    }
    return fmt::format("[{}]", fmt::join(index, ", "));
}

/// Where two arrays differ; empty when they do not.
std::string array_difference(const Array& a, const Array& b) {
    if (a.values.index() != b.values.index()) {
        return fmt::format(": holds {} values and {} values", a.type, b.type);
    }
    if (a.shape != b.shape) {
        return fmt::format(": has the shapes [{}] and [{}]", fmt::join(a.shape, ", "),
                           fmt::join(b.shape, ", "));
    }
    return std::visit(
        [&](const auto& values) -> std::string {
            const auto& others = std::get<std::decay_t<decltype(values)>>(b.values);
            std::size_t first = values.size();
            std::size_t count = 0;
            for (std::size_t i = 0; i < values.size(); ++i) {
                if (!same_value(values[i], others[i])) {
                    first = std::min(first, i);
                    ++count;
                }
            }
            if (count == 0) {
                return {};
            }
            return fmt::format("{}: {} and {} ({} of {} values differ)", index_text(first, a.shape),
                               value_text(values[first]), value_text(others[first]), count,
                               values.size());
        },
        a.values);
}

/// The walk through two files at once.
class Hdf5Comparison {
  public:
    Hdf5Comparison(const std::filesystem::path& a, const std::filesystem::path& b)
        : a_(File::open(a)), b_(File::open(b)) {}

    std::vector<std::string> run() {
        compare_object("/");
        return std::move(differences_);
    }

  private:
    void compare_object(const std::string& object) {
        compare_attributes(object);
        const bool is_group = a_.is_group(object);
        if (is_group != b_.is_group(object)) {
            add(object, ": is a group in one and a dataset in the other");
        } else if (is_group) {
            compare_children(object);
        } else {
            add(object,
                array_difference(hdf5_io::read_array(a_, object), hdf5_io::read_array(b_, object)));
        }
    }

    void compare_children(const std::string& group) {
        const std::string prefix = group == "/" ? "/" : group + '/';
        for_each_common(a_.children(group), b_.children(group), prefix,
                        [&](const std::string& name) {
                            if (prefix + name != may_differ) {
                                compare_object(prefix + name);
                            }
                        });
    }

    void compare_attributes(const std::string& object) {
        for_each_common(hdf5_io::attribute_names(a_, object), hdf5_io::attribute_names(b_, object),
                        object + '@', [&](const std::string& name) {
                            if (name == "DIMENSION_LIST") {
                                compare_scales(object);
                            } else if (name != "REFERENCE_LIST") {  // the same from the other end
                                add(object + '@' + name,
                                    array_difference(hdf5_io::read_attribute(a_, object, name),
                                                     hdf5_io::read_attribute(b_, object, name)));
                            }
                        });
    }

    void compare_scales(const std::string& dataset) {
        const auto scales_a = hdf5_io::attached_scales(a_, dataset);
        const auto scales_b = hdf5_io::attached_scales(b_, dataset);
        if (scales_a != scales_b) {
            add(dataset, fmt::format(": has the axes {} and {}", fmt::join(scales_a, ", "),
                                     fmt::join(scales_b, ", ")));
        }
    }

    /// Calls `visit` for what both have, and adds what only one has. Both lists are sorted.
    template <class Visit>
    void for_each_common(const std::vector<std::string>& names_a,
                         const std::vector<std::string>& names_b, const std::string& prefix,
                         const Visit& visit) {
        std::vector<std::string> all;
        std::set_union(names_a.begin(), names_a.end(), names_b.begin(), names_b.end(),
                       std::back_inserter(all));
        for (const std::string& name : all) {
            const bool in_a = std::binary_search(names_a.begin(), names_a.end(), name);
            const bool in_b = std::binary_search(names_b.begin(), names_b.end(), name);
            if (in_a && in_b) {
                visit(name);
            } else if (prefix + name != may_differ) {
                add(prefix + name,
                    fmt::format(": is only in the {} file", in_a ? "first" : "second"));
            }
        }
    }

    void add(const std::string& object, const std::string& difference) {
        if (!difference.empty()) {
            differences_.push_back(object + difference);
        }
    }

    File a_;
    File b_;
    std::vector<std::string> differences_;
};

}  // namespace

std::vector<std::string> hdf5_differences(const std::filesystem::path& a,
                                          const std::filesystem::path& b) {
    return Hdf5Comparison(a, b).run();
}

}  // namespace mineprint::pipeline
