// SPDX-License-Identifier: Apache-2.0
#pragma once

#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
using Catch::Approx;
#else
#include <catch2/catch.hpp>
#endif

#include "mineprint/mpi/communicator.hpp"

/// All ranks of the test run. Unit tests run on one.
const mineprint::mpi::Communicator& world();
