// select, and Hoare's alternative and repetitive commands.
#include "frontend/lower_proc.h"
#include "frontend/lower_text.h"

namespace csp {

void ProcLowering::stmt(const ast::Stmt&, const ast::SelectStmt& s) {
  Comm node;
  node.mode = s.default_body ? CommMode::Default : CommMode::Select;
  node.priority = s.priority;
  std::vector<std::vector<After>> rest(s.cases.size());
  std::vector<Label> chosen;
  for (std::size_t i = 0; i < s.cases.size();
       ++i) {  // channels and values are evaluated on entry, in the order of the text
    Alt a;
    {
      const At at(*this, s.cases[i].comm.span, short_text(s.cases[i].comm));
      a = alt(s.cases[i].comm, rest[i]);
    }
    chosen.push_back(fresh());
    a.next = to(chosen.back());
    node.alts.push_back(std::move(a));
  }
  const Label otherwise = fresh(), end = fresh();
  if (s.default_body) node.otherwise = to(otherwise);
  append(std::move(node));
  for (std::size_t i = 0; i < s.cases.size(); ++i) {
    mark(chosen[i]);
    {
      const At at(*this, s.cases[i].comm.span, short_text(s.cases[i].comm));
      after(rest[i]);
    }
    block(s.cases[i].body);
    jump(end);
  }
  if (s.default_body) {
    mark(otherwise);
    block(s.default_body);
  }
  mark(end);
}

// ---- Guarded commands ----

namespace {

std::string guard_text(const ast::GuardedCommand& c) {
  std::string out;
  for (const ast::GuardItem& item : c.guard) {
    if (!out.empty()) out += "; ";
    if (const auto* e = std::get_if<ast::ExprBox>(&item.node))
      out += short_text(**e);
    else if (const auto* declaration = std::get_if<ast::Box<ast::Stmt>>(&item.node))
      out += short_text(**declaration);
    else
      out += short_text(std::get<ast::Comm>(item.node));
  }
  return out;
}

}  // namespace

void ProcLowering::stmt(const ast::Stmt&, const ast::GuardedStmt& s) {
  const Label head = fresh(), end = fresh(), after_body = fresh();
  bool inputs = false;
  for (const ast::GuardedCommand& c : s.commands) inputs = inputs || input_of(c);
  mark(head);
  const Here whole_command = here();
  if (s.repeat) loops_.push_back({head, end});
  if (inputs)
    guarded_comm(s, after_body);
  else
    guarded_boolean(s, after_body);
  if (s.repeat) loops_.pop_back();
  // Here only `otherwise` goes on.
  if (s.repeat) {
    jump(end);
    mark(after_body);
    jump(head);
  } else {
    const At at(*this, whole_command.span, whole_command.text);
    fail(ErrorKind::NoGuard, "no guard is true");
    mark(after_body);
  }
  mark(end);
}

void ProcLowering::guarded_boolean(const ast::GuardedStmt& s, Label on_end) {
  Choose node;
  std::vector<Label> chosen;
  for (const ast::GuardedCommand& c : s.commands) {
    Option o;
    {
      const At at(*this, c.span, guard_text(c));
      Guard g = guard(c);
      o.replicators = std::move(g.replicators);
      o.enabled = g.enabled;
    }
    chosen.push_back(fresh());
    o.next = to(chosen.back());
    node.options.push_back(std::move(o));
  }
  const Label otherwise = fresh();
  node.otherwise = to(otherwise);
  append(std::move(node));
  for (std::size_t i = 0; i < s.commands.size(); ++i) {
    mark(chosen[i]);
    block(s.commands[i].body);
    jump(on_end);
  }
  mark(otherwise);
}

void ProcLowering::guarded_comm(const ast::GuardedStmt& s, Label on_end) {
  Comm node;
  node.mode = CommMode::Guarded;
  std::vector<Label> chosen;
  std::vector<std::vector<After>> rest(s.commands.size());
  std::string text;
  for (std::size_t i = 0; i < s.commands.size(); ++i) {
    const ast::GuardedCommand& c = s.commands[i];
    const std::string shown = guard_text(c);
    text += (text.empty() ? "" : " [] ") + shown;
    const At at(*this, c.span, shown);
    Guard g = guard(c);
    Alt a;
    if (const ast::Comm* input = input_of(c)) {
      a = alt(*input, rest[i]);
    } else {
      a.span = c.span;
      a.text = shown;
    }
    unit_.hoisted.clear();
    a.replicators = std::move(g.replicators);
    a.enabled = g.enabled;
    chosen.push_back(fresh());
    a.next = to(chosen.back());
    node.alts.push_back(std::move(a));
  }
  const Label otherwise = fresh();
  node.otherwise = to(otherwise);
  {
    const At at(*this, here().span, text);
    append(std::move(node));
  }
  for (std::size_t i = 0; i < s.commands.size(); ++i) {
    mark(chosen[i]);
    {
      const At at(*this, s.commands[i].span, guard_text(s.commands[i]));
      after(rest[i]);
    }
    block(s.commands[i].body);
    jump(on_end);
  }
  mark(otherwise);
}

}  // namespace csp
