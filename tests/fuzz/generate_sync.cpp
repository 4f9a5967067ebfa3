// Go's library: locks, conditions, once, wait groups, atomics, timers, contexts.
#include "tests/fuzz/generator.h"

namespace csp::fuzz {

bool Generator::sync_statement() {
  std::vector<void (Generator::*)()> ways;
  if (has("mutex")) ways.push_back(&Generator::lock_statement);
  if (has("rwmutex")) ways.push_back(&Generator::lock_statement);
  if (has("cond")) ways.push_back(&Generator::cond_statement);
  if (has("once")) ways.push_back(&Generator::once_statement);
  if (has("waitgroup")) ways.push_back(&Generator::waitgroup_statement);
  if (has("atomic")) ways.push_back(&Generator::atomic_statement);
  if (has("timer")) ways.push_back(&Generator::timer_statement);
  if (has("context")) ways.push_back(&Generator::context_statement);
  if (ways.empty()) return false;
  (this->*random_.pick(ways))();
  return true;
}

void Generator::lock_statement() {
  const auto rw = find(Kind::RwMutex);
  const auto m = find(Kind::Mutex);
  if (rw && (!m || random_.chance(50))) {
    const std::string lock = random_.chance(50) ? ".lock();" : ".rlock();";
    const std::string unlock = (random_.chance(93) ? lock == ".lock();" : random_.chance(50)) ? ".unlock();" : ".runlock();";
    if (random_.chance(10)) return line(rw->text + (random_.chance(50) ? lock : unlock));
    line(rw->text + lock);
    if (!shape_.spin && may_defer_here() && random_.chance(15)) {
      around_.deferred = true;
      return line("defer " + rw->text + unlock);
    }
    body(random_.between(0, 2));
    return line(rw->text + unlock);
  }
  if (!m) return line("skip;");
  const int roll = random_.below(100);
  if (roll < 12) {
    line("if " + m->text + ".trylock() {");
    scoped([&] { body(1); });
    line(m->text + ".unlock();");
    return line("}");
  }
  if (roll < 16) return line(m->text + ".unlock();");
  line(m->text + ".lock();");
  if (roll < 22) return;
  if (!shape_.spin && may_defer_here() && roll < 35) {
    around_.deferred = true;
    return line("defer " + m->text + ".unlock();");
  }
  body(random_.between(0, 2));
  line(m->text + ".unlock();");
}

void Generator::atomic_statement() {
  const auto x = find(Kind::Small, true);
  if (!x) return line("skip;");
  switch (random_.below(6)) {
    case 0: return line("atomic.store(" + x->text + ", " + number() + ");");
    case 1: return line("atomic.add(" + x->text + ", " + (random_.chance(60) ? "1" : "-1") + ");");
    case 2:
      line("if atomic.cas(" + x->text + ", " + number() + ", " + number() + ") {");
      scoped([&] { body(1); });
      return line("}");
    case 3: {
      const std::string name = fresh("x");
      line(name + ": 0..2 = atomic.swap(" + x->text + ", " + number() + ");");
      return declare(name, Kind::Small);
    }
    case 4: {
      const std::string name = fresh("x");
      line(name + ": 0..2 = atomic.load(" + x->text + ");");
      return declare(name, Kind::Small);
    }
    default: return line("assert atomic.load(" + x->text + ") != " + number() + ";");
  }
}

void Generator::timer_statement() {
  const auto t = find(Kind::Timer);
  const int roll = random_.below(100);
  if (!t || roll < 20) {
    if (around_.unbounded) return line("sleep(1);");
    const std::string name = fresh("t");
    if (roll % 4 == 0) {
      std::string before = name + " := timer(";
      out_ += before;
      prog_value(1);
      line(");");
    } else {
      line(name + " := " + (roll % 4 == 1 ? "ticker();" : roll % 4 == 2 ? "timeout();" : "timer();"));
    }
    return declare(name, Kind::Timer, false);
  }
  if (roll < 45) return line("<-" + t->text + ";");
  if (roll < 55) return line("stop(" + t->text + ");");
  if (roll < 70) {
    line("if not stop(" + t->text + ") {");
    line(random_.chance(60) ? "<-" + t->text + ";" : "skip;");
    return line("}");
  }
  if (roll < 80) return line("reset(" + t->text + ");");
  if (roll < 85) return line("sleep();");
  line("select { case <-" + t->text + ":");
  scoped([&] { body(1); });
  line("skip;");
  if (random_.chance(60)) {
    line("default:");
    scoped([&] { body(1); });
    line("skip;");
  }
  line("}");
}

void Generator::context_statement() {
  const auto ctx = find(Kind::Context);
  const auto cancel = find(Kind::Cancel);
  const int roll = random_.below(100);
  if ((!ctx || roll < 15) && !around_.unbounded && processes_ > 0) {
    --processes_;
    const std::string name = fresh("k"), stopper = fresh("cancel");
    const std::string parent = ctx ? ctx->text : "background()";
    line(name + ", " + stopper + " := " + (roll % 2 == 0 ? "withCancel(" + parent + ");" : "withTimeout(" + parent + ", 1);"));
    declare(name, Kind::Context, false);
    return declare(stopper, Kind::Cancel, false);
  }
  if (cancel && roll < 50) {
    if (roll < 22 && may_defer_here()) {
      around_.deferred = true;
      return line("defer " + cancel->text + "();");
    }
    return line(cancel->text + "();");
  }
  if (!ctx) return line("skip;");
  if (roll < 75) return line("<-" + ctx->text + ".done();");
  line("if " + ctx->text + ".err() {");
  scoped([&] { body(1); });
  line("}");
}

void Generator::waitgroup_statement() {
  const auto w = find(Kind::WaitGroup);
  if (!w) return line("skip;");
  const int roll = random_.below(100);
  if (roll < 40) return line(w->text + ".add(" + (random_.chance(85) ? std::to_string(random_.between(1, 2)) : "-1") + ");");
  if (roll < 65) return line(w->text + ".done();");
  if (roll < 75 && !shape_.spin && may_defer_here()) {
    around_.deferred = true;
    return line("defer " + w->text + ".done();");
  }
  line(w->text + ".wait();");
}

void Generator::cond_statement() {
  const auto c = find(Kind::Cond);
  if (!c) return line("skip;");
  const int roll = random_.below(100);
  if (roll < 40) return line(c->text + (roll < 22 ? ".signal();" : ".broadcast();"));
  const auto m = find(Kind::Mutex);
  const bool locking = m && roll < 95;
  if (locking) line(m->text + ".lock();");
  line(random_.chance(30) ? "while " + flag(1) + " { " + c->text + ".wait(); }" : c->text + ".wait();");
  if (random_.chance(40)) body(1);
  if (locking) line(m->text + ".unlock();");
}

void Generator::once_statement() {
  const auto o = find(Kind::Once);
  if (!o || around_.unbounded) return line("skip;");
  if (const auto action = find(Kind::Action); action && random_.chance(40)) return line(o->text + ".do(" + action->text + ");");
  out_ += o->text + ".do(";
  prog_value(random_.between(1, 2));
  line(");");
}

}  // namespace csp::fuzz
