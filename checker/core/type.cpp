// Zero values, domain checks, enumeration and printing, by cases over the kinds of type.
#include "checker/core/type.h"

#include <fmt/format.h>

#include <algorithm>

namespace csp {

namespace {

std::string show_char(std::int64_t code) {
  switch (code) {
    case '\n':
      return "'\\n'";
    case '\t':
      return "'\\t'";
    case '\\':
      return "'\\\\'";
    case '\'':
      return "'\\''";
    case 0:
      return "'\\0'";
    default:
      break;
  }
  if (code >= 0x20 && code < 0x7f) return fmt::format("'{}'", static_cast<char>(code));
  return fmt::format("'\\u{{{:x}}}'", code);
}

std::string show_items(const Types& types, const std::vector<Value>& items, auto type_of) {
  std::string out;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i) out += ", ";
    out += show(types, type_of(i), items[i]);
  }
  return out;
}

std::string show_data(const Types& types, const Type* type, const Value& v) {
  const auto tag = static_cast<std::size_t>(v.tag());
  std::string out = tag < types.tags.size() ? types.tags[tag].name : fmt::format("tag{}", tag);
  const Constructor* constructor = nullptr;
  if (type)
    for (const Constructor& c : type->constructors)
      if (c.tag == v.tag()) constructor = &c;
  const bool shape = tag < types.tags.size() && types.tags[tag].shape;
  auto field_type = [&](std::size_t i) {
    return constructor && i < constructor->fields.size() ? constructor->fields[i] : kNone;
  };
  if (shape && out.starts_with(':')) {  // marked by its type only: the message as it was sent
    out = show_items(types, v.items(), field_type);
    return v.items().size() == 1 ? out : "(" + out + ")";
  }
  if (shape) return fmt::format("{}({})", out, show_items(types, v.items(), field_type));
  for (std::size_t i = 0; i < v.items().size(); ++i) out += "." + show(types, field_type(i), v.items()[i]);
  return out;
}

std::optional<std::vector<Value>> domain_of(const Types&, TypeId, std::size_t limit,
                                            std::vector<TypeId>& path);

// Appends every way to fill `parts` to `out`; false if a part is infinite or the limit is passed.
bool product(const Types& types, const std::vector<TypeId>& parts, std::size_t limit,
             std::vector<TypeId>& path, std::vector<std::vector<Value>>& out) {
  out.assign(1, {});
  for (TypeId part : parts) {
    const auto values = domain_of(types, part, limit, path);
    if (!values || out.size() * values->size() > limit) return false;
    std::vector<std::vector<Value>> next;
    next.reserve(out.size() * values->size());
    for (const auto& prefix : out)
      for (const Value& v : *values) {
        next.push_back(prefix);
        next.back().push_back(v);
      }
    out = std::move(next);
  }
  return true;
}

bool contains(const std::vector<TypeId>& path, TypeId id) {
  return std::find(path.begin(), path.end(), id) != path.end();
}

std::optional<Value> zero(const Types& types, TypeId id, std::vector<TypeId>& path);

std::optional<std::vector<Value>> zeros(const Types& types, const std::vector<TypeId>& parts,
                                        std::vector<TypeId>& path) {
  std::vector<Value> out;
  for (TypeId part : parts) {
    auto value = zero(types, part, path);
    if (!value) return std::nullopt;
    out.push_back(std::move(*value));
  }
  return out;
}

