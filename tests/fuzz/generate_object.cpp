// Arrays and structs that hold channels, locks and the like; objects made in a run; progs as values;
// recursion; progs with free process names.
#include "tests/fuzz/generator.h"

namespace csp::fuzz {

void Generator::declare_parts(const std::string& text, Kind element) {
  for (const char* part : {"[0]", "[1]"}) {
    if (element == Kind::Pair) {
      declare(text + part + ".x", Kind::Small);
      declare(text + part + ".y", Kind::Flag);
    }
    declare(text + part, element, element != Kind::Mutex && element != Kind::WaitGroup);
  }
}

// Also where it goes round for ever: then nothing may be made.
void Generator::object_declaration() {
  if (around_.unbounded) return data_declaration();
  const std::string name = fresh("z");
  switch (random_.below(9)) {
    case 0:
      line(name + ": array[2] of chan of 0..2;");
      if (random_.chance(80))
        line(name + "[0] = mk(chan[" + std::to_string(random_.below(2)) + "] of 0..2);");
      if (random_.chance(60))
        line(name + "[1] = " + (random_.chance(50) ? "mk(chan of 0..2);" : name + "[0];"));
      return declare(name, Kind::Rows);
    case 1:
      line(name + " := mk(mutex);");
      return declare(name, Kind::Mutex, false);
    case 2:
      line(name + ": array[2] of mutex;");
      return declare_parts(name, Kind::Mutex);
    case 3:
      line(name + ": struct { m: mutex, w: waitgroup, n: 0..2 };");
      declare(name + ".m", Kind::Mutex, false);
      declare(name + ".w", Kind::WaitGroup, false);
      return declare(name + ".n", Kind::Small);
    case 4:
      line(name + ": array[2] of Pair;");
      return declare_parts(name, Kind::Pair);
    case 5:
      line(name + " := mk(" + (random_.chance(50) ? "rwmutex);" : "waitgroup);"));
      return declare(name, out_.ends_with("rwmutex);\n") ? Kind::RwMutex : Kind::WaitGroup, false);
    case 6:
      line(name + " := mk(chan[1] of prog());");
      return declare(name, Kind::Actions, false);
    case 7: {
      out_ += name + " := prog(n: 0..2): 0..2 {\n";
      const Around before = around_;
      around_ = Around{};
      around_.in_prog_value = true;
      around_.result = true;
      around_.depth = before.depth + 1;
      scoped([&] {
        declare("n", Kind::Small);
        body(random_.between(0, 1));
        line("return " + small(1) + ";");
      });
      around_ = before;
      line("};");
      return declare(name, Kind::Function);
    }
    default:
      line(name + ": prog();");
      return declare(name, Kind::Action);
  }
}

void Generator::object_global() {
  switch (random_.below(4)) {
    case 0:
      line("var gz: array[2] of chan of 0..2");
      return scope_.push_back({"gz", Kind::Rows, true, true});
    case 1:
      line("var gz: array[2] of Pair");
      return declare_parts("gz", Kind::Pair);
    case 2:
      line("var gz: array[2] of waitgroup");
      return declare_parts("gz", Kind::WaitGroup);
    default:
      line("var gz: prog()");
      return scope_.push_back({"gz", Kind::Action, true, true});
  }
}

bool Generator::value_statement() {
  const auto action = find(Kind::Action);
  const int roll = random_.below(100);
  if (const auto c = find(Kind::Actions); c && roll < 50) {
    if (roll < 25) {
      out_ += c->text + " <-= ";
      if (action && random_.chance(50))
        out_ += action->text;
      else
        prog_value(1);
      line(";");
      return true;
    }
    const std::string name = fresh("act");
    line(name + " := <-" + c->text + ";");
    declare(name, Kind::Action);
    if (random_.chance(70)) line(name + "();");
    return true;
  }
  if (const auto f = find(Kind::Function); f && roll < 70) {
    const std::string to = place();
    line((to.empty() ? "assert 0 <= " : to + " = ") + f->text + "(" + number() + ");");
    return true;
  }
  if (const auto rows = find(Kind::Rows, true); rows && roll < 85 && !around_.unbounded) {
    line(rows->text + "[" + std::to_string(random_.below(2)) +
         "] = " + (random_.chance(70) ? "mk(chan[1] of 0..2);" : value(Kind::Chan) + ";"));
    return true;
  }
  if (!action) return false;
  if (action->writable && random_.chance(35) && !around_.unbounded) {
    out_ += action->text + " = ";
    if (random_.chance(20))
      out_ += "nil";
    else
      prog_value(1);
    line(";");
  } else if (around_.may_defer && !around_.unbounded && !around_.may_become && !around_.loop &&
             random_.chance(30)) {
    around_.deferred = true;
    line("defer " + action->text + "();");
  } else if (processes_ > 0 && !around_.unbounded && random_.chance(30)) {
    --processes_;
    line("begin " + action->text + "();");
  } else {
    line(action->text + "();");
  }
  return true;
}

// A call that is no tail call, to a depth of three or, now and then, without end.
void Generator::recursive_prog() {
  line("prog R(n: 0..2): 0..2 {");
  const auto before = scope_;
  declare("n", Kind::Small, false);
  around_ = Around{};
  around_.result = true;
  around_.depth = 2;
  const int kept = processes_;
  processes_ = 0;
  body(random_.between(0, 1));
  line(random_.chance(95) ? "if n == 0 { return " + number() + " }" : "skip;");
  body(random_.between(0, 1));
  line("return (R(" + std::string(random_.chance(95) ? "n - 1" : "n") + ") + " + number() + ") % 3;");
  line("}");
  processes_ = kept;
  scope_ = before;
  progs_.push_back({"R", {Kind::Small}, true, false});
}

void Generator::free_names(const std::vector<Peer>& peers) {
  const std::string name = fresh("N");
  line(name + "();");
  with_free_names_.emplace_back(name, peers);
}

}  // namespace csp::fuzz
