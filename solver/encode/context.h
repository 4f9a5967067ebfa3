// What the encoding of one program shares: its terms, its names, and facts about its code.
#pragma once

#include <string>
#include <vector>

#include "checker/core/program.h"
#include "solver/encode/sym.h"
#include "solver/encode/universe.h"
#include "solver/term.h"

namespace csp::solver {

struct Context {
  explicit Context(const Program&);

  const Program& program;
  Terms terms;
  Universe universe;

  const Node& node(NodeId id) const { return program.nodes[static_cast<std::size_t>(id)]; }
  const Proc& proc(ProcId id) const { return program.procs[static_cast<std::size_t>(id)]; }
  const Expr& expr(ExprId id) const { return program.exprs[static_cast<std::size_t>(id)]; }

  // Can the evaluation fail, or come upon something that is not encoded? If not, it may be done ahead of a
  // condition.
  bool may_fail(ExprId e) const { return may_fail_[static_cast<std::size_t>(e)]; }
  // May the local still be read before or after the node (before it is assigned)?
  bool live_before(NodeId n, LocalId l) const {
    return in_[static_cast<std::size_t>(n)][static_cast<std::size_t>(l)];
  }
  bool live_after(NodeId n, LocalId l) const {
    return out_[static_cast<std::size_t>(n)][static_cast<std::size_t>(l)];
  }
  // Does the place read the local (an index, or the rest of a local that it is a part of)?
  bool place_reads(const Place&, LocalId) const;

  // What is not encoded, with the line of the node where it is met, unless it names one.
  std::string located(const std::string& what, NodeId) const;

  Sym constant(const Value&);
  Sym nil() { return Sym::reference(terms.number(kNil)); }

  // Terms of the local automaton that stand for what a process holds (registers) and for what it is given
  // (message).
  Term int_register(std::size_t i) { return pooled(int_registers_, i, "r", false); }
  Term bool_register(std::size_t i) { return pooled(bool_registers_, i, "b", true); }
  Term int_message(std::size_t i) { return pooled(int_messages_, i, "m", false); }
  Term bool_message(std::size_t i) { return pooled(bool_messages_, i, "n", true); }

 private:
  Term pooled(std::vector<Term>& pool, std::size_t i, const char* name, bool boolean);
  void find_failing();
  void find_live();

  std::vector<bool> may_fail_;
  std::vector<std::vector<bool>> in_, out_;
  std::vector<Term> int_registers_, bool_registers_, int_messages_, bool_messages_;
};

}  // namespace csp::solver
