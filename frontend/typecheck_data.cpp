// Datatype values, fields, struct literals.
#include <fmt/format.h>

#include <algorithm>

#include "frontend/suggest.h"
#include "frontend/typecheck_impl.h"

namespace csp {

// Is this a datatype value: a constructor with its fields behind dots or in brackets? Names behind dots
// become expressions here.
bool Checker::construction(const ast::Expr& e, ConstructorUse& use) {
  if (const auto* name = std::get_if<ast::NameExpr>(&e.node)) {
    if (scopes_.find(name->name.text)) return false;
    const auto it = entries_.find(name->name.text);
    const auto* info = it == entries_.end() ? nullptr : std::get_if<ConstructorInfo>(&it->second.binding);
    if (!info) return false;
    top(types_[info->type].name, name->name.span);  // its fields
    use.constructor = *info;
    model_.binding_of[&e] = use.constructor;
    return true;
  }
  if (const auto* call = std::get_if<ast::CallExpr>(&e.node)) {
    if (!std::holds_alternative<ast::NameExpr>(call->callee->node) || !construction(*call->callee, use))
      return false;
    use.args = call->args;
    return true;
  }
  if (const auto* dot = std::get_if<ast::DotExpr>(&e.node)) {
    if (std::holds_alternative<ast::CallExpr>(dot->base->node) || !construction(*dot->base, use))
      return false;
    auto arg = std::make_shared<ast::Expr>();
    arg->span = dot->field.span;
    if (dot->field.text[0] >= '0' && dot->field.text[0] <= '9')
      arg->node = ast::IntLit{std::stoll(dot->field.text)};
    else
      arg->node = ast::NameExpr{dot->field};
    use.args.push_back(std::move(arg));
    return true;
  }
  if (const auto* apply = std::get_if<ast::DotApply>(&e.node)) {
    if (std::holds_alternative<ast::CallExpr>(apply->base->node) || !construction(*apply->base, use))
      return false;
    use.args.push_back(apply->arg);
    return true;
  }
  return false;
}

TypeId Checker::construct(const ast::Expr& e, ConstructorUse use) {
  const std::string name = model_.types.tags[static_cast<std::size_t>(use.constructor.tag)].name;
  const std::vector<TypeId> fields = use.constructor.fields;
  const TypeId type = use.constructor.type;
  const auto it = entries_.find(name);
  const DiagnosticNote where{fmt::format("`{}` is declared here", name),
                             it == entries_.end() ? Span{} : it->second.span};
  if (use.args.size() != fields.size()) {
    Diagnostic& d = error(
        "E0402", e.span,
        fmt::format("constructor `{}` has {} field{}, but {} {} given", name, fields.size(),
                    fields.size() == 1 ? "" : "s", use.args.size(), use.args.size() == 1 ? "is" : "are"));
    d.notes.push_back(where);
    for (const ast::ExprBox& arg : use.args) check_after_error(arg);
    return type;
  }
  for (std::size_t i = 0; i < fields.size(); ++i)
    expect(use.args[i], fields[i], fmt::format("field {} of `{}`", i + 1, name), where);
  model_.constructor_of[&e] = std::move(use);
  return type;
}

TypeId Checker::infer(const ast::Expr& e, const ast::DotExpr& x, TypeId) {
  if (in_property_)
    if (const auto variable = process_variable(e, x)) return *variable;
  const TypeId base = check(x.base);
  return base == kNone ? kNone : field(e, x, base);
}

TypeId Checker::infer(const ast::Expr& e, const ast::DotApply& x, TypeId) {
  check(x.base);
  check(x.arg);
  error("E0306", e.span, "`.(...)` gives a field to a constructor, and this is none",
        "no constructor before the dot");
  return kNone;
}

TypeId Checker::field(const ast::Expr&, const ast::DotExpr& x, TypeId base) {
  const std::string& name = x.field.text;
  const bool digits = name[0] >= '0' && name[0] <= '9';
  const std::size_t number = digits ? static_cast<std::size_t>(std::stoll(name)) : 0;
  const TypeId plain = types_.base(base);
  const Type t = types_[plain];  // a copy: new types may be made below
  const bool is_context = plain == types_.context();
  for (const Method& method : methods(is_context || t.kind != TypeKind::Struct ? t.kind : TypeKind::Unit))
    if (method.name == name) {
      error("E0304", x.field.span,
            fmt::format("`{}` is an operation of {}, not a value", name, types_.show(plain)), "not a value")
          .help = fmt::format("call it: .{}()", name);
      return kNone;
    }
  if (t.kind == TypeKind::Struct && !is_context) {
    const auto it = std::find(t.names.begin(), t.names.end(), name);
    if (it != t.names.end()) return t.parts[static_cast<std::size_t>(it - t.names.begin())];
    Diagnostic& d = error("E0306", x.field.span,
                          fmt::format("{} has no field `{}`", types_.show(plain), name), "not found");
    if (const auto near = suggest(name, t.names)) d.help = fmt::format("did you mean `{}`?", *near);
    return kNone;
  }
  if (t.kind == TypeKind::Tuple && digits) {
    if (number >= 1 && number <= t.parts.size()) return t.parts[number - 1];
    error("E0306", x.field.span, fmt::format("the tuple {} has no component {}", types_.show(plain), name),
          fmt::format("components are .1 to .{}", t.parts.size()));
    return kNone;
  }
  if (t.kind == TypeKind::Data && digits) {
    TypeId found = kNone;
    for (const Constructor& c : t.constructors) {
      if (number < 1 || number > c.fields.size() || c.fields[number - 1] == found) continue;
      const TypeId one = c.fields[number - 1];
      const TypeId both_types = found == kNone ? one : types_.join(found, one);
      if (both_types == kNone) {
        error("E0405", x.field.span,
              fmt::format("field {} has different types in the constructors of {}: {} and {}", name,
                          types_.show(plain), types_.show(found), types_.show(one)),
              "which one?");
        return kNone;
      }
      found = both_types;
    }
    if (found == kNone)
      error("E0306", x.field.span,
            fmt::format("no constructor of {} has a field {}", types_.show(plain), name), "not found");
    return found;
  }
  Diagnostic& d = error("E0306", x.field.span, fmt::format("{} has no field `{}`", types_.show(plain), name),
                        "not found");
  std::vector<std::string> known;
  for (const Method& method : methods(is_context || t.kind != TypeKind::Struct ? t.kind : TypeKind::Unit))
    known.emplace_back(method.name);
  if (const auto near = suggest(name, known)) d.help = fmt::format("did you mean `{}()`?", *near);
  if (t.kind == TypeKind::Tuple)
    d.help = fmt::format("the components of a tuple are .1 to .{}", t.parts.size());
  return kNone;
}

TypeId Checker::call_struct(const ast::Expr& e, const ast::CallExpr& x, TypeId type) {
  model_.binding_of[x.callee.get()] = StructName{type};
  const std::vector<TypeId> parts = types_[type].parts;
  const std::vector<std::string> names = types_[type].names;
  const std::string name = types_.show(type);
  if (x.args.size() != parts.size()) {
    Diagnostic& d =
        error("E0402", e.span,
              fmt::format("struct `{}` has {} field{}, but {} {} given", name, parts.size(),
                          parts.size() == 1 ? "" : "s", x.args.size(), x.args.size() == 1 ? "is" : "are"));
    const auto it = entries_.find(name);
    if (it != entries_.end()) note(d, fmt::format("`{}` is declared here", name), it->second.span);
    for (const ast::ExprBox& arg : x.args) check_after_error(arg);
    return type;
  }
  for (std::size_t i = 0; i < parts.size(); ++i)
    expect(x.args[i], parts[i], fmt::format("field `{}` of `{}`", names[i], name));
  return type;
}

// ---- Places

TypeId Checker::place(const ast::ExprBox& e) {
  const auto made = [&]() -> TypeId {
    if (const auto* name = std::get_if<ast::NameExpr>(&e->node)) {
      const std::optional<Binding> binding = look_up(name->name);
      if (!binding) {
        std::vector<std::string> candidates;
        scopes_.names(candidates);
        for (const auto& [known, entry] : entries_)
          if (const auto* g = std::get_if<const GlobalInfo*>(&entry.binding); g && !(*g)->channel)
            candidates.push_back(known);
        unknown(name->name, "variable", std::move(candidates),
                fmt::format("to declare it write {} := ...", name->name.text));
        return kNone;
      }
      model_.binding_of[e.get()] = *binding;
      if (const auto* variable = std::get_if<Variable*>(&*binding)) return (*variable)->type;
      if (const auto* global = std::get_if<const GlobalInfo*>(&*binding); global && !(*global)->channel)
        return (*global)->type;
      Diagnostic& d =
          error("E0417", e->span,
                fmt::format("`{}` is {}, it cannot be assigned to", name->name.text, describe(*binding)),
                "not a variable");
      if (const auto where = declared_at(*binding))
        note(d, fmt::format("`{}` is declared here", name->name.text), *where);
      return kNone;
    }
    if (const auto* index = std::get_if<ast::IndexExpr>(&e->node)) {
      const TypeId base = place(index->base);
      for (const ast::ExprBox& i : index->indices) expect(i, types_.simple(TypeKind::Int), "an index");
      if (base == kNone) return kNone;
      if (!types_.is(base, TypeKind::Array)) {
        Diagnostic& d =
            error("E0406", index->base->span,
                  fmt::format("elements of {} cannot be assigned to", types_.show(base)), "not an array");
        if (types_.is(base, TypeKind::List)) d.help = "a list is a value; make a new one, or use an array";
        return kNone;
      }
      if (index->indices.size() != 1) {
        error("E0402", e->span,
              fmt::format("an array takes one index, but there are {}", index->indices.size()))
            .help = "for an array of arrays write a[i][j]";
        return kNone;
      }
      const auto value = evaluate(model_, *index->indices[0]);
      const std::int64_t size = types_[base].size;
      if (const auto* known = std::get_if<Value>(&value);
          known && size != kNone && (known->number() < 0 || known->number() >= size)) {
        error("E0403", index->indices[0]->span, fmt::format("index {} is out of bounds", known->number()),
              fmt::format("the array has {} elements", size));
        return kNone;
      }
      return types_.element(base);
    }
    if (const auto* dot = std::get_if<ast::DotExpr>(&e->node)) {
      const TypeId base = place(dot->base);
      if (base == kNone) return kNone;
      if (types_.is(types_.base(base), TypeKind::Data)) {
        error("E0417", e->span, "a field of a datatype value cannot be assigned to", "the value is a whole")
            .help = "assign a new value";
        return kNone;
      }
      return field(*e, *dot, base);
    }
    error("E0417", e->span, "this cannot be assigned to", "not a variable, element or field");
    return kNone;
  };
  const TypeId id = made();
  model_.type_of[e.get()] = id;
  return id;
}

void Checker::mark_assigned(const ast::ExprBox& e) {
  if (const auto* index = std::get_if<ast::IndexExpr>(&e->node)) return mark_assigned(index->base);
  if (const auto* dot = std::get_if<ast::DotExpr>(&e->node)) return mark_assigned(dot->base);
  const auto it = model_.binding_of.find(e.get());
  if (it == model_.binding_of.end() || !frame_) return;
  if (const auto* variable = std::get_if<Variable*>(&it->second)) captures_.assigned(*variable, frame_->prog);
}

}  // namespace csp
