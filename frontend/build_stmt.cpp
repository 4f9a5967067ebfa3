// Statements of the parse tree -> syntax tree: docs/language.md, section 4.
#include <fmt/format.h>

#include "frontend/build.h"

namespace csp {
namespace {

using P = csp_grammar::CspParser;

// Statements that end in a bracket of their own need no `;`.
bool ends_itself(P::KeywordedContext* context) {
  return dynamic_cast<P::IfStmtContext*>(context) != nullptr || dynamic_cast<P::WhileStmtContext*>(context) != nullptr ||
         dynamic_cast<P::ForStmtContext*>(context) != nullptr || dynamic_cast<P::SelectStmtContext*>(context) != nullptr ||
         dynamic_cast<P::GuardedStmtContext*>(context) != nullptr ||
         dynamic_cast<P::ParallelStmtContext*>(context) != nullptr ||
         dynamic_cast<P::BlockStmtContext*>(context) != nullptr;
}

bool ends_itself(P::StatementContext* context) {
  if (auto* keyword = dynamic_cast<P::KeywordStmtContext*>(context)) return ends_itself(keyword->keyworded());
  auto* named = dynamic_cast<P::NamedStmtContext*>(context);
  return named != nullptr && named->named()->keyworded() != nullptr && ends_itself(named->named()->keyworded());
}

ast::Stmt stmt(const Span& where) {
  ast::Stmt result;
  result.span = where;
  return result;
}

}  // namespace

ast::Box<ast::Block> Builder::block(P::BlockContext* context) { return statements(context->statements()); }

ast::Box<ast::Block> Builder::statements(P::StatementsContext* context) {
  auto result = std::make_shared<ast::Block>();
  P::StatementContext* open = nullptr;  // the statement before, if it still needs its `;`
  for (auto* child : context->children) {
    auto* next = dynamic_cast<P::StatementContext*>(child);
    if (next == nullptr) {
      open = nullptr;
      continue;
    }
    if (open != nullptr) {
      const Span before = span(open);
      fail("E0204", Span{file_, before.end_line, before.end_column, before.end_line, before.end_column + 1},
           "expected `;` after this statement", "expected `;` here");
    }
    result->push_back(statement(next));
    open = ends_itself(next) ? nullptr : next;
  }
  return result;
}

ast::Stmt Builder::statement(P::StatementContext* context) {
  if (auto* simple = dynamic_cast<P::SimpleStmtContext*>(context)) return statement(action(simple->simple()));
  if (auto* keyword = dynamic_cast<P::KeywordStmtContext*>(context)) return keyworded(keyword->keyworded());
  if (auto* several = dynamic_cast<P::DeclareStmtContext*>(context)) return declare_several(several);
  return named(static_cast<P::NamedStmtContext*>(context));
}

// `x, y: T`.
ast::Stmt Builder::declare_several(P::DeclareStmtContext* context) {
  if (context->EQ() != nullptr) {
    fail("E0210", span(context->EQ()), "a declaration of several variables gives them no value", "expected `;` before this",
         "declare each with its value: `x: T = e; y: T = e;`");
  }
  ast::Stmt result = stmt(span(context));
  std::vector<ast::Name> list = names(context->names());
  list.insert(list.begin(), name(context->NAME()));
  result.node = ast::DeclStmt{std::move(list), type(context->item()), nullptr};
  return result;
}

// `x: T`, `x: T = e` and `L: S`. What could be both (`L: x = 3`, where x might be a type) is taken as a declaration;
// resolve, which knows the types, reads it again as a label if x is none.
ast::Stmt Builder::named(P::NamedStmtContext* context) {
  P::PlaceContext* left = context->place();
  if (left->NAME() == nullptr || !left->postfix().empty()) {
    fail("E0210", span(left), "only a name can stand before `:`", "not a name");
  }
  const ast::Name head = name(left->NAME());
  P::NamedContext* rest = context->named();
  ast::Stmt result = stmt(span(context));
  const auto label = [&](ast::Stmt body) {
    result.node = ast::LabelStmt{head, std::make_shared<ast::Stmt>(std::move(body))};
    return std::move(result);
  };
  if (rest->keyworded() != nullptr) return label(keyworded(rest->keyworded()));
  if (rest->keywordType() != nullptr) {
    ast::TypeBox of = type(rest->keywordType());
    ast::ExprBox initial = rest->EQ() != nullptr ? expr(rest->expr().front()) : nullptr;
    result.node = ast::DeclStmt{{head}, std::move(of), std::move(initial)};
    return result;
  }
  P::TailContext* tail = rest->tail();
  P::ExprContext* first = rest->expr(0);
  auto* chain = dynamic_cast<P::PostfixExprContext*>(first);
  const bool bare = chain != nullptr && chain->postfix().empty();
  const bool value_given = tail != nullptr && tail->EQ() != nullptr && tail->RANGE() == nullptr;
  if (rest->COMMA().empty() && (tail == nullptr || value_given) && (bare || rest->DOTDOT() != nullptr)) {
    ast::TypeBox of;
    if (rest->DOTDOT() != nullptr) {
      ast::ExprBox lo = expr(first);
      ast::ExprBox hi = expr(rest->expr(1));
      const Span where{file_, lo->span.line, lo->span.column, hi->span.end_line, hi->span.end_column};
      of = make_type(where, ast::RangeType{std::move(lo), std::move(hi)});
    } else {
      of = type(first);
    }
    result.node = ast::DeclStmt{{head}, std::move(of), value_given ? expr(tail->expr()) : nullptr};
    return result;
  }
  if (rest->DOTDOT() != nullptr) {
    fail("E0211", span(rest), "a range is no statement", "expected `x: lo..hi;` or `x: lo..hi = e;`");
  }
  if (tail != nullptr && tail->ASSIGN() != nullptr && bare && chain->atom()->NAME() != nullptr) {
    const std::string_view of = text(chain->atom()->NAME());
    if (of == "int" || of == "bool" || of == "char" || of == "unit") {
      fail("E0206", span(tail->ASSIGN()), "a declaration with a type takes its value with `=`",
           "`:=` finds the type itself", fmt::format("write `{}: {} = e` or `{} := e`", head.text, of, head.text));
    }
  }
  Action inner{span(rest), {}, {}, tail};
  for (P::ExprContext* one : rest->expr()) inner.lefts.push_back(expr(one));
  return label(statement(std::move(inner)));
}

ast::ExprBox Builder::call(P::ExprContext* context, std::string_view word) {
  ast::ExprBox result = expr(context);
  if (!std::holds_alternative<ast::CallExpr>(result->node)) {
    const auto* one = std::get_if<ast::NameExpr>(&result->node);
    const bool anonymous = std::holds_alternative<ast::ProgExpr>(result->node);
    fail("E0213", result->span, fmt::format("`{}` needs a call", word), "not a call",
         one != nullptr ? fmt::format("write `{} {}()`", word, one->name.text)
         : anonymous    ? "write the arguments behind the body: `prog() { ... }()`"
                        : fmt::format("write `{} P(e)`", word));
  }
  return result;
}

ast::Stmt Builder::keyworded(P::KeywordedContext* context) {
  ast::Stmt result = stmt(span(context));
  if (auto* start = dynamic_cast<P::BeginStmtContext*>(context)) {
    result.node = ast::BeginStmt{call(start->expr(), "begin"), start->SERVICE() != nullptr};
  } else if (auto* turn = dynamic_cast<P::BecomeStmtContext*>(context)) {
    result.node = ast::BecomeStmt{call(turn->expr(), "become")};
  } else if (auto* later = dynamic_cast<P::DeferStmtContext*>(context)) {
    result.node = ast::DeferStmt{call(later->expr(), "defer")};
  } else if (auto* check = dynamic_cast<P::AssertStmtContext*>(context)) {
    result.node = ast::AssertStmt{expr(check->expr())};
  } else if (dynamic_cast<P::BreakStmtContext*>(context) != nullptr) {
    result.node = ast::BreakStmt{};
  } else if (dynamic_cast<P::ContinueStmtContext*>(context) != nullptr) {
    result.node = ast::ContinueStmt{};
  } else if (auto* ret = dynamic_cast<P::ReturnStmtContext*>(context)) {
    result.node = ast::ReturnStmt{ret->expr() != nullptr ? expr(ret->expr()) : nullptr};
  } else if (auto* conditional = dynamic_cast<P::IfStmtContext*>(context)) {
    return if_statement(conditional->ifStatement());
  } else if (auto* loop = dynamic_cast<P::WhileStmtContext*>(context)) {
    ast::ExprBox condition = expr(loop->expr());
    result.node = ast::WhileStmt{std::move(condition), block(loop->block())};
  } else if (auto* iteration = dynamic_cast<P::ForStmtContext*>(context)) {
    return for_statement(iteration);
  } else if (auto* choice = dynamic_cast<P::SelectStmtContext*>(context)) {
    return select_statement(choice);
  } else if (auto* alternatives = dynamic_cast<P::GuardedStmtContext*>(context)) {
    ast::GuardedStmt guarded{alternatives->REPEAT() != nullptr, {}};
    for (P::CommandContext* one : alternatives->command()) guarded.commands.push_back(command(one));
    result.node = std::move(guarded);
  } else if (auto* branches = dynamic_cast<P::ParallelStmtContext*>(context)) {
    result.node = parallel(branches->parallel());
  } else if (auto* inner = dynamic_cast<P::BlockStmtContext*>(context)) {
    result.node = ast::BlockStmt{block(inner->block())};
  } else {
    result.node = ast::SkipStmt{};
  }
  return result;
}

ast::Stmt Builder::if_statement(P::IfStatementContext* context) {
  ast::Stmt result = stmt(span(context));
  ast::ExprBox condition = expr(context->expr());
  ast::Box<ast::Block> then_body = block(context->block(0));
  ast::Box<ast::Block> else_body;
  if (context->ifStatement() != nullptr) {
    else_body = std::make_shared<ast::Block>();
    else_body->push_back(if_statement(context->ifStatement()));
  } else if (context->ELSE() != nullptr) {
    else_body = block(context->block(1));
  }
  result.node = ast::IfStmt{std::move(condition), std::move(then_body), std::move(else_body)};
  return result;
}

ast::Stmt Builder::for_statement(P::ForStmtContext* context) {
  ast::Stmt result = stmt(span(context));
  P::ForRestContext* rest = context->forRest();
  if (context->simple() != nullptr && rest == nullptr) {
    Action head = action(context->simple());
    P::TailContext* tail = head.tail;
    if (tail == nullptr || tail->RANGE() == nullptr) {
      fail("E0207", span(context->simple()), "a `for` has three parts, or a `range`, or nothing",
           tail == nullptr ? "a condition alone" : "one part alone",
           tail == nullptr ? "write `while` for a loop with a condition" : "");
    }
    std::vector<ast::Name> names = declared(head);
    ast::ExprBox over = domain(tail->item());
    result.node = ast::RangeStmt{std::move(names), tail->ASSIGN() != nullptr, std::move(over), block(context->block())};
    return result;
  }
  ast::ForStmt loop;
  if (context->simple() != nullptr) loop.init = std::make_shared<ast::Stmt>(statement(action(context->simple())));
  if (rest != nullptr && rest->expr() != nullptr) loop.condition = expr(rest->expr());
  if (rest != nullptr && rest->simple() != nullptr) {
    loop.post = std::make_shared<ast::Stmt>(statement(action(rest->simple())));
  }
  loop.body = block(context->block());
  result.node = std::move(loop);
  return result;
}

ast::Stmt Builder::select_statement(P::SelectStmtContext* context) {
  ast::Stmt result = stmt(span(context));
  ast::SelectStmt select;
  select.priority = context->PRI() != nullptr;
  for (P::SelectCaseContext* one : context->selectCase()) {
    if (one->DEFAULT() != nullptr) {
      if (select.default_span) {
        fail("E0201", span(one->DEFAULT()), "this select has a second `default`", "second `default`");
      }
      select.default_span = span(one->DEFAULT());
      select.default_body = statements(one->statements());
      continue;
    }
    const Action head = action(one->comm());
    auto comm = communication(head);
    if (!comm) {
      fail("E0209", head.span, "a case of a select is a send or a receive", "neither",
           "write `case x := <-c:` or `case c <-= e:`; a condition needs an `if`, or a guarded command");
    }
    select.cases.push_back({span(one), std::move(*comm), statements(one->statements())});
  }
  result.node = std::move(select);
  return result;
}

ast::GuardedCommand Builder::command(P::CommandContext* context) {
  ast::GuardedCommand result;
  result.span = span(context);
  result.replicators = replicators(context->replicators());
  const auto items = context->guardItem();
  for (P::GuardItemContext* one : items) {
    if (one->comm() == nullptr) {
      auto declaration = std::make_shared<ast::Stmt>(stmt(span(one)));
      declaration->node = ast::DeclStmt{names(one->names()), type(one->item()), nullptr};
      result.guard.push_back({std::move(declaration)});
      continue;
    }
    const Action head = action(one->comm());
    const bool last = one == items.back();
    const bool assigns = head.tail != nullptr && (head.tail->ASSIGN() != nullptr || head.tail->EQ() != nullptr);
    if (head.lefts.size() > 1 && !assigns) {
      fail("E0201", head.lefts[1]->span, "the parts of a guard are separated by `;`", "expected `;` before this");
    }
    auto comm = communication(head);
    if (comm && std::holds_alternative<ast::SendComm>(comm->node)) {
      fail("E0209", head.span, "a guard cannot send", "this is a send",
           "send behind the `->`; to wait until a send is possible use `select`");
    }
    if (comm && !last) {
      fail("E0209", head.span, "a receive is the last thing in a guard", "more follows",
           "write the conditions before it: `b; P?x -> ...`");
    }
    if (comm) {
      result.guard.push_back({std::move(*comm)});
    } else if (head.tail != nullptr) {
      const bool equal = head.tail->EQ() != nullptr;
      fail("E0209", head.span, "a guard cannot assign", "this is an assignment",
           equal ? "for \"equals\" write `==`" : "assign behind the `->`");
    } else {
      result.guard.push_back({head.lefts.front()});
    }
  }
  result.body = statements(context->statements());
  if (result.body->empty()) {
    fail("E0214", span(context->ARROW()), "this alternative does nothing after `->`", "expected a statement after this",
         "write `skip` to do nothing");
  }
  return result;
}

ast::ParallelStmt Builder::parallel(P::ParallelContext* context) {
  ast::ParallelStmt result;
  for (P::BranchContext* one : context->branch()) {
    ast::ParallelBranch branch;
    branch.span = span(one);
    branch.label = name(one->NAME());
    for (P::SubscriptContext* subscript : one->subscript()) branch.subscripts.push_back(this->subscript(subscript));
    if (one->block() != nullptr) {
      branch.service = true;
      branch.body = block(one->block());
    } else if (one->SERVICE() != nullptr) {
      branch.service = true;
      ast::Stmt body = stmt(span(one->expr()));
      body.node = ast::CallStmt{call(one->expr(), "service")};
      branch.body = std::make_shared<ast::Block>();
      branch.body->push_back(std::move(body));
    } else {
      branch.body = statements(one->statements());
    }
    if (branch.body->empty()) {
      fail("E0214", span(one->DCOLON()), "this branch does nothing", "expected a statement after this",
           "write `skip` to do nothing");
    }
    result.branches.push_back(std::move(branch));
  }
  return result;
}

}  // namespace csp
