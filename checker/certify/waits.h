// Why a process cannot go on, in words, and whom it waits for.
#pragma once

#include "checker/certify/history.h"
#include "checker/certify/names.h"
#include "checker/certify/prospects.h"
#include "checker/certify/story.h"

namespace csp::reference {

class Waits {
 public:
  // All must outlive this; the names are final.
  Waits(const Interpreter& interpreter, const State& state, const Names& names, const History& history)
      : interpreter_(interpreter),
        state_(state),
        names_(names),
        history_(history),
        prospects_(interpreter, state) {}

  // Of a process that takes part in no step of the state. Standing is left to the caller.
  StoryWait explain(Pid) const;

 private:
  void comm(Pid, const Comm&, StoryWait&) const;
  void alternative(Pid, const Offer&, StoryWait&) const;
  void context(Pid, const std::vector<Offer>& sources, StoryWait&) const;
  void sync(Pid, const Sync&, StoryWait&) const;
  void lock(Pid, SyncOp, const Value& lock, const std::string& what, StoryWait&) const;
  static bool keeps_back(SyncOp, Holding);
  std::string owner(Pid, const Hold&) const;
  Pid member(std::int64_t group, int number) const;
  static void say(StoryWait&, const std::string& reason, const std::string& short_reason,
                  const std::vector<Pid>& on);

  const Interpreter& interpreter_;
  const State& state_;
  const Names& names_;
  const History& history_;
  Prospects prospects_;
};

// The shortest cycle among the waits' `on`, started at a process at fault where there is one; empty if there
// is none.
std::vector<Pid> waiting_cycle(const std::vector<StoryWait>&);

}  // namespace csp::reference
