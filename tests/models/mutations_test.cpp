// tests/mutations/mutations.txt: a change to a model must flip a verdict. Its first lines give the format.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <set>

#include "tests/cli/process.h"
#include "tests/models/texts.h"

namespace csp::model_test {
namespace {

using cli_test::Folder;
using cli_test::Run;
using cli_test::run_csp;

const std::string kMutations = "tests/mutations/mutations.txt";

struct Mutation {
  int line = 0;
  std::string file, old_text, new_text, assertion, before, after;
};

// `\n` stands for a line break.
std::string with_breaks(std::string text) {
  for (std::size_t at; (at = text.find("\\n")) != std::string::npos;) text.replace(at, 2, "\n");
  return text;
}

std::vector<Mutation> mutations() {
  std::vector<Mutation> list;
  int number = 0;
  for (const std::string& line : read_lines(kMutations)) {
    ++number;
    if (line.empty() || line[0] == '#') continue;
    const auto parts = split(line, " | ");
    REQUIRE_MESSAGE(parts.size() == 4, kMutations << ":" << number);
    const auto change = split(parts[1], " => ");
    const auto verdicts = split(parts[3], " -> ");
    REQUIRE_MESSAGE((change.size() == 2 && verdicts.size() == 2), kMutations << ":" << number);
    list.push_back({number, parts[0], with_breaks(change[0]), with_breaks(change[1]), parts[2], verdicts[0],
                    verdicts[1]});
  }
  return list;
}

// The text as it must read in another folder: what it includes is named from the root of the sources.
std::string with_includes(std::string text, const std::string& file) {
  const std::string include = "\ninclude \"";
  const std::string folder = std::string(CSP_SOURCE_DIR) + "/" + file.substr(0, file.rfind('/') + 1);
  for (std::size_t at = 0; (at = text.find(include, at)) != std::string::npos;) {
    at += include.size();
    text.insert(at, folder);
  }
  return text;
}

// The verdict of the only assertion whose text contains `assertion`, blanks collapsed; otherwise what is
// wrong.
std::string verdict(const std::string& path, const std::string& assertion) {
  const Run run = run_csp({"check", "--format", "json", "--only", assertion, path});
  const auto json = nlohmann::json::parse(run.out, nullptr, false);
  if (json.is_discarded()) return "no JSON: " + run.err;
  std::string found;
  for (const auto& one : json["files"][0]["assertions"]) {
    if (collapsed(one["text"].get<std::string>()).find(assertion) == std::string::npos) continue;
    if (!found.empty()) return "more than one assertion contains " + assertion;
    found = one["verdict"].get<std::string>();
  }
  return found.empty() ? "no assertion contains " + assertion + "\n" + run.out : found;
}

TEST_CASE("every mutation flips its verdict") {
  const Folder folder;
  for (const Mutation& m : mutations()) {
    const std::string place = kMutations + ":" + std::to_string(m.line) + " (" + m.file + ")";
    std::string text = read_text(m.file);
    CHECK_MESSAGE(m.before != m.after, place);
    REQUIRE_MESSAGE(occurrences(text, m.old_text) == 1,
                    place << ": the old text occurs " << occurrences(text, m.old_text) << " times");
    CHECK_MESSAGE(verdict(std::string(CSP_SOURCE_DIR) + "/" + m.file, m.assertion) == m.before, place);
    text.replace(text.find(m.old_text), m.old_text.size(), m.new_text);
    CHECK_MESSAGE(verdict(folder.write("mutant.csp", with_includes(text, m.file)), m.assertion) == m.after,
                  place);
  }
}

TEST_CASE("every model has a mutation") {
  std::set<std::string> mutated;
  for (const Mutation& m : mutations()) mutated.insert(m.file);
  for (const std::string& file : models()) CHECK_MESSAGE(mutated.count(file) == 1, file);
}

}  // namespace
}  // namespace csp::model_test
