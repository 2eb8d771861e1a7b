# The files that the report embeds become C++ arrays: mineprint_embed_report_assets(TARGET). Run as a script
# (cmake -P) it makes the source from the files named in INPUT_*.
set(mineprint_report_parts page_html report_css report_js leaflet_js leaflet_css)

if(CMAKE_SCRIPT_MODE_FILE)
  set(text "// Made by src/report_assets.cmake.\n#include \"mineprint/report/assets.hpp\"\n\n")
  string(APPEND text "namespace mineprint::report::assets {\n")
  foreach(part IN LISTS mineprint_report_parts)
    string(REPLACE "|" ";" files "${INPUT_${part}}")
    set(hex "")
    foreach(file IN LISTS files)
      if(part STREQUAL "leaflet_css") # its buttons' pictures are not used, and the page loads nothing
        file(READ ${file} content)
        string(REGEX REPLACE "url\\([^)]*\\)" "none" content "${content}")
        file(WRITE ${OUTPUT}.css "${content}")
        set(file ${OUTPUT}.css)
      endif()
      file(READ ${file} bytes HEX)
      string(APPEND hex "${bytes}0a")
    endforeach()
    string(REGEX REPLACE "(..)" "0x\\1," hex "${hex}")
    string(APPEND text "namespace {\nconstexpr unsigned char ${part}_bytes[] = {${hex}};\n}\n")
    string(APPEND text "std::string_view ${part}() {\n    return {reinterpret_cast<const char*>(${part}_bytes), "
      "sizeof(${part}_bytes)};\n}\n")
  endforeach()
  string(APPEND text "}  // namespace mineprint::report::assets\n")
  file(WRITE ${OUTPUT} "${text}")
  return()
endif()

find_path(MINEPRINT_LEAFLET_DIR leaflet.css DOC "Folder with leaflet.js and leaflet.css, 1.7 or newer"
  PATHS /usr/share/javascript/leaflet /usr/share/nodejs/leaflet/dist NO_DEFAULT_PATH)
if(NOT MINEPRINT_LEAFLET_DIR)
  message(FATAL_ERROR "Leaflet is missing: install it (jobs/setup/install-dependencies.sh does), or give the folder "
    "of leaflet.js and leaflet.css as -D MINEPRINT_LEAFLET_DIR=FOLDER")
endif()
foreach(name leaflet.min.js leaflet.js)
  if(EXISTS ${MINEPRINT_LEAFLET_DIR}/${name} AND NOT mineprint_leaflet_js)
    set(mineprint_leaflet_js ${MINEPRINT_LEAFLET_DIR}/${name})
  endif()
endforeach()
if(NOT mineprint_leaflet_js)
  message(FATAL_ERROR "${MINEPRINT_LEAFLET_DIR} has a leaflet.css, but no leaflet.js")
endif()

function(mineprint_embed_report_assets target)
  set(folder ${PROJECT_SOURCE_DIR}/src/report/assets)
  set(scripts data.js charts.js tables.js borders.js forests.js spectra.js map.js page.js)
  list(TRANSFORM scripts PREPEND ${folder}/)
  string(REPLACE ";" "|" joined "${scripts}")
  set(output ${CMAKE_CURRENT_BINARY_DIR}/report_assets.cpp)
  add_custom_command(OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} -D OUTPUT=${output} -D INPUT_page_html=${folder}/page.html
      -D INPUT_report_css=${folder}/report.css "-DINPUT_report_js=${joined}"
      -D INPUT_leaflet_js=${mineprint_leaflet_js} -D INPUT_leaflet_css=${MINEPRINT_LEAFLET_DIR}/leaflet.css
      -P ${PROJECT_SOURCE_DIR}/src/report_assets.cmake
    DEPENDS ${folder}/page.html ${folder}/report.css ${scripts} ${PROJECT_SOURCE_DIR}/src/report_assets.cmake
      ${mineprint_leaflet_js} ${MINEPRINT_LEAFLET_DIR}/leaflet.css
    VERBATIM)
  target_sources(${target} PRIVATE ${output})
endfunction()
