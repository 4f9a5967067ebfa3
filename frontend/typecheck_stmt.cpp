// Simple statements: declarations, assignments, calls, begin, become, defer, return, assert, labels.
#include <fmt/format.h>

#include <algorithm>

#include "frontend/typecheck_impl.h"

namespace csp {

void Checker::require_bool(const ast::ExprBox& e, std::string_view what) {
  expect(e, types_.simple(TypeKind::Bool), what);
}

void Checker::stmt(const ast::Stmt& s, const ast::DeclStmt& d) {
  if (!d.type) return declare_inferred(s, d);
  if (!labelled_assignment(s, d)) declare_typed(s, d, Sizes::Runtime);
}

// `L: x = 3` where x is a variable and no type.
bool Checker::labelled_assignment(const ast::Stmt& s, const ast::DeclStmt& d) {
  const auto* named = std::get_if<ast::NamedType>(&d.type->node);
  if (!named || !d.value || d.names.size() != 1) return false;
  const bool local = scopes_.find(named->name.text) != nullptr;
  const auto it = entries_.find(named->name.text);
  const auto* global = it == entries_.end() ? nullptr : std::get_if<const GlobalInfo*>(&it->second.binding);
  if (!local && (!global || (*global)->channel)) return false;
  const Binding binding = *look_up(named->name);
  const auto* variable = std::get_if<Variable*>(&binding);
  const TypeId type = variable ? (*variable)->type : (*global)->type;
  add_label(d.names[0]);
  expect(d.value, type, fmt::format("what is assigned to `{}`", named->name.text));
  if (variable) captures_.assigned(*variable, frame_->prog);
  model_.label_assignment[&s] = binding;
  return true;
}

// `x: T`, `x, y: T` and, with one name, `x: T = e`.
void Checker::declare_typed(const ast::Stmt& s, const ast::DeclStmt& d, Sizes sizes) {
  const TypeId id = type(*d.type, sizes);
  if (d.value) {
    const ast::Name& name = d.names[0];
    if (id == kNone)
      check_after_error(d.value);
    else
      expect(d.value, id, fmt::format("the value of `{}`", name.text),
             {"its type is declared here", d.type->span});
  }
  if (id != kNone && types_.endless(id) && !types_.is(id, TypeKind::Struct) && !types_.is(id, TypeKind::Data))
    error("E0415", d.type->span, "this type contains itself", "has no finite value");
  std::vector<Variable*>& declared = model_.declared[&s];
  for (const ast::Name& name : d.names) {
    if (const Variable* other = scopes_.find_innermost(name.text)) {
      Diagnostic& problem = error(
          "E0302", name.span, fmt::format("`{}` is declared twice in this block", name.text), "declared again");
      note(problem, fmt::format("the first `{}` is here", name.text), other->span);
    }
    Variable* variable = declare(name, id);
    variable->lock = !d.value && types_.lock(id);
    declared.push_back(variable);
  }
}

// semantics.md rule 9: `:=` that would only hide locals of the same prog is an error, but for Go's copy `x :=
// x`.
bool Checker::may_declare(const std::vector<ast::Name>& names, const ast::Expr* value) {
  bool good = true, fresh = false;
  const Variable* hidden = nullptr;
  const ast::Name* hiding = nullptr;
  for (const ast::Name& name : names) {
    if (name.text == "_") continue;
    if (const Variable* other = scopes_.find_innermost(name.text)) {
      Diagnostic& d =
          error("E0302", name.span, fmt::format("`{}` is declared already in this block", name.text),
                "`:=` declares again");
      note(d, fmt::format("the first `{}` is here", name.text), other->span);
      d.help = names.size() == 1 ? fmt::format("to assign write {} = ...", name.text)
                                 : "declare the new ones first, then assign with =";
      good = false;
      continue;
    }
    const Variable* other = scopes_.find(name.text);
    const ProgInfo* prog = frame_->prog;
    while (prog && prog->branch && other && prog != other->owner) prog = prog->parent;
    const bool same_prog = other && other->owner && other->owner == prog;
    const auto* source = value ? std::get_if<ast::NameExpr>(&value->node) : nullptr;
    if (!same_prog || (names.size() == 1 && source && source->name.text == name.text)) {
      fresh = true;
    } else {
      hidden = other;
      hiding = &name;
    }
  }
  if (good && hidden && !fresh) {
    Diagnostic& d = error("E0303", hiding->span,
                          fmt::format("`:=` would declare a second `{}` that hides the first", hiding->text),
                          "declares, does not assign");
    note(d, fmt::format("the first `{}` is here", hiding->text), hidden->span);
    d.help = fmt::format("to assign write {0} = ...; for a copy of its own write {0} := {0}", hiding->text);
    return false;
  }
  return good;
}

void Checker::declare_inferred(const ast::Stmt& s, const ast::DeclStmt& d) {
  const TypeId id = check(d.value);
  std::vector<TypeId> parts(d.names.size(), kNone);
  if (d.names.size() == 1) {
    // A computed value does not bind the variable to the range of its parts.
    parts[0] = types_.numeric(id) ? types_.base(id) : id;
  } else if (id != kNone) {
    const bool tuple = types_.is(id, TypeKind::Tuple);
    const std::size_t given = tuple ? types_[id].parts.size() : 1;
    if (given != d.names.size())
      error("E0402", d.value->span,
            fmt::format("{} names are declared, but the value is {}", d.names.size(), types_.show(id)),
            tuple ? fmt::format("a tuple of {}", given) : "one value");
    else
      parts = types_[id].parts;
  }
  if (!may_declare(d.names, d.value.get())) return;
  std::vector<Variable*>& declared = model_.declared[&s];
  for (std::size_t i = 0; i < d.names.size(); ++i)
    declared.push_back(d.names[i].text == "_" ? nullptr : declare(d.names[i], parts[i]));
}

void Checker::stmt(const ast::Stmt&, const ast::AssignStmt& a) {
  std::vector<TypeId> types;
  for (const ast::ExprBox& target : a.targets) {
    const auto* name = std::get_if<ast::NameExpr>(&target->node);
    types.push_back(name && name->name.text == "_" ? kNone : place(target));
  }
  if (a.op) {
    if (types[0] != kNone && !types_.numeric(types[0])) {
      Diagnostic& d = error("E0401", a.targets[0]->span,
                            fmt::format("`{}` changes an integer variable, but this is {}",
                                        *a.op == ast::BinaryOp::Add ? "+=" : "-=", types_.show(types[0])),
                            fmt::format("this is {}", types_.show(types[0])));
      if (types_.is(types[0], TypeKind::List)) d.help = "to append write s = s ^ <x>";
      check_after_error(a.value);
    } else {
      expect(a.value, types_.simple(TypeKind::Int), "what is added");
    }
  } else if (a.targets.size() == 1) {
    if (types[0] == kNone)
      check_after_error(a.value);
    else
      expect(a.value, types[0], "what is assigned",
             {fmt::format("this is {}", types_.show(types[0])), a.targets[0]->span});
  } else {
    const bool all = std::find(types.begin(), types.end(), kNone) == types.end();
    const TypeId id = check(a.value, all ? types_.tuple(types) : kNone);
    if (id != kNone) {
      const bool tuple = types_.is(id, TypeKind::Tuple);
      if (!tuple || types_[id].parts.size() != types.size()) {
        error("E0402", a.value->span,
              fmt::format("{} places are assigned, but the value is {}", types.size(), types_.show(id)),
              tuple ? fmt::format("a tuple of {}", types_[id].parts.size()) : "one value");
      } else {
        for (std::size_t i = 0; i < types.size(); ++i) {
          const TypeId part = types_[id].parts[i];
          if (types_.assignable(part, types[i])) continue;
          error("E0401", a.targets[i]->span,
                fmt::format("part {} of the value is {}, but this is {}", i + 1, types_.show(part),
                            types_.show(types[i])),
                fmt::format("this is {}", types_.show(types[i])));
        }
      }
    }
  }
  for (const ast::ExprBox& target : a.targets) mark_assigned(target);
}

void Checker::stmt(const ast::Stmt&, const ast::CommStmt& c) { comm(c.comm, CommPlace::Statement); }

void Checker::stmt(const ast::Stmt&, const ast::CallStmt& c) {
  model_.type_of[c.call.get()] = call(*c.call, std::get<ast::CallExpr>(c.call->node), kNone, Use::Statement);
}

void Checker::stmt(const ast::Stmt&, const ast::BeginStmt& b) {
  model_.type_of[b.call.get()] = call(*b.call, std::get<ast::CallExpr>(b.call->node), kNone, Use::Begin);
}

void Checker::stmt(const ast::Stmt& s, const ast::BecomeStmt& b) {
  model_.type_of[b.call.get()] = call(*b.call, std::get<ast::CallExpr>(b.call->node), kNone, Use::Become);
  frame_->becomes.push_back(s.span);
  frame_->returns = true;
}

void Checker::stmt(const ast::Stmt& s, const ast::DeferStmt& d) {
  if (!frame_->defers) frame_->defers = s.span;
  model_.type_of[d.call.get()] = call(*d.call, std::get<ast::CallExpr>(d.call->node), kNone, Use::Defer);
}

void Checker::stmt(const ast::Stmt& s, const ast::ReturnStmt& r) {
  const ProgInfo& prog = *frame_->prog;
  frame_->returns = true;
  const bool wants_result = (prog.decl && prog.decl->result) || (prog.expr && prog.expr->result);
  if (!r.value) {
    if (!wants_result) return;
    Diagnostic& d =
        error("E0411", s.span, fmt::format("`return` needs a value of type {}", types_.show(prog.result)),
              "no value");
    note(d, "the result is declared here", prog.decl ? prog.decl->result->span : prog.expr->result->span);
    return;
  }
  if (wants_result) {
    expect(r.value, prog.result, "the result",
           {"the result is declared here", prog.decl ? prog.decl->result->span : prog.expr->result->span});
    return;
  }
  check_after_error(r.value);
  Diagnostic& d =
      error("E0411", r.value->span,
            prog.branch ? "a branch of a parallel command returns no value" : "this prog returns no value",
            "not expected");
  if (!prog.branch) {
    note(d, "it is declared without a result here", prog.span);
    d.help = "declare the result: prog f(...): T { ... }";
  }
}

void Checker::stmt(const ast::Stmt&, const ast::AssertStmt& a) {
  require_bool(a.condition, "what is asserted");
}

void Checker::stmt(const ast::Stmt&, const ast::LabelStmt& l) {
  add_label(l.label);
  if (l.body) statement(*l.body);
}

void Checker::stmt(const ast::Stmt&, const ast::BlockStmt& b) { block(*b.body); }

}  // namespace csp
