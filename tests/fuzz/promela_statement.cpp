// Statements: control is by labels and goto, so that break, continue and return mean what they mean with us.
#include <utility>

#include "tests/fuzz/promela_writer.h"

namespace csp::fuzz {

namespace {

std::string joined(const std::vector<std::string>& list) {
  std::string out;
  for (const std::string& one : list) out += (out.empty() ? "" : ", ") + one;
  return out;
}

}  // namespace

void PromelaWriter::block(const ast::Block& b) {
  open();
  statements(b);
  close();
}

void PromelaWriter::statements(const ast::Block& b) {
  for (const ast::Stmt& s : b) statement(s);
}

void PromelaWriter::statement(const ast::Stmt& s) {
  if (std::holds_alternative<ast::SkipStmt>(s.node)) return;
  if (const auto* x = std::get_if<ast::DeclStmt>(&s.node)) return declaration(*x);
  if (const auto* x = std::get_if<ast::AssignStmt>(&s.node)) return assignment(*x);
  if (const auto* x = std::get_if<ast::CommStmt>(&s.node)) return communication(x->comm);
  if (const auto* x = std::get_if<ast::CallStmt>(&s.node)) return call_statement(*x);
  if (const auto* x = std::get_if<ast::BeginStmt>(&s.node)) return begin(*x);
  if (const auto* x = std::get_if<ast::SelectStmt>(&s.node)) return select(*x);
  if (const auto* x = std::get_if<ast::GuardedStmt>(&s.node)) return guarded(*x);
  if (const auto* x = std::get_if<ast::ForStmt>(&s.node)) return loop(*x);
  if (const auto* x = std::get_if<ast::RangeStmt>(&s.node)) return range(*x);
  if (const auto* x = std::get_if<ast::BlockStmt>(&s.node)) return block(*x->body);
  if (const auto* x = std::get_if<ast::LabelStmt>(&s.node)) return statement(*x->body);
  if (const auto* x = std::get_if<ast::WhileStmt>(&s.node)) {
    ast::ForStmt same;
    same.condition = x->condition;
    same.body = x->body;
    return loop(same);
  }
  if (const auto* x = std::get_if<ast::IfStmt>(&s.node)) {
    const Term condition = value(*x->condition);
    const std::string yes = apart([&] { block(*x->then_body); });
    const std::string no = apart([&] {
      if (x->else_body) block(*x->else_body);
    });
    return line("if :: " + condition.text + " ->\n  skip;\n" + yes + "  :: else ->\n  skip;\n" + no +
                "  fi;");
  }
  if (const auto* x = std::get_if<ast::AssertStmt>(&s.node)) return fails_if("!" + value(*x->condition).text);
  if (std::holds_alternative<ast::BreakStmt>(s.node)) return line("goto " + now_->loops.back().out + ";");
  if (std::holds_alternative<ast::ContinueStmt>(s.node))
    return line("goto " + now_->loops.back().again + ";");
  if (const auto* x = std::get_if<ast::ReturnStmt>(&s.node)) {
    if (x->value) {
      const Term result = value(*x->value);
      check(result.text, now_->result_type);
      line(now_->result + " = " + result.text + ";");
    }
    return line("goto " + now_->leave + ";");
  }
  outside("a statement of another kind");
}

void PromelaWriter::declaration(const ast::DeclStmt& s) {
  if (s.names.size() != 1) outside("several declarations at once");
  const std::string& name = s.names[0].text;
  if (s.value) {
    if (const auto* mk = std::get_if<ast::MkExpr>(&s.value->node)) return make(*mk, name);
    const Term initial = value(*s.value);
    const Kinds kinds = s.type ? type(*s.type) : initial.type;
    if (kinds.sort != Sort::Int && kinds.sort != Sort::Bool && kinds.sort != Sort::Unit)
      outside("a second name of a reference");
    check(initial.text, kinds);
    write(declare(name, kinds), initial.text);
    return;
  }
  const Kinds kinds = type(*s.type);
  if (kinds.sort == Sort::Chan) {
    const Symbol c = declare_given(name, kinds);
    return line(c.text + " = nochan; " + c.text + "_i = NIL; " + c.text + "_n = 0;");
  }
  write(declare(name, kinds), kinds.range && (kinds.lo > 0 || kinds.hi < 0) ? std::to_string(kinds.lo) : "0");
}

void PromelaWriter::assignment(const ast::AssignStmt& s) {
  if (s.targets.size() != 1) outside("several assignments at once");
  const Symbol target = symbol(*s.targets[0]);
  std::string result;
  if (s.op) {
    const Term before = read(target);
    const Term by = value(*s.value);
    result = "(" + before.text + " " + promela_operator(*s.op) + " " + by.text + ")";
  } else {
    result = value(*s.value).text;
  }
  check(result, target.type);
  write(target, result);
}

void PromelaWriter::call_statement(const ast::CallStmt& s) {
  const auto& call = std::get<ast::CallExpr>(s.call->node);
  if (operation(call, nullptr)) return;
  const auto* name = std::get_if<ast::NameExpr>(&call.callee->node);
  const auto found = name ? progs_.find(name->name.text) : progs_.end();
  if (found == progs_.end()) outside("a call of another kind");
  inlined(*found->second, call.args);
}

// A call: the body stands where the call stands.
Term PromelaWriter::inlined(const ast::ProgDecl& prog, const std::vector<ast::ExprBox>& args) {
  if (now_->inlined > 2) outside("deep calls");
  const std::vector<std::string> values = arguments(args, prog.params);
  Frame& frame = *now_;
  const auto scopes = std::exchange(frame.scopes, {{}});
  const auto loops = std::exchange(frame.loops, {});
  const auto captured = std::exchange(frame.captured, names_in_progs(prog.body));
  const auto leave = std::exchange(frame.leave, fresh("left"));
  const auto result = std::exchange(frame.result, prog.result ? temp() : "");
  const auto result_type = std::exchange(frame.result_type, prog.result ? type(*prog.result) : Kinds{});
  ++frame.inlined;
  std::size_t at = 0;
  for (const ast::Param& param : prog.params) {
    const Kinds kinds = type(*param.type);
    if (kinds.sort == Sort::Chan) {
      const std::string c = declare_given(param.name.text, kinds).text;
      line(c + " = " + values[at] + "; " + c + "_i = " + values[at + 1] + "; " + c +
           "_n = " + values[at + 2] + ";");
      at += 3;
    } else {
      write(declare(param.name.text, kinds), values[at++]);
    }
  }
  block(prog.body);
  if (prog.result) line("goto crash;");  // its end was reached without return
  line(frame.leave + ": skip;");
  const Term out{frame.result, frame.result_type};
  --frame.inlined;
  frame.scopes = scopes;
  frame.loops = loops;
  frame.captured = captured;
  frame.leave = leave;
  frame.result = result;
  frame.result_type = result_type;
  return out;
}

// ---- Processes ----------------------------------------------------------------------------------

void PromelaWriter::begin(const ast::BeginStmt& s) {
  const auto& call = std::get<ast::CallExpr>(s.call->node);
  if (const auto* prog = std::get_if<ast::ProgExpr>(&call.callee->node))
    return line("run " + anonymous(*prog, s.service, call.args) + ";");
  const auto* name = std::get_if<ast::NameExpr>(&call.callee->node);
  const auto found = name ? progs_.find(name->name.text) : progs_.end();
  if (found == progs_.end()) outside("a prog that is a value");
  const std::string proc = named(*found->second, s.service);
  line("run " + proc + "(" + joined(arguments(call.args, found->second->params)) + ");");
}

std::vector<std::string> PromelaWriter::arguments(const std::vector<ast::ExprBox>& args,
                                                  const std::vector<ast::Param>& params) {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < args.size(); ++i) {
    const Kinds wanted = type(*params[i].type);
    if (wanted.sort == Sort::Chan) {
      if (std::holds_alternative<ast::NilLit>(args[i]->node)) {
        out.insert(out.end(), {"nochan", "NIL", "0"});
        continue;
      }
      const Symbol& c = channel(*args[i]);
      out.insert(out.end(),
                 {c.text, c.text + "_i", c.given ? c.text + "_n" : std::to_string(c.type.capacity)});
    } else {
      const Term v = value(*args[i]);
      check(v.text, wanted);
      out.push_back(v.text);
    }
  }
  return out;
}

