// SPDX-License-Identifier: Apache-2.0
#include <map>

#include "mineprint/core/random.hpp"
#include "mineprint/pipeline/spectra_sites.hpp"
#include "test_main.hpp"

using namespace mineprint;
using namespace mineprint::pipeline;

namespace {

constexpr std::int64_t side = 23;
using Mask = std::vector<std::uint8_t>;

std::size_t at(std::int64_t row, std::int64_t column) {
    return static_cast<std::size_t>(row * side + column);
}

std::vector<PixelRun> runs_of(const Mask& mask) {
    std::vector<PixelRun> runs;
    for (std::int64_t row = 0; row < side; ++row) {
        for (std::int64_t column = 0; column < side; ++column) {
            if (mask[at(row, column)] == 0) {
                continue;
            }
            if (!runs.empty() && runs.back().row == row && runs.back().end == column) {
                ++runs.back().end;
            } else {
                runs.push_back({row, column, column + 1});
            }
        }
    }
    return runs;
}

/// Fills a component pixel by pixel.
void flood(const Mask& mask, std::vector<int>& label, std::int64_t row, std::int64_t column,
           int number) {
    const bool inside = row >= 0 && column >= 0 && row < side && column < side;
    if (!inside || mask[at(row, column)] == 0 || label[at(row, column)] != 0) {
        return;
    }
    label[at(row, column)] = number;
    for (std::int64_t dr = -1; dr <= 1; ++dr) {
        for (std::int64_t dc = -1; dc <= 1; ++dc) {
            flood(mask, label, row + dr, column + dc, number);
        }
    }
}

}  // namespace

TEST_CASE("runs that touch, corners included, are one site: as by flooding pixels") {
    const core::KeyedRandom random(3, core::Stream::noise);
    for (std::uint64_t trial = 0; trial < 60; ++trial) {
        Mask mask(side * side);
        const double density = 0.1 + 0.01 * static_cast<double>(trial);
        for (std::size_t i = 0; i < mask.size(); ++i) {
            mask[i] = random.uniform(trial, i) < density ? 1 : 0;
        }
        std::vector<int> label(mask.size());
        int number = 0;
        for (std::int64_t row = 0; row < side; ++row) {
            for (std::int64_t column = 0; column < side; ++column) {
                if (mask[at(row, column)] != 0 && label[at(row, column)] == 0) {
                    flood(mask, label, row, column, ++number);
                }
            }
        }
        const auto sites = connected_sites(runs_of(mask));
        REQUIRE(static_cast<int>(sites.size()) == number);
        for (std::size_t site = 0; site < sites.size(); ++site) {
            CHECK(sites[site].name == std::to_string(site + 1));
            for (const PixelRun& run : sites[site].runs) {
                for (std::int64_t column = run.begin; column < run.end; ++column) {
                    CHECK(label[at(run.row, column)] == static_cast<int>(site) + 1);
                }
            }
        }
    }
}

TEST_CASE("no runs, no sites") {
    CHECK(connected_sites({}).empty());
    const auto one = connected_sites({{5, 2, 9}});
    REQUIRE(one.size() == 1);
    CHECK(one[0].num_pixels() == 7);
}
