// Names for people: processes, objects, the channels and locks that an expression means.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "checker/certify/interpreter.h"
#include "checker/certify/story.h"

namespace csp::reference {

class Names {
 public:
  explicit Names(const Interpreter& interpreter) : interpreter_(interpreter) {}

  // ---- Processes: told as they are made; the names are final only after all have been told ----
  void root(const Program&);
  void begun(const State& after, Pid, Span at, std::size_t step);
  // The members that a ParallelStart of `parent` made, of the group its local now holds. `step`: nothing at
  // the start.
  void members(const State& after, Pid parent, const Node& start, const std::vector<Pid>& pids,
               std::optional<std::size_t> step);
  std::vector<StoryProcess>& processes() { return processes_; }
  bool shown(Pid pid) const { return processes_[static_cast<std::size_t>(pid)].shown; }
  void make_unique();                               // several of one name get numbers
  const std::string& process(Pid pid) const;        // final after make_unique
  std::string list(const std::vector<Pid>&) const;  // "a", "a or b", "a, b or c"

  // ---- Objects ----
  // The object or channel that an expression of the process means: the expression as written where that
  // tells, else a name for the value.
  std::string expression(const State&, Pid, ExprId) const;
  std::string object(const State&, Pid, const Value&) const;  // as the process would call it
  std::string variable(const State&, const Access&) const;    // `slots[2]`, `p.x`

 private:
  void add(Pid, std::string name, bool service, Span at, std::optional<std::size_t> step);
  const Program& program() const { return interpreter_.program(); }

  const Interpreter& interpreter_;
  std::vector<StoryProcess> processes_;
};

}  // namespace csp::reference