// Declares the parameters in the present frame; gives them as Promela writes them.
std::string PromelaWriter::parameters(const std::vector<ast::Param>& params) {
  std::string out;
  for (const ast::Param& param : params) {
    const Kinds kinds = type(*param.type);
    const std::string given = fresh("a");
    out += (out.empty() ? "" : "; ") + std::string(kinds.sort == Sort::Chan ? "chan " : "int ") + given;
    if (kinds.sort == Sort::Chan) {
      out += "; byte " + given + "_i; byte " + given + "_n";
      Symbol symbol;
      symbol.given = true;
      symbol.type = kinds;
      symbol.text = given;
      now_->scopes.back()[param.name.text] = symbol;
    } else {
      write(declare(param.name.text, kinds), given);
    }
  }
  return out;
}

std::string PromelaWriter::named(const ast::ProgDecl& prog, bool service) {
  std::string& proc = written_[prog.name.text + (service ? "!" : "")];
  if (!proc.empty()) return proc;
  proc = "p_" + prog.name.text + (service ? "_s" : "");
  const std::string name = proc;
  Frame frame = new_frame(service || prog.service, names_in_progs(prog.body));
  Frame* const before = std::exchange(now_, &frame);
  const std::string params = parameters(prog.params);
  block(prog.body);
  now_ = before;
  return proctype(name, params, std::move(frame));
}

