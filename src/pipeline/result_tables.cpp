// SPDX-License-Identifier: Apache-2.0
#include "mineprint/pipeline/result_tables.hpp"

#include <limits>

#include "mineprint/accuracy/error_matrix.hpp"
#include "mineprint/change/growth.hpp"

namespace mineprint::pipeline {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

accuracy::ErrorMatrix matrix_of(const AccuracyTables& tables, std::size_t epoch) {
    const std::size_t num_classes = tables.confusion_matrix.shape()[1];
    accuracy::ErrorMatrix matrix(num_classes);
    for (std::size_t row = 0; row < num_classes; ++row) {
        for (std::size_t column = 0; column < num_classes; ++column) {
            matrix.add(row, column, tables.confusion_matrix(epoch, row, column));
        }
    }
    return matrix;
}

}  // namespace

LayerTables::LayerTables(std::string layer_name, std::vector<ZoneLabel> layer_zones,
                         std::size_t num_epochs, std::size_t num_classes)
    : name(std::move(layer_name)),
      zones(std::move(layer_zones)),
      pixel_count({zones.size(), num_epochs, num_classes}),
      area_km2(pixel_count.shape()),
      unobserved_pixel_count({zones.size(), num_epochs}),
      unobserved_km2(unobserved_pixel_count.shape()),
      change_pixel_count({zones.size(), num_epochs, num_epochs, num_classes, num_classes}),
      change_km2(change_pixel_count.shape()),
      growth_percent({zones.size(), num_epochs, num_epochs}, nan),
      annual_growth_percent(growth_percent.shape(), nan),
      growth_flag(growth_percent.shape(), no_growth_pair),
      changes(zones.size(), num_epochs, num_classes) {}

double years_between(const Epoch& from, const Epoch& to) {
    constexpr double days_per_year = 365.2425;  // of the Gregorian calendar
    return (to.middle_day() - from.middle_day()) / days_per_year;
}

double area_before(const LayerTables& layer, std::size_t zone, std::size_t from, std::size_t to,
                   std::size_t cls) {
    double sum = 0;
    for (std::size_t other = 0; other < layer.change_km2.shape()[4]; ++other) {
        sum += layer.change_km2(zone, from, to, cls, other);
    }
    return sum;
}

double area_after(const LayerTables& layer, std::size_t zone, std::size_t from, std::size_t to,
                  std::size_t cls) {
    double sum = 0;
    for (std::size_t other = 0; other < layer.change_km2.shape()[3]; ++other) {
        sum += layer.change_km2(zone, from, to, other, cls);
    }
    return sum;
}

void fill_growth(LayerTables& layer, const std::vector<Epoch>& epochs, std::size_t target_index) {
    for (std::size_t zone = 0; zone < layer.zones.size(); ++zone) {
        for (std::size_t from = 0; from < epochs.size(); ++from) {
            for (std::size_t to = from + 1; to < epochs.size(); ++to) {
                const change::Growth growth =
                    change::growth(area_before(layer, zone, from, to, target_index),
                                   area_after(layer, zone, from, to, target_index),
                                   years_between(epochs[from], epochs[to]));
                layer.growth_percent(zone, from, to) = growth.percent;
                layer.annual_growth_percent(zone, from, to) = growth.annual_percent;
                layer.growth_flag(zone, from, to) = static_cast<std::uint8_t>(growth.flag);
            }
        }
    }
    fill_change_tables(layer, epochs, target_index);
}

AccuracyTables::AccuracyTables(std::size_t num_epochs, std::size_t num_classes)
    : confusion_matrix({num_epochs, num_classes, num_classes}),
      unobserved_samples(num_epochs),
      overall_accuracy(num_epochs, nan),
      users_accuracy({num_epochs, num_classes}, nan),
      producers_accuracy(users_accuracy),
      f1(users_accuracy),
      quantity_disagreement(num_epochs, nan),
      allocation_disagreement(num_epochs, nan),
      kappa(num_epochs, nan) {}

void fill_shares(AccuracyTables& tables) {
    for (std::size_t epoch = 0; epoch < tables.overall_accuracy.size(); ++epoch) {
        const accuracy::ErrorMatrix matrix = matrix_of(tables, epoch);
        for (std::size_t cls = 0; cls < matrix.classes(); ++cls) {
            tables.users_accuracy(epoch, cls) = accuracy::users_accuracy(matrix, cls);
            tables.producers_accuracy(epoch, cls) = accuracy::producers_accuracy(matrix, cls);
            tables.f1(epoch, cls) = accuracy::f1(matrix, cls);
        }
        tables.overall_accuracy[epoch] = accuracy::overall_accuracy(matrix);
        tables.quantity_disagreement[epoch] = accuracy::quantity_disagreement(matrix);
        tables.allocation_disagreement[epoch] = accuracy::allocation_disagreement(matrix);
        tables.kappa[epoch] = accuracy::kappa(matrix);
    }
}

std::string tile_status_name(TileStatus status) {
    switch (status) {
        case TileStatus::mapped:
            return "mapped";
        case TileStatus::unobserved:
            return "unobserved";
        case TileStatus::failed:
            break;
    }
    return "failed";
}

}  // namespace mineprint::pipeline
