// Choice and repetition: select, guarded commands, if, while, for, range.
#include <fmt/format.h>

#include "frontend/typecheck_impl.h"

namespace csp {

void Checker::stmt(const ast::Stmt&, const ast::SelectStmt& s) {
  for (const ast::SelectCase& c : s.cases) {
    scopes_.push();
    comm(c.comm, CommPlace::Statement);
    block(*c.body, false);
    scopes_.pop();
  }
  if (s.default_body) block(*s.default_body);
}

void Checker::stmt(const ast::Stmt&, const ast::GuardedStmt& g) {
  const auto commands = [&] {
    for (const ast::GuardedCommand& c : g.commands) {
      scopes_.push();
      for (const ast::Replicator& r : c.replicators) replicator(r, false);
      for (const ast::GuardItem& item : c.guard) {
        if (const auto* condition = std::get_if<ast::ExprBox>(&item.node)) {
          in_guard_ = true;
          require_bool(*condition, "a guard");
          in_guard_ = false;
        } else if (const auto* declaration = std::get_if<ast::Box<ast::Stmt>>(&item.node)) {
          declare_typed(**declaration, std::get<ast::DeclStmt>((*declaration)->node), Sizes::Constant);
        } else {
          comm(std::get<ast::Comm>(item.node), CommPlace::Guard);
        }
      }
      block(*c.body, false);
      scopes_.pop();
    }
  };
  if (g.repeat)
    loop_body(commands);
  else
    commands();
}

void Checker::stmt(const ast::Stmt&, const ast::ParallelStmt& p) { parallel(p); }

void Checker::stmt(const ast::Stmt&, const ast::IfStmt& s) {
  require_bool(s.condition, "the condition");
  block(*s.then_body);
  if (s.else_body) block(*s.else_body);
}

void Checker::stmt(const ast::Stmt&, const ast::WhileStmt& s) {
  const auto* always = std::get_if<ast::BoolLit>(&s.condition->node);
  if (always && always->value) frame_->returns = true;
  loop_body([&] {
    require_bool(s.condition, "the condition");
    block(*s.body);
  });
}

void Checker::stmt(const ast::Stmt&, const ast::ForStmt& s) {
  scopes_.push();
  if (s.init) statement(*s.init);
  if (!s.condition) frame_->returns = true;  // it may never come to its end
  loop_body([&] {
    if (s.condition) require_bool(s.condition, "the condition");
    block(*s.body);
    if (s.post) statement(*s.post);
  });
  scopes_.pop();
}

void Checker::stmt(const ast::Stmt& s, const ast::RangeStmt& r) {
  TypeId element = kNone;
  const TypeId over = check(r.over);
  if (over != kNone) {
    if (types_.is(over, TypeKind::Chan) || types_.is(over, TypeKind::List) ||
        types_.is(over, TypeKind::Array)) {
      element = types_.element(over);
    } else {
      Diagnostic& d = error(
          "E0401", r.over->span,
          fmt::format("`range` runs over a channel, list, array or set, but this is {}", types_.show(over)),
          fmt::format("this is {}", types_.show(over)));
      if (types_.numeric(over)) d.help = "for the numbers below n write range 0..n-1";
    }
  }
  scopes_.push();
  if (r.names.size() != 1) {
    error("E0402", s.span,
          fmt::format("`range` gives one value a round, but there are {} names", r.names.size()))
        .help = "for the indices of an array write for i := range 0..#a-1";
  }
  std::vector<Variable*> variables;
  if (!r.declares) {
    for (const ast::Name& name : r.names) {
      Variable* variable = scopes_.find(name.text);
      if (variable) {
        look_up(name);
        if (!types_.assignable(element, variable->type)) {
          Diagnostic& d = error("E0401", name.span,
                                fmt::format("`{}` must be {}, but it is {}", name.text, types_.show(element),
                                            types_.show(variable->type)));
          note(d, fmt::format("`{}` is declared here", name.text), variable->span);
        }
      } else if (name.text != "_") {
        const auto it = entries_.find(name.text);
        if (it != entries_.end())
          error("E0417", name.span,
                fmt::format("`{}` is {}; the variable of a `range` is a local one", name.text,
                            describe(it->second.binding)),
                "not a local variable");
        else
          unknown(name, "variable", visible_names(),
                  fmt::format("to declare it write {} := range ...", name.text));
      }
      variables.push_back(variable);
    }
  } else if (may_declare(r.names, nullptr)) {
    for (const ast::Name& name : r.names)
      variables.push_back(name.text == "_"
                              ? nullptr
                              : declare(name, types_.numeric(element) && !types_.is(over, TypeKind::Chan)
                                                  ? types_.base(element)
                                                  : element));
  }
  model_.declared[&s] = variables;
  loop_body([&] {
    for (Variable* variable : variables)
      if (variable) captures_.assigned(variable, frame_->prog);
    block(*r.body);
  });
  scopes_.pop();
}

void Checker::jump(const ast::Stmt& s, std::string_view word) {
  if (frame_->loops > 0) return;
  Diagnostic& d = error("E0412", s.span, fmt::format("`{}` outside of a loop", word), "no loop around it");
  if (frame_->outer && frame_->outer->loops > 0)
    d.help = frame_->prog->branch
                 ? "the branch is a process of its own; it cannot leave the loop around the parallel command"
                 : "the anonymous prog is a process or call of its own; to end it write return";
}

void Checker::stmt(const ast::Stmt& s, const ast::BreakStmt&) { jump(s, "break"); }
void Checker::stmt(const ast::Stmt& s, const ast::ContinueStmt&) { jump(s, "continue"); }

}  // namespace csp
