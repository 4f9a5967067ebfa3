// Values and types of CSPM as those of programs.
#include <algorithm>

#include "frontend/process.h"
#include "frontend/typecheck_cspm.h"

namespace csp {
namespace {

constexpr std::size_t kLargestType = 1 << 16;  // members of a set that becomes a type

}  // namespace

template <class F>
bool CspmSide::evaluate(F&& f) {
  try {
    f();
    return true;
  } catch (const EvaluationError& e) {
    report(e.failure, diagnostics_);
  } catch (const cspm::Fault& fault) {
    diagnostics_.error(fault.code, {}, fault.message, fault.label);
  }
  return false;
}

TypeId CspmSide::core_type(cspm::Ty* t) {
  using cspm::TyKind;
  t = cspm::Types::resolve(t);
  const auto parts = [&](const std::vector<cspm::Ty*>& list) {
    std::vector<TypeId> out;
    for (cspm::Ty* p : list) out.push_back(core_type(p));
    return out;
  };
  switch (t->kind) {
    case TyKind::Int:
      return types_.simple(TypeKind::Int);
    case TyKind::Bool:
      return types_.simple(TypeKind::Bool);
    case TyKind::Char:
      return types_.simple(TypeKind::Char);
    case TyKind::Data: {
      const std::string& name = half().inference().types().data[static_cast<std::size_t>(t->number)].name;
      for (std::size_t i = 0; i < model_.types.all.size(); ++i)
        if (model_.types.all[i].kind == TypeKind::Data && model_.types.all[i].name == name)
          return static_cast<TypeId>(i);
      return kNone;
    }
    case TyKind::Seq:
    case TyKind::Set: {
      const TypeId inner = core_type(t->parts[0]);
      if (inner == kNone) return kNone;
      return t->kind == TyKind::Seq ? types_.list(inner) : types_.set_of(inner);
    }
    case TyKind::Tuple: {
      std::vector<TypeId> list = parts(t->parts);
      if (std::find(list.begin(), list.end(), kNone) != list.end()) return kNone;
      return types_.tuple(std::move(list));
    }
    case TyKind::Var:  // an empty list or set of anything
      return types_.simple(TypeKind::Int);
    case TyKind::Event:
    case TyKind::Proc:
    case TyKind::Fun:
    case TyKind::Dot:
    case TyKind::Dotable:
    case TyKind::Foreign:
      return kNone;
  }
  return kNone;
}

cspm::Ty* CspmSide::cspm_type(TypeId id, const Span& origin) {
  cspm::Types& types = half().inference().types();
  const Type& t = model_.types[id];
  const auto list = [&](cspm::TyKind kind) -> cspm::Ty* {
    std::vector<cspm::Ty*> parts;
    for (const TypeId p : t.parts) {
      parts.push_back(cspm_type(p, origin));
      if (!parts.back()) return nullptr;
    }
    return types.make(kind, origin, std::move(parts));
  };
  switch (t.kind) {
    case TypeKind::Int:
    case TypeKind::Range:
      return types.make(cspm::TyKind::Int, origin);
    case TypeKind::Bool:
      return types.make(cspm::TyKind::Bool, origin);
    case TypeKind::Char:
      return types.make(cspm::TyKind::Char, origin);
    case TypeKind::Set:
      return cspm_type(t.parts[0], origin);
    case TypeKind::Tuple:
      return list(cspm::TyKind::Tuple);
    case TypeKind::List:
      return list(t.name == "{}" ? cspm::TyKind::Set : cspm::TyKind::Seq);
    case TypeKind::Data:
      for (std::size_t i = 0; i < types.data.size(); ++i)
        if (types.data[i].name == t.name)
          return types.make(cspm::TyKind::Data, origin, {}, static_cast<int>(i));
      return nullptr;
    case TypeKind::Unit:
    case TypeKind::Struct:
    case TypeKind::Array:
    case TypeKind::Chan:
    case TypeKind::Prog:
    case TypeKind::Mutex:
    case TypeKind::RwMutex:
    case TypeKind::Cond:
    case TypeKind::Once:
    case TypeKind::WaitGroup:
      return nullptr;
  }
  return nullptr;
}

std::optional<std::pair<TypeId, Value>> CspmSide::constant(const std::string& name, const Span& use) {
  if (!ready()) return std::nullopt;
  cspm::Ty* t = half().inference().type_of(name);
  const TypeId id = t ? core_type(t) : kNone;
  if (id == kNone) return std::nullopt;
  Value value;
  const int errors = diagnostics_.errors();
  const bool good = evaluate([&] {
    const auto& meaning = half().script().names.at(name);
    value = evaluator_->core_value(evaluator_->global(meaning.number));
  });
  if (!good) {
    if (diagnostics_.errors() > errors)
      diagnostics_.last().notes.push_back({"its value is needed here", use});
    return std::nullopt;
  }
  return std::pair{id, value};
}

TypeId CspmSide::set_type(const cspm::Val& set, cspm::Ty* element) {
  const TypeId base = core_type(element);
  if (base == kNone || !cspm::finite(set)) return base;
  const std::vector<cspm::Val>& list = cspm::members(set);
  if (list.empty() || list.size() > kLargestType) return base;
  std::vector<Value> values;
  for (const cspm::Val& v : list) values.push_back(evaluator_->core_value(v));
  // All values of a datatype are the datatype.
  if (types_.is(base, TypeKind::Data) || types_.is(base, TypeKind::Bool))
    if (const auto all = domain(model_.types, base, kLargestType); all && all->size() == values.size())
      return base;
  return types_.set_type(std::move(values), base);
}

TypeId CspmSide::set_type(const ast::Expr& set) {
  if (!ready()) return kNone;
  cspm::Types& types = half().inference().types();
  cspm::Ty* element = half().inference().fresh(set.span);
  const cspm::Unit* unit =
      half().expression(set, {}, types.make(cspm::TyKind::Set, set.span, {element}), "a set used as a type");
  if (!unit) return kNone;
  TypeId id = kNone;
  evaluate([&] { id = set_type(evaluator_->evaluate(*unit), element); });
  return id;
}

TypeId CspmSide::set_type(const ast::Type& type) {
  if (!ready()) return kNone;
  cspm::Ty* element = nullptr;
  const cspm::Unit* unit = half().type(type, element);
  if (!unit) return kNone;
  TypeId id = kNone;
  evaluate([&] { id = set_type(evaluator_->evaluate(*unit), element); });
  return id;
}

}  // namespace csp
