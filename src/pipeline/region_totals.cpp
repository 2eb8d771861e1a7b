// SPDX-License-Identifier: Apache-2.0
#include "mineprint/pipeline/region_totals.hpp"

#include <cmath>

#include "mineprint/mpi/collectives.hpp"

namespace mineprint::pipeline {
namespace {

constexpr double cm2_per_m2 = 1e4;

}  // namespace

LayerTotals::LayerTotals(zones::AccumulatorShape shape) : shape_(shape) {
    const zones::Accumulator empty(shape);
    counts_ = empty.counts();
    areas_cm2_.resize(counts_.size());
}

void LayerTotals::add(const zones::Accumulator& tile, std::span<const std::int32_t> zones) {
    // The tables are zone by zone: one block of epochs × classes, one of pairs × classes².
    const auto counts = tile.counts();
    const auto areas = tile.areas();
    const auto spread = [&](std::size_t tile_begin, std::size_t own_begin, std::size_t block) {
        for (std::size_t i = 0; i < zones.size(); ++i) {
            const std::size_t from = tile_begin + i * block;
            const std::size_t to = own_begin + static_cast<std::size_t>(zones[i]) * block;
            for (std::size_t k = 0; k < block; ++k) {
                counts_[to + k] += counts[from + k];
                areas_cm2_[to + k] += std::llround(areas[from + k] * cm2_per_m2);
            }
        }
    };
    const std::size_t per_epoch = shape_.epochs * (shape_.classes + 1);
    const std::size_t per_pair = shape_.num_pairs() * shape_.classes * shape_.classes;
    spread(0, 0, per_epoch);
    spread(zones.size() * per_epoch, shape_.zones * per_epoch, per_pair);
}

void LayerTotals::sum_over_ranks(const mpi::Communicator& comm) {
    mpi::all_reduce(comm, std::span(counts_), MPI_SUM);
    mpi::all_reduce(comm, std::span(areas_cm2_), MPI_SUM);
}

zones::Accumulator LayerTotals::tables() const {
    std::vector<double> areas_m2(areas_cm2_.size());
    for (std::size_t i = 0; i < areas_m2.size(); ++i) {
        areas_m2[i] = static_cast<double>(areas_cm2_[i]) / cm2_per_m2;
    }
    return zones::Accumulator::from_tables(shape_, counts_, std::move(areas_m2));
}

AccuracyTotals::AccuracyTotals(std::size_t epochs, std::size_t classes)
    : classes_(classes), counts_(epochs * (classes + 1) * classes) {}

std::size_t AccuracyTotals::index(std::size_t epoch, std::size_t map_class,
                                  std::size_t reference_class) const {
    return (epoch * (classes_ + 1) + map_class) * classes_ + reference_class;
}

void AccuracyTotals::add(std::size_t epoch, std::uint8_t map_class, std::uint8_t reference_class) {
    const std::size_t row = map_class == zones::unobserved ? classes_ : map_class;
    ++counts_[index(epoch, row, reference_class)];
}

void AccuracyTotals::sum_over_ranks(const mpi::Communicator& comm) {
    mpi::all_reduce(comm, std::span(counts_), MPI_SUM);
}

std::int64_t AccuracyTotals::count(std::size_t epoch, std::size_t map_class,
                                   std::size_t reference_class) const {
    return counts_[index(epoch, map_class, reference_class)];
}

std::int64_t AccuracyTotals::num_unobserved(std::size_t epoch) const {
    std::int64_t number = 0;
    for (std::size_t reference_class = 0; reference_class < classes_; ++reference_class) {
        number += counts_[index(epoch, classes_, reference_class)];
    }
    return number;
}

}  // namespace mineprint::pipeline
