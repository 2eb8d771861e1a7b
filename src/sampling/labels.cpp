// SPDX-License-Identifier: Apache-2.0
#include "mineprint/sampling/labels.hpp"

#include <algorithm>
#include <charconv>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "mineprint/core/error.hpp"
#include "mineprint/core/text.hpp"

namespace mineprint::sampling {
namespace {

/// The largest class map value stands for unobserved, so there are 255 others.
constexpr std::size_t most_classes = 255;

/// Class texts before they are numbered: [feature][epoch], empty for none.
using Texts = std::vector<std::vector<std::string>>;

class LabelReader {
  public:
    LabelReader(const gdal_io::VectorLayer& layer, const ReferenceOptions& options,
                std::span<const std::string> epochs)
        : layer_(layer), options_(options), epochs_(epochs) {}

    [[nodiscard]] Labels read();

  private:
    [[nodiscard]] std::string where() const {
        return fmt::format("{}, layer '{}'", options_.file.string(), layer_.name);
    }
    void check_epoch(const std::string& epoch) const;
    void check_field(const std::string& field) const;
    [[nodiscard]] std::string field_of(const std::string& epoch) const;
    void choose_fields();
    [[nodiscard]] Texts texts();
    void note_gaps(std::span<const std::int64_t> without_class);
    [[nodiscard]] std::vector<std::string> classes_of(const Texts& texts) const;
    void check_listed(const std::set<std::string>& found) const;
    [[nodiscard]] std::uint8_t target_of(const std::vector<std::string>& classes) const;

