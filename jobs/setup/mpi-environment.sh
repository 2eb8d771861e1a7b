# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# To be sourced before mpirun on one machine: what Open MPI needs for the demo and the tests. Other MPI libraries
# ignore these variables. On a cluster the scheduler binds ranks and counts slots itself: source nothing there.
# A variable that is already set keeps its value.

# mpirun refuses root, as in a container, unless both are set.
if [ "$(id -u)" -eq 0 ]; then
    export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
fi
# More ranks than cores are fine here: otherwise mpirun ends with "not enough slots".
export OMPI_MCA_rmaps_base_oversubscribe=${OMPI_MCA_rmaps_base_oversubscribe:-1}
# Then a waiting rank must give its core away: a small reduction takes 0.02 ms instead of 37 ms.
export OMPI_MCA_mpi_yield_when_idle=${OMPI_MCA_mpi_yield_when_idle:-1}
# And a waiting thread likewise: OpenMP's spin for milliseconds at the end of each parallel part, in which another thread could
# work. Two ranks with two threads on two cores trained the tests' forests in a fourth of the time without.
export OMP_WAIT_POLICY=${OMP_WAIT_POLICY:-passive}
# mpirun would bind each of up to two ranks to one core, and all threads of the rank would share it.
export OMPI_MCA_hwloc_base_binding_policy=${OMPI_MCA_hwloc_base_binding_policy:-none}
