// Making and showing types.
#include "frontend/cspm/types.h"

#include <map>

namespace csp::cspm {

Ty* Types::make(TyKind kind, Span origin, std::vector<Ty*> parts, int number) {
  Ty& t = all_.emplace_back();
  t.kind = kind;
  t.parts = std::move(parts);
  t.number = number;
  t.origin = origin;
  return &t;
}

Ty* Types::var(Span origin, int level, std::uint8_t constraints) {
  Ty* t = make(TyKind::Var, origin);
  t->level = level;
  t->constraints = constraints;
  return t;
}

Ty* Types::resolve(Ty* t) {
  while (t->kind == TyKind::Var && t->bound) {
    if (t->bound->kind == TyKind::Var && t->bound->bound) t->bound = t->bound->bound;
    t = t->bound;
  }
  return t;
}

std::vector<Ty*> Types::items(Ty* t) {
  t = resolve(t);
  if (t->kind != TyKind::Dot) return {t};
  std::vector<Ty*> out;
  for (Ty* p : t->parts)
    for (Ty* inner : items(p)) out.push_back(inner);
  return out;
}

std::vector<Ty*> Types::fields(Ty* t) {
  t = resolve(t);
  if (t->kind != TyKind::Dotable) return {};
  std::vector<Ty*> out;
  for (std::size_t i = 0; i + 1 < t->parts.size(); ++i)
    for (Ty* inner : items(t->parts[i])) out.push_back(inner);
  for (Ty* more : fields(t->parts.back())) out.push_back(more);
  return out;
}

Ty* Types::result(Ty* t) {
  t = resolve(t);
  return t->kind == TyKind::Dotable ? result(t->parts.back()) : t;
}

Ty* Types::dotable(std::vector<Ty*> fields, Ty* result, Span origin) {
  if (fields.empty()) return result;
  fields.push_back(result);
  return make(TyKind::Dotable, origin, std::move(fields));
}

Ty* Types::dot(std::vector<Ty*> list, Span origin) {
  if (list.size() == 1) return list.front();
  return make(TyKind::Dot, origin, std::move(list));
}

namespace {

class Shown {
 public:
  explicit Shown(const Types& types) : types_(types) {}

  std::string operator()(Ty* t, bool inside = false) {
    t = Types::resolve(t);
    if (++shown_ > 100) return "...";
    switch (t->kind) {
      case TyKind::Var: {
        const auto [it, fresh] = names_.emplace(t, "");
        if (fresh) {
          const std::size_t n = names_.size() - 1;
          it->second =
              std::string(1, static_cast<char>('a' + n % 26)) + (n < 26 ? "" : std::to_string(n / 26));
        }
        return it->second;
      }
      case TyKind::Int:
        return "Int";
      case TyKind::Bool:
        return "Bool";
      case TyKind::Char:
        return "Char";
      case TyKind::Event:
        return "Event";
      case TyKind::Proc:
        return "Proc";
      case TyKind::Data:
        return types_.data[static_cast<std::size_t>(t->number)].name;
      case TyKind::Foreign:
        return t->name;
      case TyKind::Seq:
        return "<" + (*this)(t->parts[0]) + ">";
      case TyKind::Set:
        return "{" + (*this)(t->parts[0]) + "}";
      case TyKind::Tuple:
        return "(" + list(t->parts, ", ") + ")";
      case TyKind::Fun: {
        std::string text =
            "(" + list({t->parts.begin(), t->parts.end() - 1}, ", ") + ") -> " + (*this)(t->parts.back());
        return inside ? "(" + text + ")" : text;
      }
      case TyKind::Dot:
        return list(Types::items(t), ".");
      case TyKind::Dotable: {
        const std::string text = list(Types::fields(t), "=>") + "=>" + (*this)(Types::result(t), true);
        return inside ? "(" + text + ")" : text;
      }
    }
    return "";
  }

 private:
  std::string list(const std::vector<Ty*>& parts, const char* between) {
    std::string out;
    for (Ty* p : parts) out += (out.empty() ? "" : between) + (*this)(p, std::string_view(between) != ", ");
    return out;
  }

  const Types& types_;
  int shown_ = 0;  // parts so far
  std::map<Ty*, std::string> names_;
};

}  // namespace

std::string Types::show(Ty* t) const { return Shown(*this)(t); }

}  // namespace csp::cspm
