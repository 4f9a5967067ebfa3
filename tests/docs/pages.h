// The pages of the documentation and the fenced blocks in them.
#pragma once

#include <string>
#include <vector>

namespace csp::docs_test {

struct Block {
  std::string language;  // what stands behind the fence: `csp`, or nothing
  std::string text;
  int line = 0;  // of the opening fence

  // `-- file NAME` in the first line; empty if there is none.
  std::string file_name() const;
  // Commands and what they print: begins with `$ csp `.
  bool transcript() const;
};

struct Page {
  std::string path;  // relative to the repository
  std::vector<Block> blocks;
};

// README.md and docs/*.md.
std::vector<Page> pages();

struct Command {
  std::string line;                    // as shown, without the `$ `
  std::vector<std::string> arguments;  // without `csp`; quotes removed
  std::string shown;                   // the lines that follow
};
// Precondition: the block is a transcript.
std::vector<Command> commands_of(const Block&);

// The `csp` block that a transcript means by the name of a file: the last one before it. Null if there is
// none.
const Block* model_before(const Page&, const Block& transcript);

}  // namespace csp::docs_test
