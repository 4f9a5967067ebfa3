// What README.md and docs/*.md show is what csp does.
#include <doctest/doctest.h>

#include <filesystem>
#include <regex>
#include <set>

#include "tests/cli/process.h"
#include "tests/docs/pages.h"

namespace csp::docs_test {
namespace {

using cli_test::Folder;
using cli_test::Run;
using cli_test::run_csp;
using cli_test::RunOptions;

std::string without_times(const std::string& text) {
  return std::regex_replace(text, std::regex("  +[0-9.]+ (ms|s|min) "), "  T ");
}

bool names_file_of_repository(const std::string& argument) {
  return std::filesystem::exists(std::filesystem::path(CSP_SOURCE_DIR) / argument);
}

// The models that a transcript shows the results of, with their failing assertions if they have some.
std::set<const Block*> models_of_transcripts(const Page& page) {
  std::set<const Block*> used;
  for (const Block& block : page.blocks) {
    if (!block.transcript()) continue;
    for (const Command& command : commands_of(block))
      for (const std::string& argument : command.arguments)
        if (argument.ends_with(".csp") && !names_file_of_repository(argument))
          used.insert(model_before(page, block));
  }
  return used;
}

TEST_CASE("every model in the documentation is checked, all as stated") {
  int models = 0;
  for (const Page& page : pages()) {
    const Folder folder;
    const std::set<const Block*> shown = models_of_transcripts(page);
    for (const Block& block : page.blocks) {
      if (block.language != "csp" || shown.count(&block)) continue;
      const std::string place = page.path + ":" + std::to_string(block.line);
      const std::string given = block.file_name();
      const std::string file =
          folder.write(given.empty() ? "line" + std::to_string(block.line) + ".csp" : given, block.text);
      const bool asserts = block.text.find("\nassert ") != std::string::npos;
      CHECK_MESSAGE(asserts, place << " asserts nothing");
      const Run run = run_csp({"check", file});
      CHECK_MESSAGE(run.status == 0, place << "\n" << run.out << run.err);
      ++models;
    }
  }
  CHECK(models >= 60);  // docs/language.md alone has one for each construct
}

TEST_CASE("transcripts in the documentation show what csp prints") {
  int commands = 0;
  for (const Page& page : pages()) {
    for (const Block& block : page.blocks) {
      if (!block.transcript()) continue;
      const Folder folder;
      RunOptions there;
      there.folder = folder.path();
      std::filesystem::create_directory_symlink(std::string(CSP_SOURCE_DIR) + "/models",
                                                folder.path() + "/models");
      for (const Command& command : commands_of(block)) {
        for (const std::string& argument : command.arguments) {
          if (!argument.ends_with(".csp") || names_file_of_repository(argument)) continue;
          const Block* model = model_before(page, block);
          REQUIRE_MESSAGE(model, page.path << ": no model before " << command.line);
          folder.write(argument, model->text);
        }
        const Run run = run_csp(command.arguments, there);
        CHECK_MESSAGE(without_times(run.out + run.err) == without_times(command.shown),
                      page.path << ": " << command.line << " prints:\n"
                                << run.out << run.err);
        ++commands;
      }
    }
  }
  CHECK(commands >= 2);  // the README's
}

}  // namespace
}  // namespace csp::docs_test