std::string PromelaWriter::anonymous(const ast::ProgExpr& prog, bool service,
                                     const std::vector<ast::ExprBox>& args) {
  std::vector<std::string> given;
  std::string params;
  Frame frame = new_frame(service, names_in_progs(*prog.body));
  const auto pass = [&](const std::string& kind, const std::string& what) {
    given.push_back(what);
    const std::string name = fresh("c");
    params += (params.empty() ? "" : "; ") + kind + " " + name;
    return name;
  };
  for (const std::string& name : names_in(*prog.body)) {
    const Symbol* seen = find(name);
    if (!seen || top_.count(name)) continue;
    Symbol inside = *seen;
    if (seen->type.sort == Sort::Chan) {
      inside.text = pass("chan", seen->text);
      given.push_back(seen->text + "_i");
      params += "; byte " + inside.text + "_i";
      if (seen->given) {
        given.push_back(seen->text + "_n");
        params += "; byte " + inside.text + "_n";
      }
    } else if (seen->where == Symbol::Local && seen->type.sort != Sort::Cond) {
      outside("a captured variable that is no cell");
    } else {
      inside.text = pass(seen->where == Symbol::Constant ? "int" : "byte", seen->text);
    }
    frame.scopes.back()[name] = inside;
  }
  const std::vector<std::string> values = arguments(args, prog.params);
  given.insert(given.end(), values.begin(), values.end());
  Frame* const before = std::exchange(now_, &frame);
  open();
  const std::string own = parameters(prog.params);
  block(*prog.body);
  now_ = before;
  const std::string name = fresh("p");
  return proctype(name, params + (params.empty() || own.empty() ? "" : "; ") + own, std::move(frame)) + "(" +
         joined(given) + ")";
}

// ---- Loops --------------------------------------------------------------------------------------

void PromelaWriter::loop(const ast::ForStmt& s) {
  open();
  if (s.init) statement(*s.init);
  const std::string top = fresh("top");
  const Loop around{fresh("again"), fresh("out")};
  line(top + ": skip;");
  if (s.condition) {
    const Term condition = value(*s.condition);
    line("if :: " + condition.text + " -> skip :: else -> goto " + around.out + " fi;");
  }
  now_->loops.push_back(around);
  block(*s.body);
  now_->loops.pop_back();
  line(around.again + ": skip;");
  if (s.post) statement(*s.post);
  line("goto " + top + ";");
  line(around.out + ": skip;");
  close();
}

void PromelaWriter::range(const ast::RangeStmt& s) {
  if (s.names.size() != 1 || !s.declares) outside("a range of another kind");
  const std::string& name = s.names[0].text;
  const std::string out = fresh("out");
  const auto turn = [&](const Term& v) {
    const std::string again = fresh("again");
    open();
    write(declare(name, v.type), v.text);
    now_->loops.push_back({again, out});
    block(*s.body);
    now_->loops.pop_back();
    close();
    line(again + ": skip;");
  };
  if (const auto* interval = std::get_if<ast::RangeExpr>(&s.over->node)) {
    for (long n = constant(*interval->lo); n <= constant(*interval->hi); ++n)
      turn({std::to_string(n), Kinds{}});
  } else if (const auto* list = std::get_if<ast::ListLit>(&s.over->node)) {
    for (const ast::ExprBox& item : list->items) turn({std::to_string(constant(*item)), Kinds{}});
  } else if (std::holds_alternative<ast::NameExpr>(s.over->node) && symbol(*s.over).type.sort == Sort::Chan) {
    const std::string top = fresh("top");
    line(top + ": skip;");
    const Symbol channel = symbol(*s.over);
    const std::string t = temp();
    const std::string closed = "closed[" + channel.text + "_i] && len(" + channel.text + ") == 0";
    line(end_label() + "if :: " + channel.text + "?" + t + " -> skip :: (" + closed + ") -> goto " + out +
         " fi;");
    Kinds element;
    element.sort = channel.type.element;
    element.range = channel.type.element_range;
    element.lo = channel.type.element_lo;
    element.hi = channel.type.element_hi;
    turn({t, element});
    line("goto " + top + ";");
  } else {
    outside("a range over another value");
  }
  line(out + ": skip;");
}

}  // namespace csp::fuzz
