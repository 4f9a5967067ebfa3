// Sorting definitions into the two halves.
#include "frontend/typecheck_cspm.h"

#include <algorithm>

#include "frontend/ast_fields.h"
#include "frontend/cspm/builtin.h"
#include "frontend/resolve.h"

namespace csp {
namespace {

bool has_cspm_form(const ast::Expr& e);

// Does the tree hold a form that only CSPM has?
template <class T>
bool has_form(const T& x) {
  if constexpr (std::is_same_v<T, ast::Expr>) {
    return has_cspm_form(x);
  } else if constexpr (ast::IsVector<T>::value) {
    return std::any_of(x.begin(), x.end(), [](const auto& item) { return has_form(item); });
  } else if constexpr (ast::IsBox<T>::value || ast::IsOptional<T>::value) {
    return x && has_form(*x);
  } else if constexpr (ast::IsVariant<T>::value) {
    return std::visit([](const auto& y) { return has_form(y); }, x);
  } else if constexpr (requires { ast::fields(x); }) {
    return std::apply([](const auto&... m) { return (has_form(m) || ...); }, ast::fields(x));
  } else {
    return false;
  }
}

// 0.1: only CSPM has dotted values without a constructor.
bool dotted_literal(const ast::Expr& base) {
  return std::holds_alternative<ast::IntLit>(base.node) || std::holds_alternative<ast::BoolLit>(base.node) ||
         std::holds_alternative<ast::CharLit>(base.node);
}

// <> and {}.
bool empty_literal(const ast::ExprBox& e) {
  if (const auto* list = std::get_if<ast::ListLit>(&e->node)) return list->items.empty();
  const auto* set = std::get_if<ast::SetLit>(&e->node);
  return set && set->items.empty();
}

bool has_cspm_form(const ast::Expr& e) {
  const bool here = std::visit(
      []<class T>(const T& x) {
        if constexpr (ast::CspmExpr<T>) return true;
        // {<>, <1>}: what <> is a sequence of is known to CSPM's inference, which looks at all items at once.
        if constexpr (requires { x.items; })
          if (std::any_of(x.items.begin(), x.items.end(), empty_literal)) return true;
        if constexpr (std::is_same_v<T, ast::RangeExpr>)
          if (!x.hi) return true;
        if constexpr (std::is_same_v<T, ast::DotExpr> || std::is_same_v<T, ast::DotApply>)
          if (dotted_literal(*x.base)) return true;
        if constexpr (std::is_same_v<T, ast::CallExpr>)
          if (std::holds_alternative<ast::CallExpr>(x.callee->node)) return true;
        return false;
      },
      e.node);
  return here || std::visit([](const auto& x) { return has_form(x); }, e.node);
}

// Every name in the tree, bound or not.
template <class T>
void all_names(const T& x, cspm::Names& out) {
  if constexpr (std::is_same_v<T, ast::Name>) {
    out.insert(x.text);
  } else if constexpr (ast::IsVector<T>::value) {
    for (const auto& item : x) all_names(item, out);
  } else if constexpr (ast::IsBox<T>::value || ast::IsOptional<T>::value) {
    if (x) all_names(*x, out);
  } else if constexpr (ast::IsVariant<T>::value) {
    std::visit([&](const auto& y) { all_names(y, out); }, x);
  } else if constexpr (requires { ast::fields(x); }) {
    std::apply([&](const auto&... m) { (all_names(m, out), ...); }, ast::fields(x));
  }
}

// A.B, a set of dotted values.
bool is_product(const ast::Type& t) {
  const auto* set = std::get_if<ast::SetType>(&t.node);
  return set && (std::holds_alternative<ast::DotExpr>(set->set->node) ||
                 std::holds_alternative<ast::DotApply>(set->set->node));
}

// Predeclared in CSPM, and not known to programs.
bool cspm_only(const std::string& name) {
  return cspm::find_builtin(name) >= 0 && !predeclared_function(name, false) && !predeclared_type(name) &&
         name != "true" && name != "false";
}

}  // namespace

// ---- Sorting

bool CspmSide::needs(const ast::Expr& e) const {
  if (has_cspm_form(e)) return true;
  cspm::Names names;
  cspm::free_names(e, atoms_, names);
  return std::any_of(names.begin(), names.end(), [&](const std::string& n) {
    return owned_.contains(n) || (!declared_.contains(n) && cspm_only(n));
  });
}

bool CspmSide::needs(const ast::Type& t) const {
  if (is_product(t) || std::visit([](const auto& x) { return has_form(x); }, t.node)) return true;
  cspm::Names names;
  cspm::free_names(t, atoms_, names);
  return std::any_of(names.begin(), names.end(), [&](const std::string& n) {
    return owned_.contains(n) || (!declared_.contains(n) && cspm_only(n));
  });
}

void CspmSide::sort_out() {
  std::map<std::string, const ast::ExprBox*> constants;
  std::map<std::string, const ast::Type*> nametypes;
  for (const auto& [name, decl] : instances_) declared_.insert(name->text);
  for (const ast::Decl* decl : decls_) {
    if (const auto* data = std::get_if<ast::DatatypeDecl>(&decl->node)) {
      declared_.insert(data->name.text);
      for (const ast::Constructor& c : data->constructors) atoms_.insert(c.name.text);
    }
    if (const auto* channel = std::get_if<ast::ChannelDecl>(&decl->node))
      for (const ast::Name& n : channel->names) atoms_.insert(n.text);
    if (const auto* value = std::get_if<ast::ValueDecl>(&decl->node)) {
      declared_.insert(value->name.text);
      if (value->params.empty())
        constants[value->name.text] = &value->value;
      else
        owned_.insert(value->name.text);
    }
    if (const auto* equation = std::get_if<ast::EquationDecl>(&decl->node))
      owned_.insert(equation->name.text);
    if (const auto* subtype = std::get_if<ast::SubtypeDecl>(&decl->node)) owned_.insert(subtype->name.text);
    if (const auto* nametype = std::get_if<ast::NametypeDecl>(&decl->node)) {
      declared_.insert(nametype->name.text);
      nametypes[nametype->name.text] = nametype->type.get();
    }
  }
  for (const ast::Decl* decl : decls_) {
    const auto* pattern = std::get_if<ast::PatternDecl>(&decl->node);
    if (!pattern) continue;
    std::vector<ast::Name> names;
    cspm::bound_names(
        *pattern->pattern, [&](const std::string& n) { return atoms_.contains(n); }, names);
    for (const ast::Name& n : names) owned_.insert(n.text);
  }
  declared_.insert(atoms_.begin(), atoms_.end());
  declared_.insert(owned_.begin(), owned_.end());
  // A constant that needs CSPM belongs to it, and whatever needs that one.
  for (bool changed = true; changed;) {
    changed = false;
    for (const auto& [name, value] : constants)
      if (!owned_.contains(name) && needs(**value)) changed = owned_.insert(name).second;
    for (const auto& [name, type] : nametypes)
      if (!owned_.contains(name) && needs(*type)) changed = owned_.insert(name).second;
  }
  wanted_ = model_.processes || !owned_.empty() || std::any_of(decls_.begin(), decls_.end(), [&](const ast::Decl* d) {
    const auto* channel = std::get_if<ast::ChannelDecl>(&d->node);
    const auto* data = std::get_if<ast::DatatypeDecl>(&d->node);
    bool types = false;
    if (channel)
      for (const ast::TypeBox& t : channel->fields) types = types || needs(*t);
    if (data)
      for (const ast::Constructor& c : data->constructors)
        for (const ast::TypeBox& t : c.fields) types = types || needs(*t);
    const auto* assertion = std::get_if<ast::AssertDecl>(&d->node);
    const auto* one = assertion ? std::get_if<ast::InstanceSystem>(&assertion->system.node) : nullptr;
    if (one && !declared_.contains(one->name.text) && cspm_only(one->name.text)) return true;  // STOP
    return types || std::holds_alternative<ast::RefinementDecl>(d->node) ||
           std::holds_alternative<ast::PrintDecl>(d->node) ||
           std::holds_alternative<ast::ProcessAssertDecl>(d->node);
  });
  if (wanted_) take_constants(constants);
}

// In a script with processes, a constant that no program, variable, channel or datatype may need belongs to
// CSPM too: there `none = {}` has a type, and what nobody asks for is not worked out.
void CspmSide::take_constants(const std::map<std::string, const ast::ExprBox*>& constants) {
  cspm::Names used;
  for (const auto& [name, decl] : instances_) all_names(*decl, used);
  for (const ast::Decl* decl : variables_) all_names(*decl, used);
  for (const ast::Decl* decl : decls_) {
    if (const auto* refinement = std::get_if<ast::RefinementDecl>(&decl->node))
      all_names(refinement->forall, used);
    if (const auto* property = std::get_if<ast::ProcessAssertDecl>(&decl->node))
      all_names(property->forall, used);
    const bool programs = std::holds_alternative<ast::AssertDecl>(decl->node) ||
                          std::holds_alternative<ast::ChannelDecl>(decl->node) ||
                          std::holds_alternative<ast::DatatypeDecl>(decl->node) ||
                          std::holds_alternative<ast::NametypeDecl>(decl->node);
    if (programs) all_names(*decl, used);
  }
  std::vector<std::string> open(used.begin(), used.end());
  while (!open.empty()) {
    const auto it = constants.find(open.back());
    open.pop_back();
    if (it == constants.end() || owned_.contains(it->first)) continue;  // CSPM looks after its own
    cspm::Names more;
    all_names(**it->second, more);
    for (const std::string& n : more)
      if (used.insert(n).second) open.push_back(n);
  }
  for (const auto& [name, value] : constants)
    if (!used.contains(name)) owned_.insert(name);
}

// ---- Checking

bool CspmSide::ready() {
  if (ready_) return *ready_;
  ready_ = false;
  model_.cspm = std::make_shared<cspm::Half>(diagnostics_);
  cspm::Half& half = *model_.cspm;
  for (const auto& [name, decl] : instances_) half.declare_instance(*name, *decl);
  // What each definition needs; of the plain constants only those that CSPM uses are looked at.
  std::map<std::string, const ast::Decl*> plain;
  std::set<const ast::Decl*> chosen;
  cspm::Names wanted;
  const auto uses = [&](const std::string& name, const auto& tree) {
    cspm::free_names(tree, atoms_, uses_[name]);
  };
  for (const ast::Decl* decl : decls_) {
    if (const auto* value = std::get_if<ast::ValueDecl>(&decl->node)) {
      uses(value->name.text, *value->value);
      if (!owned_.contains(value->name.text)) {
        plain[value->name.text] = decl;
        continue;
      }
    } else if (const auto* nametype = std::get_if<ast::NametypeDecl>(&decl->node)) {
      uses(nametype->name.text, *nametype->type);
      if (!owned_.contains(nametype->name.text)) {
        plain[nametype->name.text] = decl;
        continue;
      }
    } else if (const auto* equation = std::get_if<ast::EquationDecl>(&decl->node)) {
      uses(equation->name.text, *equation->value);
    } else if (const auto* pattern = std::get_if<ast::PatternDecl>(&decl->node)) {
      std::vector<ast::Name> names;
      cspm::bound_names(
          *pattern->pattern, [&](const std::string& n) { return atoms_.contains(n); }, names);
      for (const ast::Name& n : names) uses(n.text, *pattern->value);
    } else if (const auto* channel = std::get_if<ast::ChannelDecl>(&decl->node)) {
      for (const ast::Name& n : channel->names)
        for (const ast::TypeBox& t : channel->fields) uses(n.text, *t);
    } else if (const auto* data = std::get_if<ast::DatatypeDecl>(&decl->node)) {
      for (const ast::Constructor& c : data->constructors)
        for (const ast::TypeBox& t : c.fields) uses(data->name.text, *t);
    } else if (const auto* subtype = std::get_if<ast::SubtypeDecl>(&decl->node)) {
      for (const ast::Constructor& c : subtype->constructors)
        for (const ast::TypeBox& t : c.fields) uses(subtype->name.text, *t);
    } else if (const auto* refinement = std::get_if<ast::RefinementDecl>(&decl->node)) {
      cspm::free_names(*refinement->specification, atoms_, wanted);
      cspm::free_names(*refinement->implementation, atoms_, wanted);
      if (refinement->tau_priority) cspm::free_names(*refinement->tau_priority, atoms_, wanted);
    } else if (const auto* property = std::get_if<ast::ProcessAssertDecl>(&decl->node)) {
      cspm::free_names(*property->process, atoms_, wanted);
      if (property->tau_priority) cspm::free_names(*property->tau_priority, atoms_, wanted);
    } else if (const auto* print = std::get_if<ast::PrintDecl>(&decl->node)) {
      cspm::free_names(*print->value, atoms_, wanted);
    } else if (const auto* assertion = std::get_if<ast::AssertDecl>(&decl->node)) {
      if (const auto* one = std::get_if<ast::InstanceSystem>(&assertion->system.node))
        for (const ast::ExprBox& arg : one->args) cspm::free_names(*arg, atoms_, wanted);
    }
    chosen.insert(decl);
  }
  for (const auto& [name, names] : uses_)
    if (!plain.contains(name)) wanted.insert(names.begin(), names.end());
  for (const auto& [name, value] : overrides_) cspm::free_names(*value->value, atoms_, wanted);
  std::vector<std::string> open(wanted.begin(), wanted.end());
  while (!open.empty()) {
    const std::string name = open.back();
    open.pop_back();
    const auto it = plain.find(name);
    if (it == plain.end() || !chosen.insert(it->second).second) continue;
    open.insert(open.end(), uses_[name].begin(), uses_[name].end());
  }
  for (const ast::Decl* decl : decls_)
    if (chosen.contains(decl)) half.declare(*decl);
  for (const auto& [name, value] : overrides_) half.override_value(name, *value->value);
  std::map<std::string, int> tags;
  for (std::size_t i = 0; i < model_.types.tags.size(); ++i)
    if (!model_.types.tags[i].shape) tags.emplace(model_.types.tags[i].name, static_cast<int>(i));
  if (!half.finish([&](const std::string& c) { return tags.at(c); })) return false;
  terms_ = std::make_unique<Terms>(std::make_shared<Events>());
  evaluator_ = std::make_unique<cspm::Evaluator>(half.script(), *terms_, nullptr, limits_);
  terms_->on_delay([this](int payload) { return evaluator_->head_of_delay(payload); });
  ready_ = true;
  return true;
}

bool CspmSide::has_program(const ast::Expr& e) const {
  cspm::Names seen;
  cspm::free_names(e, atoms_, seen);
  std::vector<std::string> open(seen.begin(), seen.end());
  while (!open.empty()) {
    const std::string name = open.back();
    open.pop_back();
    for (const auto& [instance, decl] : instances_)
      if (instance->text == name) return true;
    if (const auto it = uses_.find(name); it != uses_.end())
      for (const std::string& n : it->second)
        if (seen.insert(n).second) open.push_back(n);
  }
  return false;
}

}  // namespace csp
