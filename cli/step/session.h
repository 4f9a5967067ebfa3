// The commands of csp step: choosing, going back, running on, saving and loading.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/exit_code.h"
#include "cli/options.h"
#include "cli/step/line_reader.h"
#include "cli/step/opened.h"

namespace csp {

class Session {
 public:
  // Both must outlive the session.
  Session(const Options& options, OpenedWalk& opened) : options_(options), opened_(opened) {}

  // Carries out the commands of a reader until its end, or `quit`. Where nobody can try again, the first
  // command that is wrong ends it with BadInput.
  ExitCode run(LineReader&);
  bool left() const { return left_; }  // by `quit`
  void show();                         // the state at hand

  // What may begin so: commands, and the names of choices.
  std::vector<std::string> candidates(const std::string& begin);

 private:
  bool carry_out(const std::string& line);  // false: it was wrong, which has been said
  bool choose(const std::string& text);
  std::optional<std::size_t> find(const std::string& text, std::string& wrong);
  bool forward();
  bool undo(const std::string& count);
  bool redo();
  bool follow(const std::string& count);
  bool run_to(const std::string& goal);
  bool run_on();
  bool save(const std::string& path);
  bool load(const std::string& path);
  void where();
  void list();
  void trace();
  void take(std::size_t choice);
  bool say(const std::string& what);  // something is wrong: gives false

  Walk& walk() { return *opened_.walk; }

  const Options& options_;
  OpenedWalk& opened_;
  std::vector<std::string> taken_;   // labels of the choices up to here
  std::vector<std::string> undone_;  // last one first
  std::string place_;                // of the command at hand, for complaints
  bool left_ = false;
  bool changed_ = true;  // the state has not been shown yet
  int loading_ = 0;      // scripts that load scripts
};

}  // namespace csp