// The zero value, or nothing if every value of the type holds another value of a type on the path.
std::optional<Value> zero(const Types& types, TypeId id, std::vector<TypeId>& path) {
  if (id == kNone) return Value::integer(0);
  const Type& t = types[id];
  switch (t.kind) {
    case TypeKind::Unit:
    case TypeKind::Bool:
    case TypeKind::Int:
    case TypeKind::Char:
      return Value::integer(0);
    case TypeKind::Range:
      return Value::integer(t.lo <= 0 && 0 <= t.hi ? 0 : t.lo);
    case TypeKind::Set:
      if (std::binary_search(t.members.begin(), t.members.end(), Value::integer(0))) return Value::integer(0);
      return t.members.empty() ? Value() : t.members.front();
    case TypeKind::Data: {
      for (const Constructor& c : t.constructors)
        if (c.fields.empty()) return Value::data(c.tag, {});
      // No constant constructor: the first one that does not lead back here, with zero fields.
      if (contains(path, id)) return std::nullopt;
      path.push_back(id);
      std::optional<Value> found;
      for (const Constructor& c : t.constructors) {
        auto fields = zeros(types, c.fields, path);
        if (!fields) continue;
        found = Value::data(c.tag, std::move(*fields));
        break;
      }
      path.pop_back();
      return found;
    }
    case TypeKind::Struct:
    case TypeKind::Tuple: {
      if (contains(path, id)) return std::nullopt;
      path.push_back(id);
      auto items = zeros(types, t.parts, path);
      path.pop_back();
      if (!items) return std::nullopt;
      return Value::seq(std::move(*items));
    }
    case TypeKind::Array: {
      if (t.size <= 0) return Value::seq({});
      auto element = zero(types, t.parts[0], path);
      if (!element) return std::nullopt;
      return Value::seq(std::vector<Value>(static_cast<std::size_t>(t.size), *element));
    }
    case TypeKind::List:
      return Value::seq({});
    case TypeKind::Chan:
    case TypeKind::Prog:
    case TypeKind::Mutex:
    case TypeKind::RwMutex:
    case TypeKind::Cond:
    case TypeKind::Once:
    case TypeKind::WaitGroup:
      return Value();
  }
  return Value();
}

}  // namespace

Value zero_value(const Types& types, TypeId id) {
  std::vector<TypeId> path;
  return zero(types, id, path).value_or(Value());
}

bool fits(const Types& types, TypeId id, const Value& v) {
  if (id == kNone) return true;
  const Type& t = types[id];
  switch (t.kind) {
    case TypeKind::Range:
      return v.kind() == ValueKind::Int && t.lo <= v.number() && v.number() <= t.hi;
    case TypeKind::Set:
      return std::binary_search(t.members.begin(), t.members.end(), v);
    case TypeKind::Struct:
    case TypeKind::Tuple:
      if (v.items().size() != t.parts.size()) return false;
      for (std::size_t i = 0; i < t.parts.size(); ++i)
        if (!fits(types, t.parts[i], v.items()[i])) return false;
      return true;
    case TypeKind::Array:
      if (t.size != kNone && static_cast<std::size_t>(t.size) != v.items().size()) return false;
      [[fallthrough]];
    case TypeKind::List:
      return std::all_of(v.items().begin(), v.items().end(),
                         [&](const Value& x) { return fits(types, t.parts[0], x); });
    case TypeKind::Data:
      for (const Constructor& c : t.constructors) {
        if (c.tag != v.tag()) continue;
        if (c.fields.size() != v.items().size()) return false;
        for (std::size_t i = 0; i < c.fields.size(); ++i)
          if (!fits(types, c.fields[i], v.items()[i])) return false;
        return true;
      }
      return false;
    case TypeKind::Unit:
    case TypeKind::Bool:
    case TypeKind::Int:
    case TypeKind::Char:
    case TypeKind::Chan:
    case TypeKind::Prog:
    case TypeKind::Mutex:
    case TypeKind::RwMutex:
    case TypeKind::Cond:
    case TypeKind::Once:
    case TypeKind::WaitGroup:
      return true;
  }
  return true;
}

