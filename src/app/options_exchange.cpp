// SPDX-License-Identifier: Apache-2.0
#include "mineprint/app/list_rule.hpp"
#include "mineprint/app/option_table.hpp"
#include "mineprint/app/value_rules.hpp"

namespace mineprint::app {

std::vector<Option> exchange_options() {
    return {{.section = "",
             .name = "format",
             .value = choice_rule(
                 {"json", "onnx", "gee"}, [](auto& d) -> auto& { return d.flags.exchange_format; }),
             .help = "Format to write: JSON of mineprint, which import reads; an ONNX "
                     "TreeEnsembleClassifier; or strings of Earth Engine's decisionTreeEnsemble.",
             .commands = {Command::export_model}},
            {.section = "",
             .name = "name",
             .value = text_rule(
                 "NAME", "a name", [](auto& d) -> auto& { return d.flags.exchange_name; }),
             .help = "Name of the forest in the model file: `all`, REGION or REGION/EPOCH, as "
                     "forest.scope makes them.",
             .commands = {Command::export_model, Command::import_model},
             .unset = "export: the only forest there is; import: all"},
            {.section = "",
             .name = "features",
             .value = list_rule(
                 {.form = "NAME,NAME,...",
                  .allowed = "names between commas",
                  .check = [](const std::string&) {}},
                 [](auto& d) -> auto& { return d.flags.exchange_features; }),
             .help = "Features of an ONNX model that does not name them, in the order of its "
                     "training columns, named as in mineprint (blue, nir, ndvi ...).",
             .commands = {Command::import_model},
             .unset = "as the file names them"},
            {.section = "",
             .name = "classes",
             .value = list_rule(
                 {.form = "NAME,NAME,...",
                  .allowed = "names between commas",
                  .check = [](const std::string&) {}},
                 [](auto& d) -> auto& { return d.flags.exchange_classes; }),
             .help = "Names for the classes of an ONNX model, in its order: for labels that are "
                     "numbers.",
             .commands = {Command::import_model},
             .unset = "as the file names them"}};
}

}  // namespace mineprint::app
