// The process half of a file, as far as the two halves meet: names, constants that programs use, assertions
// about processes, programs that stand in processes.
#include <fmt/format.h>

#include <algorithm>

#include "frontend/print.h"
#include "frontend/typecheck_impl.h"

namespace csp {
namespace {

const ast::Name* function_name(const ast::Decl& decl) {
  if (const auto* equation = std::get_if<ast::EquationDecl>(&decl.node)) return &equation->name;
  const auto* value = std::get_if<ast::ValueDecl>(&decl.node);
  return value && !value->params.empty() ? &value->name : nullptr;
}

std::optional<SemanticModel> model_of(ast::SemanticModel m) {
  switch (m) {
    case ast::SemanticModel::None:
      return std::nullopt;
    case ast::SemanticModel::T:
      return SemanticModel::T;
    case ast::SemanticModel::F:
      return SemanticModel::F;
    case ast::SemanticModel::FD:
      return SemanticModel::FD;
  }
  return std::nullopt;
}

std::string name_of(SemanticModel m) {
  return m == SemanticModel::T ? "T" : m == SemanticModel::F ? "F" : "FD";
}

}  // namespace

// ---- Names

bool Checker::same_function(const ast::Decl& decl, const ast::Decl* previous) {
  const ast::Name* name = function_name(decl);
  const ast::Name* before = previous ? function_name(*previous) : nullptr;
  return name && before && before->text == name->text;
}

void Checker::collect_cspm(const ast::Decl& decl, const ast::Decl* previous) {
  if (const auto* equation = std::get_if<ast::EquationDecl>(&decl.node)) {
    if (!same_function(decl, previous)) enter(equation->name, decl, CspmName{});
  } else if (const auto* subtype = std::get_if<ast::SubtypeDecl>(&decl.node)) {
    enter(subtype->name, decl, CspmName{});
  } else if (std::holds_alternative<ast::TimedDecl>(decl.node)) {
    error("E0217", decl.span, "Timed sections are not supported", "not supported").help =
        "let time pass by an event of your own: channel tock, with tock -> P where a process may wait";
    for (const auto& inner : std::get<ast::TimedDecl>(decl.node).decls) {
      const auto* value = std::get_if<ast::ValueDecl>(&inner->node);
      const ast::Name* name = value ? &value->name : function_name(*inner);
      if (name && !entries_.contains(name->text)) enter(*name, decl, std::monostate{});  // told once
    }
  }
}

// When the names of channels and constructors are known.
void Checker::collect_patterns(const ast::Decl& decl) {
  const auto* pattern = std::get_if<ast::PatternDecl>(&decl.node);
  if (!pattern) return;
  const auto is_atom = [&](const std::string& name) {
    const auto it = entries_.find(name);
    if (it == entries_.end()) return false;
    const auto* global = std::get_if<const GlobalInfo*>(&it->second.binding);
    return (global && (*global)->channel) || std::holds_alternative<ConstructorInfo>(it->second.binding);
  };
  std::vector<ast::Name> names;
  cspm::bound_names(*pattern->pattern, is_atom, names);
  for (const ast::Name& name : names) enter(name, decl, CspmName{});
}

Binding Checker::cspm_binding(const std::string& name, const Span& use) {
  Entry& entry = entries_.find(name)->second;
  const int errors = diagnostics_.errors();
  const auto* value = std::get_if<ast::ValueDecl>(&entry.decl->node);
  const bool constant =
      (value && value->params.empty()) || std::holds_alternative<ast::PatternDecl>(entry.decl->node);
  if (!constant || entry.stage == Stage::Visiting) return entry.binding;
  const auto known = cspm_.constant(name, use);
  if (!known) return diagnostics_.errors() > errors ? Binding{} : entry.binding;
  Constant& made = model_.constants.emplace_back();
  made.name = name;
  made.span = entry.span;
  made.type = known->first;
  made.value = known->second;
  if (types_.set_value(made.type)) {  // core values have an order of their own
    std::vector<Value> items = made.value.items();
    std::sort(items.begin(), items.end());
    made.value = Value::seq(std::move(items));
  }
  entry.binding = &made;
  return entry.binding;
}

// ---- Assertions

bool Checker::about_process(const ast::AssertDecl& assertion) const {
  const auto* one = std::get_if<ast::InstanceSystem>(&assertion.system.node);
  if (!one || one->service) return false;
  if (cspm_.owns(one->name.text)) return true;
  // STOP, CHAOS(A), and names that are not known, of which CSPM can say more.
  return cspm_.wanted() && !entries_.contains(one->name.text);
}

// The variables of `forall` as variables of expressions of CSPM. Nothing if there was an error.
std::optional<Checker::ProcessVariables> Checker::process_variables(const std::vector<ast::Replicator>& list,
                                                                    AssertInfo& info) {
  scopes_.push();
  bool good = forall(list, info);
  ProcessVariables variables;
  for (const ast::Replicator& r : list) {
    const TypeId id = model_.replicator_variable.at(&r)->type;
    cspm::Ty* t = id == kNone ? nullptr : cspm_.cspm_type(id, r.name.span);
    if (!t && id != kNone)
      error("E0401", r.set->span,
            fmt::format("a process cannot depend on values of type {}", types_.show(id)));
    good = good && t;
    variables.emplace_back(r.name, t);
  }
  scopes_.pop();
  if (!good) return std::nullopt;
  return variables;
}

void Checker::process_assertion(const ast::Decl& decl, const ast::AssertDecl& assertion) {
  const auto& one = std::get<ast::InstanceSystem>(assertion.system.node);
  AssertInfo& info = model_.assertions.emplace_back();
  info.decl = &decl;
  info.assertion = &assertion;
  ProcessAssertion& process = info.process.emplace();
  process.negated = assertion.negated;
  switch (assertion.property.kind) {
    case ast::PropertyKind::DeadlockFree:
      process.kind = ProcessQuestionKind::DeadlockFree;
      break;
    case ast::PropertyKind::DivergenceFree:
    case ast::PropertyKind::LivelockFree:
      process.kind = ProcessQuestionKind::DivergenceFree;
      break;
    case ast::PropertyKind::LeakFree:
    case ast::PropertyKind::RaceFree:
    case ast::PropertyKind::ErrorFree:
    case ast::PropertyKind::Terminates:
    case ast::PropertyKind::CanTerminate:
    case ast::PropertyKind::Always:
    case ast::PropertyKind::Reachable:
    case ast::PropertyKind::Outcomes: {
      Diagnostic& d = error("E0522", assertion.property.span,
                            fmt::format("`{}` is a process, and `{}` asks about programs", one.name.text,
                                        print(assertion.property)),
                            "a property of programs");
      if (const auto it = entries_.find(one.name.text); it != entries_.end())
        note(d, fmt::format("`{}` is defined here", one.name.text), it->second.span);
      d.help = "of a process can be asked: deadlock free, divergence free, deterministic";
      return;
    }
  }
  const auto variables = process_variables(assertion.forall, info);
  if (!variables) return;
  auto expr = std::make_shared<ast::Expr>(ast::Expr{one.name.span, ast::NameExpr{one.name}});
  if (one.has_args)
    expr = std::make_shared<ast::Expr>(ast::Expr{assertion.system.span, ast::CallExpr{expr, one.args}});
  model_.made.push_back(expr);
  process.process =
      cspm_.half().expression(*expr, *variables, cspm_.half().process_type(expr->span), "what is asked about");
  process.has_program = cspm_.has_program(*expr);
  process.process_text = print_term(*expr);
}

void Checker::process_assertion(const ast::Decl& decl, const ast::RefinementDecl& refinement) {
  AssertInfo& info = model_.assertions.emplace_back();
  info.decl = &decl;
  ProcessAssertion& process = info.process.emplace();
  process.kind = ProcessQuestionKind::Refinement;
  process.model = model_of(refinement.model);
  process.negated = refinement.negated;
  cspm::Half& half = cspm_.half();
  const auto variables = process_variables(refinement.forall, info);
  if (!variables) return;
  process.specification =
      half.expression(*refinement.specification, *variables,
                      half.process_type(refinement.specification->span), "the specification");
  process.process = half.expression(*refinement.implementation, *variables,
                                    half.process_type(refinement.implementation->span), "the implementation");
  if (refinement.tau_priority)
    process.priority =
        half.expression(*refinement.tau_priority, *variables, half.event_set_type(refinement.tau_priority->span),
                        "the events of [tau priority]");
  process.specification_text = print_term(*refinement.specification);
  process.process_text = print_term(*refinement.implementation);
  process.has_program =
      cspm_.has_program(*refinement.specification) || cspm_.has_program(*refinement.implementation);
  info.text = fmt::format("{}{}{} [{}= {}", refinement.negated ? "not " : "", print_forall(refinement.forall),
                          process.specification_text, name_of(process.model.value_or(SemanticModel::T)), process.process_text);
}

void Checker::process_assertion(const ast::Decl& decl, const ast::ProcessAssertDecl& assertion) {
  AssertInfo& info = model_.assertions.emplace_back();
  info.decl = &decl;
  ProcessAssertion& process = info.process.emplace();
  process.model = model_of(assertion.model);
  process.negated = assertion.negated;
  std::string property;
  switch (assertion.property) {
    case ast::ProcessPropertyKind::DeadlockFree:
      process.kind = ProcessQuestionKind::DeadlockFree;
      property = "deadlock free";
      break;
    case ast::ProcessPropertyKind::DivergenceFree:
    case ast::ProcessPropertyKind::LivelockFree:
      process.kind = ProcessQuestionKind::DivergenceFree;
      property = assertion.property == ast::ProcessPropertyKind::DivergenceFree ? "divergence free"
                                                                                : "livelock free";
      break;
    case ast::ProcessPropertyKind::Deterministic:
      process.kind = ProcessQuestionKind::Deterministic;
      property = "deterministic";
      break;
  }
  if (process.model == SemanticModel::T) {
    const bool divergence = process.kind == ProcessQuestionKind::DivergenceFree;
    error("E0525", assertion.model_span, fmt::format("`{}` has no answer in the model T", property),
          divergence ? "traces do not say what goes on hidden" : "traces do not say what is refused")
        .help = divergence ? fmt::format("write `:[{}]`, which asks in FD", property)
                           : fmt::format("write `:[{0} [F]]` or `:[{0} [FD]]`", property);
  }
  cspm::Half& half = cspm_.half();
  const auto variables = process_variables(assertion.forall, info);
  if (!variables) return;
  process.process = half.expression(*assertion.process, *variables,
                                    half.process_type(assertion.process->span), "what is asked about");
  if (assertion.tau_priority)
    process.priority =
        half.expression(*assertion.tau_priority, *variables, half.event_set_type(assertion.tau_priority->span),
                        "the events of [tau priority]");
  process.process_text = print_term(*assertion.process);
  process.has_program = cspm_.has_program(*assertion.process);
  if (process.model) property += fmt::format(" [{}]", name_of(*process.model));
  info.text = fmt::format("{}{}{} :[{}]", assertion.negated ? "not " : "", print_forall(assertion.forall),
                          process.process_text, property);
}

void Checker::check_print(const ast::Decl& decl, const ast::PrintDecl& line) {
  const cspm::Unit* unit = cspm_.half().expression(*line.value, {}, nullptr, "what is printed");
  if (unit) model_.prints.push_back({decl.span, print_term(*line.value), unit});
}

// ---- Programs in processes

void Checker::check_instances() {
  if (!model_.cspm) return;
  for (const cspm::InstanceUse& use : cspm_.half().inference().instances()) {
    const cspm::InstanceName& instance = cspm_.half().script().instances[static_cast<std::size_t>(use.name)];
    const auto prog = model_.prog_of.find(std::get_if<ast::ProgDecl>(&instance.decl->node));
    const auto system = model_.system_of.find(instance.decl);
    const bool is_prog = std::holds_alternative<ast::ProgDecl>(instance.decl->node);
    if (is_prog ? prog == model_.prog_of.end() : system == model_.system_of.end()) continue;
    const std::vector<Variable*>& params = is_prog ? prog->second->params : system->second->params;
    const Span declared = is_prog ? prog->second->span : system->second->span;
    if (is_prog && prog->second->names_processes) continue;  // reported when it is lowered
    if ((is_prog && !use.called) || params.size() != use.args.size()) {
      const std::string wrong =
          use.called ? fmt::format("`{}` takes {} argument{}, but {} {} given", instance.name, params.size(),
                                   params.size() == 1 ? "" : "s", use.args.size(),
                                   use.args.size() == 1 ? "is" : "are")
                     : fmt::format("the prog `{}` stands without its arguments", instance.name);
      Diagnostic& d = error("E0402", use.span, wrong,
                            use.called ? "another number of arguments" : "expected `(` after this");
      note(d, fmt::format("`{}` is declared here", instance.name), declared);
      if (!use.called) d.help = fmt::format("write {}({})", instance.name, params.empty() ? "" : "...");
      continue;
    }
    for (std::size_t i = 0; i < params.size(); ++i) {
      const TypeId want = params[i]->type;
      if (want == kNone) continue;
      cspm::Ty* t = cspm::Types::resolve(use.types[i]);
      const auto refuse = [&](const std::string& is) {
        Diagnostic& d = error("E0401", use.args[i]->span,
                              fmt::format("argument `{}` of `{}` must be {}, but it is {}", params[i]->name,
                                          instance.name, types_.show(want), is),
                              fmt::format("this is {}", is));
        note(d, fmt::format("`{}` is declared here", params[i]->name), params[i]->span);
      };
      if (!types_.is(want, TypeKind::Chan)) {
        const TypeId have = cspm_.core_type(t);
        if (t->kind != cspm::TyKind::Var &&
            !types_.assignable(have == kNone ? types_.simple(TypeKind::Unit) : have, want))
          refuse(cspm_.half().inference().types().show(t));
        continue;
      }
      const bool channel = t->kind == cspm::TyKind::Event || t->kind == cspm::TyKind::Dotable ||
                           t->kind == cspm::TyKind::Var || t->kind == cspm::TyKind::Dot;
      if (!channel) {
        refuse(cspm_.half().inference().types().show(t));
        continue;
      }
      const auto* name = std::get_if<ast::NameExpr>(&use.args[i]->node);
      const auto it = name ? entries_.find(name->name.text) : entries_.end();
      const auto* global =
          it == entries_.end() ? nullptr : std::get_if<const GlobalInfo*>(&it->second.binding);
      if (global && (*global)->channel && (*global)->type != kNone &&
          !types_.assignable((*global)->type, want))
        refuse(types_.show((*global)->type));
    }
  }
}

}  // namespace csp
