// Building one prog's flow graph: nodes in the order of the text, labels for what comes later, locals,
// expressions.
#pragma once

#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "checker/core/program.h"
#include "frontend/ast.h"

namespace csp {

ExprKind expr_kind(ast::BinaryOp);  // of an operator of the text

// While a prog is built, successors in its nodes are labels; finish() replaces them. A label is bound to the
// node emitted next after mark(), or follows another label after jump().
class Emitter {
 public:
  using Label = int;

  Emitter(Program& program, ProcId proc) : program_(program), proc_(proc) {}

  ProcId id() const { return proc_; }
  Proc& proc() { return program_.procs[static_cast<std::size_t>(proc_)]; }
  Program& program() { return program_; }

  // ---- Control flow ----
  Label fresh();
  void mark(Label label) { pending_.push_back(label); }  // the next node is reached by the label
  void jump(Label label);  // what would go on to the next node goes to the label instead
  bool reached() const { return !pending_.empty(); }    // can the next node be reached?
  static NodeId to(Label label) { return -2 - label; }  // how a node under construction names a successor

  // Appends a node that is reached from here; it goes on to whatever is emitted next, if its kind has a
  // `next`.
  template <class Op>
  NodeId emit(Op op) {
    if constexpr (requires { op.next; }) {
      const Label next = fresh();
      op.next = to(next);
      const NodeId id = append(std::move(op));
      mark(next);
      return id;
    } else {
      return append(std::move(op));
    }
  }
  // Appends a node whose successors are set already (or that has none); nothing falls through.
  NodeId append(decltype(Node::op) op);
  void nothing();  // a local node without effect
  NodeId next_node() const { return static_cast<NodeId>(program_.nodes.size()); }

  // Replaces labels by nodes. Pre: nothing is pending.
  void finish();

  // ---- Where we are in the text: given to nodes and expressions that are made ----
  struct Here {
    Span span;
    std::string text;
  };
  const Here& here() const { return here_; }
  class At {  // sets the place for a scope
   public:
    At(Emitter& e, const Span& span, std::string text) : e_(e), saved_(e.here_) {
      e.here_ = {span, std::move(text)};
    }
    ~At() { e_.here_ = std::move(saved_); }
    At(const At&) = delete;
    At& operator=(const At&) = delete;

   private:
    Emitter& e_;
    Here saved_;
  };

  // ---- Locals ----
  LocalId add_local(std::string name, TypeId type, bool shared = false);
  LocalId temp(TypeId type) { return add_local({}, type); }
  static Place whole(LocalId local) { return Place{local, {}, kNone}; }

  // ---- Expressions ----
  ExprId constant(Value value, TypeId type = kNone);
  ExprId integer(std::int64_t n) { return constant(Value::integer(n)); }
  ExprId local(LocalId id);
  ExprId op(ExprKind kind, std::vector<ExprId> args, TypeId type = kNone, std::int64_t number = 0);
  ExprId add(Expr expr);
  const Expr& expr(ExprId id) const { return program_.exprs[static_cast<std::size_t>(id)]; }
  bool may_fail(ExprId id) const;  // can its evaluation be a run-time error?

 private:
  NodeId resolve(NodeId successor) const;

  Program& program_;
  ProcId proc_;
  Here here_;
  std::vector<Label> pending_;  // labels that the next node binds
  std::vector<NodeId> bound_;   // per label: its node, `to` another label, or kNone
  std::vector<NodeId> made_;    // the nodes of this prog
};

}  // namespace csp
