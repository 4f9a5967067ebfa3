// Names and their types; messages about types that do not fit.
#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <set>

#include "frontend/cspm/builtin.h"
#include "frontend/cspm/infer.h"
#include "frontend/suggest.h"

namespace csp::cspm {

// ---- Names

Ty* Inference::unknown(const ast::Name& n) {
  Diagnostic& d =
      diagnostics_->error("E0301", n.span, fmt::format("`{}` is not declared", n.text), "not found");
  const int builtin = find_builtin(n.text);
  if (builtin >= 0) {
    const BuiltinName& b = builtin_names()[static_cast<std::size_t>(builtin)];
    const bool external = b.kind != BuiltinKind::Compress;
    d.help = fmt::format("declare it first: {} {}", external ? "external" : "transparent", n.text);
    return fresh(n.span);
  }
  std::vector<std::string> known;
  for (const Local& l : locals_) known.push_back(l.name);
  for (const auto& [name, meaning] : script_.names) known.push_back(name);
  for (const BuiltinName& b : builtin_names())
    if (!b.must_be_declared) known.emplace_back(b.name);
  if (const auto near = suggest(n.text, known)) d.help = fmt::format("did you mean `{}`?", *near);
  return fresh(n.span);
}

void Inference::suggest_channel(const ast::Name& n, bool fields) {
  Diagnostic& d = diagnostics_->last();
  if (d.code != "E0301" || d.span.line != n.span.line || d.span.column != n.span.column || !d.help.empty())
    return;
  d.help =
      fmt::format("an event is declared before it is used: `channel {}{}`", n.text, fields ? " : T" : "");
}

Ty* Inference::name(const ast::Expr& e, const ast::Name& n) {
  if (n.text == "_") {
    diagnostics_->error("E0219", n.span, "`_` stands for any value in a pattern only", "no value");
    return fresh(n.span);
  }
  for (std::size_t i = locals_.size(); i-- > 0;)
    if (locals_[i].name == n.text) return instantiate(locals_[i].type);
  if (const auto it = top_.find(n.text); it != top_.end()) return instantiate(it->second);
  const auto known = script_.names.find(n.text);
  if (known != script_.names.end()) {
    if (known->second.kind != Meaning::Kind::Instance) return fresh(n.span);  // reported at its definition
    uses_.push_back({known->second.number, e.span, {}, {}, false});
    return simple(TyKind::Proc, n.span);
  }
  const int builtin = find_builtin(n.text);
  if (builtin < 0) return unknown(n);
  if (builtin_names()[static_cast<std::size_t>(builtin)].must_be_declared &&
      !script_.declared_functions.contains(n.text))
    return unknown(n);
  return builtin_type(builtin, n.span);
}

Ty* Inference::instantiate(Ty* t) {
  std::map<Ty*, Ty*> made;
  const std::function<Ty*(Ty*, int)> copy = [&](Ty* x, int depth) -> Ty* {
    x = Types::resolve(x);
    types_.spend(depth);
    if (x->kind == TyKind::Var) {
      if (x->level != kGeneric) return x;
      const auto [it, fresh] = made.emplace(x, nullptr);
      if (!fresh) return it->second;
      Ty* v = types_.var(x->origin, level_, x->constraints);
      it->second = v;
      for (Ty* r : x->extends) v->extends.push_back(copy(r, depth + 1));
      return v;
    }
    std::vector<Ty*> parts;
    bool changed = false;
    for (Ty* p : x->parts) {
      parts.push_back(copy(p, depth + 1));
      changed = changed || parts.back() != p;
    }
    if (!changed) return x;
    Ty* out = types_.make(x->kind, x->origin, std::move(parts), x->number);
    out->name = x->name;
    return out;
  };
  return copy(t, 0);
}

namespace {

// Reads the notation of the table of predeclared names.
class Notation {
 public:
  Notation(std::string_view text, Types& types, Unifier& unifier, Span origin, int level)
      : text_(text), types_(types), unifier_(unifier), origin_(origin), level_(level) {}

