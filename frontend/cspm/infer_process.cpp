// Types of process expressions and of patterns.
#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "frontend/cspm/infer.h"
#include "frontend/print.h"

namespace csp::cspm {

Ty* Inference::extendable(const ast::Expr& e, Ty* result, std::string_view what) {
  Ty* t = infer(e);
  try {
    return unifier_.extends(t, result);
  } catch (const Mismatch& m) {
    report(m, e.span, result, t, what);
    return fresh(e.span);
  }
}

namespace {
// The name that dots begin with.
const ast::Name* head_of(const ast::Expr& e) {
  if (const auto* n = std::get_if<ast::NameExpr>(&e.node)) return &n->name;
  if (const auto* d = std::get_if<ast::DotExpr>(&e.node)) return head_of(*d->base);
  if (const auto* d = std::get_if<ast::DotApply>(&e.node)) return head_of(*d->base);
  return nullptr;
}

// A name in the pattern that is a channel, and so no variable; null if there is none.
const ast::Name* channel_in(const ast::Expr& pattern,
                            const std::function<bool(const std::string&)>& channel) {
  if (const auto* n = std::get_if<ast::NameExpr>(&pattern.node))
    return channel(n->name.text) ? &n->name : nullptr;
  if (const auto* d = std::get_if<ast::DotApply>(&pattern.node)) {
    const ast::Name* left = channel_in(*d->base, channel);
    return left ? left : channel_in(*d->arg, channel);
  }
  if (const auto* t = std::get_if<ast::TupleLit>(&pattern.node))
    for (const ast::ExprBox& item : t->items)
      if (const ast::Name* found = channel_in(*item, channel)) return found;
  if (const auto* s = std::get_if<ast::ListLit>(&pattern.node))
    for (const ast::ExprBox& item : s->items)
      if (const ast::Name* found = channel_in(*item, channel)) return found;
  return nullptr;
}
}  // namespace

Ty* Inference::node(const ast::Expr& e, const ast::PrefixExpr& x) {
  const std::size_t mark = locals_.size();
  const int errors = diagnostics_->errors();
  Ty* event = infer(x.channel);
  const ast::Name* head = head_of(*x.channel);
  if (head && diagnostics_->errors() > errors) suggest_channel(*head, !x.fields.empty());
  bool input = false;
  Span whole = x.channel->span;
  for (const ast::PrefixField& f : x.fields) {
    if (f.kind != ast::PrefixField::Kind::Dot)
      input = f.kind == ast::PrefixField::Kind::Input || f.kind == ast::PrefixField::Kind::Choice;
    Ty* t = nullptr;
    if (input) {
      Ty* from = f.restriction ? infer(f.restriction) : nullptr;
      t = pattern(*f.value);
      if (from)
        same(*f.restriction, types_.make(TyKind::Set, f.value->span, {t}), from, "the set of an input");
    } else {
      t = infer(f.value);
    }
    const int before = diagnostics_->errors();
    event = join(event, t, f.value->span, f.span.known() ? f.span : f.value->span, *x.channel);
    if (input && diagnostics_->errors() > before && diagnostics_->last().help.empty()) {
      const auto channel = [&](const std::string& name) {
        return std::any_of(script_.atoms.begin(), script_.atoms.end(),
                           [&](const Atom& a) { return a.channel && a.name == name; });
      };
      if (const ast::Name* taken = channel_in(*f.value, channel))
        diagnostics_->last().help = fmt::format(
            "`{}` is a channel and stands for itself in a pattern; take another name", taken->text);
    }
    whole.end_line = f.value->span.end_line;
    whole.end_column = f.value->span.end_column;
  }
  no_twice(mark);
  subject_ = head && atoms_.contains(head->text) ? head : nullptr;
  same(ast::Expr{whole, ast::NilLit{}}, simple(TyKind::Event, whole), event,
       subject_ ? fmt::format("the communication on `{}`", head->text)
                : std::string("what stands before `->`"));
  subject_ = nullptr;
  expect(*x.then, TyKind::Proc, "what follows `->`");
  locals_.resize(mark);
  return simple(TyKind::Proc, e.span);
}

Ty* Inference::node(const ast::Expr& e, const ast::GuardExpr& x) {
  expect(*x.condition, TyKind::Bool, "the guard");
  expect(*x.process, TyKind::Proc, "what is guarded");
  return simple(TyKind::Proc, e.span);
}

void Inference::links(const std::vector<ast::Link>& list) {
  for (const ast::Link& link : list) {
    Ty* event = simple(TyKind::Event, link.from->span);
    Ty* from = extendable(*link.from, event, "the left side of a renaming or link");
    Ty* to =
        extendable(*link.to, simple(TyKind::Event, link.to->span), "the right side of a renaming or link");
    same(*link.to, from, to, "the right side of a renaming or link");
  }
}

Ty* Inference::node(const ast::Expr& e, const ast::ProcessExpr& x) {
  expect(*x.left, TyKind::Proc, "the left operand");
  expect(*x.right, TyKind::Proc, "the right operand");
  if (x.set) expect_set(x.set, "the set of events");
  if (x.second_set) expect_set(x.second_set, "the set of events");
  const std::size_t mark = locals_.size();
  qualifiers(x.qualifiers, false);
  links(x.links);
  locals_.resize(mark);
  return simple(TyKind::Proc, e.span);
}

Ty* Inference::node(const ast::Expr& e, const ast::HideExpr& x) {
  expect(*x.process, TyKind::Proc, "the left side of `\\`");
  const int before = diagnostics_->errors();
  expect_set(x.set, "the set behind `\\`");
  const bool process = std::holds_alternative<ast::ProcessExpr>(x.set->node);
  if (process && diagnostics_->errors() > before)
    diagnostics_->last().help = "`\\` binds loosest of all operators: write (P \\ A) in parentheses";
  return simple(TyKind::Proc, e.span);
}

Ty* Inference::node(const ast::Expr& e, const ast::RenameExpr& x) {
  expect(*x.process, TyKind::Proc, "what is renamed");
  const std::size_t mark = locals_.size();
  qualifiers(x.qualifiers, false);
  links(x.pairs);
  locals_.resize(mark);
  return simple(TyKind::Proc, e.span);
}

Ty* Inference::node(const ast::Expr& e, const ast::ReplicatedExpr& x) {
  const bool alphabets = x.op == ast::ProcessOp::Alphabetised;
  const bool sequences = x.op == ast::ProcessOp::Sequence || x.op == ast::ProcessOp::Link;
  if (x.set && !alphabets) expect_set(x.set, "the set of events");
  const std::size_t mark = locals_.size();
  qualifiers(x.qualifiers, sequences);
  if (x.set && alphabets) expect_set(x.set, "the alphabet");
  expect(*x.body, TyKind::Proc, "what is replicated");
  locals_.resize(mark);
  qualifiers(x.link_qualifiers, false);
  links(x.links);
  locals_.resize(mark);
  return simple(TyKind::Proc, e.span);
}

// ---- Patterns

Ty* Inference::pattern(const ast::Expr& e) {
  if (const auto* n = std::get_if<ast::NameExpr>(&e.node)) return pattern_name(n->name);
  if (std::holds_alternative<ast::IntLit>(e.node)) return simple(TyKind::Int, e.span);
  if (std::holds_alternative<ast::BoolLit>(e.node)) return simple(TyKind::Bool, e.span);
  if (std::holds_alternative<ast::CharLit>(e.node)) return simple(TyKind::Char, e.span);
  if (std::holds_alternative<ast::StringLit>(e.node))
    return types_.make(TyKind::Seq, e.span, {simple(TyKind::Char, e.span)});
  if (const auto* minus = std::get_if<ast::UnaryExpr>(&e.node))
    if (minus->op == ast::UnaryOp::Negate && std::holds_alternative<ast::IntLit>(minus->operand->node))
      return simple(TyKind::Int, e.span);
  if (const auto* t = std::get_if<ast::TupleLit>(&e.node)) {
    std::vector<Ty*> parts;
    for (const ast::ExprBox& item : t->items) parts.push_back(pattern(*item));
    return types_.make(TyKind::Tuple, e.span, std::move(parts));
  }
  const auto all = [&](const std::vector<ast::ExprBox>& list) {
    Ty* item = fresh(e.span);
    for (const ast::ExprBox& p : list) same(*p, item, pattern(*p), "each item of the pattern");
    return item;
  };
  if (const auto* l = std::get_if<ast::ListLit>(&e.node))
    return types_.make(TyKind::Seq, e.span, {all(l->items)});
  if (const auto* s = std::get_if<ast::SetLit>(&e.node); s && s->items.size() <= 1) {
    Ty* item = all(s->items);
    able(e, item, kEq, "a set in a pattern");
    return types_.make(TyKind::Set, e.span, {item});
  }
  if (const auto* c = std::get_if<ast::BinaryExpr>(&e.node); c && c->op == ast::BinaryOp::Concat) {
    Ty* seq = types_.make(TyKind::Seq, e.span, {fresh(e.span)});
    same(*c->left, seq, pattern(*c->left), "the left side of `^`");
    same(*c->right, seq, pattern(*c->right), "the right side of `^`");
    if (open_parts(e) > 1)
      diagnostics_
          ->error("E0219", e.span, "a pattern with `^` may have one part of unknown length only",
                  "has several")
          .help = "write the others as <x>";
    return seq;
  }
  if (const auto* a = std::get_if<ast::AsPattern>(&e.node)) {
    Ty* left = pattern(*a->left);
    same(*a->right, left, pattern(*a->right), "the right side of `@@`");
    return left;
  }
  if (const auto* d = std::get_if<ast::DotApply>(&e.node)) {
    Ty* left = pattern(*d->base);
    return join(left, pattern(*d->arg), d->arg->span, e.span, *d->base);
  }
  if (const auto* f = std::get_if<ast::DotExpr>(&e.node)) {
    Ty* left = pattern(*f->base);
    const std::string& text = f->field.text;
    Ty* right = nullptr;
    if (text[0] >= '0' && text[0] <= '9')
      right = simple(TyKind::Int, f->field.span);
    else if (text == "true" || text == "false")
      right = simple(TyKind::Bool, f->field.span);
    else
      right = pattern_name(f->field);
    return join(left, right, f->field.span, e.span, *f->base);
  }
  diagnostics_->error("E0219", e.span, "this is no pattern", "cannot be matched").help =
      "a pattern is made of names, `_`, literals, tuples, <x>^xs, {} and {x}, and constructors with dots";
  return fresh(e.span);
}

Ty* Inference::pattern_name(const ast::Name& n) {
  if (n.text == "_") return fresh(n.span);
  if (n.text == "True" || n.text == "False") return simple(TyKind::Bool, n.span);
  if (atoms_.contains(n.text)) {
    const auto it = top_.find(n.text);
    return it == top_.end() ? fresh(n.span) : instantiate(it->second);
  }
  Ty* t = fresh(n.span);
  locals_.push_back({n.text, t, n.span});
  return t;
}

int Inference::open_parts(const ast::Expr& e) const {
  if (const auto* c = std::get_if<ast::BinaryExpr>(&e.node); c && c->op == ast::BinaryOp::Concat)
    return open_parts(*c->left) + open_parts(*c->right);
  return std::holds_alternative<ast::ListLit>(e.node) || std::holds_alternative<ast::StringLit>(e.node) ? 0
                                                                                                        : 1;
}

}  // namespace csp::cspm