namespace {

std::optional<std::vector<Value>> domain_of(const Types& types, TypeId id, std::size_t limit,
                                            std::vector<TypeId>& path) {
  if (id == kNone) return std::nullopt;
  const Type& t = types[id];
  std::vector<Value> out;
  switch (t.kind) {
    case TypeKind::Unit:
      return std::vector<Value>{Value::integer(0)};
    case TypeKind::Bool:
      return std::vector<Value>{Value::boolean(false), Value::boolean(true)};
    case TypeKind::Range:
      if (t.hi - t.lo >= static_cast<std::int64_t>(limit)) return std::nullopt;
      for (std::int64_t i = t.lo; i <= t.hi; ++i) out.push_back(Value::integer(i));
      return out;
    case TypeKind::Set:
      return t.members;
    case TypeKind::Data:
      if (contains(path, id)) return std::nullopt;  // recursive: infinite
      path.push_back(id);
      for (const Constructor& c : t.constructors) {
        std::vector<std::vector<Value>> ways;
        if (!product(types, c.fields, limit, path, ways)) return std::nullopt;
        for (auto& fields : ways) out.push_back(Value::data(c.tag, std::move(fields)));
        if (out.size() > limit) return std::nullopt;
      }
      path.pop_back();
      std::sort(out.begin(), out.end());
      return out;
    case TypeKind::Struct:
    case TypeKind::Tuple:
    case TypeKind::Array: {
      std::vector<TypeId> parts = t.parts;
      if (t.kind == TypeKind::Array) {
        if (t.size == kNone || t.size > 64) return std::nullopt;
        parts.assign(static_cast<std::size_t>(t.size), t.parts[0]);
      }
      std::vector<std::vector<Value>> ways;
      if (!product(types, parts, limit, path, ways)) return std::nullopt;
      for (auto& items : ways) out.push_back(Value::seq(std::move(items)));
      return out;
    }
    case TypeKind::Int:
    case TypeKind::Char:
    case TypeKind::List:
    case TypeKind::Chan:
    case TypeKind::Prog:
    case TypeKind::Mutex:
    case TypeKind::RwMutex:
    case TypeKind::Cond:
    case TypeKind::Once:
    case TypeKind::WaitGroup:
      return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::vector<Value>> domain(const Types& types, TypeId id, std::size_t limit) {
  std::vector<TypeId> path;
  return domain_of(types, id, limit, path);
}

std::string show(const Types& types, TypeId id, const Value& v) {
  const Type* t = id == kNone ? nullptr : &types[id];
  switch (v.kind()) {
    case ValueKind::Nil:
      return "nil";
    case ValueKind::Int:
      if (t && t->kind == TypeKind::Bool) return v.truth() ? "true" : "false";
      if (t && t->kind == TypeKind::Char) return show_char(v.number());
      if (t && t->kind == TypeKind::Unit) return "unit";
      return std::to_string(v.number());
    case ValueKind::Ref:
      return v.sub() ? fmt::format("#{}.{}", v.number(), v.sub()) : fmt::format("#{}", v.number());
    case ValueKind::Closure:
      return fmt::format("prog#{}", v.tag());
    case ValueKind::Data:
      return show_data(types, t && t->kind == TypeKind::Data ? t : nullptr, v);
    case ValueKind::Seq:
      break;
  }
  const auto& items = v.items();
  if (t && (t->kind == TypeKind::Struct || t->kind == TypeKind::Tuple) && t->parts.size() == items.size()) {
    const std::string inner = show_items(types, items, [&](std::size_t i) { return t->parts[i]; });
    return (t->kind == TypeKind::Struct ? t->name : std::string()) + "(" + inner + ")";
  }
  if (t && (t->kind == TypeKind::Array || t->kind == TypeKind::List)) {
    if (t->kind == TypeKind::List && types[t->parts[0]].kind == TypeKind::Char && !items.empty() &&
        std::all_of(items.begin(), items.end(),
                    [](const Value& c) { return c.number() >= 0x20 && c.number() < 0x7f; })) {
      std::string text;
      for (const Value& c : items) text += static_cast<char>(c.number());
      return "\"" + text + "\"";
    }
    const std::string inner = show_items(types, items, [&](std::size_t) { return t->parts[0]; });
    return t->kind == TypeKind::Array ? "array(" + inner + ")" : "<" + inner + ">";
  }
  return "(" + show_items(types, items, [](std::size_t) { return kNone; }) + ")";
}

}  // namespace csp
