// A finding's story laid out for people: a title, one column per process that takes part, and what the end of
// it means.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "cli/report/picture.h"
#include "cli/result.h"

namespace csp {

// The table alone: steps, loop marks, the blocked, racing or failing places at the end.
Picture picture_of(const Story&, const SourceMap&);

// Title, table, and below it the cycle of waiting, Go's runtime, the cause of an error, values, processes
// left out. Ends in a newline. `width` is that of the terminal.
std::string told_in_columns(const Statement&, const Instance&, const ToldFinding&, const SourceMap&,
                            std::size_t width);

// Of any(int): which integers the run took, and where; a sentence for each.
std::vector<std::string> chosen_integers(const Story&, const SourceMap&);

// "line 6"; "common.csp:6" if the place is not in the first file.
std::string place(const SourceMap&, const Span&);

}  // namespace csp
