// csp report: a folder of pages about a whole check.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "cli/report/report.h"

namespace csp {

struct Drawing {  // of a system of the model
  std::string system;
  std::string what;    // "12 states, 14 transitions", "who is connected to whom"
  std::string svg;     // or
  std::string reason;  // why there is no picture
};

// Pages below Options::output: index.html, one for each assertion that has a run to show, pictures of small
// systems. What an earlier report has left there is taken away. `draw` gives the pictures for the model in
// a file. Throws CannotWrite.
std::unique_ptr<Report> folder_report(const Options&,
                                      std::function<std::vector<Drawing>(const std::string& path)> draw);

}  // namespace csp
