// Locks and the like, close, atomic operations: each one atomic sequence.
#include "tests/fuzz/promela_writer.h"

namespace csp::fuzz {

namespace {

constexpr int kSleepers = 12;  // as PROCESSES in promela.cpp

std::string integer(int n) { return std::to_string(n); }

}  // namespace

bool PromelaWriter::operation(const ast::CallExpr& call, Term* result) {
  if (const auto* name = std::get_if<ast::NameExpr>(&call.callee->node)) {
    if (find(name->name.text) || progs_.count(name->name.text)) return false;
    if (name->name.text == "sleep") {
      if (!call.args.empty()) value(*call.args[0]);
      return true;
    }
    if (name->name.text == "cap" && result) {
      const Symbol& c = channel(*call.args[0]);
      *result = {c.given ? c.text + "_n" : integer(c.type.capacity), Kinds{}};
      return true;
    }
    if (name->name.text != "close") return false;
    const Symbol c = channel(*call.args.at(0));
    if (c.given || c.type.capacity == 0) out_.closes_unbuffered = true;
    line("atomic { if :: (" + c.text + "_i == NIL || closed[" + c.text +
         "_i]) -> goto crash :: else -> closed[" + c.text + "_i] = 1 fi };");
    return true;
  }
  const auto* dot = std::get_if<ast::DotExpr>(&call.callee->node);
  const auto* base = dot ? std::get_if<ast::NameExpr>(&dot->base->node) : nullptr;
  if (!base) return false;
  if (base->name.text == "atomic" && !find("atomic")) {
    atomic(dot->field.text, call, result);
    return true;
  }
  const Symbol object = symbol(*dot->base);
  const std::string& op = dot->field.text;
  switch (object.type.sort) {
    case Sort::Mutex:
      mutex(object, op, result);
      return true;
    case Sort::RwMutex:
      rwmutex(object, op);
      return true;
    case Sort::Cond:
      cond(object, op);
      return true;
    case Sort::WaitGroup:
      waitgroup(object, op, op == "add" ? value(*call.args.at(0)).text : "-1");
      return true;
    case Sort::Once:
      once(object, *call.args.at(0));
      return true;
    case Sort::Int:
    case Sort::Bool:
    case Sort::Unit:
    case Sort::Chan:
      break;
  }
  outside("an operation of another kind");
}

void PromelaWriter::mutex(const Symbol& m, const std::string& op, Term* result) {
  const std::string& g = m.text;
  if (op == "lock") return line("atomic { (" + g + " == 0) -> " + g + " = 1 };");
  if (op == "unlock")
    return line("atomic { if :: (" + g + " == 0) -> goto crash :: else -> " + g + " = 0 fi };");
  if (op != "trylock") outside("an operation of another kind");
  Kinds flag;
  flag.sort = Sort::Bool;
  const std::string t = temp();
  line("atomic { " + t + " = (" + g + " == 0); " + g + " = 1 };");
  if (result) *result = {t, flag};
}

void PromelaWriter::rwmutex(const Symbol& m, const std::string& op) {
  const std::string readers = m.text + "_r", writer = m.text + "_w";  // writer: 1 announced, 2 active
  if (op == "rlock") return line("atomic { (" + writer + " == 0) -> " + readers + "++ };");
  if (op == "runlock")
    return line("atomic { if :: (" + readers + " == 0) -> goto crash :: else -> " + readers + "-- fi };");
  if (op == "unlock")
    return line("atomic { if :: (" + writer + " != 2) -> goto crash :: else -> " + writer + " = 0 fi };");
  if (op != "lock") outside("an operation of another kind");
  line("atomic { (" + writer + " == 0) -> " + writer + " = 1 };");
  line("atomic { (" + readers + " == 0 && " + writer + " == 1) -> " + writer + " = 2 };");
}

void PromelaWriter::cond(const Symbol& c, const std::string& op) {
  const std::string& m = c.type.mutex;
  if (op == "wait") {
    line("atomic { if :: (" + m +
         " == 0) -> goto crash :: else fi; if :: (_pid >= PROCESSES) -> goto overflow :: else fi; " + m +
         " = 0; asleep[_pid] = " + c.text + " };");
    line("(asleep[_pid] == 0);");
    return line("atomic { (" + m + " == 0) -> " + m + " = 1 };");
  }
  std::string one, all, nobody;
  for (int p = 0; p < kSleepers; ++p) {
    const std::string who = "asleep[" + integer(p) + "]";
    one += "\n  :: atomic { (" + who + " == " + c.text + ") -> " + who + " = 0 }";
    all += "if :: (" + who + " == " + c.text + ") -> " + who + " = 0 :: else fi; ";
    nobody += (nobody.empty() ? "" : " && ") + who + " != " + c.text;
  }
  if (op == "signal") return line("if" + one + "\n  :: (" + nobody + ") -> skip\n  fi;");
  if (op == "broadcast") return line("atomic { " + all + "skip };");
  outside("an operation of another kind");
}

// _at counts who is about to wait: an add from zero beside them is a misuse (rule 14).
void PromelaWriter::waitgroup(const Symbol& w, const std::string& op, const std::string& number) {
  const std::string n = w.text + "_n", queued = w.text + "_q", released = w.text + "_r", at = w.text + "_at";
  if (op == "wait") {
    line(at + "++;");
    return line("if :: atomic { (" + n + " == 0) -> " + at + "-- } :: atomic { (" + n + " > 0) -> " + at +
                "--; " + queued + "++ }; atomic { (" + released + " > 0) -> " + released + "-- } fi;");
  }
  if (op != "add" && op != "done") outside("an operation of another kind");
  const std::string k = temp(), from_zero = n + " == 0 && " + k + " > 0";
  line(k + " = " + number + ";");
  line("atomic { if :: (" + n + " + " + k + " < 0) -> goto crash :: (" + from_zero + " && " + released +
       " > 0) -> goto crash :: (" + from_zero + " && " + at + " > 0) -> goto crash :: (" + n + " + " + k +
       " >= 0 && !(" + from_zero + " && " + released + " > 0)) -> " + n + " = " + n + " + " + k +
       " fi; if :: (" + n + " == 0) -> " + released + " = " + released + " + " + queued + "; " + queued +
       " = 0 :: else fi };");
}

void PromelaWriter::once(const Symbol& o, const ast::Expr& prog) {
  const std::string run = fresh("first"), out = fresh("out");
  line("if :: atomic { (" + o.text + " == 0) -> " + o.text + " = 1 } -> goto " + run + " :: (" + o.text +
       " == 2) -> goto " + out + " fi;");
  line(run + ": skip;");
  const auto* body = std::get_if<ast::ProgExpr>(&prog.node);
  if (!body || !body->params.empty()) outside("once of a prog that is a value");
  const auto loops = std::exchange(now_->loops, {});
  const auto leave = std::exchange(now_->leave, fresh("left"));
  block(*body->body);
  line(now_->leave + ": skip;");
  now_->leave = leave;
  now_->loops = loops;
  line(o.text + " = 2;");
  line(out + ": skip;");
}

void PromelaWriter::atomic(const std::string& op, const ast::CallExpr& call, Term* result) {
  const Symbol x = symbol(*call.args.at(0));
  const std::string p = place(x), t = temp();
  if (op == "load") {
    line(t + " = " + p + ";");
  } else if (op == "store") {
    const std::string v = value(*call.args.at(1)).text;
    check(v, x.type);
    line(p + " = " + v + ";");
  } else {
    const std::string v = value(*call.args.at(1)).text;
    std::string out_of_range = "false";
    if (x.type.range)
      out_of_range = t + " < " + std::to_string(x.type.lo) + " || " + t + " > " + std::to_string(x.type.hi);
    const std::string range = "if :: (" + out_of_range + ") -> goto crash :: else fi; ";
    if (op == "add") {
      line("atomic { " + t + " = " + p + " + " + v + "; " + range + p + " = " + t + " };");
    } else if (op == "swap") {
      check(v, x.type);
      line("atomic { " + t + " = " + p + "; " + p + " = " + v + " };");
    } else if (op == "cas") {
      const std::string to = value(*call.args.at(2)).text;
      line("atomic { " + t + " = " + to + "; if :: (" + p + " == " + v + ") -> " + range + p + " = " + t +
           "; " + t + " = 1 :: else -> " + t + " = 0 fi };");
    } else {
      outside("an operation of another kind");
    }
  }
  if (!result) return;
  *result = {t, Kinds{}};
  if (op == "cas") result->type.sort = Sort::Bool;
}

}  // namespace csp::fuzz
