// Bodies: parameters, scopes, anonymous progs, parallel commands.
#include <fmt/format.h>

#include <algorithm>

#include "frontend/typecheck_impl.h"

namespace csp {

ProgInfo* Checker::new_prog(std::string name, Span span) {
  ProgInfo& prog = model_.progs.emplace_back();
  prog.name = std::move(name);
  prog.span = span;
  return &prog;
}

// A new variable of the prog being read (of none, at the top level), visible from here on.
Variable* Checker::declare(const ast::Name& name, TypeId type, bool parameter) {
  Variable& variable = model_.variables.emplace_back();
  variable.name = name.text;
  variable.span = name.span;
  variable.type = type;
  variable.owner = frame_ ? frame_->prog : nullptr;
  variable.parameter = parameter;
  if (variable.owner) variable.owner->locals.push_back(&variable);
  scopes_.add(&variable);
  captures_.declared(&variable);
  return &variable;
}

void Checker::read_params(ProgInfo& prog, const std::vector<ast::Param>& params) {
  for (const ast::Param& param : params) {
    for (const Variable* other : prog.params)
      if (other->name == param.name.text) {
        Diagnostic& d =
            error("E0302", param.name.span, fmt::format("parameter `{}` is declared twice", param.name.text),
                  "declared again");
        note(d, "the first is here", other->span);
      }
    Variable& variable = model_.variables.emplace_back();
    variable.name = param.name.text;
    variable.span = param.name.span;
    variable.type = type(*param.type);
    variable.owner = &prog;
    variable.parameter = true;
    prog.params.push_back(&variable);
    prog.locals.push_back(&variable);
  }
}

void Checker::prog_body(ProgInfo& prog) {
  Frame frame;
  frame.prog = &prog;
  frame.outer = frame_;
  frame_ = &frame;
  scopes_.push();
  for (Variable* param : prog.params) {
    scopes_.add(param);
    captures_.declared(param);
  }
  block(*prog.body, false);
  scopes_.pop();
  const bool wants_result = (prog.decl && prog.decl->result) || (prog.expr && prog.expr->result);
  if (wants_result && !frame.returns) {
    error("E0411", prog.span, fmt::format("this prog never returns a value"),
          fmt::format("its result is {}", types_.show(prog.result)))
        .help = "end it with return e";
  }
  if (frame.defers)
    for (const Span& span : frame.becomes) {
      Diagnostic& d = error("E0413", span, "a prog with deferred calls cannot become another one",
                            "its deferred calls would be lost");
      note(d, "a call is deferred here", *frame.defers);
    }
  labels_of_[&prog] = std::move(frame.labels);
  frame_ = frame.outer;
}

void Checker::block(const ast::Block& body, bool scope) {
  if (scope) scopes_.push();
  for (const ast::Stmt& s : body) statement(s);
  if (scope) scopes_.pop();
}

void Checker::statement(const ast::Stmt& s) {
  std::visit([&](const auto& node) { stmt(s, node); }, s.node);
}

void Checker::loop_body(const std::function<void()>& body) {
  ++frame_->loops;
  captures_.enter_loop(frame_->prog);
  body();
  captures_.leave_loop(frame_->prog);
  --frame_->loops;
}

void Checker::add_label(const ast::Name& name) {
  const auto [it, fresh] = frame_->labels.try_emplace(name.text, name.span);
  if (fresh) return;
  Diagnostic& d =
      error("E0302", name.span, fmt::format("label `{}` is declared twice", name.text), "declared again");
  note(d, "the first is here", it->second);
}

// The variable of a replicator: subscripts of processes (range_only), replicated guards, forall.
Variable* Checker::replicator(const ast::Replicator& r, bool range_only) {
  const TypeId integer = types_.simple(TypeKind::Int);
  const auto make = [&](TypeId type) {
    Variable* variable = declare(r.name, type, range_only);
    model_.replicator_variable[&r] = variable;
    return variable;
  };
  if (const auto* range = std::get_if<ast::RangeExpr>(&r.set->node)) {
    if (check(r.set) == kNone) return make(kNone);
    const auto lo = evaluate(model_, *range->lo), hi = evaluate(model_, *range->hi);
    const auto *first = std::get_if<Value>(&lo), *last = std::get_if<Value>(&hi);
    return make(first && last && first->number() <= last->number()
                    ? types_.range(first->number(), last->number())
                    : integer);
  }
  if (range_only) {
    error("E0406", r.set->span, "the subscripts of processes run over a range", "not of the form lo..hi");
    check(r.set);
    return make(kNone);
  }
  if (const auto* name = std::get_if<ast::NameExpr>(&r.set->node); name && !scopes_.find(name->name.text)) {
    const std::optional<Binding> binding = look_up(name->name);
    const auto* named = binding ? std::get_if<TypeName>(&*binding) : nullptr;
    if (named) {
      model_.binding_of[r.set.get()] = *named;
      model_.type_of[r.set.get()] = types_.set_of(named->type);
      if (!types_.endless(named->type) && domain(model_.types, named->type)) return make(named->type);
      error("E0406", r.set->span, fmt::format("{} has no finite set of values", types_.show(named->type)),
            "not a finite type");
      return make(kNone);
    }
  }
  const TypeId set = check(r.set);
  if (set == kNone) return make(kNone);
  if (!types_.is(set, TypeKind::List)) {
    error("E0401", r.set->span,
          fmt::format("`{}` runs over a set, but this is {}", r.name.text, types_.show(set)),
          fmt::format("this is {}", types_.show(set)));
    return make(kNone);
  }
  return make(types_.element(set));
}

void Checker::parallel(const ast::ParallelStmt& command) {
  std::map<std::string, const ast::ParallelBranch*> labels;
  for (const ast::ParallelBranch& branch : command.branches) {
    // Branches with one label are parts of one array of processes; lowering sees to it that they have no
    // member in common.
    const auto [it, fresh] = labels.try_emplace(branch.label.text, &branch);
    const std::size_t wanted = it->second->subscripts.size();
    if (wanted != branch.subscripts.size() || (!fresh && wanted == 0)) {
      Diagnostic& d = error("E0302", branch.label.span,
                            fmt::format("two processes of this command are called `{}`", branch.label.text),
                            "declared again");
      note(d, "the first is here", it->second->label.span);
      if (wanted > 0)
        d.help = fmt::format("the parts of one array of processes have {} subscript{} each", wanted,
                             wanted == 1 ? "" : "s");
    }
    ProgInfo* prog = new_prog(branch.label.text, branch.span);
    prog->branch = &branch;
    prog->parent = frame_ ? frame_->prog : nullptr;
    prog->service = branch.service;
    prog->body = branch.body.get();
    model_.prog_of[&branch] = prog;
    command_of_[prog] = &command;
    // The sets are read outside the branch, the subscripts are its parameters. A subscript may not bound a
    // later one.
    std::vector<Variable*> subscripts;
    for (const ast::Replicator& r : branch.subscripts) {
      scopes_.push();
      subscripts.push_back(replicator(r, true));
      scopes_.pop();
      Variable* variable = subscripts.back();
      if (variable->owner) variable->owner->locals.pop_back();
      variable->owner = prog;
      prog->params.push_back(variable);
      prog->locals.push_back(variable);
    }
    prog_body(*prog);
  }
}

}  // namespace csp
