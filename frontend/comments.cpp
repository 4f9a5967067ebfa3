// Each comment goes to the nearest holder: a declaration, a statement, a case, alternative or branch; in a definition of
// CSPM to the nearest expression.
//
//   code  // behind code on its line: comment_after of the innermost holder that ends there, or comment_open if the
//         // holder goes on with statements of its own
//   // on a line of its own: comments_before of what follows in the same block; if nothing follows, comments_below of
//   // what precedes; in an empty block comments_before of the whole
#include "frontend/comments.h"

#include <algorithm>
#include <string>
#include <utility>

#include "frontend/ast_fields.h"

namespace csp {
namespace {

using Position = std::pair<int, int>;  // line, column

Position start_of(const Token& token) { return {token.line, token.column}; }
Position start_of(const Span& span) { return {span.line, span.column}; }
Position end_of(const Span& span) { return {span.end_line, span.end_column}; }

// A node that keeps comments. What it has no place for is null.
struct Holder {
  Span span;
  std::vector<std::string>* before = nullptr;
  std::string* after = nullptr;
  std::string* open = nullptr;
  std::vector<std::string>* below = nullptr;
  bool* blank = nullptr;
  std::vector<Holder> children;
  std::vector<ast::Expr*> terms;  // the expressions of a definition of CSPM, without those of definitions inside it
  int last_comment_line = 0;      // end of the last comment in `before`
};

// Finds the expressions in a node, outer ones first.
template <class T>
void gather(T& x, std::vector<ast::Expr*>& into) {
  using ast::fields;
  if constexpr (std::is_same_v<T, ast::Decl> || std::is_same_v<T, ast::Stmt>) {
    return;
  } else if constexpr (std::is_same_v<T, ast::Expr>) {
    into.push_back(&x);
    gather(x.node, into);
  } else if constexpr (ast::IsVector<T>::value) {
    for (auto& one : x) gather(one, into);
  } else if constexpr (ast::IsBox<T>::value || ast::IsOptional<T>::value) {
    if (x) gather(*x, into);
  } else if constexpr (ast::IsVariant<T>::value) {
    std::visit([&](auto& one) { gather(one, into); }, x);
  } else if constexpr (requires { fields(x); }) {
    std::apply([&](auto&... part) { (gather(part, into), ...); }, fields(x));
  }
}

template <class T>
void collect(T& x, std::vector<Holder>& into);

Holder holder_of(ast::Decl& decl) {
  Holder holder{decl.span, &decl.comments_before, &decl.comment_after, &decl.comment_open, nullptr, &decl.blank_before, {}, {}};
  collect(decl.node, holder.children);
  const bool program = std::holds_alternative<ast::ProgDecl>(decl.node) || std::holds_alternative<ast::SystemDecl>(decl.node) ||
                       std::holds_alternative<ast::AssertDecl>(decl.node) || std::holds_alternative<ast::VarDecl>(decl.node);
  if (!program) gather(decl.node, holder.terms);
  return holder;
}

// Finds the holders directly inside a node.
template <class T>
void collect(T& x, std::vector<Holder>& into) {
  using ast::fields;
  const auto enter = [&](Holder holder, auto& inside) {
    collect(inside, holder.children);
    into.push_back(std::move(holder));
  };
  if constexpr (std::is_same_v<T, ast::Stmt>) {
    enter(Holder{x.span, &x.comments_before, &x.comment_after, &x.comment_open, &x.comments_below, &x.blank_before, {}, {}}, x.node);
  } else if constexpr (std::is_same_v<T, ast::Decl>) {
    into.push_back(holder_of(x));
  } else if constexpr (std::is_same_v<T, ast::ExprComments>) {
    return;
  } else if constexpr (std::is_same_v<T, ast::LabelStmt>) {
    collect(x.body->node, into);  // the comments of what is labelled belong to the whole
  } else if constexpr (std::is_same_v<T, ast::ForStmt>) {
    if (x.init) collect(x.init->node, into);
    if (x.condition) collect(x.condition, into);
    if (x.post) collect(x.post->node, into);
    collect(*x.body, into);
  } else if constexpr (std::is_same_v<T, ast::SelectCase> || std::is_same_v<T, ast::GuardedCommand> ||
                       std::is_same_v<T, ast::ParallelBranch>) {
    Holder holder{x.span, &x.comments_before, nullptr, nullptr, nullptr, nullptr, {}, {}};
    std::apply([&](auto&... part) { (collect(part, holder.children), ...); }, fields(x));
    into.push_back(std::move(holder));
  } else if constexpr (ast::IsVector<T>::value) {
    for (auto& one : x) collect(one, into);
  } else if constexpr (ast::IsBox<T>::value || ast::IsOptional<T>::value) {
    if (x) collect(*x, into);
  } else if constexpr (ast::IsVariant<T>::value) {
    std::visit([&](auto& one) { collect(one, into); }, x);
  } else if constexpr (requires { fields(x); }) {
    std::apply([&](auto&... part) { (collect(part, into), ...); }, fields(x));
  }
}

class Attacher {
 public:
  Attacher(const SourceFile& source, const std::vector<Token>& tokens, ast::File& file)
      : source_(source), tokens_(tokens), file_(file) {
    for (ast::Decl& decl : file.decls) top_.push_back(holder_of(decl));
  }

