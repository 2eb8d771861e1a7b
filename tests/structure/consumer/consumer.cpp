// SPDX-License-Identifier: Apache-2.0
#include <cstdio>

#include "mineprint/change/growth.hpp"
#include "mineprint/pipeline/versions.hpp"

int main() {
    // The study's mine area of 2005 and 2020: +209.8 %.
    const auto growth = mineprint::change::growth(1.22, 3.78, 15);
    std::printf("growth %.1f, %zu libraries\n", growth.percent,
                mineprint::pipeline::library_versions().size());
    return 0;
}
