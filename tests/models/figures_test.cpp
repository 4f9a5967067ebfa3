// figures.txt: what `csp trace` must tell of the paper's figures. Its first lines give the format.
#include <doctest/doctest.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <nlohmann/json.hpp>

#include "tests/cli/process.h"
#include "tests/models/texts.h"

namespace csp::model_test {
namespace {

using cli_test::run_csp;
using Json = nlohmann::json;

const std::string kFigures = "tests/models/figures.txt";

struct Entry {
  int line = 0;
  std::string file, assertion;
  std::vector<std::vector<std::string>> stories;  // each: `step P: A`, `stuck P: A`, ...
  std::vector<std::string> texts;
};

// `<<T +n>>` becomes the number of a line of the model.
std::string with_lines(std::string text, const std::string& file, int at) {
  const auto lines = read_lines(file);
  for (std::size_t from; (from = text.find("<<")) != std::string::npos;) {
    const std::size_t to = text.find(">>", from);
    REQUIRE_MESSAGE(to != std::string::npos, kFigures << ":" << at);
    std::string wanted = text.substr(from + 2, to - from - 2);
    std::size_t further = 0;
    if (const std::size_t plus = wanted.rfind(" +");
        plus != std::string::npos && wanted.find_first_not_of("0123456789", plus + 2) == std::string::npos) {
      further = std::stoul(wanted.substr(plus + 2));
      wanted.resize(plus);
    }
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < lines.size(); ++i)
      if (!lines[i].starts_with("--") && collapsed(lines[i]).find(wanted) != std::string::npos)
        found.push_back(i + 1);
    REQUIRE_MESSAGE(found.size() == 1,
                    kFigures << ":" << at << ": " << found.size() << " lines contain " << wanted);
    text.replace(from, to + 2 - from, std::to_string(found[0] + further));
  }
  return text;
}

std::vector<Entry> entries() {
  std::vector<Entry> list;
  int number = 0;
  for (const std::string& line : read_lines(kFigures)) {
    ++number;
    const std::string text = collapsed(line);
    if (text.empty() || text[0] == '#') continue;
    if (line[0] != ' ') {
      const auto parts = split(text, " | ");
      REQUIRE_MESSAGE(parts.size() == 2, kFigures << ":" << number);
      list.push_back({number, parts[0], parts[1], {}, {}});
    } else if (text == "story") {
      list.back().stories.emplace_back();
    } else if (text.starts_with("text ")) {
      list.back().texts.push_back(with_lines(text.substr(5), list.back().file, number));
    } else {
      REQUIRE_MESSAGE(!list.back().stories.empty(), kFigures << ":" << number);
      list.back().stories.back().push_back(with_lines(text, list.back().file, number));
    }
  }
  return list;
}

// Is there a place in `text` that the pattern fits? `*` stands for any text.
bool fits(const std::string& text, const std::string& pattern, bool whole) {
  std::size_t at = 0;
  bool first = true;
  for (const std::string& piece : split(pattern, "*")) {
    at = text.find(piece, at);
    if (at == std::string::npos || (first && whole && at != 0)) return false;
    at += piece.size();
    first = false;
  }
  if (pattern.ends_with("*") || at == text.size()) return true;
  return std::isdigit(static_cast<unsigned char>(text[at])) == 0;  // `@1` is not `@16`
}

std::string at_line(const Json& one) {
  return one["process"].get<std::string>() + ": " + one["action"].get<std::string>() + " @" +
         std::to_string(one["line"].get<int>());
}

// A finding as lines of the kind that figures.txt has.
std::vector<std::string> told(const Json& finding) {
  std::vector<std::string> list;
  for (const Json& step : finding["trace"]) list.push_back("step " + at_line(step));
  if (finding.contains("block")) {
    for (const Json& wait : finding["block"]["waits"])
      if (wait["standing"] == "stuck") list.push_back("stuck " + at_line(wait));
    std::string cycle;
    for (const Json& process : finding["block"]["cycle"])
      cycle += (cycle.empty() ? "" : ", ") + process.get<std::string>();
    list.push_back("cycle " + cycle);
  }
  if (finding.contains("race")) {
    list.push_back("race " + finding["race"]["variable"].get<std::string>());
    for (const Json& access : finding["race"]["accesses"])
      list.push_back("access " + at_line(access) + (access["write"] == true ? " writes" : " reads"));
  }
  if (finding.contains("error")) {
    const Json& error = finding["error"];
    list.push_back("error " + at_line(error) + ": " + error["message"].get<std::string>());
    if (error.contains("cause")) list.push_back("cause " + error["cause"]["text"].get<std::string>());
  }
  return list;
}

// The first expectation that the finding does not meet; empty if it meets all.
std::string lacks(const std::vector<std::string>& told, const std::vector<std::string>& story) {
  std::size_t steps = 0;  // steps before this one are used up
  for (const std::string& wanted : story) {
    if (wanted.starts_with("never ")) {
      for (const std::string& line : told)
        if (line.starts_with("step ") && fits(line, wanted.substr(6), false)) return wanted;
      continue;
    }
    const bool step = wanted.starts_with("step ");
    std::size_t i = step ? steps : 0;
    while (i < told.size() && !fits(told[i], wanted, true)) ++i;
    if (i == told.size()) return wanted;
    if (step) steps = i + 1;
  }
  return "";
}

TEST_CASE("csp trace tells the story of each figure") {
  for (const Entry& entry : entries()) {
    const std::string place = kFigures + ":" + std::to_string(entry.line);
    const std::string path = std::string(CSP_SOURCE_DIR) + "/" + entry.file;
    const auto json = Json::parse(run_csp({"trace", "--only", entry.assertion, "--format", "json", path}).out,
                                  nullptr, false);
    REQUIRE_MESSAGE(!json.is_discarded(), place);
    REQUIRE_MESSAGE(json["files"][0]["assertions"].size() == 1, place);
    std::vector<std::vector<std::string>> findings;
    for (const Json& instance : json["files"][0]["assertions"][0]["instances"])
      for (const Json& finding : instance["findings"]) findings.push_back(told(finding));
    for (const auto& story : entry.stories) {
      std::string missing;
      const auto found = std::find_if(findings.begin(), findings.end(), [&](const auto& one) {
        const std::string lack = lacks(one, story);
        if (!lack.empty()) missing += "\n  lacks: " + lack;
        return lack.empty();
      });
      std::string all;
      for (const auto& one : findings) {
        all += "\n  a finding:";
        for (const std::string& line : one) all += "\n    " + line;
      }
      CHECK_MESSAGE(found != findings.end(), place << missing << all);
      if (found != findings.end()) findings.erase(found);  // each story has a counterexample of its own
    }
    const std::string text = collapsed(run_csp({"trace", "--only", entry.assertion, path}).out);
    for (const std::string& wanted : entry.texts)
      CHECK_MESSAGE(text.find(wanted) != std::string::npos, place << ": no `" << wanted << "` in\n" << text);
  }
}

TEST_CASE("every figure of the paper has its story") {
  std::map<std::string, int> told;
  for (const Entry& entry : entries()) ++told[entry.file.substr(entry.file.rfind('/') + 1, 5)];
  for (const std::string figure :
       {"fig01", "fig05", "fig06", "fig07", "fig08", "fig09", "fig10", "fig11", "fig12"})
    CHECK_MESSAGE(told[figure] > 0, figure);
}

}  // namespace
}  // namespace csp::model_test
