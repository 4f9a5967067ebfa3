// Compiles what has been inferred.
#include "frontend/cspm/half.h"

namespace csp::cspm {

void Half::declare_instance(const ast::Name& name, const ast::Decl& decl) {
  const int number = static_cast<int>(script_.instances.size());
  if (!script_.names.emplace(name.text, Meaning{Meaning::Kind::Instance, number, name.span}).second) return;
  script_.instances.push_back({name.text, &decl});
}

Shape Half::shape(Ty* t) {
  t = Types::resolve(t);
  Shape out;
  for (Ty* p : t->kind == TyKind::Dot ? Types::items(t) : t->parts) out.parts.push_back(shape(p));
  switch (t->kind) {
    case TyKind::Int:
      out.kind = Shape::Kind::Int;
      break;
    case TyKind::Bool:
      out.kind = Shape::Kind::Bool;
      break;
    case TyKind::Char:
      out.kind = Shape::Kind::Char;
      break;
    case TyKind::Tuple:
      out.kind = Shape::Kind::Tuple;
      break;
    case TyKind::Dot:
      out.kind = Shape::Kind::Dot;
      break;
    case TyKind::Seq:
      out.kind = Shape::Kind::Seq;
      break;
    case TyKind::Set:
      out.kind = Shape::Kind::Set;
      break;
    case TyKind::Data:
      out.kind = Shape::Kind::Data;
      out.number = t->number;
      break;
    case TyKind::Var:
    case TyKind::Event:
    case TyKind::Proc:
    case TyKind::Fun:
    case TyKind::Dotable:
    case TyKind::Foreign:
      break;
  }
  return out;
}

void Half::compile_atoms(const std::function<int(const std::string&)>& tag) {
  script_.atom_fields.resize(script_.atoms.size());
  script_.field_shapes.resize(script_.atoms.size());
  const auto& decls = inference_.atom_decls();
  for (std::size_t i = 0; i < script_.atoms.size(); ++i) {
    Atom& atom = script_.atoms[i];
    if (!atom.channel) atom.tag = tag(atom.name);
    for (std::size_t f = 0; f < decls[i].types.size(); ++f) {
      const std::vector<Ty*> items = Types::items(decls[i].types[f]);
      const bool foreign = Types::resolve(items.front())->kind == TyKind::Foreign;
      FieldSet set;
      set.fields = static_cast<int>(items.size());
      if (!foreign) set.unit = compiler_->set_of_type(*(*decls[i].fields)[f]);
      script_.atom_fields[i].push_back(set);
      for (Ty* item : items) script_.field_shapes[i].push_back(shape(item));
      atom.arity += set.fields;
    }
  }
}

bool Half::finish(const std::function<int(const std::string&)>& tag) {
  const int before = diagnostics_->errors();
  inference_.run();
  if (diagnostics_->errors() > before) return false;
  compiler_ =
      std::make_unique<Compiler>(script_, [this](const ast::Expr& e) { return inference_.is_process(e); });
  compile_atoms(tag);
  const auto global = [&](const std::string& name) -> Global& {
    return script_.globals[static_cast<std::size_t>(script_.names.at(name).number)];
  };
  for (const auto& set : inference_.set_decls())
    global(set.name.text).unit =
        set.type ? compiler_->set_of_type(*set.type) : compiler_->subtype(*set.subtype);
  for (const Definition& d : inference_.all_definitions()) {
    if (!d.pattern) {
      Definition used = d;
      if (const ast::Expr* given = inference_.overridden(d.name.text)) {
        // The expression lives in the file of the override.
        used.clauses[0].value =
            std::shared_ptr<ast::Expr>(std::shared_ptr<ast::Expr>(), const_cast<ast::Expr*>(given));
      }
      global(d.name.text).unit = compiler_->definition(used);
      continue;
    }
    Unit* unit = compiler_->definition(d);
    const int whole = static_cast<int>(script_.globals.size());
    script_.globals.push_back({"", d.pattern->span, unit});
    int component = 0;
    for (const ast::Name& n : d.bound) {
      Global& g = global(n.text);
      g.component = component++;
      g.whole = whole;
      g.unit = unit;
    }
  }
  return true;
}

const Unit* Half::expression(const ast::Expr& e, const std::vector<std::pair<ast::Name, Ty*>>& variables,
                             Ty* expected, std::string_view what) {
  const int before = diagnostics_->errors();
  inference_.expression(e, variables, expected, what);
  if (diagnostics_->errors() > before || !compiler_) return nullptr;
  std::vector<ast::Name> names;
  for (const auto& [n, type] : variables) names.push_back(n);
  return compiler_->expression(e, names);
}

const Unit* Half::type(const ast::Type& t, Ty*& element) {
  const int before = diagnostics_->errors();
  element = inference_.element(t);
  if (diagnostics_->errors() > before || !compiler_) return nullptr;
  if (Types::resolve(element)->kind == TyKind::Foreign) return nullptr;
  return compiler_->set_of_type(t);
}

void Half::report_to(Diagnostics& diagnostics) {
  diagnostics_ = &diagnostics;
  inference_.report_to(diagnostics);
}

Ty* Half::event_set_type(const Span& origin) {
  return inference_.types().make(TyKind::Set, origin, {inference_.simple(TyKind::Event, origin)});
}

}  // namespace csp::cspm
