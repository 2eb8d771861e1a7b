// SPDX-License-Identifier: Apache-2.0
#include "mineprint/change/site_distance.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include <boost/function_output_iterator.hpp>
#include <boost/geometry.hpp>
#include <boost/geometry/index/rtree.hpp>

namespace mineprint::change {
namespace {

namespace bg = boost::geometry;
using Point = bg::model::point<double, 3, bg::cs::cartesian>;
using Entry = std::pair<Point, std::size_t>;
template <class Value>
using Tree = bg::index::rtree<Value, bg::index::quadratic<16>>;

Point to_point(const SpacePoint& place) { return {place[0], place[1], place[2]}; }

/// A site in a ball, with an index over its points.
struct IndexedSite {
    Tree<Point> points;
    SpacePoint centre{};
    double radius_m = 0;

    explicit IndexedSite(const SitePoints& outline) {
        std::vector<Point> all;
        for (const SpacePoint& place : outline) {
            all.push_back(to_point(place));
            for (std::size_t axis = 0; axis < 3; ++axis) {
                centre.at(axis) += place.at(axis) / static_cast<double>(outline.size());
            }
        }
        for (const Point& point : all) {
            radius_m = std::max(radius_m, bg::distance(point, to_point(centre)));
        }
        points = Tree<Point>(all);
    }
};

double distance_between(const IndexedSite& a, const IndexedSite& b) {
    const bool a_is_smaller = a.points.size() < b.points.size();
    const auto& few = a_is_smaller ? a.points : b.points;
    const auto& many = a_is_smaller ? b.points : a.points;
    double least = std::numeric_limits<double>::infinity();
    for (const Point& point : few) {
        many.query(bg::index::nearest(point, 1),
                   boost::make_function_output_iterator([&](const Point& found) {
                       least = std::min(least, bg::distance(point, found));
                   }));
    }
    return least;
}

/// Looks at the others from near to far, as told by their balls, until none can be nearer.
class NeighbourSearch {
  public:
    NeighbourSearch(const std::vector<IndexedSite>& sites, const std::vector<bool>& is_candidate)
        : sites_(sites) {
        std::vector<Entry> entries;
        for (std::size_t i = 0; i < sites.size(); ++i) {
            if (is_candidate[i]) {
                entries.emplace_back(to_point(sites[i].centre), i);
                largest_radius_m_ = std::max(largest_radius_m_, sites[i].radius_m);
            }
        }
        centres_ = Tree<Entry>(entries);
    }

    [[nodiscard]] std::optional<Neighbour> nearest(std::size_t own) const {
        std::optional<Neighbour> best;
        if (centres_.empty()) {
            return best;
        }
        const IndexedSite& site = sites_[own];
        const Point centre = to_point(site.centre);
        const auto all = static_cast<unsigned>(centres_.size());
        for (auto entry = centres_.qbegin(bg::index::nearest(centre, all));
             entry != centres_.qend(); ++entry) {
            const double apart_m = bg::distance(centre, entry->first) - site.radius_m;
            if (best && apart_m - largest_radius_m_ > best->distance_m) {
                break;
            }
            const IndexedSite& other = sites_[entry->second];
            if (entry->second == own || (best && apart_m - other.radius_m > best->distance_m)) {
                continue;
            }
            const Neighbour found{entry->second, distance_between(site, other)};
            if (!best ||
                std::pair(found.distance_m, found.site) < std::pair(best->distance_m, best->site)) {
                best = found;
            }
        }
        return best;
    }

  private:
    const std::vector<IndexedSite>& sites_;
    Tree<Entry> centres_;
    double largest_radius_m_ = 0;
};

}  // namespace

std::vector<std::optional<Neighbour>> nearest_sites(std::span<const SitePoints> sites,
                                                    const std::vector<bool>& is_candidate) {
    std::vector<IndexedSite> indexed;
    indexed.reserve(sites.size());
    for (const SitePoints& site : sites) {
        indexed.emplace_back(site);
    }
    const NeighbourSearch search(indexed, is_candidate);
    std::vector<std::optional<Neighbour>> result;
    for (std::size_t site = 0; site < sites.size(); ++site) {
        result.push_back(search.nearest(site));
    }
    return result;
}

}  // namespace mineprint::change
