// The top level: which definitions need each other, and their types group by group.
#include "frontend/cspm/infer.h"

#include <fmt/format.h>

#include <algorithm>

#include "frontend/cspm/builtin.h"
#include "frontend/cspm/compile.h"
#include "frontend/cspm/groups.h"
#include "frontend/print.h"
#include "frontend/suggest.h"

namespace csp::cspm {

Inference::Inference(Script& script, Diagnostics& diagnostics)
    : script_(script), diagnostics_(&diagnostics), unifier_(types_) {}

// ---- Collecting

void Inference::enter(const ast::Name& name, Meaning meaning) {
  meaning.span = name.span;
  script_.names.emplace(name.text, meaning);  // a second one has been reported
}

void Inference::declare(const ast::Decl& decl) {
  const auto atom = [&](const ast::Name& n, bool channel, int datatype,
                        const std::vector<ast::TypeBox>* fields) {
    Atom a;
    a.name = n.text;
    a.span = n.span;
    a.channel = channel;
    a.datatype = datatype;
    const int number = static_cast<int>(script_.atoms.size());
    script_.atoms.push_back(std::move(a));
    atom_decls_.push_back({fields, {}});
    atoms_.insert(n.text);
    enter(n, {Meaning::Kind::Atom, number, {}});
    return number;
  };
  const auto global = [&](const ast::Name& n) {
    enter(n, {Meaning::Kind::Global, static_cast<int>(script_.globals.size()), {}});
    script_.globals.push_back({n.text, n.span});
  };
  if (const auto* data = std::get_if<ast::DatatypeDecl>(&decl.node)) {
    const int number = static_cast<int>(script_.datatypes.size());
    Datatype d;
    d.name = data->name.text;
    d.span = data->name.span;
    types_.data.push_back({d.name, {}});
    Unit unit{Unit::Kind::Datatype, static_cast<std::size_t>(number), {}, {}, &decl};
    for (const ast::Constructor& c : data->constructors) {
      d.constructors.push_back(atom(c.name, false, number, &c.fields));
      unit.binds.push_back(c.name.text);
    }
    script_.datatypes.push_back(std::move(d));
    enter(data->name, {Meaning::Kind::Datatype, number, {}});
    top_[data->name.text] =
        types_.make(TyKind::Set, data->name.span, {types_.make(TyKind::Data, data->name.span, {}, number)});
    units_.push_back(std::move(unit));
  } else if (const auto* channel = std::get_if<ast::ChannelDecl>(&decl.node)) {
    Unit unit{Unit::Kind::Channel, script_.atoms.size(), {}, {}, &decl};
    for (const ast::Name& n : channel->names) {
      atom(n, true, -1, &channel->fields);
      unit.binds.push_back(n.text);
    }
    units_.push_back(std::move(unit));
  } else if (const auto* nametype = std::get_if<ast::NametypeDecl>(&decl.node)) {
    units_.push_back({Unit::Kind::Set, set_decls_.size(), {nametype->name.text}, {}, &decl});
    set_decls_.push_back({nametype->name, nametype->type.get(), nullptr});
    global(nametype->name);
  } else if (const auto* subtype = std::get_if<ast::SubtypeDecl>(&decl.node)) {
    units_.push_back({Unit::Kind::Set, set_decls_.size(), {subtype->name.text}, {}, &decl});
    set_decls_.push_back({subtype->name, nullptr, subtype});
    global(subtype->name);
  } else if (const auto* transparent = std::get_if<ast::TransparentDecl>(&decl.node)) {
    for (const ast::Name& n : transparent->names) {
      const int number = find_builtin(n.text);
      if (number >= 0 && builtin_names()[static_cast<std::size_t>(number)].must_be_declared) {
        script_.declared_functions.insert(n.text);
        continue;
      }
      Diagnostic& d =
          diagnostics_->error("E0301", n.span,
                              fmt::format("there is no {} function `{}`",
                                          transparent->external ? "external" : "transparent", n.text),
                              "not known");
      std::vector<std::string> known;
      for (const BuiltinName& b : builtin_names())
        if (b.must_be_declared) known.emplace_back(b.name);
      if (const auto near = suggest(n.text, known)) d.help = fmt::format("did you mean `{}`?", *near);
    }
  } else {
    pending_.push_back(&decl);
  }
}

void Inference::override_value(const std::string& name, const ast::Expr& value) { overrides_[name] = &value; }

const ast::Expr* Inference::overridden(const std::string& name) const {
  const auto it = overrides_.find(name);
  return it == overrides_.end() ? nullptr : it->second;
}

// ---- Order

void Inference::find_needs() {
  std::map<std::string, std::size_t> binder;
  for (std::size_t i = 0; i < units_.size(); ++i)
    for (const std::string& n : units_[i].binds) binder.emplace(n, i);
  for (Unit& unit : units_) {
    Names names;
    const auto types = [&](const std::vector<ast::TypeBox>& list) {
      for (const ast::TypeBox& t : list) free_names(*t, atoms_, names);
    };
    switch (unit.kind) {
      case Unit::Kind::Definition:
        free_names(definitions_[unit.index], atoms_, names);
        if (const ast::Expr* given = overridden(definitions_[unit.index].name.text))
          free_names(*given, atoms_, names);
        break;
      case Unit::Kind::Channel:
        types(std::get<ast::ChannelDecl>(unit.decl->node).fields);
        break;
      case Unit::Kind::Datatype:
        for (const ast::Constructor& c : std::get<ast::DatatypeDecl>(unit.decl->node).constructors)
          types(c.fields);
        break;
      case Unit::Kind::Set: {
        const SetDecl& set = set_decls_[unit.index];
        if (set.type) free_names(*set.type, atoms_, names);
        if (set.subtype)
          for (const ast::Constructor& c : set.subtype->constructors) {
            names.insert(c.name.text);
            types(c.fields);
          }
        break;
      }
    }
    for (const std::string& n : names)
      if (const auto it = binder.find(n); it != binder.end()) unit.needs.push_back(it->second);
  }
}

void Inference::run() {
  definitions_ = definitions(pending_);
  const auto is_atom = [&](const std::string& n) { return atoms_.contains(n); };
  for (std::size_t i = 0; i < definitions_.size(); ++i) {
    Definition& d = definitions_[i];
    Unit unit{Unit::Kind::Definition, i, {}, {}, nullptr};
    if (d.pattern)
      bound_names(*d.pattern, is_atom, d.bound);
    else
      d.bound = {d.name};
    for (const ast::Name& n : d.bound) {
      unit.binds.push_back(n.text);
      enter(n, {Meaning::Kind::Global, static_cast<int>(script_.globals.size()), {}});
      script_.globals.push_back({n.text, n.span});
    }
    units_.push_back(std::move(unit));
  }
  find_needs();
  std::vector<std::vector<std::size_t>> needs;
  for (const Unit& unit : units_) needs.push_back(unit.needs);
  for (const auto& group : groups_in_order(needs)) {
    try {
      infer_group(group);
    } catch (const TypesTooLarge&) {
      const Unit& unit = units_[group.front()];
      const std::string name = unit.binds.empty() ? std::string() : unit.binds.front();
      const auto it = script_.names.find(name);
      too_large(it == script_.names.end() ? Span{} : it->second.span, fmt::format("`{}`", name));
      return;
    }
  }
}

void Inference::too_large(const Span& span, std::string_view what) {
  diagnostics_->error("E0405", span, fmt::format("the type of {} is too large", what), "too many parts")
      .help = "is a value put into tuples or sequences again and again?";
}

void Inference::infer_group(const std::vector<std::size_t>& group) {
  ++level_;
  for (const std::size_t i : group)
    for (const std::string& n : units_[i].binds) top_[n] = types_.var(script_.names.at(n).span, level_);
  for (const std::size_t i : group) infer_unit(units_[i]);
  --level_;
  for (const std::size_t i : group)
    for (const std::string& n : units_[i].binds) {
      Ty*& t = top_[n];
      try {
        t = unifier_.decide(t);
      } catch (const Mismatch& m) {
        report(m, script_.names.at(n).span, t, t, fmt::format("`{}`", n));
      }
      generalise(t);
    }
}

void Inference::infer_unit(const Unit& unit) {
  switch (unit.kind) {
    case Unit::Kind::Definition:
      infer_definition(definitions_[unit.index]);
      break;
    case Unit::Kind::Channel: {
      const auto& names = std::get<ast::ChannelDecl>(unit.decl->node).names;
      const std::vector<Ty*> fields =
          field_types(std::get<ast::ChannelDecl>(unit.decl->node).fields, unit.index, names.size());
      for (const ast::Name& n : names) {
        Ty* type = types_.dotable(fields, simple(TyKind::Event, n.span), n.span);
        same(ast::Expr{n.span, ast::NilLit{}}, top_[n.text], type, "the channel");
      }
      break;
    }
    case Unit::Kind::Datatype: {
      const auto& decl = std::get<ast::DatatypeDecl>(unit.decl->node);
      const int number = static_cast<int>(unit.index);
      for (std::size_t i = 0; i < decl.constructors.size(); ++i) {
        const ast::Constructor& c = decl.constructors[i];
        const auto first = static_cast<std::size_t>(script_.datatypes[unit.index].constructors[i]);
        const std::vector<Ty*> fields = field_types(c.fields, first, 1);
        Ty* type = types_.dotable(fields, types_.make(TyKind::Data, c.name.span, {}, number), c.name.span);
        types_.data[unit.index].constructors.push_back(type);
        same(ast::Expr{c.name.span, ast::NilLit{}}, top_[c.name.text], type, "the constructor");
      }
      break;
    }
    case Unit::Kind::Set:
      infer_set(set_decls_[unit.index]);
      break;
  }
}

std::vector<Ty*> Inference::field_types(const std::vector<ast::TypeBox>& fields, std::size_t first,
                                        std::size_t n) {
  std::vector<Ty*> all;
  for (const ast::TypeBox& field : fields) {
    Ty* t = element(*field);
    for (std::size_t i = first; i < first + n; ++i) atom_decls_[i].types.push_back(t);
    for (Ty* part : Types::items(t)) all.push_back(part);
  }
  return all;
}

void Inference::infer_set(const SetDecl& decl) {
  Ty* self = top_[decl.name.text];
  const ast::Expr place{decl.name.span, ast::NilLit{}};
  if (decl.type) {
    same(place, self, types_.make(TyKind::Set, decl.name.span, {element(*decl.type)}), "the nametype");
    return;
  }
  Ty* parent = fresh(decl.name.span);
  for (const ast::Constructor& c : decl.subtype->constructors) {
    const ast::Expr constructor{c.name.span, ast::NameExpr{c.name}};
    Ty* t = name(constructor, c.name);
    for (const ast::TypeBox& field : c.fields) {
      try {
        t = unifier_.dot(t, element(*field), field->span);
      } catch (const Mismatch& m) {
        report(m, field->span, m.left, m.right, fmt::format("this field of `{}`", c.name.text));
      }
    }
    same(constructor, parent, t, "a constructor of the subtype");
  }
  able(place, parent, kYield, "a subtype");
  same(place, self, types_.make(TyKind::Set, decl.name.span, {parent}), "the subtype");
}

void Inference::infer_definition(const Definition& d) {
  if (d.pattern) {
    const std::size_t mark = locals_.size();
    Ty* value = infer(d.clauses[0].value);
    Ty* left = pattern(*d.pattern);
    same(*d.clauses[0].value, left, value, "the value");
    for (std::size_t i = mark; i < locals_.size(); ++i)
      same(*d.pattern, top_[locals_[i].name], locals_[i].type, fmt::format("`{}`", locals_[i].name));
    locals_.resize(mark);
    return;
  }
  infer_clauses(d, top_[d.name.text]);
  if (const ast::Expr* given = overridden(d.name.text))
    expect(*given, top_[d.name.text], fmt::format("the value given for `{}`", d.name.text));
}

void Inference::infer_clauses(const Definition& d, Ty* self) {
  const Clause& first = d.clauses.front();
  for (const Clause& c : d.clauses) {
    bool fits = c.groups.size() == first.groups.size();
    for (std::size_t g = 0; fits && g < c.groups.size(); ++g)
      fits = c.groups[g].size() == first.groups[g].size();
    if (!fits) {
      Diagnostic& diagnostic = diagnostics_->error(
          "E0402", c.span,
          fmt::format("the equations of `{}` have different numbers of parameters", d.name.text),
          "not as many as the first");
      diagnostic.notes.push_back({"the first equation is here", first.span});
      continue;
    }
    Ty* t = clause(c);
    const std::string what = d.clauses.size() > 1 ? fmt::format("this equation of `{}`", d.name.text)
                                                  : fmt::format("`{}`", d.name.text);
    same(ast::Expr{c.groups.empty() ? c.value->span : c.span, ast::NilLit{}}, self, t, what);
  }
}

Ty* Inference::clause(const Clause& c) {
  const std::size_t mark = locals_.size();
  std::vector<std::vector<Ty*>> groups;
  for (const auto& group : c.groups) {
    groups.emplace_back();
    for (const ast::ExprBox& p : group) groups.back().push_back(pattern(*p));
  }
  no_twice(mark);
  Ty* t = infer(c.value);
  for (std::size_t g = groups.size(); g-- > 0;) {
    std::vector<Ty*> parts = groups[g];
    parts.push_back(t);
    t = types_.make(TyKind::Fun, c.span, std::move(parts));
  }
  locals_.resize(mark);
  try {
    return groups.empty() ? t : unifier_.decide(t);
  } catch (const Mismatch& m) {
    report(m, c.span, t, t, "this equation");
    return t;
  }
}

// The same name in two places of the patterns of one equation.
void Inference::no_twice(std::size_t mark) {
  for (std::size_t i = mark; i < locals_.size(); ++i)
    for (std::size_t k = mark; k < i; ++k) {
      if (locals_[i].name != locals_[k].name) continue;
      Diagnostic& d = diagnostics_->error("E0302", locals_[i].span,
                                          fmt::format("`{}` is bound twice", locals_[i].name), "bound again");
      d.notes.push_back({fmt::format("the first `{}` is here", locals_[i].name), locals_[k].span});
    }
}

void Inference::generalise(Ty* t, int depth) {
  t = Types::resolve(t);
  types_.spend(depth);
  if (t->kind == TyKind::Var && t->level > level_ && t->level != kGeneric) {
    t->level = kGeneric;
    for (Ty* r : t->extends) generalise(r, depth + 1);
  }
  for (Ty* p : t->parts) generalise(p, depth + 1);
}

// ---- Results

Ty* Inference::expression(const ast::Expr& e, const std::vector<std::pair<ast::Name, Ty*>>& variables,
                          Ty* expected, std::string_view what) {
  const std::size_t mark = locals_.size();
  for (const auto& [n, type] : variables) locals_.push_back({n.text, type, n.span});
  Ty* t = nullptr;
  try {
    t = infer(e);
    if (expected) same(e, expected, t, what);
    locals_.resize(mark);
    return unifier_.decide(t);
  } catch (const Mismatch& m) {
    report(m, e.span, t, t, what);
    return t;
  } catch (const TypesTooLarge&) {
    locals_.resize(mark);
    too_large(e.span, what);
    return fresh(e.span);
  }
}

bool Inference::is_process(const ast::Expr& e) const {
  const auto it = type_of_.find(&e);
  return it != type_of_.end() && Types::resolve(it->second)->kind == TyKind::Proc;
}

Ty* Inference::type_of(const std::string& name) const {
  const auto it = top_.find(name);
  return it == top_.end() ? nullptr : it->second;
}

}  // namespace csp::cspm
