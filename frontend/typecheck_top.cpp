// The names of the top level: collected first, so that their order does not matter, and resolved when first
// needed.
#include <fmt/format.h>

#include <algorithm>

#include "frontend/suggest.h"
#include "frontend/typecheck_impl.h"

namespace csp {

void check(Model& model, const OverrideDecls& overrides, const EvaluationLimits& limits,
           Diagnostics& diagnostics) {
  Checker(model, overrides, limits, diagnostics).run();
}

// Which definitions are systems, and which belong to CSPM, can be said only when all names are known.
bool Checker::sort_halves() {
  const auto name_of = [](const ast::Decl& decl) -> const ast::Name* {
    if (const auto* prog = std::get_if<ast::ProgDecl>(&decl.node)) return &prog->name;
    if (const auto* system = std::get_if<ast::SystemDecl>(&decl.node)) return &system->name;
    const auto* value = std::get_if<ast::ValueDecl>(&decl.node);
    return value ? &value->name : nullptr;
  };
  for (const ast::File& file : model_.files)
    for (const ast::Decl& decl : file.decls) {
      const auto* value = std::get_if<ast::ValueDecl>(&decl.node);
      const bool program = std::holds_alternative<ast::ProgDecl>(decl.node) || std::holds_alternative<ast::SystemDecl>(decl.node);
      if (program || (value && is_system(*value)))
        cspm_.add_instance(*name_of(decl), decl);
      else if (std::holds_alternative<ast::VarDecl>(decl.node))
        cspm_.add_variable(decl);
      else
        cspm_.add(decl);
    }
  cspm_.sort_out();
  for (auto& [name, entry] : entries_) {
    const auto* value = std::get_if<ast::ValueDecl>(&entry.decl->node);
    if (!value || entry.binding.index() != 0) continue;
    if (is_system(*value)) {
      entry.binding = SystemName{entry.decl};
    } else if (cspm_.owns(name)) {
      entry.binding = CspmName{};
    } else {
      Constant& constant = model_.constants.emplace_back();
      constant.name = name;
      constant.span = value->name.span;
      entry.binding = &constant;
    }
  }
  check_overrides();
  return !cspm_.wanted() || cspm_.ready();
}

void Checker::run() {
  for (const ast::File& file : model_.files) {
    const ast::Decl* previous = nullptr;
    for (const ast::Decl& decl : file.decls) {
      collect(decl, previous);
      collect_cspm(decl, previous);
      previous = &decl;
    }
  }
  for (const ast::File& file : model_.files)
    for (const ast::Decl& decl : file.decls) collect_patterns(decl);
  if (!sort_halves()) return;
  for (const ast::File& file : model_.files)
    for (const ast::Decl& decl : file.decls)
      if (const auto* d = std::get_if<ast::DatatypeDecl>(&decl.node))
        resolve(entries_.find(d->name.text)->second, d->name.text, d->name.span);
  for (auto& [name, entry] : entries_) resolve(entry, name, entry.span);

  for (const ast::File& file : model_.files)
    for (const ast::Decl& decl : file.decls)
      if (const auto* prog = std::get_if<ast::ProgDecl>(&decl.node)) {
        const auto it = model_.prog_of.find(prog);
        if (it != model_.prog_of.end()) prog_body(*it->second);
      }
  for (const ast::File& file : model_.files)
    for (const ast::Decl& decl : file.decls) check_system(decl, false);
  for (const ast::File& file : model_.files)
    for (const ast::Decl& decl : file.decls) {
      if (const auto* assertion = std::get_if<ast::AssertDecl>(&decl.node)) {
        if (about_process(*assertion))
          process_assertion(decl, *assertion);
        else
          check_assertion(decl, *assertion);
      }
      if (const auto* refinement = std::get_if<ast::RefinementDecl>(&decl.node)) process_assertion(decl, *refinement);
      if (const auto* property = std::get_if<ast::ProcessAssertDecl>(&decl.node)) process_assertion(decl, *property);
      if (const auto* print = std::get_if<ast::PrintDecl>(&decl.node)) check_print(decl, *print);
    }
  for (const ast::File& file : model_.files)
    for (const ast::Decl& decl : file.decls) check_system(decl, true);
  check_instances();
  finish();
}

Checker::Entry* Checker::enter(const ast::Name& name, const ast::Decl& decl, Binding binding) {
  const auto [it, fresh] = entries_.try_emplace(name.text);
  if (!fresh) {
    Diagnostic& d =
        error("E0302", name.span, fmt::format("`{}` is declared twice", name.text), "declared again");
    note(d, fmt::format("the first `{}` is here", name.text), it->second.span);
    if (std::holds_alternative<ast::EquationDecl>(decl.node))
      d.help = "the equations of a function stand one behind the other, with nothing between them";
    return nullptr;
  }
  it->second.span = name.span;
  it->second.decl = &decl;
  it->second.binding = std::move(binding);
  return &it->second;
}

void Checker::collect(const ast::Decl& decl, const ast::Decl* previous) {
  if (const auto* value = std::get_if<ast::ValueDecl>(&decl.node)) {
    if (!same_function(decl, previous)) enter(value->name, decl, std::monostate{});
  } else if (const auto* data = std::get_if<ast::DatatypeDecl>(&decl.node)) {
    const TypeId id = types_.reserve(TypeKind::Data, data->name.text);
    enter(data->name, decl, TypeName{id});
    for (const ast::Constructor& c : data->constructors) {
      const int tag = types_.tag(c.name.text, false);
      types_.at(id).constructors.push_back({tag, {}});
      if (Entry* entry = enter(c.name, decl, ConstructorInfo{id, tag, {}})) entry->stage = Stage::Done;
    }
  } else if (const auto* nametype = std::get_if<ast::NametypeDecl>(&decl.node)) {
    // A struct is known before its fields are, so that a field may be a channel of it.
    Binding binding;
    if (std::holds_alternative<ast::StructType>(nametype->type->node))
      binding = TypeName{types_.reserve(TypeKind::Struct, nametype->name.text)};
    enter(nametype->name, decl, binding);
  } else if (const auto* channel = std::get_if<ast::ChannelDecl>(&decl.node)) {
    for (const ast::Name& name : channel->names) {
      GlobalInfo& global = model_.globals.emplace_back();
      global.name = name.text;
      global.span = name.span;
      global.channel = true;
      global.index = static_cast<int>(model_.globals.size()) - 1;
      enter(name, decl, &global);
    }
  } else if (const auto* var = std::get_if<ast::VarDecl>(&decl.node)) {
    GlobalInfo& global = model_.globals.emplace_back();
    global.name = var->name.text;
    global.span = var->name.span;
    global.index = static_cast<int>(model_.globals.size()) - 1;
    enter(var->name, decl, &global);
  } else if (const auto* prog = std::get_if<ast::ProgDecl>(&decl.node)) {
    ProgInfo* info = new_prog(prog->name.text, prog->name.span);
    info->decl = prog;
    info->service = prog->service;
    info->body = &prog->body;
    collect_labels(prog->body);
    if (enter(prog->name, decl, info)) model_.prog_of[prog] = info;
  } else if (const auto* system = std::get_if<ast::SystemDecl>(&decl.node)) {
    enter(system->name, decl, SystemName{&decl});
    if (const auto* parallel = std::get_if<ast::ParallelSystem>(&system->system.node))
      collect_labels(parallel->command);
  } else if (const auto* assertion = std::get_if<ast::AssertDecl>(&decl.node)) {
    if (const auto* parallel = std::get_if<ast::ParallelSystem>(&assertion->system.node))
      collect_labels(parallel->command);
  }
}

bool Checker::is_system(const ast::ValueDecl& decl) const {
  const ast::ValueDecl* at = &decl;
  for (std::size_t steps = 0; steps <= entries_.size(); ++steps) {
    const ast::Expr* head = at->value.get();
    if (const auto* call = std::get_if<ast::CallExpr>(&head->node)) head = call->callee.get();
    const auto* name = std::get_if<ast::NameExpr>(&head->node);
    if (!name) return false;
    const auto it = entries_.find(name->name.text);
    if (it == entries_.end()) return false;
    if (std::holds_alternative<ast::ProgDecl>(it->second.decl->node)) return true;
    if (std::holds_alternative<ast::SystemDecl>(it->second.decl->node)) return true;
    at = std::get_if<ast::ValueDecl>(&it->second.decl->node);
    if (!at) return false;
  }
  return false;  // a circle of definitions
}

const Binding* Checker::top(std::string_view name, const Span& use) {
  const auto it = entries_.find(name);
  if (it == entries_.end()) return nullptr;
  resolve(it->second, it->first, use);
  return &it->second.binding;
}

void Checker::resolve(Entry& entry, const std::string& name, const Span& use) {
  if (entry.stage == Stage::Done) return;
  if (entry.stage == Stage::Visiting) {
    // Only definitions whose value or bounds are needed can go in circles.
    const bool known = entry.binding.index() != 0 &&
                       !std::holds_alternative<const Constant*>(entry.binding) &&
                       !std::holds_alternative<const GlobalInfo*>(entry.binding);
    if (!known) cycle(entry, name, use);
    return;
  }
  entry.stage = Stage::Visiting;
  if (const auto* value = std::get_if<ast::ValueDecl>(&entry.decl->node)) {
    if (const auto* constant = std::get_if<const Constant*>(&entry.binding))
      define(*entry.decl, *value, const_cast<Constant&>(**constant));
  } else if (const auto* data = std::get_if<ast::DatatypeDecl>(&entry.decl->node)) {
    define_datatype(*data);
  } else if (const auto* nametype = std::get_if<ast::NametypeDecl>(&entry.decl->node)) {
    define_nametype(entry, *nametype);
  } else if (const auto* channel = std::get_if<ast::ChannelDecl>(&entry.decl->node)) {
    define_channel(*entry.decl, *channel);
  } else if (const auto* var = std::get_if<ast::VarDecl>(&entry.decl->node)) {
    define_var(*var);
  } else if (const auto* prog = std::get_if<ast::ProgDecl>(&entry.decl->node)) {
    define_signature(*prog);
  }
  entry.stage = Stage::Done;
}

void Checker::cycle(const Entry& entry, const std::string& name, const Span& use) {
  Diagnostic& d =
      error("E0310", entry.span, fmt::format("`{}` is defined by itself", name), "needs its own value");
  if (!(use == entry.span)) note(d, "the circle closes here", use);
}

}  // namespace csp
