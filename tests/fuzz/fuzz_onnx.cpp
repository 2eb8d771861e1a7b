// SPDX-License-Identifier: Apache-2.0
// Forests in ONNX models; one that is accepted must also be written and read again, the same.

#include "fuzz.hpp"
#include "mineprint/forest/leaf_shares.hpp"
#include "mineprint/forest/onnx.hpp"
#include "mineprint/forest/onnx_import.hpp"

namespace {

using namespace mineprint;

bool same_answers(const forest::Forest& a, const forest::Forest& b) {
    bool same = a.schema == b.schema && a.classes == b.classes && a.trees.size() == b.trees.size();
    for (std::size_t tree = 0; same && tree < a.trees.size(); ++tree) {
        same = a.trees[tree].nodes == b.trees[tree].nodes &&
               forest::leaf_shares(a.trees[tree].leaf_counts, a.num_classes()) ==
                   forest::leaf_shares(b.trees[tree].leaf_counts, b.num_classes());
    }
    return same;
}

void check(const std::string& bytes, const forest::OnnxNames& names) {
    fuzz::expect_answer_or_error([&] {
        const forest::Forest read = forest::from_onnx(bytes, names);
        bool same = false;
        try {
            same = same_answers(forest::from_onnx(forest::to_onnx(read), {}), read);
        } catch (const core::DataError&) {
        }
        if (!same) {
            std::abort();
        }
    });
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string bytes = fuzz::text_of(data, size);
    check(bytes, {});
    check(bytes, {{"blue", "green", "red", "nir", "swir1"}, {}});
    return 0;
}
