// Systems: definitions, instances with arguments, and the variables of `forall`.
#include <fmt/format.h>

#include <algorithm>

#include "frontend/suggest.h"
#include "frontend/typecheck_impl.h"

namespace csp {

SystemInfo& Checker::new_system(std::string name, const Span& span, const ast::Decl& decl) {
  SystemInfo& info = model_.systems.emplace_back();
  info.name = std::move(name);
  info.span = span;
  info.decl = &decl;
  model_.system_of[&decl] = &info;
  return info;
}

SystemInfo* Checker::check_system(const ast::Decl& decl, bool rest, const std::vector<TypeId>& param_types) {
  if (const auto it = model_.system_of.find(&decl); it != model_.system_of.end()) return it->second;
  const auto* system = std::get_if<ast::SystemDecl>(&decl.node);
  const auto* value = std::get_if<ast::ValueDecl>(&decl.node);
  const ast::Name* name = system ? &system->name : value ? &value->name : nullptr;
  if (!name) return nullptr;
  const auto it = entries_.find(name->text);
  const auto* bound = it == entries_.end() ? nullptr : std::get_if<SystemName>(&it->second.binding);
  if (!bound || bound->decl != &decl) return nullptr;
  const std::vector<ast::Name>& params = system ? system->params : value->params;
  if (!params.empty() && !rest) return nullptr;  // at its first instance

  SystemInfo& info = new_system(name->text, name->span, decl);
  scopes_.push();
  for (const ast::Name& param : params) {
    if (scopes_.find_innermost(param.text))
      error("E0302", param.span, fmt::format("parameter `{}` is declared twice", param.text),
            "declared again");
    const std::size_t at = info.params.size();
    const bool known = at < param_types.size() && param_types[at] != kNone;
    info.params.push_back(declare(param, known ? param_types[at] : types_.simple(TypeKind::Int), true));
  }
  if (system) {
    if (const auto* command = std::get_if<ast::ParallelSystem>(&system->system.node)) {
      info.parallel = &command->command;
      parallel(command->command);
    } else {
      const auto& one = std::get<ast::InstanceSystem>(system->system.node);
      info.service = one.service;
      instance(info, one.name, one.args, one.has_args, system->system.span);
    }
  } else if (const auto* call = std::get_if<ast::CallExpr>(&value->value->node)) {
    instance(info, std::get<ast::NameExpr>(call->callee->node).name, call->args, true, value->value->span);
  } else {
    instance(info, std::get<ast::NameExpr>(value->value->node).name, {}, false, value->value->span);
  }
  scopes_.pop();
  return &info;
}

// NAME, NAME(args) or P(args) in a definition or assertion.
void Checker::instance(SystemInfo& info, const ast::Name& name, const std::vector<ast::ExprBox>& args,
                       bool has_args, const Span& span) {
  info.args = args;
  const auto it = entries_.find(name.text);
  const Variable* variable = scopes_.find(name.text);
  if (it == entries_.end() && !variable) {
    std::vector<std::string> candidates;
    for (const auto& [known, entry] : entries_)
      if (std::holds_alternative<ProgInfo*>(entry.binding) ||
          std::holds_alternative<SystemName>(entry.binding))
        candidates.push_back(known);
    unknown(name, "system or prog", std::move(candidates));
    for (const ast::ExprBox& arg : args) check_after_error(arg);
    return;
  }
  if (!variable) {
    if (const auto* prog = std::get_if<ProgInfo*>(&it->second.binding)) {
      info.prog = *prog;
      if (!has_args) {
        Diagnostic& d =
            error("E0522", span, fmt::format("`{}` is a prog; a system is an instance of it", name.text),
                  "no arguments");
        note(d, fmt::format("`{}` is declared here", name.text), (*prog)->span);
        d.help = fmt::format("write {}({})", name.text, (*prog)->params.empty() ? "" : "...");
        return;
      }
      instance_args(info, name, span);
      return;
    }
    if (const auto* system = std::get_if<SystemName>(&it->second.binding)) {
      // The first instance of a system with parameters tells their types.
      const bool first = !model_.system_of.contains(system->decl);
      SystemInfo* target = first ? nullptr : model_.system_of.at(system->decl);
      if (first) {
        std::vector<TypeId> param_types;
        for (const ast::ExprBox& arg : args) param_types.push_back(types_.base(check(arg)));
        Scopes outer;
        std::swap(outer, scopes_);
        target = check_system(*system->decl, true, param_types);
        std::swap(outer, scopes_);
      }
      info.system = target;
      if (target) instance_args(info, name, span);
      return;
    }
  }
  if (!variable && it->second.binding.index() == 0) return;  // its definition failed
  const auto* constant = variable ? nullptr : std::get_if<const Constant*>(&it->second.binding);
  if (constant && (*constant)->type == kNone) return;
  Diagnostic& d = error("E0522", name.span,
                        fmt::format("`{}` is {}, not a system", name.text,
                                    variable ? "a variable" : describe(it->second.binding)),
                        "not a system or prog");
  note(d, fmt::format("`{}` is declared here", name.text), variable ? variable->span : it->second.span);
  for (const ast::ExprBox& arg : args) check_after_error(arg);
}

void Checker::instance_args(SystemInfo& info, const ast::Name& name, const Span& span) {
  const std::vector<Variable*>& params = info.prog ? info.prog->params : info.system->params;
  const Span declared = info.prog ? info.prog->span : info.system->span;
  if (info.args.size() != params.size()) {
    Diagnostic& d = error(
        "E0402", span,
        fmt::format("`{}` takes {} argument{}, but {} {} given", name.text, params.size(),
                    params.size() == 1 ? "" : "s", info.args.size(), info.args.size() == 1 ? "is" : "are"),
        fmt::format("expected {} argument{}", params.size(), params.size() == 1 ? "" : "s"));
    note(d, fmt::format("`{}` is declared here", name.text), declared);
    for (const ast::ExprBox& arg : info.args) check_after_error(arg);
    return;
  }
  for (std::size_t i = 0; i < params.size(); ++i)
    if (expect(info.args[i], params[i]->type,
               fmt::format("argument `{}` of `{}`", params[i]->name, name.text),
               {fmt::format("`{}` is declared here", params[i]->name), params[i]->span}))
      before_run(*info.args[i], fmt::format("argument `{}` of a system", params[i]->name));
}

// Parameters of systems and variables of `forall` count as known.
void Checker::before_run(const ast::Expr& e, std::string_view what) {
  Valuation known;
  for (const Variable& variable : model_.variables)
    if (!variable.owner && variable.type != kNone) known[&variable] = zero_value(model_.types, variable.type);
  const auto value = evaluate(model_, e, known);
  if (const auto* why = std::get_if<NotConstant>(&value); why && !why->failure)
    error("E0404", why->span, fmt::format("{} must be known before the run", what), why->reason);
}

// The variables of `forall`, in the innermost scope, and the values of each. False if there was an error.
bool Checker::forall(const std::vector<ast::Replicator>& list, AssertInfo& info) {
  info.forall = &list;
  bool good = true;
  for (const ast::Replicator& r : list) {
    scopes_.push();  // the sets do not see each other's variables
    const Variable* made = replicator(r, false);
    good = good && made->type != kNone;
    scopes_.pop();
    if (made->type == kNone) continue;
    auto values = evaluate_set(model_, *r.set);
    if (auto* known = std::get_if<std::vector<Value>>(&values)) {
      info.forall_sets.push_back(std::move(*known));
    } else {
      const NotConstant& why = std::get<NotConstant>(values);
      error(why.failure ? "E0414" : "E0404", why.span,
            fmt::format("the set of `{}` must be a constant", r.name.text), why.reason);
    }
  }
  for (const ast::Replicator& r : list) {
    Variable* variable = model_.replicator_variable.at(&r);
    if (scopes_.find_innermost(r.name.text))
      error("E0302", r.name.span, fmt::format("`{}` is declared twice", r.name.text), "declared again");
    scopes_.add(variable);
  }
  return good && info.forall_sets.size() == list.size();
}

void Checker::check_assertion(const ast::Decl& decl, const ast::AssertDecl& assertion) {
  AssertInfo& info = model_.assertions.emplace_back();
  info.decl = &decl;
  info.assertion = &assertion;
  scopes_.push();
  forall(assertion.forall, info);
  SystemInfo& system = new_system("", assertion.system.span, decl);
  info.system = &system;
  if (const auto* command = std::get_if<ast::ParallelSystem>(&assertion.system.node)) {
    system.parallel = &command->command;
    parallel(command->command);
  } else {
    const auto& one = std::get<ast::InstanceSystem>(assertion.system.node);
    system.service = one.service;
    instance(system, one.name, one.args, one.has_args, assertion.system.span);
  }
  property_system_ = &system;
  in_property_ = true;
  if (system.parallel || system.prog || system.system) check_property(assertion.property);
  in_property_ = false;
  property_system_ = nullptr;
  scopes_.pop();
}

}  // namespace csp
