// Patterns, and which names they bind.
#include "frontend/cspm/compile.h"

namespace csp::cspm {

Pattern Compiler::pattern(const ast::Expr& e) {
  Pattern p;
  p.span = e.span;
  const auto literal = [&](Val v) {
    p.kind = Pattern::Kind::Literal;
    p.value = std::move(v);
  };
  if (const auto* n = std::get_if<ast::NameExpr>(&e.node)) {
    if (n->name.text == "_") return p;
    if (const auto it = script_.names.find(n->name.text);
        it != script_.names.end() && it->second.kind == Meaning::Kind::Atom) {
      literal(Val::atom(it->second.number));
      return p;
    }
    if (n->name.text == "True" || n->name.text == "False") {
      literal(Val::boolean(n->name.text == "True"));
      return p;
    }
    p.kind = Pattern::Kind::Variable;
    p.slot = new_slot();
    bind(n->name.text, {p.slot, -1});
  } else if (const auto* i = std::get_if<ast::IntLit>(&e.node)) {
    literal(Val::integer(i->value));
  } else if (const auto* minus = std::get_if<ast::UnaryExpr>(&e.node)) {
    const auto* number = std::get_if<ast::IntLit>(&minus->operand->node);
    literal(Val::integer(number ? -number->value : 0));
  } else if (const auto* b = std::get_if<ast::BoolLit>(&e.node)) {
    literal(Val::boolean(b->value));
  } else if (const auto* c = std::get_if<ast::CharLit>(&e.node)) {
    literal(Val::character(c->value));
  } else if (const auto* t = std::get_if<ast::TupleLit>(&e.node)) {
    p.kind = Pattern::Kind::Tuple;
    for (const ast::ExprBox& part : t->items) p.parts.push_back(pattern(*part));
  } else if (const auto* set = std::get_if<ast::SetLit>(&e.node)) {
    p.kind = set->items.empty() ? Pattern::Kind::EmptySet : Pattern::Kind::OneSet;
    if (!set->items.empty()) p.parts.push_back(pattern(*set->items.front()));
  } else if (std::holds_alternative<ast::ListLit>(e.node) || std::holds_alternative<ast::StringLit>(e.node) ||
             std::holds_alternative<ast::BinaryExpr>(e.node)) {
    p.kind = Pattern::Kind::Sequence;
    sequence_parts(e, p);
    if (!p.has_rest) p.before = p.parts.size();
  } else if (const auto* both = std::get_if<ast::AsPattern>(&e.node)) {
    p.kind = Pattern::Kind::Both;
    p.parts.push_back(pattern(*both->left));
    p.parts.push_back(pattern(*both->right));
  } else if (std::holds_alternative<ast::DotExpr>(e.node) || std::holds_alternative<ast::DotApply>(e.node)) {
    p.kind = Pattern::Kind::Dot;
    dot_parts(e, p.parts);
  }
  return p;
}

void Compiler::dot_parts(const ast::Expr& e, std::vector<Pattern>& out) {
  if (const auto* dot = std::get_if<ast::DotApply>(&e.node)) {
    dot_parts(*dot->base, out);
    dot_parts(*dot->arg, out);
  } else if (const auto* field = std::get_if<ast::DotExpr>(&e.node)) {
    dot_parts(*field->base, out);
    const std::string& text = field->field.text;
    ast::Expr part{field->field.span, ast::NameExpr{field->field}};
    if (text[0] >= '0' && text[0] <= '9') part.node = ast::IntLit{std::stoll(text)};
    if (text == "true" || text == "false") part.node = ast::BoolLit{text == "true"};
    out.push_back(pattern(part));
  } else {
    out.push_back(pattern(e));
  }
}

// <a>^xs^<b>: items until the part of unknown length, then items from the end.
void Compiler::sequence_parts(const ast::Expr& e, Pattern& out) {
  if (const auto* list = std::get_if<ast::ListLit>(&e.node)) {
    for (const ast::ExprBox& item : list->items) out.parts.push_back(pattern(*item));
  } else if (const auto* text = std::get_if<ast::StringLit>(&e.node)) {
    const Val characters = string_sequence(text->value);  // SeqView does not keep it alive
    for (const Val& c : SeqView(characters)) {
      Pattern p;
      p.kind = Pattern::Kind::Literal;
      p.value = c;
      p.span = e.span;
      out.parts.push_back(std::move(p));
    }
  } else if (const auto* concat = std::get_if<ast::BinaryExpr>(&e.node)) {
    sequence_parts(*concat->left, out);
    sequence_parts(*concat->right, out);
  } else {
    out.has_rest = true;
    out.before = out.parts.size();
    out.parts.push_back(pattern(e));
  }
}

void bound_names(const ast::Expr& e, const std::function<bool(const std::string&)>& is_atom,
                 std::vector<ast::Name>& out) {
  const auto all = [&](const std::vector<ast::ExprBox>& list) {
    for (const ast::ExprBox& item : list) bound_names(*item, is_atom, out);
  };
  const auto one = [&](const ast::Name& n) {
    const std::string& t = n.text;
    const bool value =
        (t[0] >= '0' && t[0] <= '9') || t == "true" || t == "false" || t == "True" || t == "False";
    if (t != "_" && !value && !is_atom(t)) out.push_back(n);
  };
  if (const auto* n = std::get_if<ast::NameExpr>(&e.node)) one(n->name);
  if (const auto* t = std::get_if<ast::TupleLit>(&e.node)) all(t->items);
  if (const auto* s = std::get_if<ast::SetLit>(&e.node)) all(s->items);
  if (const auto* l = std::get_if<ast::ListLit>(&e.node)) all(l->items);
  if (const auto* b = std::get_if<ast::BinaryExpr>(&e.node)) all({b->left, b->right});
  if (const auto* a = std::get_if<ast::AsPattern>(&e.node)) all({a->left, a->right});
  if (const auto* d = std::get_if<ast::DotApply>(&e.node)) all({d->base, d->arg});
  if (const auto* f = std::get_if<ast::DotExpr>(&e.node)) {
    bound_names(*f->base, is_atom, out);
    one(f->field);
  }
}

}  // namespace csp::cspm
