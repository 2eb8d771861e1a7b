// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "mineprint/hdf5_io/file.hpp"

namespace mineprint::hdf5_io {

/// What an HDF5 call is about, for its error text.
struct Subject {
    const File& file;
    std::string_view object;  ///< path of a group or dataset, or of an attribute as `/object@name`
};

/// Keeps HDF5 from printing its error stack; it goes into the exceptions instead.
void silence_error_printing();
/// HDF5's error stack as one sentence, outermost call first; empty when there is none.
[[nodiscard]] std::string error_stack();

/// Throws the error of a failed `action` on `subject`, with `cause`: DataError or RunError.
[[noreturn]] void fail(const Subject& subject, std::string_view action, std::string_view cause);

/// The one place where the answers of HDF5 are looked at: gives back `answer`, or throws when it is
/// negative.
template <class Answer>
Answer check(Answer answer, const Subject& subject, std::string_view action) {
    if (answer < 0) {
        fail(subject, action, error_stack());
    }
    return answer;
}

}  // namespace mineprint::hdf5_io
