// Interning, compatibility and printing of types.
#include "frontend/typecheck_types.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

#include "checker/core/kinds.h"

namespace csp {

namespace {

constexpr std::array kSimpleNames = {std::pair{TypeKind::Unit, "unit"},
                                     std::pair{TypeKind::Bool, "bool"},
                                     std::pair{TypeKind::Int, "int"},
                                     std::pair{TypeKind::Char, "char"},
                                     std::pair{TypeKind::Mutex, "mutex"},
                                     std::pair{TypeKind::RwMutex, "rwmutex"},
                                     std::pair{TypeKind::Cond, "cond"},
                                     std::pair{TypeKind::Once, "once"},
                                     std::pair{TypeKind::WaitGroup, "waitgroup"}};

}  // namespace

TypeTable::TypeTable(Types& types) : types_(types) {
  for (const auto& [kind, name] : kSimpleNames) simple(kind);
  context();
}

TypeId TypeTable::make(const std::string& key, Type type) {
  const auto [it, fresh] = made_.try_emplace(key, static_cast<TypeId>(types_.all.size()));
  if (fresh) types_.all.push_back(std::move(type));
  return it->second;
}

TypeId TypeTable::simple(TypeKind kind) {
  Type type;
  type.kind = kind;
  return make(fmt::format("simple {}", static_cast<int>(kind)), std::move(type));
}

TypeId TypeTable::range(std::int64_t lo, std::int64_t hi) {
  Type type;
  type.kind = TypeKind::Range;
  type.lo = lo;
  type.hi = hi;
  return make(fmt::format("{}..{}", lo, hi), std::move(type));
}

TypeId TypeTable::set_type(std::vector<Value> members, TypeId base_type) {
  std::sort(members.begin(), members.end());
  members.erase(std::unique(members.begin(), members.end()), members.end());
  if (numeric(base_type) && !members.empty() &&
      members.back().number() - members.front().number() + 1 == static_cast<std::int64_t>(members.size()))
    return range(members.front().number(), members.back().number());
  std::string key = fmt::format("set {}", base_type);
  for (const Value& v : members) key += " " + csp::show(types_, base_type, v);
  Type type;
  type.kind = TypeKind::Set;
  type.members = std::move(members);
  type.parts = {base_type};
  return make(key, std::move(type));
}

TypeId TypeTable::tuple(std::vector<TypeId> parts) {
  Type type;
  type.kind = TypeKind::Tuple;
  type.parts = std::move(parts);
  return make(fmt::format("({})", fmt::join(type.parts, ",")), type);
}

TypeId TypeTable::array(std::int64_t size, TypeId element_type) {
  Type type;
  type.kind = TypeKind::Array;
  type.size = size;
  type.parts = {element_type};
  return make(fmt::format("array {} {}", size, element_type), std::move(type));
}

TypeId TypeTable::list(TypeId element_type) {
  Type type;
  type.kind = TypeKind::List;
  type.parts = {element_type};
  return make(fmt::format("list {}", element_type), std::move(type));
}

TypeId TypeTable::set_of(TypeId element_type) {
  Type type;
  type.kind = TypeKind::List;
  type.name = "{}";
  type.parts = {element_type};
  return make(fmt::format("setof {}", element_type), std::move(type));
}

TypeId TypeTable::chan(TypeId message) {
  Type type;
  type.kind = TypeKind::Chan;
  type.parts = {message};
  return make(fmt::format("chan {}", message), std::move(type));
}

TypeId TypeTable::prog(std::vector<TypeId> params, TypeId result) {
  Type type;
  type.kind = TypeKind::Prog;
  type.parts = std::move(params);
  type.parts.push_back(result == kNone ? simple(TypeKind::Unit) : result);
  return make(fmt::format("prog {}", fmt::join(type.parts, ",")), type);
}

TypeId TypeTable::structure(std::vector<std::string> names, std::vector<TypeId> parts) {
  Type type;
  type.kind = TypeKind::Struct;
  type.names = std::move(names);
  type.parts = std::move(parts);
  return make(fmt::format("struct {} {}", fmt::join(type.names, ","), fmt::join(type.parts, ",")), type);
}

TypeId TypeTable::reserve(TypeKind kind, std::string name) {
  Type type;
  type.kind = kind;
  type.name = std::move(name);
  types_.all.push_back(std::move(type));
  return static_cast<TypeId>(types_.all.size()) - 1;
}

TypeId TypeTable::context() {
  if (context_ == kNone) {
    const TypeId done = chan(simple(TypeKind::Unit));
    context_ = reserve(TypeKind::Struct, "context");
    at(context_).names = {"done"};
    at(context_).parts = {done};
  }
  return context_;
}

int TypeTable::tag(const std::string& name, bool shape) {
  if (shape) {
    const auto [it, fresh] = shapes_.try_emplace(name, static_cast<int>(types_.tags.size()));
    if (fresh) types_.tags.push_back({name, true});
    return it->second;
  }
  types_.tags.push_back({name, false});
  return static_cast<int>(types_.tags.size()) - 1;
}

bool TypeTable::numeric(TypeId id) const {
  if (id == kNone) return false;
  const Type& t = types_[id];
  return t.kind == TypeKind::Int || t.kind == TypeKind::Range ||
         (t.kind == TypeKind::Set && numeric(t.parts[0]));
}

bool TypeTable::set_value(TypeId id) const { return is(id, TypeKind::List) && types_[id].name == "{}"; }

bool TypeTable::has_nil(TypeId id) const { return id != kNone && is_reference(types_[id].kind); }

bool TypeTable::lock(TypeId id) const {
  return has_nil(id) && !is(id, TypeKind::Chan) && !is(id, TypeKind::Prog) && !is(id, TypeKind::Cond);
}

TypeId TypeTable::base(TypeId id) {
  if (id == kNone) return kNone;
  const TypeKind kind = types_[id].kind;
  if (kind == TypeKind::Range) return simple(TypeKind::Int);
  if (kind == TypeKind::Set) return base(types_[id].parts[0]);
  return id;
}

bool TypeTable::assignable(TypeId from, TypeId to) const {
  if (from == kNone || to == kNone || from == to) return true;
  if (numeric(from) && numeric(to)) return true;
  const Type& a = types_[from];
  const Type& b = types_[to];
  if (a.kind == TypeKind::Set && !numeric(from)) return assignable(a.parts[0], to);
  if (b.kind == TypeKind::Set && !numeric(to)) return assignable(from, b.parts[0]);
  if (a.kind != b.kind) return false;
  switch (a.kind) {
    case TypeKind::Struct:
      if (a.names != b.names || (!a.name.empty() && !b.name.empty())) return false;
      [[fallthrough]];
    case TypeKind::Tuple:
      if (a.parts.size() != b.parts.size()) return false;
      for (std::size_t i = 0; i < a.parts.size(); ++i)
        if (!assignable(a.parts[i], b.parts[i])) return false;
      return true;
    case TypeKind::Array:
      return (a.size == b.size || a.size == kNone || b.size == kNone) && assignable(a.parts[0], b.parts[0]);
    case TypeKind::List:
      return a.name == b.name && assignable(a.parts[0], b.parts[0]);
    case TypeKind::Unit:
    case TypeKind::Bool:
    case TypeKind::Int:
    case TypeKind::Char:
    case TypeKind::Range:
    case TypeKind::Set:
    case TypeKind::Mutex:
    case TypeKind::RwMutex:
    case TypeKind::Cond:
    case TypeKind::Once:
    case TypeKind::WaitGroup:
      return true;
    case TypeKind::Data:
    case TypeKind::Chan:
    case TypeKind::Prog:
      return false;
  }
  return false;
}

TypeId TypeTable::join(TypeId a, TypeId b) {
  if (a == kNone || a == b) return b;
  if (b == kNone) return a;
  if (base(a) == base(b)) return base(a);
  if (types_[a].kind == TypeKind::Tuple && types_[b].kind == TypeKind::Tuple &&
      types_[a].parts.size() == types_[b].parts.size()) {
    const std::vector<TypeId> left = types_[a].parts, right = types_[b].parts;
    std::vector<TypeId> parts;
    for (std::size_t i = 0; i < left.size(); ++i) {
      parts.push_back(join(left[i], right[i]));
      if (parts.back() == kNone) return kNone;
    }
    return tuple(std::move(parts));
  }
  if (types_[a].kind == TypeKind::List && types_[b].kind == TypeKind::List &&
      types_[a].name == types_[b].name) {
    const bool is_set = set_value(a);
    const TypeId inner = join(element(a), element(b));
    return inner == kNone ? kNone : is_set ? set_of(inner) : list(inner);
  }
  return assignable(a, b) ? b : assignable(b, a) ? a : kNone;
}

bool TypeTable::endless(TypeId id) const {
  std::vector<TypeId> path;
  return endless(id, path);
}

// As zero_value does: all parts of structs, tuples and arrays; of a datatype one constructor whose fields
// have values.
bool TypeTable::endless(TypeId id, std::vector<TypeId>& path) const {
  if (id == kNone) return false;
  const Type& t = types_[id];
  const auto any_endless = [&](const std::vector<TypeId>& parts) {
    return std::any_of(parts.begin(), parts.end(), [&](TypeId part) { return endless(part, path); });
  };
  if (t.kind == TypeKind::Array) return any_endless(t.parts);
  if (t.kind != TypeKind::Struct && t.kind != TypeKind::Tuple && t.kind != TypeKind::Data) return false;
  if (std::find(path.begin(), path.end(), id) != path.end()) return true;
  path.push_back(id);
  const bool found = t.kind == TypeKind::Data
                         ? !t.constructors.empty() &&
                               std::all_of(t.constructors.begin(), t.constructors.end(),
                                           [&](const Constructor& c) { return any_endless(c.fields); })
                         : any_endless(t.parts);
  path.pop_back();
  return found;
}

std::string TypeTable::show(TypeId id) const {
  if (id == kNone) return "?";
  const Type& t = types_[id];
  if (t.kind == TypeKind::List) {
    if (set_value(id)) return "set of " + show(t.parts[0]);
    return "list of " + show(t.parts[0]);
  }
  if (!t.name.empty()) return t.name;
  const auto all = [&](std::size_t count) {
    std::string out;
    for (std::size_t i = 0; i < count; ++i) out += (i ? ", " : "") + show(t.parts[i]);
    return out;
  };
  for (const auto& [kind, name] : kSimpleNames)
    if (kind == t.kind) return name;
  if (t.kind == TypeKind::Range) return fmt::format("{}..{}", t.lo, t.hi);
  if (t.kind == TypeKind::Set) {
    std::string out;
    for (const Value& v : t.members) out += (out.empty() ? "" : ", ") + csp::show(types_, t.parts[0], v);
    return "{" + out + "}";
  }
  if (t.kind == TypeKind::Tuple) return "(" + all(t.parts.size()) + ")";
  if (t.kind == TypeKind::Array)
    return t.size == kNone ? "array of " + show(t.parts[0])
                           : fmt::format("array[{}] of {}", t.size, show(t.parts[0]));
  if (t.kind == TypeKind::Chan) return "chan of " + show(t.parts[0]);
  if (t.kind == TypeKind::Prog) {
    const bool unit = is(t.parts.back(), TypeKind::Unit);
    return "prog(" + all(t.parts.size() - 1) + ")" + (unit ? "" : ": " + show(t.parts.back()));
  }
  if (t.kind == TypeKind::Struct) {
    std::string out;
    for (std::size_t i = 0; i < t.parts.size(); ++i)
      out += (i ? ", " : "") + t.names[i] + ": " + show(t.parts[i]);
    return "struct { " + out + " }";
  }
  return "?";
}

}  // namespace csp
