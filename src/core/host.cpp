// SPDX-License-Identifier: Apache-2.0
#include "mineprint/core/host.hpp"

#include <array>
#include <unistd.h>

namespace mineprint::core {

std::string host_name() {
    std::array<char, 256> name{};
    gethostname(name.data(), name.size() - 1);
    return name.data();
}

}  // namespace mineprint::core
