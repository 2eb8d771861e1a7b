// SPDX-License-Identifier: Apache-2.0
#include "mineprint/pipeline/accuracy_estimates.hpp"

#include <limits>

namespace mineprint::pipeline {
namespace {

Table<double, 1> unknown(std::size_t num_epochs) {
    return Table<double, 1>({num_epochs}, std::numeric_limits<double>::quiet_NaN());
}

}  // namespace

MeasureTables::MeasureTables(std::size_t num_epochs, std::size_t num_classes)
    : overall({num_epochs}),
      balanced({num_epochs}),
      users({num_epochs, num_classes}),
      producers({num_epochs, num_classes}),
      f1({num_epochs, num_classes}),
      mcc(unknown(num_epochs)),
      quantity(mcc),
      allocation(mcc),
      exchange(mcc),
      shift(mcc),
      kappa(mcc) {}

CurveTables::CurveTables(std::size_t num_epochs)
    : roc_auc(unknown(num_epochs)),
      roc_auc_se(roc_auc),
      average_precision(roc_auc),
      threshold_f1(roc_auc),
      threshold_f_half(roc_auc),
      threshold_youden(roc_auc),
      map_threshold(roc_auc) {}

AccuracyEstimates::AccuracyEstimates(std::size_t num_epochs, std::size_t num_classes)
    : num_clusters({num_epochs}),
      num_short({num_epochs}),
      counts(num_epochs, num_classes),
      weighted(num_epochs, num_classes),
      weighted_matrix({num_epochs, num_classes, num_classes},
                      std::numeric_limits<double>::quiet_NaN()),
      curves(num_epochs) {}

}  // namespace mineprint::pipeline
