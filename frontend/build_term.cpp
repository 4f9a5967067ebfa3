// Terms of the parse tree -> syntax tree: docs/language.md, section 11. The grammar reads operators and
// operands as they come; here they are put together by the table in precedence.h (precedence climbing).
#include <fmt/format.h>

#include "frontend/build.h"
#include "frontend/precedence.h"

namespace csp {
namespace {

Span between(const Span& first, const Span& last) {
  return Span{first.file, first.line, first.column, last.end_line, last.end_column};
}

struct Sign {
  Level level;
  std::optional<ast::BinaryOp> binary;
  std::optional<ast::ProcessOp> process;
};

Sign sign_of(Tok type) {
  using B = ast::BinaryOp;
  using O = ast::ProcessOp;
  const auto binary = [](B op) { return Sign{level_of(op), op, {}}; };
  const auto process = [](O op) { return Sign{level_of(op), {}, op}; };
  switch (type) {
    case Tok::CARET:
      return binary(B::Concat);
    case Tok::STAR:
      return binary(B::Mul);
    case Tok::SLASH:
      return binary(B::Div);
    case Tok::PERCENT:
      return binary(B::Mod);
    case Tok::PLUS:
      return binary(B::Add);
    case Tok::MINUS:
      return binary(B::Sub);
    case Tok::EQEQ:
      return binary(B::Eq);
    case Tok::NE:
      return binary(B::Ne);
    case Tok::LT:
      return binary(B::Lt);
    case Tok::LE:
      return binary(B::Le);
    case Tok::GT:
      return binary(B::Gt);
    case Tok::GE:
      return binary(B::Ge);
    case Tok::AND:
      return binary(B::And);
    case Tok::OR:
      return binary(B::Or);
    case Tok::BOX:
      return process(O::ExternalChoice);
    case Tok::ICHOICE:
      return process(O::InternalChoice);
    case Tok::INTERLEAVE:
      return process(O::Interleave);
    case Tok::SEMI:
      return process(O::Sequence);
    case Tok::INTERRUPT:
      return process(O::Interrupt);
    case Tok::SLIDE:
      return process(O::Sliding);
    case Tok::PARBAR:
      return process(O::Alphabetised);
    case Tok::LSHARE:
      return process(O::Sharing);
    case Tok::LALPHA:
      return process(O::Alphabetised);
    case Tok::LLINK:
      return process(O::Link);
    case Tok::LSYNC:
      return process(O::SyncExternal);
    case Tok::LSYNCI:
      return process(O::SyncInterrupt);
    case Tok::BACKSLASH:
      return {kHide, {}, {}};
    case Tok::ATAT:
      return {kAs, {}, {}};
    case Tok::ARROW:
    case Tok::AMP:
      return {kPrefix, {}, {}};
    case Tok::BANG:
    case Tok::QUEST:
    case Tok::DOLLAR:
      return {kFields, {}, {}};
    case Tok::DOT:
      return {kDot, {}, {}};
    case Tok::IS:
      return {kCompare, {}, {}};
    default:
      return {kLoosest, {}, {}};
  }
}

template <class Context>
Tok first_type(Context* context) {
  return static_cast<Tok>(context->getStart()->getType());
}

}  // namespace

// ---- The flat list

void Builder::flatten(P::OperandContext* context, Items& items) {
  for (P::PrefixContext* prefix : context->prefix()) items.push_back({prefix, nullptr, nullptr, nullptr});
  items.push_back({nullptr, context, nullptr, nullptr});
}

void Builder::flatten(P::InfixContext* infix, Items& items) {
  P::OperandContext* operand = nullptr;
  if (auto* plain = dynamic_cast<P::PlainInfixContext*>(infix)) operand = plain->operand();
  if (auto* sharing = dynamic_cast<P::SharingInfixContext*>(infix)) operand = sharing->operand();
  if (auto* alphabet = dynamic_cast<P::AlphabetInfixContext*>(infix)) operand = alphabet->operand();
  if (auto* link = dynamic_cast<P::LinkInfixContext*>(infix)) operand = link->operand();
  if (auto* sync = dynamic_cast<P::SyncInfixContext*>(infix)) operand = sync->operand();
  items.push_back({nullptr, nullptr, infix, dynamic_cast<Node*>(infix->children.front())});
  if (operand != nullptr) flatten(operand, items);
}

ast::ExprBox Builder::term(P::TermContext* context) {
  Items items;
  flatten(context->operand(), items);
  for (P::InfixContext* infix : context->infix()) flatten(infix, items);
  return whole(items);
}

// Operands with plain operators between them: `input` and `sum` of the grammar.
ast::ExprBox Builder::chain(Ctx* context) {
  Items items;
  for (antlr4::tree::ParseTree* child : context->children) {
    if (auto* operand = dynamic_cast<P::OperandContext*>(child)) {
      flatten(operand, items);
    } else {
      items.push_back({nullptr, nullptr, nullptr, dynamic_cast<Node*>(child)});
    }
  }
  return whole(items);
}

ast::ExprBox Builder::whole(const Items& items) {
  std::size_t at = 0;
  return settled(climb(items, at, kLoosest));
}

// ---- Precedence climbing

// An expression of operators that bind at least as tightly as `min`.
Builder::Part Builder::climb(const Items& items, std::size_t& at, int min) {
  const Item& first = items[at++];
  Part left;
  if (first.prefix != nullptr) {
    left = prefixed(first.prefix, items, at);
  } else {
    left.span = span(first.operand->primary());
    left.expr = primary(first.operand->primary());
    for (P::SuffixContext* one : first.operand->suffix()) {
      left.span = between(left.span, span(one));
      left.expr = suffixed(std::move(left.expr), one, left.span);
    }
  }
  while (at < items.size()) {
    const Item& op = items[at];
    if (sign_of(static_cast<Tok>(op.sign->getSymbol()->getType())).level < min) break;
    ++at;
    left = combined(std::move(left), op, items, at);
  }
  return left;
}

// `c!x?y` is no expression before its `->` has come.
ast::ExprBox Builder::settled(Part part) const {
  if (part.fields.empty()) return std::move(part.expr);
  const ast::PrefixField& field = part.fields.front();
  const bool output = field.kind == ast::PrefixField::Kind::Output;
  fail("E0216", field.span,
       fmt::format("`{}` stands only in a communication before `->`",
                   output                                        ? "!"
                   : field.kind == ast::PrefixField::Kind::Input ? "?"
                                                                 : "$"),
       "expected `->` and a process behind this communication",
       output ? "the fields of an event are joined by `.`: c.x" : "");
}

Builder::Part Builder::combined(Part left, const Item& op, const Items& items, std::size_t& at) {
  const Tok type = static_cast<Tok>(op.sign->getSymbol()->getType());
  const Sign sign = sign_of(type);
  Part result;
  if (sign.level == kFields) {
    ast::PrefixField field;
    if (type == Tok::BANG) {
      Part value = climb(items, at, kFields + 1);
      field.span = between(span(op.sign), value.span);
      field.value = settled(std::move(value));
    } else {
      field = input(static_cast<P::InputInfixContext*>(op.infix));
    }
    left.span = between(left.span, field.span);
    left.fields.push_back(std::move(field));
    return left;
  }
  if (type == Tok::IS) {
    auto* is = static_cast<P::IsInfixContext*>(op.infix);
    result.span = between(left.span, span(is->NAME()));
    result.expr = make(result.span, ast::IsExpr{settled(std::move(left)), name(is->NAME())});
    return result;
  }
  const bool to_the_right = sign.level == kPrefix;
  Part right = climb(items, at, to_the_right ? sign.level : sign.level + 1);
  result.span = between(left.span, right.span);
  ast::ExprBox then = settled(std::move(right));
  if (type == Tok::ARROW) {
    result.expr =
        make(result.span, ast::PrefixExpr{std::move(left.expr), std::move(left.fields), std::move(then)});
    return result;
  }
  ast::ExprBox from = settled(std::move(left));
  if (sign.binary) {
    result.expr = make(result.span, ast::BinaryExpr{*sign.binary, std::move(from), std::move(then)});
  } else if (sign.process) {
    ast::ProcessExpr process;
    process.op = *sign.process;
    process.left = std::move(from);
    process.right = std::move(then);
    brackets(op.infix, process);
    result.expr = make(result.span, std::move(process));
  } else if (type == Tok::AMP) {
    result.expr = make(result.span, ast::GuardExpr{std::move(from), std::move(then)});
  } else if (type == Tok::BACKSLASH) {
    result.expr = make(result.span, ast::HideExpr{std::move(from), std::move(then)});
  } else if (type == Tok::ATAT) {
    pattern(from);
    pattern(then);
    result.expr = make(result.span, ast::AsPattern{std::move(from), std::move(then)});
  } else {
    result.expr = dotted(std::move(from), std::move(then), result.span);
  }
  return result;
}

// A single word or number behind a dot is a field; names, types or the value of a variable are told apart
// later.
ast::ExprBox Builder::dotted(ast::ExprBox base, ast::ExprBox arg, const Span& where) const {
  if (const auto* word = std::get_if<ast::NameExpr>(&arg->node))
    return make(where, ast::DotExpr{std::move(base), word->name});
  if (const auto* number = std::get_if<ast::IntLit>(&arg->node)) {
    return make(where, ast::DotExpr{std::move(base), {std::to_string(number->value), arg->span}});
  }
  return make(where, ast::DotApply{std::move(base), std::move(arg)});
}

ast::PrefixField Builder::input(P::InputInfixContext* context) {
  ast::PrefixField field;
  field.kind = context->QUEST() != nullptr ? ast::PrefixField::Kind::Input : ast::PrefixField::Kind::Choice;
  field.span = span(context);
  field.value = chain(context->input(0));
  pattern(field.value);
  if (context->COLON() != nullptr) field.restriction = chain(context->input(1));
  return field;
}

// What stands in the brackets of an operator.
void Builder::brackets(P::InfixContext* infix, ast::ProcessExpr& process) {
  if (auto* sharing = dynamic_cast<P::SharingInfixContext*>(infix)) {
    if (sharing->REXC() != nullptr) process.op = ast::ProcessOp::Exception;
    process.set = term(sharing->term());
  } else if (auto* alphabet = dynamic_cast<P::AlphabetInfixContext*>(infix)) {
    process.set = term(alphabet->term(0));
    process.second_set = term(alphabet->term(1));
  } else if (auto* link = dynamic_cast<P::LinkInfixContext*>(infix)) {
    process.links = links(link->links(), Tok::TIE);
    process.qualifiers = qualifiers(link->links()->qualifiers());
  } else if (auto* sync = dynamic_cast<P::SyncInfixContext*>(infix)) {
    process.set = term(sync->term());
  }
}

// ---- Prefixes

Builder::Part Builder::prefixed(P::PrefixContext* context, const Items& items, std::size_t& at) {
  const Span start = span(context);
  Part result;
  if (dynamic_cast<P::SignPrefixContext*>(context) != nullptr) {
    const Tok type = first_type(context);
    const auto op = type == Tok::MINUS  ? ast::UnaryOp::Negate
                    : type == Tok::HASH ? ast::UnaryOp::Length
                                        : ast::UnaryOp::Not;
    Part operand = climb(items, at, op == ast::UnaryOp::Not ? kNot : kUnary);
    result.span = between(start, operand.span);
    result.expr = make(result.span, ast::UnaryExpr{op, settled(std::move(operand))});
    return result;
  }
  Part rest = climb(items, at, kLoosest);
  result.span = between(start, rest.span);
  ast::ExprBox body = settled(std::move(rest));
  if (auto* choice = dynamic_cast<P::IfPrefixContext*>(context)) {
    ast::ExprBox condition = term(choice->term(0));
    result.expr =
        make(result.span, ast::IfExpr{std::move(condition), term(choice->term(1)), std::move(body)});
  } else if (auto* let = dynamic_cast<P::LetPrefixContext*>(context)) {
    ast::LetExpr expr;
    for (P::DefinitionContext* one : let->definition()) {
      ast::Decl decl;
      decl.span = span(one);
      definition(one, decl);
      expr.decls.push_back(std::make_shared<ast::Decl>(std::move(decl)));
    }
    expr.body = std::move(body);
    result.expr = make(result.span, std::move(expr));
  } else if (auto* lambda = dynamic_cast<P::LambdaPrefixContext*>(context)) {
    ast::LambdaExpr expr;
    for (P::TermContext* one : lambda->term()) expr.params.push_back(patterned(one));
    expr.body = std::move(body);
    result.expr = make(result.span, std::move(expr));
  } else {
    ast::ReplicatedExpr expr = replicated(context);
    expr.body = std::move(body);
    result.expr = make(result.span, std::move(expr));
  }
  return result;
}

ast::ReplicatedExpr Builder::replicated(P::PrefixContext* context) {
  ast::ReplicatedExpr result;
  result.op = *sign_of(first_type(context)).process;
  if (auto* plain = dynamic_cast<P::PlainReplicatorContext*>(context)) {
    result.qualifiers = qualifiers(plain->qualifiers());
  } else if (auto* alphabet = dynamic_cast<P::AlphabetReplicatorContext*>(context)) {
    result.qualifiers = qualifiers(alphabet->qualifiers());
    result.set = term(alphabet->term());
  } else if (auto* sharing = dynamic_cast<P::SharingReplicatorContext*>(context)) {
    result.qualifiers = qualifiers(sharing->qualifiers());
    result.set = term(sharing->term());
  } else if (auto* link = dynamic_cast<P::LinkReplicatorContext*>(context)) {
    result.links = links(link->links(), Tok::TIE);
    result.link_qualifiers = qualifiers(link->links()->qualifiers());
    result.qualifiers = qualifiers(link->qualifiers());
  } else {
    auto* sync = static_cast<P::SyncReplicatorContext*>(context);
    result.qualifiers = qualifiers(sync->qualifiers());
    result.set = term(sync->term());
  }
  return result;
}

}  // namespace csp
