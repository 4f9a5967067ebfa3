// Greedy deletion on the syntax tree. An edit is a number: the tree is walked in a fixed order, and the edit with that number is
// carried out on the way; so no edit needs a description of its place.
#include "tests/fuzz/shrink.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "frontend/parse.h"
#include "frontend/print.h"

namespace csp::fuzz {

namespace {

using namespace ast;

class Editor {
 public:
  explicit Editor(int edit) : left_(edit) {}
  bool done() const { return left_ < 0; }

  void file(File& f) {
    list(f.decls);
    for (Decl& d : f.decls) {
      if (done()) return;
      if (auto* prog = std::get_if<ProgDecl>(&d.node)) block(prog->body);
      if (auto* system = std::get_if<SystemDecl>(&d.node))
        if (auto* parallel = std::get_if<ParallelSystem>(&system->system.node)) branches(parallel->command);
    }
  }

 private:
  bool now() { return left_-- == 0; }  // is this the edit?

  template <class T>
  void list(std::vector<T>& items, std::size_t least = 0) {
    for (std::size_t i = 0; i < items.size() && items.size() > least && !done(); ++i)
      if (now()) items.erase(items.begin() + static_cast<std::ptrdiff_t>(i));
  }

  // Puts the statements of `inner` in the place of statement i.
  void splice(Block& b, std::size_t i, const Block& inner) {
    Block copy = inner;
    b.erase(b.begin() + static_cast<std::ptrdiff_t>(i));
    b.insert(b.begin() + static_cast<std::ptrdiff_t>(i), copy.begin(), copy.end());
  }

  void block(Block& b) {
    list(b);
    for (std::size_t i = 0; i < b.size() && !done(); ++i) {
      std::vector<Box<Block>> inner = bodies(b[i]);
      for (const auto& body : inner) {
        if (done()) return;
        if (body && now()) {
          const Box<Block> keep = body;
          return splice(b, i, *keep);
        }
      }
      if (done()) return;
      statement(b[i]);
    }
  }

  static std::vector<Box<Block>> bodies(Stmt& s) {
    std::vector<Box<Block>> out;
    if (auto* x = std::get_if<IfStmt>(&s.node)) out = {x->then_body, x->else_body};
    if (auto* x = std::get_if<WhileStmt>(&s.node)) out = {x->body};
    if (auto* x = std::get_if<ForStmt>(&s.node)) out = {x->body};
    if (auto* x = std::get_if<RangeStmt>(&s.node)) out = {x->body};
    if (auto* x = std::get_if<BlockStmt>(&s.node)) out = {x->body};
    if (auto* x = std::get_if<SelectStmt>(&s.node)) {
      for (SelectCase& c : x->cases) out.push_back(c.body);
      out.push_back(x->default_body);
    }
    if (auto* x = std::get_if<GuardedStmt>(&s.node))
      for (GuardedCommand& c : x->commands) out.push_back(c.body);
    if (auto* x = std::get_if<ParallelStmt>(&s.node))
      for (ParallelBranch& p : x->branches) out.push_back(p.body);
    return out;
  }

  void inside(ExprBox& e) {  // anonymous progs
    if (!e || done()) return;
    if (auto* prog = std::get_if<ProgExpr>(&e->node)) return block(*prog->body);
    if (auto* call = std::get_if<CallExpr>(&e->node)) {
      inside(call->callee);
      for (ExprBox& arg : call->args) inside(arg);
    }
  }

  void branches(ParallelStmt& p) {
    list(p.branches, 1);
    for (ParallelBranch& b : p.branches) {
      if (done()) return;
      if (!b.subscripts.empty() && now()) return b.subscripts.clear();
      if (b.body) block(*b.body);
    }
  }

  void statement(Stmt& s) {
    if (auto* x = std::get_if<SelectStmt>(&s.node)) {
      list(x->cases, x->default_body ? 0 : 1);
      if (!done() && x->default_body && !x->cases.empty() && now()) {
        x->default_body = nullptr;
        x->default_span.reset();
      }
    }
    if (auto* x = std::get_if<GuardedStmt>(&s.node)) {
      list(x->commands, 1);
      for (GuardedCommand& c : x->commands) list(c.guard, 1);
      if (!done() && x->repeat && now()) x->repeat = false;
    }
    if (auto* x = std::get_if<IfStmt>(&s.node))
      if (!done() && x->else_body && now()) x->else_body = nullptr;
    if (auto* x = std::get_if<LabelStmt>(&s.node))
      if (!done() && now()) {
        const Box<Stmt> body = x->body;
        const Stmt copy = *body;
        s = copy;
        return;
      }
    if (auto* x = std::get_if<BeginStmt>(&s.node)) {
      if (!done() && x->service && now()) x->service = false;
      inside(x->call);
    }
    if (auto* x = std::get_if<DeferStmt>(&s.node)) inside(x->call);
    if (auto* x = std::get_if<CallStmt>(&s.node)) inside(x->call);
    if (auto* x = std::get_if<DeclStmt>(&s.node)) inside(x->value);
    if (auto* x = std::get_if<DeclStmt>(&s.node))
      if (!done() && x->type && x->value && now()) x->value = nullptr;
    if (auto* x = std::get_if<ParallelStmt>(&s.node)) return branches(*x);
    for (const auto& body : bodies(s))
      if (body && !done()) block(*body);
  }

  int left_;
};

// The text with one edit; nothing when there are fewer edits, or it does not parse.
std::optional<std::string> edited(const std::string& text, int edit, bool& more) {
  SourceMap sources;
  Diagnostics diagnostics;
  File file = parse(sources, sources.add("shrinking.csp", text), diagnostics);
  Editor editor(edit);
  editor.file(file);
  more = editor.done();
  if (diagnostics.has_errors() || !more) return std::nullopt;
  return print(file);
}

bool shows(const std::string& text, const std::string& key, const CompareOptions& options) {
  const Comparison c = compare(text, options);
  return std::any_of(c.mismatches.begin(), c.mismatches.end(), [&](const Mismatch& m) { return m.key == key; });
}

}  // namespace

std::string shrink(const std::string& text, const std::string& key, const CompareOptions& options) {
  std::string now = text;
  if (!shows(now, key, options)) return now;
  for (bool changed = true; changed;) {
    changed = false;
    bool more = true;
    for (int edit = 0; more;) {
      const auto smaller = edited(now, edit, more);
      if (smaller && *smaller != now && shows(*smaller, key, options)) {
        now = *smaller;
        changed = true;
      } else {
        ++edit;
      }
    }
  }
  return now;
}

}  // namespace csp::fuzz