    const gdal_io::VectorLayer& layer_;
    const ReferenceOptions& options_;
    std::span<const std::string> epochs_;
    std::vector<std::string> fields_;  ///< per epoch; empty: this epoch has no reference
    std::vector<std::string> notes_;
};

/// The text of a field without the blanks at its ends; empty where it is unset.
std::string value_of(const gdal_io::VectorFeature& feature, const std::string& field) {
    const auto found = feature.fields.find(field);
    return found == feature.fields.end() ? std::string()
                                         : std::string(core::trimmed(found->second));
}

/// Orders texts as numbers where all are whole numbers, else by their bytes.
std::vector<std::string> in_order(const std::set<std::string>& texts) {
    std::vector<std::pair<std::int64_t, std::string>> numbered;
    for (const std::string& text : texts) {
        std::int64_t number = 0;
        const char* end = text.data() + text.size();
        if (const auto [stop, problem] = std::from_chars(text.data(), end, number);
            problem != std::errc() || stop != end) {
            return {texts.begin(), texts.end()};
        }
        numbered.emplace_back(number, text);
    }
    std::sort(numbered.begin(), numbered.end());
    std::vector<std::string> ordered;
    for (const auto& [number, text] : numbered) {
        ordered.push_back(text);
    }
    return ordered;
}

void LabelReader::check_epoch(const std::string& epoch) const {
    if (std::find(epochs_.begin(), epochs_.end(), epoch) == epochs_.end()) {
        throw core::UsageError(fmt::format(
            "reference.class-field: there is no epoch '{}' in this job; it has {} (did you mean "
            "'{}'?)",
            epoch, fmt::join(epochs_, ", "), core::nearest_name(epoch, epochs_)));
    }
}

void LabelReader::check_field(const std::string& field) const {
    const auto& known = layer_.field_names;
    if (std::find(known.begin(), known.end(), field) == known.end()) {
        throw core::DataError(
            fmt::format("{} has no field '{}'; it has {} (did you mean '{}'?)", where(), field,
                        known.empty() ? "none" : fmt::format("{}", fmt::join(known, ", ")),
                        core::nearest_name(field, known)));
    }
}

std::string LabelReader::field_of(const std::string& epoch) const {
    std::string for_all = options_.class_fields.empty() ? "class" : "";
    for (const ClassField& chosen : options_.class_fields) {
        if (chosen.epoch == epoch) {
            return chosen.field;
        }
        if (chosen.epoch.empty()) {
            for_all = chosen.field;
        }
    }
    return for_all;
}

void LabelReader::choose_fields() {
    std::set<std::string> named;
    for (const ClassField& chosen : options_.class_fields) {
        if (!chosen.epoch.empty()) {
            check_epoch(chosen.epoch);
        }
        if (!named.insert(chosen.epoch).second) {
            throw core::UsageError(
                fmt::format("reference.class-field: two fields for {}",
                            chosen.epoch.empty() ? "all epochs" : "epoch " + chosen.epoch));
        }
    }
    for (const std::string& epoch : epochs_) {
        const std::string& field = fields_.emplace_back(field_of(epoch));
        if (field.empty()) {
            notes_.push_back(fmt::format("epoch {}: no class field names it", epoch));
        } else {
            check_field(field);
        }
    }
    if (!options_.epoch_field.empty()) {
        check_field(options_.epoch_field);
    }
}

Texts LabelReader::texts() {
    Texts texts(layer_.features.size(), std::vector<std::string>(epochs_.size()));
    std::vector<std::int64_t> without_class(epochs_.size());
    std::int64_t num_elsewhere = 0;
    std::string elsewhere;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        const gdal_io::VectorFeature& feature = layer_.features[i];
        const bool every = options_.epoch_field.empty();
        const std::string own_epoch = every ? "" : value_of(feature, options_.epoch_field);
        bool known = every;
        for (std::size_t epoch = 0; epoch < epochs_.size(); ++epoch) {
            const bool meant = every || own_epoch == epochs_[epoch];
            known = known || meant;
            if (meant && !fields_[epoch].empty()) {
                texts[i][epoch] = value_of(feature, fields_[epoch]);
                without_class[epoch] += texts[i][epoch].empty() ? 1 : 0;
            }
        }
        if (!known) {
            elsewhere = num_elsewhere++ == 0 ? own_epoch : elsewhere;
        }
    }
    if (num_elsewhere > 0) {
        notes_.push_back(
            fmt::format("{} features are of no epoch of this job (field {}, first value '{}')",
                        num_elsewhere, options_.epoch_field, elsewhere));
    }
    note_gaps(without_class);
    return texts;
}

void LabelReader::note_gaps(std::span<const std::int64_t> without_class) {
    for (std::size_t epoch = 0; epoch < epochs_.size(); ++epoch) {
        if (without_class[epoch] > 0) {
            notes_.push_back(fmt::format("epoch {}: {} features without a class in field {}",
                                         epochs_[epoch], without_class[epoch], fields_[epoch]));
        }
    }
}

void LabelReader::check_listed(const std::set<std::string>& found) const {
    const std::set<std::string> listed(options_.classes.begin(), options_.classes.end());
    if (listed.size() != options_.classes.size()) {
        throw core::UsageError(fmt::format("reference.classes: a class stands twice in {}",
                                           fmt::join(options_.classes, ", ")));
    }
    for (const std::string& text : found) {
        if (!listed.contains(text)) {
            throw core::DataError(fmt::format(
                "{} has the class '{}', which reference.classes does not list ({}); did you mean "
                "'{}'? Correct the file, or add the class to the list",
                where(), text, fmt::join(options_.classes, ", "),
                core::nearest_name(text, options_.classes)));
        }
    }
}

std::vector<std::string> LabelReader::classes_of(const Texts& texts) const {
    std::set<std::string> found;
    for (const auto& feature : texts) {
        found.insert(feature.begin(), feature.end());
    }
    found.erase("");
    if (found.empty()) {
        const std::set<std::string> fields(fields_.begin(), fields_.end());
        throw core::DataError(fmt::format(
            "{}: no feature has a class at any epoch of this job "
            "(field {}{})",
            where(), fmt::join(fields, ", "),
            options_.epoch_field.empty() ? "" : ", epoch field " + options_.epoch_field));
    }
    if (!options_.classes.empty()) {
        check_listed(found);
        return options_.classes;
    }
    if (found.size() > most_classes) {
        throw core::DataError(
            fmt::format("{} has {} classes, but a class map can hold {} at most: is the class "
                        "field right?",
                        where(), found.size(), most_classes));
    }
    return in_order(found);
}

std::uint8_t LabelReader::target_of(const std::vector<std::string>& classes) const {
    const auto found = std::find(classes.begin(), classes.end(), options_.target);
    if (found == classes.end()) {
        throw core::UsageError(
            fmt::format("reference.target: '{}' is no class of {}; it has {} (did you mean '{}'?)",
                        options_.target, options_.file.string(), fmt::join(classes, ", "),
                        core::nearest_name(options_.target, classes)));
    }
    return static_cast<std::uint8_t>(found - classes.begin());
}

Labels LabelReader::read() {
    choose_fields();
    const Texts texts = this->texts();
    Labels labels;
    labels.classes = classes_of(texts);
    labels.target = target_of(labels.classes);
    for (const auto& feature : texts) {
        auto& of_feature = labels.of_feature.emplace_back(epochs_.size());
        for (std::size_t epoch = 0; epoch < epochs_.size(); ++epoch) {
            if (!feature[epoch].empty()) {
                const auto found =
                    std::find(labels.classes.begin(), labels.classes.end(), feature[epoch]);
                of_feature[epoch] = static_cast<std::uint8_t>(found - labels.classes.begin());
            }
        }
    }
    labels.notes = std::move(notes_);
    return labels;
}

}  // namespace

Labels read_labels(const gdal_io::VectorLayer& layer, const ReferenceOptions& options,
                   std::span<const std::string> epochs) {
    return LabelReader(layer, options, epochs).read();
}

}  // namespace mineprint::sampling
