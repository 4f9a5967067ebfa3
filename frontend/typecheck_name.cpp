// Looking names up, and what to say when that fails.
#include <fmt/format.h>

#include <algorithm>

#include "frontend/foreign_names.h"
#include "frontend/suggest.h"
#include "frontend/typecheck_impl.h"

namespace csp {

namespace {

template <class... Ts>
struct Overload : Ts... {
  using Ts::operator()...;
};
template <class... Ts>
Overload(Ts...) -> Overload<Ts...>;

}  // namespace

Diagnostic& Checker::error(std::string code, const Span& span, std::string message, std::string label) {
  // Some expressions are looked at twice.
  if (!reported_.insert({code, span.file, span.line, span.column, span.end_line, span.end_column}).second)
    return ignored_ = Diagnostic{};
  return diagnostics_.error(std::move(code), span, std::move(message), std::move(label));
}

std::optional<Binding> Checker::look_up(const ast::Name& name) {
  if (Variable* variable = scopes_.find(name.text)) {
    if (frame_) captures_.used(variable, frame_->prog);
    return variable;
  }
  if (const Binding* binding = top(name.text, name.span)) {
    if (std::holds_alternative<CspmName>(*binding)) return cspm_binding(name.text, name.span);
    return *binding;
  }
  if (const auto builtin = predeclared_function(name.text, in_property_)) return BuiltinName{*builtin};
  if (const auto kind = predeclared_type(name.text)) return TypeName{types_.simple(*kind)};
  if (name.text == "context") return TypeName{types_.context()};
  return std::nullopt;
}

void Checker::unknown(const ast::Name& name, std::string_view what, std::vector<std::string> candidates,
                      std::string fallback) {
  if (frame_ && !frame_->unknown.insert(name.text).second) return;
  Diagnostic& d = error("E0301", name.span, fmt::format("cannot find {} `{}`", what, name.text), "not found");
  const std::string_view foreign = foreign_name(name.text);
  const auto near = suggest(name.text, candidates);
  if (!foreign.empty()) {
    d.help = foreign;
  } else {
    d.help = near ? fmt::format("did you mean `{}`?", *near) : std::move(fallback);
  }
}

std::vector<std::string> Checker::visible_names() const {
  std::vector<std::string> out;
  scopes_.names(out);
  for (const auto& [name, entry] : entries_) out.push_back(name);
  for (std::string& name : predeclared_functions(in_property_)) out.push_back(std::move(name));
  if (in_property_) out.insert(out.end(), labels_.begin(), labels_.end());
  return out;
}

std::string Checker::describe(const Binding& binding) const {
  return std::visit(
      Overload{[](std::monostate) { return std::string("unknown"); },
               [](const Variable* v) { return std::string(v->parameter ? "a parameter" : "a variable"); },
               [](const Constant*) { return std::string("a constant"); },
               [](const GlobalInfo* g) { return std::string(g->channel ? "a channel" : "a variable"); },
               [](const ProgInfo*) { return std::string("a prog"); },
               [](const ConstructorInfo&) { return std::string("a constructor"); },
               [](const ProcessLabel&) { return std::string("a process"); },
               [](const BuiltinName&) { return std::string("a predeclared function"); },
               [](const StructName&) { return std::string("a struct type"); },
               [](const SystemName&) { return std::string("a system"); },
               [](const TypeName&) { return std::string("a type"); },
               [](const CspmName&) { return std::string("a definition that programs cannot use"); }},
      binding);
}

std::optional<Span> Checker::declared_at(const Binding& binding) const {
  if (const auto* v = std::get_if<Variable*>(&binding)) return (*v)->span;
  if (const auto* c = std::get_if<const Constant*>(&binding)) return (*c)->span;
  if (const auto* g = std::get_if<const GlobalInfo*>(&binding)) return (*g)->span;
  if (const auto* p = std::get_if<ProgInfo*>(&binding)) return (*p)->span;
  if (const auto* s = std::get_if<SystemName>(&binding)) {
    if (const auto* system = std::get_if<ast::SystemDecl>(&s->decl->node)) return system->name.span;
    if (const auto* value = std::get_if<ast::ValueDecl>(&s->decl->node)) return value->name.span;
  }
  return std::nullopt;
}

bool Checker::label_exists(std::string_view name) const { return labels_.contains(std::string(name)); }

void Checker::collect_labels(const ast::ParallelStmt& command) {
  for (const ast::ParallelBranch& branch : command.branches) {
    labels_.insert(branch.label.text);
    if (branch.body) collect_labels(*branch.body);
  }
}

namespace {

// The blocks directly inside a statement.
std::vector<const ast::Block*> blocks_of(const ast::Stmt& s) {
  std::vector<const ast::Block*> out;
  const auto add = [&](const ast::Box<ast::Block>& block) {
    if (block) out.push_back(block.get());
  };
  std::visit(
      Overload{[&](const ast::SelectStmt& x) {
                 for (const ast::SelectCase& c : x.cases) add(c.body);
                 add(x.default_body);
               },
               [&](const ast::GuardedStmt& x) {
                 for (const ast::GuardedCommand& c : x.commands) add(c.body);
               },
               [&](const ast::IfStmt& x) {
                 add(x.then_body);
                 add(x.else_body);
               },
               [&](const ast::WhileStmt& x) { add(x.body); }, [&](const ast::ForStmt& x) { add(x.body); },
               [&](const ast::RangeStmt& x) { add(x.body); }, [&](const ast::BlockStmt& x) { add(x.body); },
               [](const auto&) {}},
      s.node);
  return out;
}

// The anonymous progs that a statement starts, calls, or gives to a call or a declaration; deeper ones are
// found by the check itself.
void progs_of(const ast::ExprBox& e, std::vector<const ast::Block*>& out) {
  if (!e) return;
  if (const auto* prog = std::get_if<ast::ProgExpr>(&e->node)) out.push_back(prog->body.get());
  if (const auto* call = std::get_if<ast::CallExpr>(&e->node)) {
    progs_of(call->callee, out);
    for (const ast::ExprBox& arg : call->args) progs_of(arg, out);
  }
}

}  // namespace

void Checker::collect_labels(const ast::Block& body) {
  for (const ast::Stmt& s : body) {
    if (const auto* command = std::get_if<ast::ParallelStmt>(&s.node)) collect_labels(*command);
    if (const auto* label = std::get_if<ast::LabelStmt>(&s.node); label && label->body) {
      if (const auto* command = std::get_if<ast::ParallelStmt>(&label->body->node)) collect_labels(*command);
      for (const ast::Block* inner : blocks_of(*label->body)) collect_labels(*inner);
    }
    std::vector<const ast::Block*> inner = blocks_of(s);
    std::visit(Overload{[&](const ast::CallStmt& x) { progs_of(x.call, inner); },
                        [&](const ast::BeginStmt& x) { progs_of(x.call, inner); },
                        [&](const ast::BecomeStmt& x) { progs_of(x.call, inner); },
                        [&](const ast::DeferStmt& x) { progs_of(x.call, inner); },
                        [&](const ast::DeclStmt& x) { progs_of(x.value, inner); },
                        [&](const ast::AssignStmt& x) { progs_of(x.value, inner); }, [](const auto&) {}},
               s.node);
    for (const ast::Block* b : inner) collect_labels(*b);
  }
}

}  // namespace csp
