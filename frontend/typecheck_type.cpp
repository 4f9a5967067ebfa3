// Type expressions (docs/language.md section 3). Bounds, set types and fields must be constants; sizes of
// arrays and capacities may be worked out at run time where a variable is declared or made.
#include <fmt/format.h>

#include "frontend/typecheck_impl.h"

namespace csp {

std::optional<Value> Checker::constant_value(const ast::Expr& e, std::string_view what) {
  auto result = evaluate(model_, e);
  if (auto* value = std::get_if<Value>(&result)) return std::move(*value);
  const NotConstant& why = std::get<NotConstant>(result);
  if (why.failure)
    error("E0414", why.span, fmt::format("{} cannot be worked out: {}", what, why.reason), why.reason);
  else
    error("E0404", why.span, fmt::format("{} must be a constant", what), why.reason);
  return std::nullopt;
}

TypeId Checker::type(const ast::Type& t, Sizes sizes) {
  const auto made = [&]() -> TypeId {
    if (const auto* x = std::get_if<ast::NamedType>(&t.node)) return named_type(x->name);
    if (const auto* x = std::get_if<ast::RangeType>(&t.node)) return range_type(t, *x);
    if (const auto* x = std::get_if<ast::SetType>(&t.node)) {
      if (cspm_.needs(*x->set)) return cspm_.set_type(*x->set);
      return check(x->set, types_.set_of(types_.simple(TypeKind::Int))) == kNone ? kNone : set_type(*x->set);
    }
    if (const auto* x = std::get_if<ast::TupleType>(&t.node)) {
      if (x->parts.empty()) return types_.simple(TypeKind::Unit);
      std::vector<TypeId> parts;
      for (const ast::TypeBox& part : x->parts) {
        parts.push_back(type(*part, sizes));
        if (parts.back() == kNone) return kNone;
      }
      return parts.size() == 1 ? parts[0] : types_.tuple(std::move(parts));
    }
    if (const auto* x = std::get_if<ast::ArrayType>(&t.node)) {
      const bool sized = expect(x->size, types_.simple(TypeKind::Int), "the size of an array");
      const TypeId element = type(*x->element, sizes);
      if (!sized || element == kNone) return kNone;
      const auto known = evaluate(model_, *x->size);
      if (const auto* value = std::get_if<Value>(&known)) {
        if (value->number() >= 0 && value->number() <= 1'000'000)
          return types_.array(value->number(), element);
        error("E0403", x->size->span, fmt::format("an array cannot have {} elements", value->number()));
        return kNone;
      }
      if (sizes == Sizes::Runtime) return types_.array(kNone, element);
      constant_value(*x->size, "the size of an array in this place");
      return kNone;
    }
    if (const auto* x = std::get_if<ast::ListType>(&t.node)) {
      const TypeId element = type(*x->element);
      return element == kNone ? kNone : types_.list(element);
    }
    if (const auto* x = std::get_if<ast::ChanType>(&t.node)) {
      if (x->capacity && expect(x->capacity, types_.simple(TypeKind::Int), "the capacity of a channel")) {
        const auto known = evaluate(model_, *x->capacity);
        if (const auto* value = std::get_if<Value>(&known); value && value->number() < 0)
          error("E0403", x->capacity->span, fmt::format("a channel cannot hold {} values", value->number()));
      }
      const TypeId message = type(*x->element);
      return message == kNone ? kNone : types_.chan(message);
    }
    if (const auto* x = std::get_if<ast::StructType>(&t.node)) return struct_type(*x, kNone);
    const auto& x = std::get<ast::ProgType>(t.node);
    std::vector<TypeId> params;
    bool good = true;
    for (const ast::TypeBox& param : x.params) {
      params.push_back(type(*param));
      good = good && params.back() != kNone;
    }
    const TypeId result = x.result ? type(*x.result) : kNone;
    good = good && (!x.result || result != kNone);
    return good ? types_.prog(std::move(params), result) : kNone;
  };
  const TypeId id = made();
  model_.type_named[&t] = id;
  return id;
}

TypeId Checker::named_type(const ast::Name& name) {
  if (const Variable* variable = scopes_.find(name.text)) {
    Diagnostic& d =
        error("E0305", name.span, fmt::format("`{}` is a variable, not a type", name.text), "not a type");
    note(d, fmt::format("`{}` is declared here", name.text), variable->span);
    return kNone;
  }
  const std::optional<Binding> binding = look_up(name);
  if (!binding) {
    std::vector<std::string> candidates = predeclared_types();
    for (const auto& [known, entry] : entries_)
      if (std::holds_alternative<ast::NametypeDecl>(entry.decl->node) ||
          std::holds_alternative<ast::DatatypeDecl>(entry.decl->node))
        candidates.push_back(known);
    unknown(name, "type", std::move(candidates));
    return kNone;
  }
  if (const auto* named = std::get_if<TypeName>(&*binding)) return named->type;
  if (binding->index() == 0) return kNone;  // a nametype whose definition failed
  if (const auto* constant = std::get_if<const Constant*>(&*binding)) {
    if ((*constant)->type == kNone) return kNone;
    if (types_.set_value((*constant)->type)) {
      if (!(*constant)->value.items().empty())
        return types_.set_type((*constant)->value.items(), types_.base(types_.element((*constant)->type)));
      error("E0403", name.span, fmt::format("the set `{}` is empty, so it is no type", name.text),
            "no values");
      return kNone;
    }
  }
  Diagnostic& d = error("E0305", name.span,
                        fmt::format("`{}` is {}, not a type", name.text, describe(*binding)), "not a type");
  if (const auto where = declared_at(*binding))
    note(d, fmt::format("`{}` is declared here", name.text), *where);
  if (const auto* c = std::get_if<ConstructorInfo>(&*binding))
    d.help = fmt::format("its type is `{}`", types_.show(c->type));
  return kNone;
}

TypeId Checker::range_type(const ast::Type& t, const ast::RangeType& range) {
  const TypeId integer = types_.simple(TypeKind::Int);
  const bool lower = expect(range.lo, integer, "the lower bound");
  const bool upper = expect(range.hi, integer, "the upper bound");
  if (!lower || !upper) return kNone;
  const auto lo = constant_value(*range.lo, "the lower bound of a range type");
  const auto hi = constant_value(*range.hi, "the upper bound of a range type");
  if (!lo || !hi) return kNone;
  if (lo->number() > hi->number()) {
    error("E0403", t.span, fmt::format("the range {}..{} is empty", lo->number(), hi->number()), "no values");
    return kNone;
  }
  return types_.range(lo->number(), hi->number());
}

TypeId Checker::set_type(const ast::Expr& set) {
  const TypeId type_of_set = model_.type_of.at(&set);
  if (type_of_set == kNone) return kNone;
  if (!types_.set_value(type_of_set)) {
    error("E0401", set.span, fmt::format("a set is needed here, but this is {}", types_.show(type_of_set)));
    return kNone;
  }
  const auto value = constant_value(set, "a set used as a type");
  if (!value) return kNone;
  if (value->items().empty()) {
    error("E0403", set.span, "an empty set is no type", "no values");
    return kNone;
  }
  return types_.set_type(value->items(), types_.base(types_.element(type_of_set)));
}

TypeId Checker::struct_type(const ast::StructType& structure, TypeId into) {
  std::vector<std::string> names;
  std::vector<TypeId> parts;
  bool good = true;
  for (std::size_t i = 0; i < structure.fields.size(); ++i) {
    const ast::Field& field = structure.fields[i];
    for (std::size_t k = 0; k < i; ++k)
      if (names[k] == field.name.text) {
        Diagnostic& d = error("E0302", field.name.span,
                              fmt::format("field `{}` is declared twice", field.name.text), "declared again");
        note(d, "the first is here", structure.fields[k].name.span);
      }
    names.push_back(field.name.text);
    parts.push_back(type(*field.type));
    good = good && parts.back() != kNone;
  }
  if (into == kNone) return good ? types_.structure(std::move(names), std::move(parts)) : kNone;
  types_.at(into).names = std::move(names);
  types_.at(into).parts = std::move(parts);
  return into;
}

}  // namespace csp
