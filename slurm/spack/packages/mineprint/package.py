# SPDX-License-Identifier: Apache-2.0
# A recipe for Spack. From the folder of the source, which Spack builds as it stands there:
#   spack repo add slurm/spack
#   spack dev-build mineprint@0.1.0
from spack.package import *


class Mineprint(CMakePackage):
    """Surface mines from satellite archives, mapped and measured with MPI."""

    version("0.1.0")

    # Leaflet, the map of report.html, becomes part of the program.
    resource(name="leaflet", url="https://registry.npmjs.org/leaflet/-/leaflet-1.9.4.tgz",
             sha256="84c65a256e50657896f54c33bd857b6849ebe94c817803be818bf32a3dde0b77", placement="spack-leaflet")

    depends_on("c", type="build")
    depends_on("cxx", type="build")
    depends_on("cmake@3.25:", type="build")
    depends_on("ninja", type="build")
    depends_on("pkgconfig", type="build")
    depends_on("mpi@3.1:")
    depends_on("hdf5@1.10.2:+hl")
    depends_on("gdal@3.6:+geos+sqlite3+openjpeg+curl")
    depends_on("boost@1.74:+program_options")
    depends_on("eigen@3.3:")
    depends_on("fmt@9:")
    depends_on("spdlog@1.10:+fmt_external")
    depends_on("nlohmann-json@3.11:")
    depends_on("openssl@1.1.1:")

    conflicts("%gcc@:11", msg="C++20 as mineprint uses it needs g++ 12")
    conflicts("%clang@:13", msg="C++20 as mineprint uses it needs clang++ 14")

    generator("ninja")

    def cmake_args(self):
        leaflet = join_path(self.stage.source_path, "spack-leaflet", "dist")
        return [self.define("MINEPRINT_TESTS", False), self.define("MINEPRINT_BENCHMARKS", False),
                self.define("MINEPRINT_LEAFLET_DIR", leaflet)]