  Ty* read() {
    // Constraints stand in front of `=> ` with a space; a field arrow has none.
    const std::size_t arrow = text_.find(" => ");
    if (arrow != std::string_view::npos) {
      std::string_view list = text_.substr(0, arrow);
      while (!list.empty()) {
        const std::size_t comma = std::min(list.find(", "), list.size());
        const std::string_view one = list.substr(0, comma);
        const std::string_view word = one.substr(0, one.find(' '));
        variable(one.back())->constraints |= word == "Eq" ? kEq : word == "Set" ? kSet : kYield;
        list.remove_prefix(std::min(comma + 2, list.size()));
      }
      text_.remove_prefix(arrow + 4);
    }
    return type();
  }

 private:
  bool eat(std::string_view what) {
    if (!text_.starts_with(what)) return false;
    text_.remove_prefix(what.size());
    return true;
  }
  Ty* variable(char c) {
    Ty*& v = variables_[c];
    if (!v) v = types_.var(origin_, level_);
    return v;
  }
  Ty* type() {
    if (eat("(")) {
      std::vector<Ty*> parts;
      while (!eat(")")) {
        parts.push_back(type());
        eat(", ");
      }
      if (!eat(" -> ")) return types_.make(TyKind::Tuple, origin_, std::move(parts));
      parts.push_back(type());
      return types_.make(TyKind::Fun, origin_, std::move(parts));
    }
    if (eat("{")) {
      Ty* inner = type();
      eat("}");
      return types_.make(TyKind::Set, origin_, {inner});
    }
    if (eat("<")) {
      Ty* inner = type();
      eat(">");
      return types_.make(TyKind::Seq, origin_, {inner});
    }
    for (const auto& [word, kind] : {std::pair{"Int", TyKind::Int},
                                     {"Bool", TyKind::Bool},
                                     {"Char", TyKind::Char},
                                     {"Event", TyKind::Event},
                                     {"Proc", TyKind::Proc}})
      if (eat(word)) return types_.make(kind, origin_);
    Ty* v = variable(text_.front());
    text_.remove_prefix(1);
    if (eat("=>*")) {
      Ty* open = types_.var(origin_, level_);
      open->extends.push_back(v);
      return open;
    }
    if (eat("=>")) return types_.dotable({v}, type(), origin_);
    return v;
  }

