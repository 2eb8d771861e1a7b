// SPDX-License-Identifier: Apache-2.0
#include "mineprint/change/sample_change.hpp"

#include "mineprint/accuracy/interval.hpp"

namespace mineprint::change {
namespace {

using accuracy::UnitValue;

/// A value of a unit by its classes at both epochs, by the reference.
template <class Of>
UnitValue by_classes(std::size_t classes, const Of& of) {
    return [classes, of](std::uint32_t /*mapped*/, std::uint32_t reference) {
        return static_cast<double>(of(reference / classes, reference % classes));
    };
}

std::uint32_t reference_of(std::size_t from, std::size_t to, std::size_t classes) {
    return static_cast<std::uint32_t>(change_class(from, to, classes));
}

}  // namespace

SampleChange sample_change(const accuracy::DesignSample& sample, std::size_t classes,
                           std::size_t target, double years) {
    const auto values = [&](const auto& of) { return by_classes(classes, of); };
    const UnitValue all = values([](std::size_t, std::size_t) { return 1; });
    SampleChange result;
    for (std::size_t from = 0; from < classes; ++from) {
        for (std::size_t to = 0; to < classes; ++to) {
            // Being of the change class or of another: what else it is does not matter.
            const std::vector<std::uint32_t> references{
                reference_of(from, to, classes), reference_of(from, (to + 1) % classes, classes)};
            result.share.push_back(share_of(
                sample,
                {values([=](std::size_t a, std::size_t b) { return a == from && b == to; }), all},
                references));
        }
    }
    // One of each kind: of the target class at both epochs, at one or at none.
    const std::size_t other = target == 0 ? classes - 1 : 0;
    const std::vector<std::uint32_t> kinds{
        reference_of(target, target, classes), reference_of(target, other, classes),
        reference_of(other, target, classes), reference_of(other, other, classes)};
    const UnitValue before = values([=](std::size_t a, std::size_t) { return a == target; });
    const UnitValue after = values([=](std::size_t, std::size_t b) { return b == target; });
    const UnitValue gain =
        values([=](std::size_t a, std::size_t b) { return a != target && b == target; });
    const UnitValue loss =
        values([=](std::size_t a, std::size_t b) { return a == target && b != target; });
    const UnitValue net = values([=](std::size_t a, std::size_t b) {
        return (b == target ? 1 : 0) - (a == target ? 1 : 0);
    });
    result.gain = share_of(sample, {gain, all}, kinds);
    result.loss = share_of(sample, {loss, all}, kinds);
    result.net = ratio_of(sample, {net, all}, kinds);
    result.growth = growth_interval(ratio_of(sample, {after, before}, kinds), years);
    if (sample.total(cell_values(sample, before)) == 0 &&
        sample.total(cell_values(sample, after)) > 0) {
        result.growth.flag = GrowthFlag::none_before;
    }
    return result;
}

}  // namespace mineprint::change
