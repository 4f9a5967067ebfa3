# Makes OUT, a C++ source with the texts of the files IN (a list), for page_assets.h. Called at build time with cmake -P.
set(body "// Made by cli/report/embed.cmake.\n#include \"cli/report/page_assets.h\"\n\n#include <map>\n\nnamespace csp {\n\nstd::string page_asset(const std::string& name) {\n  static const std::map<std::string, std::string> assets = {\n")
foreach(file ${IN})
  get_filename_component(name ${file} NAME)
  file(READ ${file} text)
  string(APPEND body "    {\"${name}\", R\"csp_asset(${text})csp_asset\"},\n")
endforeach()
string(APPEND body "  };\n  return assets.at(name);\n}\n\n}  // namespace csp\n")
file(WRITE ${OUT} "${body}")