  std::string_view text_;
  Types& types_;
  [[maybe_unused]] Unifier& unifier_;
  Span origin_;
  int level_;
  std::map<char, Ty*> variables_;
};

}  // namespace

Ty* Inference::builtin_type(int number, Span origin) {
  return Notation(builtin_names()[static_cast<std::size_t>(number)].type, types_, unifier_, origin, level_)
      .read();
}

// ---- Messages

void Inference::same(const ast::Expr& e, Ty* want, Ty* actual, std::string_view what) {
  try {
    unifier_.unify(want, actual);
  } catch (const Mismatch& m) {
    report(m, e.span, want, actual, what);
  }
}

void Inference::able(const ast::Expr& e, Ty* t, Constraint c, std::string_view what) {
  try {
    unifier_.require(c, t);
  } catch (const Mismatch& m) {
    report(m, e.span, t, t, what);
  }
}

namespace {
const char* cannot(Constraint c) {
  switch (c) {
    case kEq:
      return "cannot be compared with `==`";
    case kOrd:
      return "have no order: they cannot be compared with `<`";
    case kSet:
      return "cannot be in sets";
    case kYield:
      return "are neither events nor values of a datatype";
  }
  return "";
}
std::string clash_help(Ty* want, Ty* actual) {
  want = Types::resolve(want);
  actual = Types::resolve(actual);
  const bool event = actual->kind == TyKind::Event || Types::result(actual)->kind == TyKind::Event;
  if (want->kind == TyKind::Set && event)
    return "a set of events is written {a, b}, or {|c|} for all events of a channel";
  if (want->kind == TyKind::Set && actual->kind == TyKind::Seq)
    return "set(s) is the set of the items of a sequence";
  if (want->kind == TyKind::Seq && actual->kind == TyKind::Set)
    return "seq(S) is a sequence of the members of a set";
  return "";
}
std::string plural(std::size_t n, const char* word) {
  return fmt::format("{} {}{}", n, word, n == 1 ? "" : "s");
}
}  // namespace

// Where the channel is declared that a communication is about.
void Inference::note_subject(Diagnostic& d) {
  if (!subject_) return;
  const auto it = script_.names.find(subject_->text);
  const auto type = top_.find(subject_->text);
  if (it == script_.names.end() || type == top_.end()) return;
  d.notes.push_back({fmt::format("`{}` is {}", subject_->text, types_.show(type->second)), it->second.span});
}

void Inference::report(const Mismatch& m, Span span, Ty* want, Ty* actual, std::string_view what) {
  // One mistake in one place is told once.
  if (!reported_.insert({span.file, span.line, span.column, span.end_line, span.end_column}).second) return;
  const auto note = [&](Diagnostic& d, Ty* t, const std::string& text) {
    if (!t) return;
    t = Types::resolve(t);
    if (!t->origin.known() || t->origin == span) return;
    for (const DiagnosticNote& n : d.notes)
      if (n.span == t->origin) return;
    d.notes.push_back({text, t->origin});
  };
  switch (m.kind) {
    case Mismatch::Kind::Clash: {
      Diagnostic& d = diagnostics_->error(
          "E0401", span,
          fmt::format("{} must be {}, but it is {}", what, types_.show(want), types_.show(actual)),
          fmt::format("this is {}", types_.show(actual)));
      note(d, m.left, fmt::format("{} is needed because of this", types_.show(m.left)));
      note(d, m.right, fmt::format("{} comes from here", types_.show(m.right)));
      d.help = clash_help(want, actual);
      return;
    }
    case Mismatch::Kind::TooMany: {
      Diagnostic& d = diagnostics_->error("E0402", span,
                                          fmt::format("{} has {} too many", what, plural(m.count, "field")),
                                          "too many fields");
      note_subject(d);
      if (d.notes.empty()) note(d, m.left, fmt::format("the type here is {}", types_.show(m.left)));
      return;
    }
    case Mismatch::Kind::TooFew: {
      Diagnostic& d =
          diagnostics_->error("E0402", span, fmt::format("{} has {} too few", what, plural(m.count, "field")),
                              fmt::format("expected {} more", m.count));
      note_subject(d);
      if (d.notes.empty()) {
        note(d, m.left, fmt::format("the type here is {}", types_.show(m.left)));
        note(d, m.right, fmt::format("the type here is {}", types_.show(m.right)));
      }
      if (Types::resolve(want)->kind == TyKind::Set) d.help = "for all events of a channel write {|c|}";
      return;
    }
    case Mismatch::Kind::Circular: {
      Diagnostic& d =
          diagnostics_->error("E0405", span, fmt::format("{} would have a type that contains itself", what),
                              fmt::format("its type would be {}", types_.show(m.right)));
      note(d, m.right, "this is a part of it");
      return;
    }
    case Mismatch::Kind::Constraint: {
      Diagnostic& d = diagnostics_->error(
          "E0406", span,
          fmt::format("{}: values of type {} {}", what, types_.show(m.right), cannot(m.constraint)),
          fmt::format("this is {}", types_.show(actual)));
      note(d, m.right, fmt::format("{} comes from here", types_.show(m.right)));
      return;
    }
    case Mismatch::Kind::NoChannel: {
      Diagnostic& d =
          diagnostics_->error("E0408", span,
                              fmt::format("{} must begin with a channel or a constructor, but it is {}", what,
                                          types_.show(actual)),
                              fmt::format("this is {}", types_.show(m.right)));
      note(d, m.right, fmt::format("{} comes from here", types_.show(m.right)));
      return;
    }
  }
}

Ty* Inference::not_cspm(const ast::Expr& e) {
  diagnostics_->error("E0615", e.span,
                      "this form is for programs; it has no meaning in a process or function of CSPM",
                      "inside of a prog only");
  return fresh(e.span);
}

}  // namespace csp::cspm
