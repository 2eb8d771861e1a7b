# Every library comes from the system (Debian packages or Spack); nothing is downloaded.
set(MPI_CXX_SKIP_MPICXX TRUE) # the C++ bindings of MPI-2 need a library of their own
find_package(MPI 3.1 REQUIRED COMPONENTS C CXX)
set(HDF5_PREFER_PARALLEL TRUE) # else the serial HDF5 that GDAL pulls in is found; either one works
find_package(HDF5 1.10.2 REQUIRED COMPONENTS C HL)
find_package(GDAL 3.6 REQUIRED)
find_package(OpenMP REQUIRED COMPONENTS CXX)
find_package(Boost 1.74 REQUIRED COMPONENTS program_options)
find_package(Eigen3 3.3 REQUIRED NO_MODULE)
find_package(PkgConfig REQUIRED)
pkg_check_modules(geographic REQUIRED IMPORTED_TARGET geographiclib)
find_package(fmt REQUIRED)
find_package(spdlog REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(OpenSSL REQUIRED COMPONENTS Crypto)
find_path(MINEPRINT_PROTOZERO_DIR protozero/pbf_reader.hpp REQUIRED DOC "Folder with protozero/pbf_reader.hpp, 1.7 or newer")
if(NOT TARGET mineprint_protozero) # headers alone, without a package file of CMake's
  add_library(mineprint_protozero INTERFACE IMPORTED GLOBAL)
  target_include_directories(mineprint_protozero SYSTEM INTERFACE ${MINEPRINT_PROTOZERO_DIR})
endif()

# The names used in modules.txt.
set(mineprint_library_mpi MPI::MPI_CXX)
set(mineprint_library_hdf5 hdf5::hdf5_hl hdf5::hdf5)
if(HDF5_IS_PARALLEL) # its headers include mpi.h
  list(APPEND mineprint_library_hdf5 MPI::MPI_CXX)
endif()
set(mineprint_library_gdal GDAL::GDAL)
set(mineprint_library_openmp OpenMP::OpenMP_CXX)
set(mineprint_library_program_options Boost::program_options)
set(mineprint_library_boost_headers Boost::headers)
set(mineprint_library_geographic PkgConfig::geographic)
set(mineprint_library_eigen Eigen3::Eigen)
set(mineprint_library_fmt fmt::fmt)
set(mineprint_library_spdlog spdlog::spdlog)
set(mineprint_library_json nlohmann_json::nlohmann_json)
set(mineprint_library_protozero mineprint_protozero)
set(mineprint_library_crypto OpenSSL::Crypto)
