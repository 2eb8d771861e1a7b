// SPDX-License-Identifier: Apache-2.0
#include "mineprint/change/sieve.hpp"

#include <algorithm>
#include <tuple>

namespace mineprint::change {
namespace {

/// `label` touches `neighbour`.
struct Touch {
    std::int32_t label = no_component;
    std::int32_t neighbour = no_component;
    std::int64_t key = 0;
};

}  // namespace

TileSieve::TileSieve(const raster::Raster<std::uint8_t>& classes, std::uint8_t unobserved,
                     const WindowPlace& place, std::span<const std::int64_t> area_mm2,
                     const SieveOptions& options)
    : minimum_area_mm2_(options.minimum_area_mm2),
      components_(label_components(classes, unobserved, place, area_mm2, options.connectivity)) {
    find_neighbours(place, options.connectivity);
    states_.resize(components_.list.size());
    for (std::size_t i = 0; i < states_.size(); ++i) {
        if (!is_small(static_cast<std::int32_t>(i))) {
            states_[i].fate = SieveFate::large;
        } else if (components_.list[i].touches_edge) {
            states_[i].fate = SieveFate::open;
        }
    }
    for (std::size_t i = 0; i < states_.size(); ++i) {
        decide(static_cast<std::int32_t>(i));
    }
}

void TileSieve::find_neighbours(const WindowPlace& place, Connectivity connectivity) {
    const auto& labels = components_.labels;
    std::vector<Touch> touches;
    const auto meet = [&](std::int32_t a, std::int32_t b, std::int64_t key) {
        if (a == b || a == no_component || b == no_component) {
            return;
        }
        if (is_small(a)) {
            touches.push_back({a, b, key});
        }
        if (is_small(b)) {
            touches.push_back({b, a, key});
        }
    };
    const bool diagonal = connectivity == Connectivity::eight;
    for (std::int64_t row = 0; row < labels.height(); ++row) {
        for (std::int64_t column = 0; column < labels.width(); ++column) {
            const std::int32_t label = labels(row, column);
            const std::int64_t number = place.pixel_number(row, column);
            if (row > 0) {
                meet(label, labels(row - 1, column), meeting_key(number, Direction::above));
                if (diagonal && column > 0) {
                    meet(label, labels(row - 1, column - 1),
                         meeting_key(number, Direction::above_left));
                }
                if (diagonal && column + 1 < labels.width()) {
                    meet(label, labels(row - 1, column + 1),
                         meeting_key(number, Direction::above_right));
                }
            }
            if (column > 0) {
                meet(label, labels(row, column - 1), meeting_key(number, Direction::left));
            }
        }
    }
    std::sort(touches.begin(), touches.end(), [](const Touch& a, const Touch& b) {
        return std::tie(a.label, a.neighbour, a.key) < std::tie(b.label, b.neighbour, b.key);
    });
    neighbour_begin_.assign(components_.list.size() + 1, 0);
    for (std::size_t i = 0; i < touches.size(); ++i) {
        const bool is_first = i == 0 || touches[i - 1].label != touches[i].label ||
                              touches[i - 1].neighbour != touches[i].neighbour;
        if (is_first) {
            neighbours_.push_back({touches[i].neighbour, touches[i].key});
            ++neighbour_begin_[static_cast<std::size_t>(touches[i].label) + 1];
        }
    }
    for (std::size_t i = 1; i < neighbour_begin_.size(); ++i) {
        neighbour_begin_[i] += neighbour_begin_[i - 1];
    }
}

std::span<const SieveNeighbour> TileSieve::neighbours_of(std::int32_t label) const {
    const auto index = static_cast<std::size_t>(label);
    return std::span(neighbours_)
        .subspan(neighbour_begin_[index], neighbour_begin_[index + 1] - neighbour_begin_[index]);
}

/// From a small component inside the tile. The sizes of neighbours that touch an edge are known
/// from below only, so they may all be the largest; the largest one inside is a candidate unless
/// one of them surely exceeds it.
TileSieve::State TileSieve::step_from(std::int32_t label) const {
    std::int32_t inside = no_component;
    std::int64_t inside_key = 0;
    std::int64_t largest_at_edge = -1;
    std::vector<std::int32_t> candidates;
    for (const SieveNeighbour& neighbour : neighbours_of(label)) {
        const Component& other = component(neighbour.label);
        if (other.touches_edge) {
            candidates.push_back(neighbour.label);
            largest_at_edge = std::max(largest_at_edge, other.num_pixels);
        } else if (inside == no_component ||
                   std::pair(-other.num_pixels, neighbour.key) <
                       std::pair(-component(inside).num_pixels, inside_key)) {
            inside = neighbour.label;
            inside_key = neighbour.key;
        }
    }
    if (inside != no_component && component(inside).num_pixels >= largest_at_edge) {
        candidates.push_back(inside);
    }
    if (candidates.empty()) {
        return {SieveFate::stuck, 0, no_component};
    }
    if (candidates.size() == 1) {
        return {SieveFate::unknown, 0, candidates.front()};
    }
    const std::uint8_t value = component(candidates.front()).value;
    const bool agree = std::all_of(candidates.begin(), candidates.end(), [&](std::int32_t other) {
        return !is_small(other) && component(other).value == value;
    });
    return {agree ? SieveFate::leads : SieveFate::open, value, no_component};
}

/// Follows the way from a component until something is known, and tells all on the way. A way that
/// goes in a circle leads nowhere.
void TileSieve::decide(std::int32_t label) {
    const auto state_of = [this](std::int32_t l) -> State& {
        return states_[static_cast<std::size_t>(l)];
    };
    std::vector<std::int32_t> path;
    State end = state_of(label);
    for (std::int32_t at = label; end.fate == SieveFate::unknown;) {
        if (std::find(path.begin(), path.end(), at) != path.end()) {
            end.fate = SieveFate::stuck;
            break;
        }
        path.push_back(at);
        end = step_from(at);
        if (end.fate == SieveFate::unknown) {
            at = end.next;
            end = state_of(at);
            if (end.fate == SieveFate::large) {
                end = {SieveFate::leads, component(at).value, no_component};
            }
        }
    }
    for (const std::int32_t member : path) {
        state_of(member) = {end.fate, end.value, no_component};
    }
}

OpenSieve TileSieve::open_part() const {
    std::vector<bool> told(states_.size(), false);
    for (std::size_t i = 0; i < states_.size(); ++i) {
        const bool open = states_[i].fate == SieveFate::open;
        told[i] = told[i] || open || components_.list[i].touches_edge;
        if (open) {
            for (const SieveNeighbour& neighbour : neighbours_of(static_cast<std::int32_t>(i))) {
                told[static_cast<std::size_t>(neighbour.label)] = true;
            }
        }
    }
    OpenSieve part;
    part.edges = edges_of(components_.labels);
    for (std::size_t i = 0; i < states_.size(); ++i) {
        if (!told[i]) {
            continue;
        }
        const auto label = static_cast<std::int32_t>(i);
        SieveNode& node = part.nodes.emplace_back();
        node.label = label;
        node.component = components_.list[i];
        node.fate = states_[i].fate;
        node.new_value = states_[i].value;
        if (node.fate == SieveFate::open) {
            const auto neighbours = neighbours_of(label);
            node.neighbours.assign(neighbours.begin(), neighbours.end());
        }
    }
    return part;
}

void TileSieve::apply(std::span<const Decision> decisions,
                      raster::Raster<std::uint8_t>& classes) const {
    std::vector<std::uint8_t> values;
    values.reserve(states_.size());
    for (std::size_t i = 0; i < states_.size(); ++i) {
        const bool leads = states_[i].fate == SieveFate::leads;
        values.push_back(leads ? states_[i].value : components_.list[i].value);
    }
    for (const Decision& decision : decisions) {
        values[static_cast<std::size_t>(decision.label)] = decision.value;
    }
    for (std::size_t pixel = 0; pixel < classes.size(); ++pixel) {
        if (components_.labels[pixel] != no_component) {
            classes[pixel] = values[static_cast<std::size_t>(components_.labels[pixel])];
        }
    }
}

}  // namespace mineprint::change
