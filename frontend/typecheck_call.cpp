// Calls: of progs by name and by value, of constructors of structs; who may be begun, deferred, become.
#include <fmt/format.h>

#include <algorithm>

#include "frontend/suggest.h"
#include "frontend/typecheck_impl.h"

namespace csp {

namespace {

std::string count(std::size_t n, std::string_view what) {
  return fmt::format("{} {}{}", n, what, n == 1 ? "" : "s");
}

}  // namespace

TypeId Checker::prog_type(const ProgInfo& prog) {
  std::vector<TypeId> params;
  for (const Variable* param : prog.params) {
    if (param->type == kNone) return kNone;
    params.push_back(param->type);
  }
  return types_.prog(std::move(params), prog.result);
}

TypeId Checker::call(const ast::Expr& e, const ast::CallExpr& x, TypeId hint, Use use) {
  const auto check_args = [&] {
    for (const ast::ExprBox& arg : x.args) check_after_error(arg);
    return kNone;
  };
  if (const auto* dot = std::get_if<ast::DotExpr>(&x.callee->node)) {
    if (const auto id = call_atomic(e, x, *dot)) return *id;
    if (const auto id = call_method(e, x, *dot, use)) return *id;
    return call_value(e, x, check(x.callee), use);
  }
  if (const auto* prog = std::get_if<ast::ProgExpr>(&x.callee->node)) {
    const TypeId type = check(x.callee);
    const auto it = model_.prog_of.find(prog);
    return type == kNone || it == model_.prog_of.end() ? check_args() : call_prog(e, x, *it->second, use);
  }
  const auto* name = std::get_if<ast::NameExpr>(&x.callee->node);
  if (!name) return call_value(e, x, check(x.callee), use);

  const std::optional<Binding> binding = look_up(name->name);
  if (!binding) {
    unknown(name->name, "prog or function", visible_names());
    return check_args();
  }
  model_.binding_of[x.callee.get()] = *binding;
  if (const auto* prog = std::get_if<ProgInfo*>(&*binding)) return call_prog(e, x, **prog, use);
  if (const auto* builtin = std::get_if<BuiltinName>(&*binding))
    return call_builtin(e, x, builtin->op, hint, use);
  if (const auto* type = std::get_if<TypeName>(&*binding);
      type && types_.is(type->type, TypeKind::Struct) && type->type != types_.context()) {
    if (use != Use::Value) {
      error("E0407", e.span, fmt::format("`{}` makes a value; nothing is done with it", name->name.text),
            "not a process or action");
      return check_args();
    }
    return call_struct(e, x, type->type);
  }
  if (binding->index() == 0) return check_args();  // its definition failed
  const bool value =
      std::holds_alternative<Variable*>(*binding) || std::holds_alternative<const GlobalInfo*>(*binding);
  if (value) {
    const TypeId type = value_of(*x.callee, *binding, name->name);
    model_.type_of[x.callee.get()] = type;
    return call_value(e, x, type, use);
  }
  if (std::holds_alternative<CspmName>(*binding)) {
    Diagnostic& d = error("E0316", x.callee->span,
                          fmt::format("`{}` is defined at the top level; a prog cannot call it", name->name.text),
                          "not a prog");
    note(d, fmt::format("`{}` is defined here", name->name.text), entries_.find(name->name.text)->second.span);
    d.help = "define its value as a constant, or write a prog with a result: prog f(x: int): int { return ... }";
    return check_args();
  }
  Diagnostic& d = error("E0407", x.callee->span,
                        fmt::format("`{}` is {}, it cannot be called", name->name.text, describe(*binding)),
                        "not a prog or function");
  if (const auto where = declared_at(*binding))
    note(d, fmt::format("`{}` is declared here", name->name.text), *where);
  return check_args();
}

void Checker::call_args(const ast::Expr& e, const std::vector<ast::ExprBox>& args,
                        const std::vector<TypeId>& params, const std::string& name, const ProgInfo* prog) {
  if (args.size() != params.size()) {
    Diagnostic& d = error("E0402", e.span,
                          fmt::format("{} takes {}, but {} {} given", name, count(params.size(), "argument"),
                                      args.size(), args.size() == 1 ? "is" : "are"),
                          fmt::format("expected {}", count(params.size(), "argument")));
    if (prog) note(d, fmt::format("{} is declared here", name), prog->span);
    for (const ast::ExprBox& arg : args) check_after_error(arg);
    return;
  }
  for (std::size_t i = 0; i < params.size(); ++i) {
    const Variable* param = prog ? prog->params[i] : nullptr;
    const std::string what = param ? fmt::format("argument `{}` of {}", param->name, name)
                                   : fmt::format("argument {} of {}", i + 1, name);
    DiagnosticNote where;
    if (param) where = {fmt::format("`{}` is declared here", param->name), param->span};
    expect(args[i], params[i], what, where);
  }
}

TypeId Checker::result_of(const ast::Expr& e, TypeId result, Use use, std::string_view name) {
  if (result != kNone) return result;
  if (use != Use::Value) return types_.simple(TypeKind::Unit);
  error("E0401", e.span, fmt::format("{} gives no value", name), "a value is needed here");
  return kNone;
}

TypeId Checker::call_prog(const ast::Expr& e, const ast::CallExpr& x, ProgInfo& prog, Use use) {
  const std::string name = prog.decl ? fmt::format("`{}`", prog.name) : "this prog";
  if (in_property_ || !frame_ || in_guard_) {
    for (const ast::ExprBox& arg : x.args) check_after_error(arg);
    return no_communication(e, fmt::format("a call of {}", name));
  }
  std::vector<TypeId> params;
  for (const Variable* param : prog.params) params.push_back(param->type);
  call_args(e, x.args, params, name, &prog);
  if (use == Use::Begin) {
    bool inside = false;
    for (const ProgInfo* p = frame_->prog; p; p = p->parent) inside = inside || p->branch;
    if (inside)
      begins_.push_back({frame_->prog, &prog});
    else
      begun_.push_back({&prog, e.span});
  } else {
    calls_.push_back({frame_->prog, &prog});
  }
  if (use == Use::Defer) deferred_.insert(&prog);
  if (use == Use::Become && frame_->prog->result != kNone) {
    if (prog.result == kNone || !types_.assignable(prog.result, frame_->prog->result)) {
      Diagnostic& d = error("E0401", e.span,
                            fmt::format("{} must give {}, because this process becomes it, but it gives {}",
                                        name, types_.show(frame_->prog->result),
                                        prog.result == kNone ? "nothing" : types_.show(prog.result)));
      note(d, fmt::format("{} is declared here", name), prog.span);
      note(d, "the result is declared here", frame_->prog->span);
    }
  }
  // A signature that failed is not judged again.
  if (prog.result == kNone && prog.decl && prog.decl->result) return kNone;
  return result_of(e, prog.result, use, name);
}

TypeId Checker::call_value(const ast::Expr& e, const ast::CallExpr& x, TypeId type, Use use) {
  const auto check_args = [&] {
    for (const ast::ExprBox& arg : x.args) check_after_error(arg);
    return kNone;
  };
  if (type == kNone) return check_args();
  if (!types_.is(type, TypeKind::Prog)) {
    Diagnostic& d = error("E0407", x.callee->span, fmt::format("{} cannot be called", types_.show(type)),
                          "not a prog or function");
    if (types_.is(type, TypeKind::Array) || types_.is(type, TypeKind::List))
      d.help = "an element is written a[i]";
    return check_args();
  }
  if (in_property_ || !frame_ || in_guard_) {
    check_args();
    return no_communication(e, "a call of a prog");
  }
  std::vector<TypeId> params = types_[type].parts;
  const TypeId result = params.back();
  params.pop_back();
  call_args(e, x.args, params, "this prog", nullptr);
  if (use == Use::Defer) defers_values_ = true;
  const bool unit = types_.is(result, TypeKind::Unit);
  return result_of(e, unit ? kNone : result, use, "this prog");
}

}  // namespace csp
