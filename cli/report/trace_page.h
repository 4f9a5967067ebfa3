// A self-contained page that goes through counterexamples and witnesses.
#pragma once

#include <map>
#include <string>

#include "cli/report/story_json.h"
#include "cli/result.h"

namespace csp {

class TracePage {
 public:
  void add(const FileResult&, const AssertionResult&);  // all its findings
  bool empty() const { return findings_.empty(); }

  // Pre: the sources are those of the file that the findings are of. `index`: a page to link back to; may be
  // empty.
  std::string page(const SourceMap&, const std::string& index) const;

 private:
  Json findings_ = Json::array();
  std::string title_, text_;
};

// For pages: the parts put where the template has @NAME@; what is in the parts is left as it is.
std::string filled(const std::string& page, const std::map<std::string, std::string>& parts);

// Every `from` replaced, and the characters that mean something in HTML written as text.
void replace_all(std::string& text, const std::string& from, const std::string& to);
std::string escaped(std::string text);
std::string in_script(const Json&);  // nothing in it may end the script element that holds it

}  // namespace csp
