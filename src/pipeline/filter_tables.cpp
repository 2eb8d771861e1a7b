// SPDX-License-Identifier: Apache-2.0
#include "mineprint/pipeline/filter_tables.hpp"

#include <limits>
#include <numeric>
#include <utility>

#include "mineprint/core/error.hpp"
#include "mineprint/mpi/collectives.hpp"
#include "mineprint/zones/accumulator.hpp"

namespace mineprint::pipeline {
FilterTables::FilterTables(std::string in_words, std::size_t num_epochs, std::size_t num_classes)
    : method(std::move(in_words)),
      pixel_count({num_epochs, num_classes, num_classes}),
      num_triples(num_epochs),
      raw_flip_flops(num_epochs),
      filtered_flip_flops(num_epochs) {}

void FilterTables::add(const std::vector<raster::Raster<std::uint8_t>>& raw,
                       const std::vector<raster::Raster<std::uint8_t>>& filtered) {
    for (std::size_t epoch = 0; epoch < raw.size(); ++epoch) {
        for (std::size_t pixel = 0; pixel < raw[epoch].size(); ++pixel) {
            const std::uint8_t before = raw[epoch][pixel];
            const std::uint8_t after = filtered[epoch][pixel];
            if ((before == zones::unobserved) != (after == zones::unobserved)) {
                throw core::DataError("a filtered map has classes where the raw one has none");
            }
            if (before != zones::unobserved) {
                pixel_count(epoch, before, after) += 1;
            }
        }
    }
    change::FlipFlops before(raw.size());
    change::FlipFlops after(raw.size());
    before.add(raw, zones::unobserved);
    after.add(filtered, zones::unobserved);
    for (std::size_t epoch = 0; epoch < raw.size(); ++epoch) {
        num_triples[epoch] += before.triples[epoch];
        raw_flip_flops[epoch] += before.flip_flops[epoch];
        filtered_flip_flops[epoch] += after.flip_flops[epoch];
    }
}

void FilterTables::sum_over_ranks(const mpi::Communicator& comm) {
    mpi::all_reduce(comm, pixel_count.values(), MPI_SUM);
    for (auto* counts : {&num_triples, &raw_flip_flops, &filtered_flip_flops}) {
        mpi::all_reduce(comm, std::span(*counts), MPI_SUM);
    }
}

std::int64_t FilterTables::num_changed(std::size_t epoch) const {
    std::int64_t number = 0;
    const auto [epochs, from, to] = pixel_count.shape();
    for (std::size_t i = 0; i < from; ++i) {
        for (std::size_t j = 0; j < to; ++j) {
            number += i == j ? 0 : pixel_count(epoch, i, j);
        }
    }
    return number;
}

double flip_flop_rate(const std::vector<std::int64_t>& flip_flops,
                      const std::vector<std::int64_t>& triples) {
    const auto all = std::accumulate(triples.begin(), triples.end(), std::int64_t{0});
    const auto flips = std::accumulate(flip_flops.begin(), flip_flops.end(), std::int64_t{0});
    return all == 0 ? std::numeric_limits<double>::quiet_NaN()
                    : static_cast<double>(flips) / static_cast<double>(all);
}

}  // namespace mineprint::pipeline
