// Statements: control, calls, processes, deferred calls.
#include <algorithm>

#include "tests/fuzz/generator.h"

namespace csp::fuzz {

void Generator::body(int statements) {
  for (int i = 0; i < statements; ++i) statement();
}

void Generator::block(int statements) {
  line("{");
  scoped([&] { body(statements); });
  line("}");
}

void Generator::prog_value(int statements, bool recovering) {
  line("prog() {");
  const Around before = around_;
  around_ = Around{};
  around_.in_prog_value = true;
  around_.recovering = recovering;
  around_.depth = before.depth + 1;
  scoped([&] {
    if (recovering && random_.chance(70)) {
      const auto b = find(Kind::Flag, true);
      line(has("nested recover") && random_.chance(30) ? "rescue();" : b ? b->text + " = recover();" : "recover();");
    }
    body(statements);
  });
  around_ = before;
  out_ += "}";
}

std::string Generator::call(const Prog& prog) {
  std::string text = prog.name + "(";
  for (std::size_t i = 0; i < prog.params.size(); ++i) text += (i > 0 ? ", " : "") + value(prog.params[i], 3);
  return text + ")";
}

void Generator::start_process() {
  if (processes_ <= 0 || around_.unbounded) return line("skip;");
  --processes_;
  const bool service = has("service") && random_.chance(40);
  std::vector<Prog> named;
  for (const Prog& p : progs_)
    if (!p.result) named.push_back(p);
  if (!named.empty() && random_.chance(45)) return line((service ? "begin service " : "begin ") + call(random_.pick(named)) + ";");
  out_ += service ? "begin service " : "begin ";
  if (random_.chance(25)) {  // with an argument
    const std::string parameter = fresh("n");
    line("prog(" + parameter + ": 0..2) {");
    const Around before = around_;
    around_ = Around{};
    around_.in_prog_value = true;
    around_.depth = before.depth + 1;
    scoped([&] {
      declare(parameter, Kind::Small);
      body(random_.between(1, 3));
    });
    around_ = before;
    return line("}(" + number() + ");");
  }
  prog_value(random_.between(1, 3));
  line("();");
}

void Generator::parallel() {
  if (processes_ < 2 || around_.unbounded) return line("skip;");
  const bool row = random_.chance(20);
  const bool service = has("service") && !row && random_.chance(40);
  std::vector<Prog> servers;
  for (const Prog& p : progs_)
    if (!p.result) servers.push_back(p);
  const int branches = 2;
  processes_ -= 2;
  std::vector<std::string> labels;
  for (int i = 0; i < branches; ++i) labels.push_back(fresh("q"));
  const Around before = around_;
  const auto peers = peers_;
  line("[");
  for (int i = 0; i < branches; ++i) {
    if (i > 0) line("||");
    const bool many = row && i == 1;
    const std::string subscript = fresh("i");
    line(labels[static_cast<std::size_t>(i)] + (many ? "[" + subscript + ": 0..1]::" : "::"));
    around_ = Around{};
    around_.in_prog_value = before.in_prog_value;
    around_.may_defer = false;
    around_.depth = before.depth + 1;
    if (!before.in_prog_value) {
      peers_ = peers;
      peers_.push_back({labels[i == 0 ? 1 : 0] + (row && i == 0 ? "[0]" : "")});
    }
    if (i == 1 && service && !servers.empty()) {
      line("service " + call(random_.pick(servers)));
      continue;
    }
    scoped([&] {
      if (many) declare(subscript, Kind::Small, false);
      line("skip;");
      body(random_.between(1, 2));
    });
  }
  peers_ = peers;
  around_ = before;
  line("];");
}

void Generator::defer() {
  if (!around_.may_defer || around_.unbounded || around_.may_become || around_.loop) return line("skip;");
  around_.deferred = true;
  std::vector<Prog> named;
  for (const Prog& p : progs_)
    if (!p.result && !p.service) named.push_back(p);
  if (!named.empty() && random_.chance(25)) return line("defer " + call(random_.pick(named)) + ";");
  if (const auto c = channel(); c && !shape_.spin && random_.chance(20)) return line("defer close(" + c->text + ");");
  out_ += "defer ";
  prog_value(random_.between(0, 2), true);
  line("();");
}

void Generator::loop() {
  const Around before = around_;
  around_.loop = true;
  const int roll = random_.below(100);
  if (roll < 40) {
    const std::string i = fresh("i");
    line("for " + i + " := 0; " + i + " < " + std::to_string(random_.between(1, 2)) + "; " + i + " += 1 {");
    scoped([&] {
      declare(i, Kind::Small, false);
      body(random_.between(1, 2));
    });
  } else if (roll < 55) {
    const std::string v = fresh("v");
    const auto list = find(Kind::List);
    const auto array = find(Kind::Array);
    line("for " + v + " := range " + (list ? list->text : array ? array->text : random_.chance(50) ? "0..1" : "<0, 2>") + " {");
    scoped([&] {
      declare(v, Kind::Small, false);
      body(random_.between(1, 2));
    });
  } else {
    around_.unbounded = true;
    line(roll < 75 ? "while " + flag(1) + " {" : "for {");
    scoped([&] {
      body(random_.between(1, 2));
      if (random_.chance(40)) line(random_.chance(60) ? "if " + flag(1) + " { break }" : "break;");
    });
  }
  around_ = before;
  line("}");
}

void Generator::simple() {
  const int roll = random_.below(100);
  if (roll < 45) return channel_statement();
  if (roll < 75) return assignment();
  if (roll < 80) return line("assert " + flag() + ";");
  if (roll < 82) return line("skip;");
  if (!sync_statement()) channel_statement();
}

void Generator::statement() {
  if (fuel_ <= 0) return;
  --fuel_;
  const int roll = random_.below(100);
  if (around_.depth > 3) return simple();
  ++around_.depth;
  struct Deeper {
    int& depth;
    ~Deeper() { --depth; }
  } deeper{around_.depth};
  if (has("labels") && !member_.empty() && !around_.in_prog_value && random_.chance(12)) {
    const std::string label = fresh("L");
    labels_.emplace_back(member_, label);
    return line(label + ": skip;");
  }
  if (roll < 20) return channel_statement();
  if (roll < 30) return assignment();
  if (roll < 36) return data_declaration();
  if (roll < 40 && has("objects")) return object_declaration();
  if (roll < 44 && has("values") && value_statement()) return;
  if (roll < 50) {
    if (sync_statement()) return;
    return channel_statement();
  }
  if (roll < 57) return select();
  if (roll < 63) return guarded();
  if (roll < 68) {
    line("if " + flag() + " {");
    scoped([&] { body(random_.between(1, 2)); });
    if (random_.chance(50)) {
      line("} else {");
      scoped([&] { body(random_.between(1, 2)); });
    }
    return line("}");
  }
  if (roll < 74) return loop();
  if (roll < 80) return start_process();
  if (roll < 82 && !around_.unbounded) return channel_declaration();
  if (roll < 85) return has("parallel") ? parallel() : simple();
  if (roll < 88) return has("panic") ? defer() : simple();
  if (roll < 90) return has("panic") ? line("panic(\"p\");") : simple();
  if (roll < 91) return block(random_.between(1, 2));
  if (roll < 93 && around_.loop) return line(random_.chance(60) ? "break;" : "continue;");
  if (roll < 94 && around_.may_defer) {
    const std::string condition = flag(1);
    return line("if " + condition + " { return" + (around_.result ? " " + small(3) : "") + "; }");
  }
  if (roll < 96 && !around_.unbounded && has("action")) {
    const std::string name = fresh("act");
    out_ += name + " := ";
    prog_value(random_.between(1, 2));
    line(";");
    return declare(name, Kind::Action, false);
  }
  if (roll < 98) {
    if (const auto action = find(Kind::Action); action && random_.chance(60)) return line(action->text + "();");
    std::vector<Prog> callable;
    for (const Prog& p : progs_)
      if (!p.service) callable.push_back(p);
    if (!callable.empty()) return line(call(random_.pick(callable)) + ";");
  }
  simple();
}

}  // namespace csp::fuzz