  void run(const std::vector<Token>& comments) {
    int before_end = 0;  // line where the comment before ended
    for (const Token& comment : comments) {
      next_ = std::lower_bound(tokens_.begin(), tokens_.end(), comment.begin,
                               [](const Token& token, std::size_t at) { return token.begin < at; });
      const int previous = std::max(before_end, next_ == tokens_.begin() ? 0 : std::prev(next_)->end_line);
      gap_ = previous > 0 && comment.line > previous + 1;
      place(comment);
      before_end = comment.end_line;
    }
    spacing(top_, comments);
  }

 private:
  std::string text(const Token& comment) const {
    std::string result(comment.text(source_));
    while (!result.empty() && (result.back() == ' ' || result.back() == '\t' || result.back() == '\r')) result.pop_back();
    std::erase(result, '\r');
    return result;
  }

  static void join(std::string& into, const std::string& text) {
    if (!into.empty()) into += ' ';
    into += text;
  }

  // Appends a whole-line comment to a list, with the empty line before it.
  void list(std::vector<std::string>& into, const Token& comment, bool leading_gap) {
    if (gap_ && (leading_gap || !into.empty())) into.emplace_back();
    into.push_back(text(comment));
  }

  void before(Holder& holder, const Token& comment) {
    if (holder.before->empty() && gap_ && holder.blank != nullptr) *holder.blank = true;
    list(*holder.before, comment, false);
    holder.last_comment_line = comment.end_line;
  }

  static bool contains(const Holder& holder, Position at) {
    return start_of(holder.span) <= at && at < end_of(holder.span);
  }

  // The first of some neighbours that starts behind a position.
  static std::vector<Holder>::iterator first_behind(std::vector<Holder>& holders, Position at) {
    return std::partition_point(holders.begin(), holders.end(), [&](const Holder& one) { return start_of(one.span) <= at; });
  }

  // The chain of holders around a position, outermost first.
  std::vector<Holder*> around(Position at) {
    std::vector<Holder*> result;
    std::vector<Holder>* level = &top_;
    for (bool deeper = true; deeper;) {
      deeper = false;
      const auto after = first_behind(*level, at);
      if (after == level->begin() || !contains(*std::prev(after), at)) break;
      result.push_back(&*std::prev(after));
      level = &result.back()->children;
      deeper = true;
    }
    return result;
  }

  void place(const Token& comment) {
    if (in_term(comment)) return;
    if (next_ != tokens_.begin() && std::prev(next_)->end_line == comment.line && behind(comment)) return;
    const auto chain = around(start_of(comment));
    inside(chain.empty() ? nullptr : chain.back(), comment);
  }

  // A comment inside a definition of CSPM.
  bool in_term(const Token& comment) {
    const Position at = start_of(comment);
    const auto chain = around(at);
    if (chain.empty() || chain.back()->terms.empty() || next_ == tokens_.begin() || next_ == tokens_.end()) return false;
    Holder& holder = *chain.back();
    const Token& code = *std::prev(next_);
    const bool same_line = code.end_line == comment.line;
    if (same_line && definition_ends(holder, code)) return false;
    // A bracket on a line of its own would not belong to what it follows.
    const bool holds_on = next_->type == Tok::LPAREN || next_->type == Tok::LBRACK || next_->type == Tok::LT;
    ast::Expr* here = nullptr;    // ends where the code before the comment ends
    ast::Expr* behind = nullptr;  // starts next
    ast::Expr* before = nullptr;  // ended last
    for (ast::Expr* one : holder.terms) {
      const Position start = start_of(one->span), end = end_of(one->span);
      if (end == Position{code.end_line, code.end_column} && here == nullptr) here = one;
      if (start >= at && (behind == nullptr || start < start_of(behind->span))) behind = one;
      if (end <= at && (before == nullptr || end > end_of(before->span))) before = one;
    }
    const auto definition = first_behind(holder.children, at);
    const bool definition_next = definition != holder.children.end() && (behind == nullptr || start_of(definition->span) <= start_of(behind->span));
    if (same_line && here != nullptr && !holds_on) {
      join(comments_of(*here).after, text(comment));
    } else if (definition_next) {
      this->before(*definition, comment);
    } else if (behind != nullptr) {
      comments_of(*behind).before.push_back(text(comment));
    } else if (before != nullptr) {
      join(comments_of(*before).after, text(comment));
    } else {
      return false;
    }
    return true;
  }

