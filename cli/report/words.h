// Findings and results in words, shared by the reports for people.
#pragma once

#include <string>
#include <vector>

#include "cli/result.h"

namespace csp {

std::string count(std::uint64_t n, const std::string& noun);  // "1 state", "6 states"
std::string duration(double seconds);                         // "0.4 ms", "1.25 s", "3 min 20 s"

// "holding no lock", "holding m, rw (for reading)".
std::string locks_held(const StoryAccess&);

// The text broken at spaces, each line indented; no newline at the end.
std::string wrapped(const std::string& text, std::size_t indent, std::size_t width);

// What kind of finding it is: "a process is blocked for ever", "two processes access x at the same time".
std::string nature(const ToldFinding&);

// A finding in one line: its nature, how far from the start, and who is concerned where.
std::string summary(const ToldFinding&, const SourceMap&);

// For a forall whose instances do not all have one answer: "fails for n = 2, n = 3", "holds for n = 0, n =
// 1".
std::vector<std::string> instances_that_differ(const AssertionResult&);

// "compressed: TWO from 9 to 4 states (diamond); 3 more"; empty if no component became smaller.
std::string compressions(const AssertionResult&);

// What a reader of the verdict has to know beside it: "also: a run-time error is reachable", ...
std::vector<std::string> notes(const AssertionResult&);

}  // namespace csp
