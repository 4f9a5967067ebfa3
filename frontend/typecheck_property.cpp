// Expressions of properties: variables and processes of a system, `closed`, `ended`, `at`, the set of
// `outcomes`.
#include <fmt/format.h>

#include <algorithm>

#include "frontend/suggest.h"
#include "frontend/typecheck_impl.h"

namespace csp {

void Checker::check_property(const ast::PropertyExpr& property) {
  switch (property.kind) {
    case ast::PropertyKind::DeadlockFree:
    case ast::PropertyKind::LeakFree:
    case ast::PropertyKind::RaceFree:
    case ast::PropertyKind::ErrorFree:
    case ast::PropertyKind::Terminates:
    case ast::PropertyKind::CanTerminate:
    case ast::PropertyKind::LivelockFree:
    case ast::PropertyKind::DivergenceFree:
      return;
    case ast::PropertyKind::Always:
    case ast::PropertyKind::Reachable:
      for (const ast::ExprBox& e : property.exprs) require_bool(e, "the condition of a property");
      return;
    case ast::PropertyKind::Outcomes:
      return check_outcomes(property);
  }
}

void Checker::check_outcomes(const ast::PropertyExpr& property) {
  std::vector<TypeId> parts;
  bool good = true;
  for (const ast::ExprBox& e : property.exprs) {
    parts.push_back(check(e));
    good = good && parts.back() != kNone;
  }
  const TypeId outcome = !good ? kNone : parts.size() == 1 ? parts[0] : types_.tuple(parts);
  const TypeId set = check(property.set, good ? types_.set_of(types_.base(outcome)) : kNone);
  if (set == kNone || outcome == kNone) return;
  if (!types_.set_value(set)) {
    error("E0523", property.set->span,
          fmt::format("the outcomes are compared with a set, but this is {}", types_.show(set)), "not a set")
        .help = "a set is written {1, 2} or {(1, true), (2, false)}";
    return;
  }
  if (!types_.assignable(types_.element(set), outcome)) {
    Diagnostic& d = error("E0523", property.set->span,
                          fmt::format("the outcomes are {}, but this is a set of {}",
                                      types_.show(types_.base(outcome)), types_.show(types_.element(set))),
                          fmt::format("a set of {}", types_.show(types_.element(set))));
    note(d,
         parts.size() == 1 ? "the outcome is the value of this expression"
                           : fmt::format("an outcome is a tuple of {} values", parts.size()),
         property.exprs.front()->span);
    return;
  }
  before_run(*property.set, "the set of outcomes");
}

// ---- Processes

const ast::ParallelStmt* Checker::root_command() const {
  const SystemInfo* at = property_system_;
  while (at && at->system) at = at->system;
  return at ? at->parallel : nullptr;
}

// Does the expression name a process of the system the property is about?
bool Checker::is_process(const ast::Expr& e) const {
  const auto* index = std::get_if<ast::IndexExpr>(&e.node);
  const auto* name = std::get_if<ast::NameExpr>(index ? &index->base->node : &e.node);
  if (!name) return false;
  if (const ast::ParallelStmt* command = root_command())
    return std::any_of(command->branches.begin(), command->branches.end(),
                       [&](const ast::ParallelBranch& b) { return b.label.text == name->name.text; });
  const SystemInfo* at = property_system_;
  while (at && at->system) at = at->system;
  return at && at->prog && at->prog->name == name->name.text;
}

// The prog whose call is all that a branch does.
ProgInfo* Checker::only_call(const ast::Block& body) const {
  const auto* statement = body.size() == 1 ? std::get_if<ast::CallStmt>(&body[0].node) : nullptr;
  const auto* call = statement ? std::get_if<ast::CallExpr>(&statement->call->node) : nullptr;
  if (!call) return nullptr;
  const auto it = model_.binding_of.find(call->callee.get());
  const auto* prog = it == model_.binding_of.end() ? nullptr : std::get_if<ProgInfo*>(&it->second);
  return prog ? *prog : nullptr;
}

// Whether `label[subscripts]` is surely one of the branch's processes: where several branches share a label,
// which one is meant.
bool Checker::has_member(const ast::ParallelBranch& branch, const ast::IndexExpr& member) const {
  for (std::size_t i = 0; i < branch.subscripts.size() && i < member.indices.size(); ++i) {
    const auto number = evaluate(model_, *member.indices[i]);
    const auto set = evaluate_set(model_, *branch.subscripts[i].set);
    const auto* value = std::get_if<Value>(&number);
    const auto* values = std::get_if<std::vector<Value>>(&set);
    if (!value || !values || std::find(values->begin(), values->end(), *value) == values->end()) return false;
  }
  return true;
}

std::optional<Checker::Process> Checker::process(const ast::Expr& e) {
  const auto* index = std::get_if<ast::IndexExpr>(&e.node);
  const ast::Expr& base = index ? *index->base : e;
  const auto* name = std::get_if<ast::NameExpr>(&base.node);
  if (!name || !is_process(e)) {
    std::vector<std::string> known;
    if (const ast::ParallelStmt* command = root_command()) {
      for (const ast::ParallelBranch& b : command->branches) known.push_back(b.label.text);
    } else {
      const SystemInfo* at = property_system_;
      while (at && at->system) at = at->system;
      if (at && at->prog)
        known.push_back(at->prog->name);
      else
        return std::nullopt;  // the system itself is wrong
    }
    Diagnostic& d = error("E0521", e.span,
                          name ? fmt::format("the system has no process `{}`", name->name.text)
                               : "this is not the name of a process",
                          "not found");
    const auto near = name ? suggest(name->name.text, known) : std::nullopt;
    std::string all;
    for (const std::string& one : known) all += (all.empty() ? "`" : ", `") + one + "`";
    d.help = near ? fmt::format("did you mean `{}`?", *near) : fmt::format("its processes are {}", all);
    return std::nullopt;
  }
  model_.binding_of[&base] = ProcessLabel{name->name.text};
  if (index)
    for (const ast::ExprBox& subscript : index->indices)
      if (expect(subscript, types_.simple(TypeKind::Int), "a subscript of a process"))
        before_run(*subscript, "a subscript of a process");
  Process result;
  std::size_t wanted = 0;
  if (const ast::ParallelStmt* command = root_command()) {
    for (const ast::ParallelBranch& b : command->branches)
      if (b.label.text == name->name.text && (!result.branch || (index && has_member(b, *index))))
        result.branch = &b;
    wanted = result.branch->subscripts.size();
    const auto it = model_.prog_of.find(result.branch);
    result.prog = only_call(*result.branch->body);
    if (!result.prog && it != model_.prog_of.end()) result.prog = it->second;
  } else {
    const SystemInfo* at = property_system_;
    while (at && at->system) at = at->system;
    result.prog = at->prog;
  }
  const std::size_t given = index ? index->indices.size() : 0;
  if (given != wanted) {
    Diagnostic& d = error("E0402", e.span,
                          fmt::format("process `{}` has {} subscript{}, but {} {} given", name->name.text,
                                      wanted, wanted == 1 ? "" : "s", given, given == 1 ? "is" : "are"));
    if (result.branch)
      note(d, fmt::format("`{}` is declared here", name->name.text), result.branch->label.span);
    return std::nullopt;
  }
  return result;
}

// phil[i].x, main.x: a local variable of a process.
std::optional<TypeId> Checker::process_variable(const ast::Expr& e, const ast::DotExpr& dot) {
  if (!is_process(*dot.base)) return std::nullopt;
  const std::optional<Process> named = process(*dot.base);
  if (!named || !named->prog) return kNone;
  Variable* found = nullptr;
  std::vector<std::string> known;
  for (Variable* variable : named->prog->locals) {
    known.push_back(variable->name);
    if (variable->name != dot.field.text) continue;
    if (found) {
      Diagnostic& d = error("E0524", dot.field.span,
                            fmt::format("`{}` names more than one variable of this process", dot.field.text),
                            "which one?");
      note(d, "this one", found->span);
      note(d, "or this one", variable->span);
      d.help = "give one of them another name";
      return kNone;
    }
    found = variable;
  }
  if (!found) {
    Diagnostic& d =
        error("E0521", dot.field.span,
              fmt::format("prog `{}` has no variable `{}`", named->prog->name, dot.field.text), "not found");
    if (const auto near = suggest(dot.field.text, known)) d.help = fmt::format("did you mean `{}`?", *near);
    return kNone;
  }
  model_.binding_of[&e] = found;
  return found->type;
}

// `P.x`, if x is a variable of the process P of the system; empty if none has it. For who writes `x` alone.
std::string Checker::variable_of_process(std::string_view name) const {
  const auto has = [&](const ProgInfo* prog) {
    return prog && std::any_of(prog->locals.begin(), prog->locals.end(),
                               [&](const Variable* v) { return v->name == name; });
  };
  if (const ast::ParallelStmt* command = root_command()) {
    for (const ast::ParallelBranch& b : command->branches)
      if (b.body && has(only_call(*b.body)))
        return fmt::format("{}{}.{}", b.label.text, b.subscripts.empty() ? "" : "[i]", name);
    return "";
  }
  const SystemInfo* at = property_system_;
  while (at && at->system) at = at->system;
  return at && has(at->prog) ? fmt::format("{}.{}", at->prog->name, name) : "";
}

bool Checker::has_label(const ProgInfo* prog, const std::string& label,
                        std::vector<std::string>& known) const {
  std::vector<const ProgInfo*> todo = {prog};
  for (std::size_t i = 0; i < todo.size(); ++i) {
    if (const auto it = labels_of_.find(todo[i]); it != labels_of_.end()) {
      if (it->second.contains(label)) return true;
      for (const auto& [name, span] : it->second) known.push_back(name);
    }
    for (const Edge& edge : calls_)
      if (edge.from == todo[i] && std::find(todo.begin(), todo.end(), edge.to) == todo.end())
        todo.push_back(edge.to);
  }
  return false;
}

TypeId Checker::property_call(const ast::Expr& e, const ast::CallExpr& x, Builtin op) {
  const TypeId boolean = types_.simple(TypeKind::Bool);
  const std::string name = std::get<ast::NameExpr>(x.callee->node).name.text;
  const std::size_t wanted = op == Builtin::At ? 2 : 1;
  if (x.args.size() != wanted) {
    error("E0402", e.span,
          fmt::format("`{}` takes {} argument{}, but {} {} given", name, wanted, wanted == 1 ? "" : "s",
                      x.args.size(), x.args.size() == 1 ? "is" : "are"));
    return boolean;
  }
  if (op == Builtin::Closed) {
    const TypeId channel = check(x.args[0]);
    if (channel != kNone && !types_.is(channel, TypeKind::Chan))
      error("E0408", x.args[0]->span,
            fmt::format("`closed` asks about a channel, but this is {}", types_.show(channel)),
            "not a channel");
    return boolean;
  }
  const std::optional<Process> named = process(*x.args[0]);
  if (op != Builtin::At) return boolean;
  const auto* label = std::get_if<ast::NameExpr>(&x.args[1]->node);
  if (!label) {
    error("E0521", x.args[1]->span, "`at` takes a process and a label", "not the name of a label");
    return boolean;
  }
  if (!named || !named->prog) return boolean;
  std::vector<std::string> known;
  const ProgInfo* own = nullptr;
  if (named->branch)
    if (const auto it = model_.prog_of.find(named->branch); it != model_.prog_of.end()) own = it->second;
  if (has_label(named->prog, label->name.text, known) || (own && has_label(own, label->name.text, known)))
    return boolean;
  Diagnostic& d =
      error("E0521", label->name.span,
            fmt::format("prog `{}` has no label `{}`", named->prog->name, label->name.text), "not found");
  const auto near = suggest(label->name.text, known);
  d.help = near ? fmt::format("did you mean `{}`?", *near)
                : fmt::format("put the label before a statement: {}: ...", label->name.text);
  return boolean;
}

}  // namespace csp
