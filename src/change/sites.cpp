// SPDX-License-Identifier: Apache-2.0
#include "mineprint/change/sites.hpp"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

namespace mineprint::change {
namespace {

constexpr std::uint8_t nothing = 255;

/// 1 where a pixel is of the target class at any epoch.
raster::Raster<std::uint8_t> union_of(const SiteSearch& search) {
    const auto& window = search.place.window;
    raster::Raster<std::uint8_t> mask(window.width, window.height, nothing);
    for (const auto& epoch : search.epochs) {
        for (std::size_t pixel = 0; pixel < mask.size(); ++pixel) {
            if (epoch[pixel] == search.target) {
                mask[pixel] = 1;
            }
        }
    }
    return mask;
}

/// Fills the sums of all parts, pixel by pixel.
class PartSums {
  public:
    PartSums(const SiteSearch& search, const Components& components, std::vector<Site>& parts)
        : search_(search), components_(components), parts_(parts), shares_(parts.size()) {}

    void add_row(std::int64_t row) {
        const auto& window = search_.place.window;
        std::int32_t open = no_component;
        for (std::int64_t column = 0; column < window.width; ++column) {
            const std::int32_t label = components_.labels(row, column);
            if (label == no_component) {
                open = no_component;
                continue;
            }
            Site& part = parts_[static_cast<std::size_t>(label)];
            if (label != open) {
                const auto place = static_cast<std::int32_t>(window.column + column);
                part.runs.push_back({static_cast<std::int32_t>(window.row + row), place, place});
                open = label;
            }
            ++part.runs.back().end;
            add_pixel(static_cast<std::size_t>(row * window.width + column),
                      static_cast<std::size_t>(label));
        }
    }

    void finish() {
        for (std::size_t i = 0; i < parts_.size(); ++i) {
            for (const auto& [place, area] : shares_[i]) {
                parts_[i].shares.push_back({place.first, place.second, area});
            }
        }
    }

  private:
    void add_pixel(std::size_t pixel, std::size_t label) {
        Site& part = parts_[label];
        const std::int64_t area = search_.area_mm2[pixel];
        for (std::size_t epoch = 0; epoch < search_.epochs.size(); ++epoch) {
            const std::uint8_t value = search_.epochs[epoch][pixel];
            part.target_mm2[epoch] += value == search_.target ? area : 0;
            part.unobserved_mm2[epoch] += value == search_.unobserved ? area : 0;
        }
        const std::uint8_t first = search_.epochs.front()[pixel];
        const std::uint8_t last = search_.epochs.back()[pixel];
        if (first != search_.unobserved && last != search_.unobserved) {
            part.ends_mm2[0] += first == search_.target ? area : 0;
            part.ends_mm2[1] += last == search_.target ? area : 0;
        }
        part.touches_known |= search_.known != nullptr && (*search_.known)[pixel] != 0;
        for (std::size_t layer = 0; layer < search_.zones.size(); ++layer) {
            const std::int32_t zone = search_.zones[layer][pixel];
            shares_[label][{static_cast<std::int32_t>(layer), zone}] += area;
        }
    }

    const SiteSearch& search_;
    const Components& components_;
    std::vector<Site>& parts_;
    std::vector<std::map<std::pair<std::int32_t, std::int32_t>, std::int64_t>> shares_;
};

void add_part(const Site& part, Site& site) {
    site.first_pixel =
        site.num_pixels == 0 ? part.first_pixel : std::min(site.first_pixel, part.first_pixel);
    site.num_pixels += part.num_pixels;
    site.area_mm2 += part.area_mm2;
    site.target_mm2.resize(part.target_mm2.size());
    site.unobserved_mm2.resize(part.unobserved_mm2.size());
    for (std::size_t epoch = 0; epoch < part.target_mm2.size(); ++epoch) {
        site.target_mm2[epoch] += part.target_mm2[epoch];
        site.unobserved_mm2[epoch] += part.unobserved_mm2[epoch];
    }
    site.ends_mm2[0] += part.ends_mm2[0];
    site.ends_mm2[1] += part.ends_mm2[1];
    site.touches_known |= part.touches_known;
    site.shares.insert(site.shares.end(), part.shares.begin(), part.shares.end());
    site.runs.insert(site.runs.end(), part.runs.begin(), part.runs.end());
}

/// Puts shares of the same zone together, and runs that a seam cut apart.
void tidy(Site& site) {
    std::map<std::pair<std::int32_t, std::int32_t>, std::int64_t> shares;
    for (const SiteShare& share : site.shares) {
        shares[{share.layer, share.zone}] += share.area_mm2;
    }
    site.shares.clear();
    for (const auto& [place, area] : shares) {
        site.shares.push_back({place.first, place.second, area});
    }
    std::sort(site.runs.begin(), site.runs.end(), [](const PixelRun& a, const PixelRun& b) {
        return std::tie(a.row, a.begin) < std::tie(b.row, b.begin);
    });
    std::vector<PixelRun> runs;
    for (const PixelRun& run : site.runs) {
        if (!runs.empty() && runs.back().row == run.row && runs.back().end == run.begin) {
            runs.back().end = run.end;
        } else {
            runs.push_back(run);
        }
    }
    site.runs = std::move(runs);
}

}  // namespace

SiteTile find_parts(const SiteSearch& search) {
    const Components components = label_components(union_of(search), nothing, search.place,
                                                   search.area_mm2, search.connectivity);
    SiteTile tile;
    tile.edges = edges_of(components.labels);
    for (const Component& component : components.list) {
        Site& part = tile.parts.emplace_back();
        part.first_pixel = component.first_pixel;
        part.num_pixels = component.num_pixels;
        part.area_mm2 = component.area_mm2;
        part.target_mm2.resize(search.epochs.size());
        part.unobserved_mm2.resize(search.epochs.size());
    }
    PartSums sums(search, components, tile.parts);
    for (std::int64_t row = 0; row < search.place.window.height; ++row) {
        sums.add_row(row);
    }
    sums.finish();
    return tile;
}

std::vector<Site> join_sites(const geo::Tiling& tiling, std::int64_t grid_width,
                             std::span<const SiteTile> tiles, Connectivity connectivity) {
    DisjointSets sets;
    std::vector<std::int64_t> first_part;
    for (const SiteTile& tile : tiles) {
        first_part.push_back(sets.size());
        for (std::size_t i = 0; i < tile.parts.size(); ++i) {
            sets.add();
        }
    }
    const auto number_of = [&](const TileLabel& place) {
        return first_part[static_cast<std::size_t>(place.tile)] + place.label;
    };
    for_each_seam_pair(
        tiling, grid_width,
        [&](std::int64_t tile) -> const TileEdges& {
            return tiles[static_cast<std::size_t>(tile)].edges;
        },
        connectivity,
        [&](const SeamPair& pair) { sets.unite(number_of(pair.later), number_of(pair.earlier)); });
    std::map<std::int64_t, Site> by_root;
    for (std::size_t tile = 0; tile < tiles.size(); ++tile) {
        for (std::size_t i = 0; i < tiles[tile].parts.size(); ++i) {
            const auto root = sets.root(first_part[tile] + static_cast<std::int64_t>(i));
            add_part(tiles[tile].parts[i], by_root[root]);
        }
    }
    std::vector<Site> sites;
    for (auto& [root, site] : by_root) {
        tidy(site);
        sites.push_back(std::move(site));
    }
    std::sort(sites.begin(), sites.end(),
              [](const Site& a, const Site& b) { return a.first_pixel < b.first_pixel; });
    return sites;
}

}  // namespace mineprint::change
