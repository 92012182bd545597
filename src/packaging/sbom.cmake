# `cmake --build BUILD --target sbom` writes BUILD/muster-<version>.spdx.json: what the program is made of (SPDX 2.3).
find_package(Python3 COMPONENTS Interpreter)
if(Python3_Interpreter_FOUND)
  set(sbom ${CMAKE_CURRENT_BINARY_DIR}/muster-${PROJECT_VERSION}.spdx.json)
  add_custom_target(sbom
    COMMAND ${Python3_EXECUTABLE} -B ${CMAKE_CURRENT_LIST_DIR}/sbom/make.py --program $<TARGET_FILE:muster_program>
      --version ${PROJECT_VERSION} --source ${PROJECT_SOURCE_DIR} --build ${CMAKE_CURRENT_BINARY_DIR} --output ${sbom}
    DEPENDS muster_program VERBATIM)
endif()
