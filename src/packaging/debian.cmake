# The Debian package: `cpack -G DEB` in a build folder makes muster_<version>_<architecture>.deb of the components
# `program`, as it is installed everywhere, and `debian`, which is what Debian wants beside it.
set(MUSTER_MAINTAINER "The muster authors <muster@example.org>" CACHE STRING "Who answers for the package")

set(debian ${CMAKE_CURRENT_LIST_DIR}/debian)
set(made ${CMAKE_CURRENT_BINARY_DIR}/packaging)
set(documents ${CMAKE_INSTALL_DATADIR}/doc/muster)

# The units are those of the examples; only the program stands elsewhere.
file(GLOB units CONFIGURE_DEPENDS examples/systemd/*.service)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${units} LICENSE)
foreach(unit IN LISTS units)
  get_filename_component(name ${unit} NAME)
  file(READ ${unit} text)
  string(REPLACE "/usr/local/bin/" "/usr/bin/" text "${text}")
  file(CONFIGURE OUTPUT ${made}/${name} CONTENT "${text}" @ONLY)
endforeach()
install(FILES ${made}/muster-schedule.service DESTINATION /lib/systemd/system COMPONENT debian EXCLUDE_FROM_ALL)

# The licence in Debian's form: each line behind a space, an empty one a dot.
file(READ LICENSE license)
string(REGEX REPLACE "^.*Copyright [(]c[)] ([^\n]*).*$" "\\1" holder "${license}")
string(REGEX REPLACE "^.*\nPermission" "Permission" license "${license}")
string(STRIP "${license}" license)
string(REPLACE "\n" "\n " license "${license}")
string(REPLACE "\n \n" "\n .\n" license "${license}")
configure_file(${debian}/copyright.in ${made}/copyright @ONLY)
configure_file(${debian}/changelog.in ${made}/changelog @ONLY)
install(FILES ${made}/copyright README.md DESTINATION ${documents} COMPONENT debian EXCLUDE_FROM_ALL)

# The examples that need no source.
install(PROGRAMS examples/quickstart DESTINATION ${documents}/examples COMPONENT debian EXCLUDE_FROM_ALL)
install(DIRECTORY examples/cron examples/kubernetes DESTINATION ${documents}/examples
  COMPONENT debian EXCLUDE_FROM_ALL)
install(FILES ${made}/muster-nightly.service examples/systemd/muster-nightly.timer examples/systemd/nightly.json
  DESTINATION ${documents}/examples/systemd COMPONENT debian EXCLUDE_FROM_ALL)

install(FILES ${debian}/muster.env DESTINATION /etc/muster COMPONENT debian EXCLUDE_FROM_ALL)
install(DIRECTORY DESTINATION /etc/muster/specs COMPONENT debian EXCLUDE_FROM_ALL)
if(share)
  install(FILES ${share}/completions/_muster DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions
    COMPONENT debian EXCLUDE_FROM_ALL)
endif()

# Packed in the way that gives the same bytes each time.
find_program(GZIP gzip)
set(pages ${share}/man)
configure_file(${debian}/packed.cmake.in ${made}/packed.cmake @ONLY)
install(SCRIPT ${made}/packed.cmake COMPONENT debian EXCLUDE_FROM_ALL)

set(CPACK_GENERATOR DEB)
set(CPACK_COMPONENTS_ALL program debian)
set(CPACK_COMPONENTS_GROUPING ALL_COMPONENTS_IN_ONE)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_STRIP_FILES ON)
set(CPACK_PACKAGE_NAME muster)
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "resumable bulk operations on the members of a membership site")
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION
"Changes thousands of members of a membership platform (Memberstack, its Data
Tables, MemberPulse, Publisher) at once: gives everyone in a country a plan,
sets a field, deletes the inactive, imports a spreadsheet, keeps a database's
table like the platform.
.
It keeps to the platform's rate limit, goes on after any crash without doing
anything twice, records whom it changed, and can take it back. Jobs run by hand
or on a schedule, as a service. A sandbox to try them on is part of it.")
set(CPACK_DEBIAN_PACKAGE_MAINTAINER "${MUSTER_MAINTAINER}")
set(CPACK_DEBIAN_PACKAGE_SECTION admin)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS "adduser, ca-certificates, tzdata")
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS python3) # the quickstart's
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "bash-completion, postgresql-client, sqlite3")
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA ${debian}/conffiles ${debian}/postinst ${debian}/prerm ${debian}/postrm)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)
set(CPACK_PRE_BUILD_SCRIPTS ${debian}/permissions.cmake)
include(CPack)
