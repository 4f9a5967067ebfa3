// The files of cli/report/page, compiled in (cli/report/embed.cmake makes the source file).
#pragma once

#include <string>

namespace csp {

// The text of `name` ("page.html", "page.css", "page.js"). Throws std::out_of_range for another name.
std::string page_asset(const std::string& name);

}  // namespace csp