  // Whether a definition inside the holder ends with this token.
  static bool definition_ends(Holder& holder, const Token& code) {
    const auto next = first_behind(holder.children, start_of(code));
    return next != holder.children.begin() && end_of(std::prev(next)->span) == Position{code.end_line, code.end_column};
  }

  static ast::ExprComments& comments_of(ast::Expr& e) {
    if (!e.comments) e.comments = std::make_shared<ast::ExprComments>();
    return *e.comments;
  }

  // A comment behind code. False if the code belongs to no holder (a declaration with an error).
  bool behind(const Token& comment) {
    auto code = std::prev(next_);
    if (code->type == Tok::SEMI && code != tokens_.begin()) --code;
    const auto chain = around(start_of(*code));
    if (chain.empty()) return false;
    Holder& holder = *chain.back();
    const Position at = start_of(comment);
    const bool within = contains(holder, at);
    if (within && !holder.children.empty()) {
      const bool at_the_head = at < start_of(holder.children.front().span);
      if (at_the_head && holder.open != nullptr && holder.open->empty()) {
        join(*holder.open, text(comment));
      } else {
        inside(&holder, comment);
      }
      return true;
    }
    if (holder.after == nullptr) {
      inside(&holder, comment);
    } else if (within && has_block(holder)) {
      join(*holder.open, text(comment));
    } else {
      join(*holder.after, text(comment));
    }
    return true;
  }

  // Whether the text of a holder without children opens a block: `while b { }`.
  bool has_block(const Holder& holder) const {
    const auto first = std::lower_bound(tokens_.begin(), tokens_.end(), end_of(holder.span), [](const Token& token, Position at) {
      return start_of(token) < at;
    });
    return first != tokens_.begin() && std::prev(first)->type == Tok::RBRACE && holder.open != nullptr;
  }

  // A comment inside a holder (null: the file) and outside its children.
  void inside(Holder* holder, const Token& comment) {
    std::vector<Holder>& children = holder != nullptr ? holder->children : top_;
    const auto next = first_behind(children, start_of(comment));
    const bool closed = holder != nullptr && next_ != tokens_.end() &&
                        (next_->type == Tok::RBRACE || next_->type == Tok::RBRACK);
    if (next != children.end() && !(closed && next != children.begin())) {
      before(*next, comment);
    } else if (holder == nullptr) {
      list(file_.comments_at_end, comment, true);
    } else if (next != children.begin() && below(*std::prev(next), comment)) {
      return;
    } else {
      before(*holder, comment);
    }
  }

  // At the end of what `holder` holds, if it can keep it.
  bool below(Holder& holder, const Token& comment) {
    if (holder.below != nullptr) {
      list(*holder.below, comment, true);
      return true;
    }
    if (!holder.children.empty()) return below(holder.children.back(), comment);
    before(holder, comment);
    return true;
  }

  // Empty lines before holders and between their comments and them.
  void spacing(std::vector<Holder>& holders, const std::vector<Token>& comments) {
    for (Holder& holder : holders) {
      const auto first = std::lower_bound(tokens_.begin(), tokens_.end(), start_of(holder.span), [](const Token& token, Position at) {
        return start_of(token) < at;
      });
      const bool follows = first != tokens_.begin();
      if (!holder.before->empty()) {
        if (holder.last_comment_line > 0 && holder.span.line > holder.last_comment_line + 1) holder.before->emplace_back();
      } else if (holder.blank != nullptr && follows) {
        const auto comment = std::lower_bound(comments.begin(), comments.end(), first->begin,
                                              [](const Token& token, std::size_t at) { return token.begin < at; });
        int last = std::prev(first)->end_line;
        if (comment != comments.begin()) last = std::max(last, std::prev(comment)->end_line);
        *holder.blank = holder.span.line > last + 1;
      }
      // Nothing is kept empty behind an opening bracket.
      const bool statement_before = follows && (std::prev(first)->type == Tok::SEMI || std::prev(first)->type == Tok::RBRACE ||
                                                std::prev(first)->type == Tok::RBRACK);
      if (&holders != &top_ && holder.blank != nullptr && !statement_before) *holder.blank = false;
      spacing(holder.children, comments);
    }
  }

  const SourceFile& source_;
  const std::vector<Token>& tokens_;
  ast::File& file_;
  std::vector<Holder> top_;
  std::vector<Token>::const_iterator next_;  // the first token behind the comment in hand
  bool gap_ = false;                         // an empty line stands before the comment in hand
};

}  // namespace

void attach_comments(const SourceFile& source, const std::vector<Token>& tokens, const std::vector<Token>& comments,
                     ast::File& file) {
  Attacher(source, tokens, file).run(comments);
}

}  // namespace csp
