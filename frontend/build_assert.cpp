// Assertions: docs/language.md, section 7. What is asserted about a bare name or a call without a model is an
// AssertDecl, whether the name is that of a program or of a process; all else is about processes.
#include <fmt/format.h>

#include <array>

#include "frontend/build.h"
#include "frontend/explain.h"
#include "frontend/suggest.h"

namespace csp {
namespace {

using Kind = ast::PropertyKind;

constexpr std::array<std::pair<std::string_view, Kind>, 8> kKinds = {{
    {"deadlock free", Kind::DeadlockFree},
    {"leak free", Kind::LeakFree},
    {"race free", Kind::RaceFree},
    {"error free", Kind::ErrorFree},
    {"terminates", Kind::Terminates},
    {"can terminate", Kind::CanTerminate},
    {"livelock free", Kind::LivelockFree},
    {"divergence free", Kind::DivergenceFree},
}};

// The same question about a process, if it can be asked.
std::optional<ast::ProcessPropertyKind> of_process(Kind kind) {
  using Of = ast::ProcessPropertyKind;
  switch (kind) {
    case Kind::DeadlockFree:
      return Of::DeadlockFree;
    case Kind::LivelockFree:
      return Of::LivelockFree;
    case Kind::DivergenceFree:
      return Of::DivergenceFree;
    case Kind::LeakFree:
    case Kind::RaceFree:
    case Kind::ErrorFree:
    case Kind::Terminates:
    case Kind::CanTerminate:
    case Kind::Always:
    case Kind::Reachable:
    case Kind::Outcomes:
      return std::nullopt;
  }
  return std::nullopt;
}

// A name, or a name with one group of arguments: an instance of a program, a system or a process.
std::optional<ast::InstanceSystem> instance(const ast::Expr& e) {
  ast::InstanceSystem result;
  const ast::Expr* head = &e;
  if (const auto* call = std::get_if<ast::CallExpr>(&e.node)) {
    result.args = call->args;
    result.has_args = true;
    head = call->callee.get();
  }
  const auto* named = std::get_if<ast::NameExpr>(&head->node);
  if (named == nullptr) return std::nullopt;
  result.name = named->name;
  return result;
}

}  // namespace

// What stands behind `:[` as words: `deadlock free`, `tau priority`.
std::string Builder::property_words(P::PropertyContext* context) const {
  if (context->PROPWORD() == nullptr) return "";
  std::string words(text(context->PROPWORD()));
  const auto names = context->NAME();
  const std::size_t count = names.size() - (context->LBRACK() != nullptr ? 1 : 0);
  for (std::size_t i = 0; i < count; ++i) words += fmt::format(" {}", text(names[i]));
  return words;
}

ast::SemanticModel Builder::model(std::string_view letters, const Span& where) const {
  if (letters == "T") return ast::SemanticModel::T;
  if (letters == "F") return ast::SemanticModel::F;
  if (letters == "FD") return ast::SemanticModel::FD;
  fail("E0217", where, fmt::format("the model `{}` is not supported", letters), "not a model of this tool",
       "the models are T (traces), F (stable failures) and FD (failures and divergences)");
}

void Builder::assertion(P::AssertDeclContext* context, ast::Decl& decl) {
  P::OptionContext* property_option = nullptr;
  ast::ExprBox tau_priority;
  for (P::OptionContext* option : context->option()) {
    const std::string words = property_words(option->property());
    const Span where = span(option->property());
    if (words == "tau priority" || words == "tau priority over") {
      if (option->term() == nullptr)
        fail("E0201", where, "`tau priority` names a set of events", "expected `]: S` after this",
             "write `:[tau priority]: {tock}`");
      tau_priority = term(option->term());
      continue;
    }
    if (words == "partial order reduce" || words == "has trace") {
      fail("E0217", where, fmt::format("`{}` is not supported", words), "not supported");
    }
    if (option->term() != nullptr)
      fail("E0201", span(option->term()), "nothing stands behind this property", "not expected");
    if (property_option != nullptr)
      fail("E0201", where, "an assertion names one property", "the second", "write an assertion for each");
    property_option = option;
  }
  if (context->REFINES() != nullptr) {
    refinement(context, property_option, std::move(tau_priority), decl);
    return;
  }
  if (property_option == nullptr) {
    const Span where =
        span(context->parallel() != nullptr ? static_cast<Ctx*>(context->parallel()) : context->term(0));
    fail("E0201", where, "an assertion names a property", "expected `:[property]` after this",
         "write `assert SYSTEM :[deadlock free]`, or `assert SPEC [T= IMPL`");
  }
  P::PropertyContext* asked = property_option->property();
  const bool deterministic = property_words(asked) == "deterministic";
  const auto model_name = asked->LBRACK() != nullptr ? asked->NAME().back() : nullptr;
  ast::PropertyExpr kind;
  if (!deterministic) kind = property(asked);
  if (context->parallel() != nullptr || !(deterministic || model_name != nullptr || tau_priority)) {
    if (auto system = subject(context)) {
      if (deterministic)
        fail("E0217", span(asked), "`deterministic` is asked of a process", "this is a system",
             "give the system a name");
      ast::AssertDecl result;
      result.negated = context->NOT() != nullptr;
      result.forall = replicators(context->replicators());
      result.system = std::move(*system);
      result.property = std::move(kind);
      decl.node = std::move(result);
      return;
    }
  }
  plain_subject(context);
  ast::ProcessAssertDecl result;
  result.negated = context->NOT() != nullptr;
  result.forall = replicators(context->replicators());
  result.process = term(context->term(0));
  result.tau_priority = std::move(tau_priority);
  if (deterministic) {
    result.property = ast::ProcessPropertyKind::Deterministic;
  } else if (const auto of = of_process(kind.kind)) {
    result.property = *of;
  } else {
    fail("E0217", span(asked), "this is asked of a program or a system, not of an expression", "needs a name",
         "of processes can be asked: deadlock free, divergence free, livelock free, deterministic");
  }
  result.property_span = span(asked);
  if (model_name != nullptr) {
    result.model_span = span(model_name);
    result.model = model(text(model_name), result.model_span);
  }
  decl.node = std::move(result);
}

void Builder::refinement(P::AssertDeclContext* context, P::OptionContext* property_option,
                         ast::ExprBox tau_priority, ast::Decl& decl) {
  if (property_option != nullptr) {
    fail("E0201", span(property_option), "a refinement names no property", "not expected",
         "write an assertion of its own for the property");
  }
  plain_subject(context);
  if (context->parallel() != nullptr)
    fail("E0217", span(context->parallel()), "a system without a name cannot be refined", "not a process",
         "give the system a name: S = [ ... ]");
  std::string_view sign = text(context->REFINES());
  sign.remove_prefix(1);
  sign.remove_suffix(1);
  ast::RefinementDecl result;
  result.negated = context->NOT() != nullptr;
  result.forall = replicators(context->replicators());
  result.model = model(sign, span(context->REFINES()));
  result.specification = term(context->term(0));
  result.implementation = term(context->term(1));
  result.tau_priority = std::move(tau_priority);
  decl.node = std::move(result);
}

// `service` belongs to assertions about systems.
void Builder::plain_subject(P::AssertDeclContext* context) const {
  if (context->SERVICE() != nullptr)
    fail("E0201", span(context->SERVICE()), "`service` stands before a name or a call", "not expected");
}

// The system an assertion is about; nothing for an expression of processes.
std::optional<ast::System> Builder::subject(P::AssertDeclContext* context) {
  if (context->parallel() != nullptr)
    return ast::System{span(context->parallel()), ast::ParallelSystem{parallel(context->parallel())}};
  const ast::ExprBox e = term(context->term(0));
  std::optional<ast::InstanceSystem> result = instance(*e);
  if (!result) return std::nullopt;
  Span where = span(context->term(0));
  if (context->SERVICE() != nullptr) {
    const Span start = span(context->SERVICE());
    where = Span{file_, start.line, start.column, where.end_line, where.end_column};
    result->service = true;
  }
  return ast::System{where, std::move(*result)};
}

ast::PropertyExpr Builder::property(P::PropertyContext* context) {
  ast::PropertyExpr result;
  result.span = span(context);
  if (context->ALWAYS() != nullptr || context->REACHABLE() != nullptr) {
    result.kind = context->ALWAYS() != nullptr ? Kind::Always : Kind::Reachable;
    result.exprs.push_back(expr(context->expr()));
    return result;
  }
  if (context->OUTCOMES() != nullptr) {
    result.kind = Kind::Outcomes;
    result.exprs = values(context->items());
    result.set = expr(context->expr());
    return result;
  }
  const std::string words = property_words(context);
  std::vector<std::string> known;
  for (const auto& [spelling, kind] : kKinds) {
    if (words == spelling) {
      result.kind = kind;
      return result;
    }
    known.emplace_back(spelling);
  }
  known.insert(known.end(), {"deterministic", "always", "reachable", "outcomes"});
  auto near = suggest(words, known);
  for (const std::string& one : known) {
    if (!near && one.starts_with(words)) near = one;
  }
  fail("E0212", result.span, fmt::format("there is no property `{}`", words), "unknown property",
       near
           ? fmt::format("did you mean `{}`?", *near)
           : std::string(kProperties));
}

}  // namespace csp
