// Who could still do something: over-approximated from the code that a process may yet run and the references
// that it holds. For explanations only ("nobody is left to receive from ch"), never for verdicts.
#pragma once

#include <functional>
#include <set>
#include <vector>

#include "checker/certify/interpreter.h"

namespace csp::reference {

class Prospects {
 public:
  Prospects(const Interpreter&, const State&);

  // Processes other than `pid`, not terminated, that may yet send on (receive from, close) the channel, or
  // carry out one of these operations on the object.
  std::vector<Pid> senders(Pid pid, const Value& channel) const {
    return communicators(pid, channel, AltKind::Send);
  }
  std::vector<Pid> receivers(Pid pid, const Value& channel) const {
    return communicators(pid, channel, AltKind::Receive);
  }
  std::vector<Pid> operators(Pid pid, const Value& object, const std::set<SyncOp>&) const;

 private:
  struct Future {
    std::set<NodeId> nodes;          // that it may yet reach, itself or in processes that it starts
    std::set<std::int64_t> objects;  // that it can get hold of
  };
  void follow(Future&, NodeId) const;
  void enter(Future&, ProcId) const;
  void closures(Future&, const std::vector<ExprId>&) const;
  void hold(Future&, const Value&) const;
  bool may_be(const Future&, ExprId, const Value& object) const;
  std::vector<Pid> communicators(Pid, const Value& channel, AltKind) const;

  const Interpreter& interpreter_;
  const State& state_;
  std::vector<Future> futures_;
};

}  // namespace csp::reference
