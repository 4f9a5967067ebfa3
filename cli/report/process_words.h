// Findings about processes in words; words.h gives the same for findings about programs, and asks these.
#pragma once

#include <string>
#include <vector>

#include "cli/process_told.h"
#include "frontend/source.h"

namespace csp {

// <coin, choc>; of a long trace the last events: <..., coin, choc>.
std::string trace_text(const std::vector<std::string>& events, std::size_t most = 12);

// {coin, choc}; of a large set the first events and how many there are.
std::string set_text(const std::vector<std::string>& events, std::size_t most = 12);

std::string nature(const ToldProcess&);   // what is wrong, in one clause
std::string summary(const ToldProcess&, const SourceMap&);  // the same with the trace and the events

// As part of a sentence: what is no name or call is set off.
std::string quoted_process(const std::string& text);

// What the end of the run means, each a sentence.
std::vector<std::string> sentences(const ToldProcess&, const SourceMap&);

}  // namespace csp
