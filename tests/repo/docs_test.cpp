// The documentation against what it documents: generated pages, links, the README's example.
#include <doctest/doctest.h>

#include <string>

#include "cli/options.h"
#include "tests/repo/tree.h"

namespace csp::repo {
namespace {

TEST_CASE("docs/options.md is what csp --help-page prints") {
  CHECK_MESSAGE(text_of(root() / "docs/options.md") == options_page(),
                "run: ./csp --help-page >docs/options.md");
}

TEST_CASE("links in the documentation lead somewhere") {
  for (const std::string& name : files()) {
    if (!has_extension(name, {".md"})) continue;
    const std::string text = text_of(root() / name);
    for (std::size_t at = text.find("]("); at != std::string::npos; at = text.find("](", at + 2)) {
      const std::size_t end = text.find_first_of(")\n", at);
      std::string target = text.substr(at + 2, end - at - 2);
      target = target.substr(0, target.find('#'));
      if (target.empty() || target.find("://") != std::string::npos || text[end] != ')') continue;
      if (target.find_first_of(" ,") != std::string::npos) continue;  // code that looks like a link
      CHECK_MESSAGE(fs::exists((root() / name).parent_path() / target), name << " links to " << target);
    }
  }
}

}  // namespace
}  // namespace csp::repo
