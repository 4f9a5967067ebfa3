// Expressions, declarations of data, assignments.
#include "tests/fuzz/generator.h"

namespace csp::fuzz {

std::string Generator::small(int depth) {
  const auto variable = find(Kind::Small);
  const int roll = random_.below(100);
  if (depth > 2 || roll < 30) return variable && random_.chance(60) ? variable->text : number();
  if (roll < 50) return variable ? variable->text : number();
  if (roll < 68) return "(" + small(depth + 1) + " + " + small(depth + 1) + ") % 3";
  if (roll < 73) return "(if " + flag(depth + 1) + " then " + small(depth + 1) + " else " + small(depth + 1) + ")";
  if (variable && roll < 76) return variable->text + " - " + number();  // may be out of range
  if (variable && roll < 78) return "2 / " + variable->text;
  if (const auto list = find(Kind::List); list && roll < 86) {
    if (random_.chance(30)) return "#" + list->text;
    return (random_.chance(50) ? "head(" + list->text + ")" : list->text + "[" + small(3) + "]");
  }
  if (const auto array = find(Kind::Array); array && roll < 88)
    return array->text + "[" + (!variable || random_.chance(70) ? std::to_string(random_.below(2)) : variable->text) + "]";
  if (const auto pair = find(Kind::Pair); pair && roll < 91) return pair->text + ".x";
  if (const auto token = find(Kind::Token); token && roll < 93) return token->text + ".1";
  if (has("any") && !pure_ && roll < 96) return "any(" + std::string(random_.chance(50) ? "0..1" : "0..2") + ")";
  if (roll < 98 && depth < 2 && !pure_)
    for (const Prog& prog : progs_)
      if (prog.result) return call(prog);
  if (const auto c = find(Kind::Chan); c && !pure_ && roll < 99) return random_.chance(50) ? "<-" + c->text : (random_.chance(70) ? "#" + c->text : "cap(" + c->text + ")") + " % 3";
  return number();
}

std::string Generator::flag(int depth) {
  const auto variable = find(Kind::Flag);
  const int roll = random_.below(100);
  if (variable && roll < 35) return variable->text;
  if (depth > 2 || roll < 40) return random_.chance(50) ? "true" : "false";
  static const std::vector<std::string> kCompare = {"==", "!=", "<", "<=", ">", ">="};
  if (roll < 75) {
    const auto x = find(Kind::Small);
    return (x ? x->text : small(depth + 1)) + " " + random_.pick(kCompare) + " " + number();
  }
  if (roll < 80) return "not (" + flag(depth + 1) + ")";
  if (roll < 86) return "(" + flag(depth + 1) + (random_.chance(50) ? " and " : " or ") + flag(depth + 1) + ")";
  if (const auto token = find(Kind::Token); token && roll < 90)
    return token->text + (random_.chance(50) ? " is Circle" : " == Point");
  if (const auto pair = find(Kind::Pair); pair && roll < 92) return pair->text + ".y";
  if (const auto list = find(Kind::List); list && roll < 96)
    return random_.chance(50) ? "null(" + list->text + ")" : "elem(" + small(3) + ", " + list->text + ")";
  if (has("any") && !pure_ && roll < 98) return "any(bool)";
  if (const auto c = find(Kind::Chan); c && !shape_.spin && roll < 99) return c->text + " == nil";
  if (const auto t = find(Kind::Timer); t && !shape_.spin && !pure_)
    return (random_.chance(50) ? "stop(" : "reset(") + t->text + ")";
  return small(depth + 1) + " == " + small(depth + 1);
}

std::string Generator::plain_flag() {
  pure_ = true;
  std::string text = flag(1);
  pure_ = false;
  return text;
}

std::string Generator::value(Kind kind, int depth) {
  const auto variable = find(kind);
  if (variable && kind != Kind::Small && kind != Kind::Flag && random_.chance(kind >= Kind::Chan ? 92 : 50)) return variable->text;
  switch (kind) {
    case Kind::Small: return small(depth);
    case Kind::Flag: return flag(depth);
    case Kind::Array: return "array(" + small(depth + 1) + ", " + number() + ")";
    case Kind::Pair: return "Pair(" + small(depth + 1) + ", " + flag(depth + 1) + ")";
    case Kind::Token: return random_.chance(40) ? "Point" : random_.chance(50) ? "Circle.1" : "Circle(" + small(depth + 1) + ")";
    case Kind::List: return random_.chance(30) ? "<" + number() + ">" : "<" + number() + ", " + small(depth + 1) + ">";
    case Kind::Chan:
    case Kind::FlagChan:
    case Kind::UnitChan:
    case Kind::TupleChan:
    case Kind::TokenChan:
    case Kind::ChanChan:
    case Kind::Actions:
    case Kind::Function:
    case Kind::Rows:
    case Kind::Action: return "nil";
    case Kind::Timer: return "timeout()";
    case Kind::Mutex: return variable ? variable->text : "mk(mutex)";
    case Kind::RwMutex: return variable ? variable->text : "mk(rwmutex)";
    case Kind::Once: return variable ? variable->text : "mk(once)";
    case Kind::WaitGroup: return variable ? variable->text : "mk(waitgroup)";
    case Kind::Cond: return variable ? variable->text : "mk(cond, " + value(Kind::Mutex) + ")";
    case Kind::Context: return variable ? variable->text : "background()";
    case Kind::Cancel: return variable ? variable->text : "prog() { skip }";
  }
  return "0";
}

std::string Generator::place() {
  const auto index = find(Kind::Small);
  if (const auto array = find(Kind::Array, true); array && random_.chance(30))
    return array->text + "[" + (!index || random_.chance(80) ? std::to_string(random_.below(2)) : index->text) + "]";
  if (const auto pair = find(Kind::Pair, true); pair && random_.chance(30)) return pair->text + ".x";
  const auto variable = find(Kind::Small, true);
  return variable ? variable->text : "";
}

void Generator::data_declaration() {
  const std::string name = fresh("x");
  int roll = random_.below(100);
  if (shape_.spin) roll = roll % 50;
  if (roll < 35) {
    line(random_.chance(25) ? name + ": 0..2;" : name + ": 0..2 = " + small(1) + ";");
    declare(name, Kind::Small);
  } else if (roll < 50) {
    line(name + (random_.chance(50) ? ": bool = " : " := ") + flag(1) + ";");
    declare(name, Kind::Flag);
  } else if (roll < 62) {
    line(random_.chance(50) ? name + ": array[2] of 0..2;" : name + ": array[2] of 0..2 = " + value(Kind::Array, 1) + ";");
    declare(name, Kind::Array);
  } else if (roll < 74) {
    line(random_.chance(50) ? name + ": Pair;" : name + ": Pair = " + value(Kind::Pair, 1) + ";");
    declare(name, Kind::Pair);
  } else if (roll < 86) {
    line(random_.chance(50) ? name + ": Token;" : name + ": Token = " + value(Kind::Token, 1) + ";");
    declare(name, Kind::Token);
  } else {
    line(name + ": list of 0..2 = " + value(Kind::List, 1) + ";");
    declare(name, Kind::List);
  }
}

void Generator::assignment() {
  const int roll = random_.below(100);
  if (const auto b = find(Kind::Flag, true); b && roll < 20) return line(b->text + " = " + flag() + ";");
  if (const auto t = find(Kind::Token, true); t && roll < 30) return line(t->text + " = " + value(Kind::Token, 1) + ";");
  if (const auto p = find(Kind::Pair, true); p && roll < 36)
    return line(random_.chance(50) ? p->text + ".y = " + flag(1) + ";" : p->text + " = " + value(Kind::Pair, 1) + ";");
  if (const auto a = find(Kind::Array, true); a && roll < 40) return line(a->text + " = " + value(Kind::Array, 1) + ";");
  if (const auto l = find(Kind::List, true); l && roll < 46)
    return line(l->text + (random_.chance(60) ? " = tail(" + l->text + ");" : " = " + value(Kind::List, 1) + ";"));
  const std::string to = place();
  if (to.empty()) return data_declaration();
  if (random_.chance(12)) return line(to + (random_.chance(50) ? " += 1;" : " -= 1;"));
  if (random_.chance(30)) return line(to + " = (" + to + " + 1) % 3;");
  line(to + " = " + small() + ";");
}

}  // namespace csp::fuzz
