// Channels: declarations, sends and receives, select.
#include "tests/fuzz/generator.h"

namespace csp::fuzz {

namespace {

const std::vector<Kind> kChannels = {Kind::Chan,      Kind::FlagChan,  Kind::UnitChan,
                                     Kind::TupleChan, Kind::TokenChan, Kind::ChanChan};

}  // namespace

std::optional<Named> Generator::channel() {
  std::vector<Named> list;
  for (Kind kind : kChannels)
    for (const Named& name : all(kind)) list.push_back(name);
  if (const auto rows = find(Kind::Rows); rows && random_.chance(40)) {
    const auto index = find(Kind::Small);
    return Named{rows->text + "[" + (index && random_.chance(30) ? index->text : std::to_string(random_.below(2))) + "]",
                 Kind::Chan, false, false};
  }
  if (list.empty()) return std::nullopt;
  return random_.pick(list);
}

std::string Generator::send() {
  if (!peers_.empty() && !around_.in_prog_value && random_.chance(55)) {
    const std::string peer = random_.pick(peers_).text;
    const int roll = random_.below(100);
    if (roll < 55) return peer + "!(" + small(2) + ")";
    return roll < 85 ? peer + "!done()" : peer + "!pair(" + small(2) + ", " + number() + ")";
  }
  const auto c = channel();
  if (!c) return "";
  switch (c->kind) {
    case Kind::FlagChan: return c->text + "!(" + flag(2) + ")";
    case Kind::UnitChan: return c->text + "!()";
    case Kind::TupleChan: return c->text + "!(" + small(2) + ", " + flag(2) + ")";
    case Kind::TokenChan: return c->text + " <-= " + value(Kind::Token, 2);
    case Kind::ChanChan: return c->text + " <-= " + value(Kind::Chan);
    default: return random_.chance(50) ? c->text + " <-= " + small(2) : c->text + "!(" + small(2) + ")";
  }
}

std::string Generator::receive(bool in_guard) {
  if (!peers_.empty() && !around_.in_prog_value && random_.chance(55)) {
    const std::string peer = random_.pick(peers_).text;
    const std::string to = place();
    const int roll = random_.below(100);
    if (roll < 55 || to.empty()) return to.empty() || roll < 5 ? peer + "?_" : peer + "?" + to;
    return roll < 85 ? peer + "?done()" : peer + "?pair(" + to + ", _)";
  }
  if (!shape_.spin && random_.chance(8)) {
    if (const auto t = find(Kind::Timer)) return "<-" + t->text;
    if (const auto ctx = find(Kind::Context)) return "<-" + ctx->text + ".done()";
  }
  if (in_guard && random_.chance(7)) return "<-timeout()";
  const auto c = channel();
  if (!c) return "";
  const std::string name = fresh("r");
  const int roll = random_.below(100);
  auto declared = [&](Kind kind) {
    if (roll < 12) {
      const std::string ok = fresh("ok");
      declare(name, kind);
      declare(ok, Kind::Flag);
      return name + ", " + ok + " := <-" + c->text;
    }
    declare(name, kind);
    return roll < 55 ? c->text + "?" + name : name + " := <-" + c->text;
  };
  switch (c->kind) {
    case Kind::FlagChan:
      if (const auto to = find(Kind::Flag, true); to && roll > 70) return to->text + " = <-" + c->text;
      return declared(Kind::Flag);
    case Kind::UnitChan: return "<-" + c->text;
    case Kind::TupleChan: {
      const auto to = find(Kind::Flag, true);
      const std::string first = place();
      if (roll < 30 || !to || first.empty()) return c->text + "?(_, " + (to ? to->text : "_") + ")";
      return c->text + "?(" + first + ", " + to->text + ")";
    }
    case Kind::TokenChan: return declared(Kind::Token);
    case Kind::ChanChan:
      if (around_.unbounded) return "<-" + c->text;
      return declared(Kind::Chan);
    default: break;
  }
  if (roll > 85) return "<-" + c->text;
  const std::string to = place();
  if (!to.empty() && roll > 60) return roll > 70 ? c->text + "?" + to : to + " = <-" + c->text;
  return declared(Kind::Small);
}

void Generator::select() {
  const bool priority = has("pri") && random_.chance(40);
  std::string text = priority ? "pri select {" : "select {";
  const int cases = random_.between(1, 3);
  int written = 0;
  line(text);
  for (int i = 0; i < cases; ++i) {
    scoped([&] {
      const std::string comm = random_.chance(45) ? send() : receive(true);
      if (comm.empty()) return;
      line("case " + comm + ":");
      body(random_.between(0, 1));
      line("skip;");
      ++written;
    });
  }
  if (written == 0 || (has("default") && random_.chance(50))) {
    line("default:");
    scoped([&] { body(random_.between(0, 1)); });
    line("skip;");
  }
  line("}");
}

void Generator::channel_statement() {
  if (has("close") && random_.chance(15)) {
    if (const auto c = channel()) return line("close(" + c->text + ");");
  }
  if (!shape_.spin && !around_.unbounded && random_.chance(6) && find(Kind::Chan, true)) {
    const auto c = *find(Kind::Chan, true);
    if (c.shared) return line(c.text + " = " + (random_.chance(50) ? "nil" : value(Kind::Chan)) + ";");
  }
  if (random_.chance(8)) {
    if (const auto c = find(Kind::Chan)) {
      const Around before = around_;
      line("for " + fresh("v") + " := range " + c->text + " {");
      declare("v" + std::to_string(names_made_), Kind::Small);
      around_.loop = around_.unbounded = true;
      scoped([&] { body(random_.between(0, 1)); });
      around_ = before;
      scope_.pop_back();
      return line("}");
    }
  }
  const std::string comm = random_.chance(50) ? send() : receive(false);
  line(comm.empty() ? "skip;" : comm + ";");
}

void Generator::channel_declaration() {
  struct Row {
    Kind kind;
    const char* type;
    const char* feature;
  };
  static const std::vector<Row> kRows = {{Kind::Chan, "0..2", ""},          {Kind::Chan, "0..2", ""},
                                         {Kind::FlagChan, "bool", ""},      {Kind::UnitChan, "unit", ""},
                                         {Kind::TupleChan, "(0..2, bool)", "tuple"}, {Kind::TokenChan, "Token", "token"},
                                         {Kind::ChanChan, "chan of 0..2", "chanchan"}};
  Row row = random_.pick(kRows);
  if (*row.feature != 0 && !has(row.feature)) row = kRows[static_cast<std::size_t>(random_.below(4))];
  const std::string name = fresh("c");
  const int roll = random_.below(100);
  if (roll < 4)
    line(name + ": chan of " + row.type + ";");
  else
    line(name + " := mk(chan" + (roll < 45 ? "" : roll < 85 ? "[1]" : "[2]") + " of " + row.type + ");");
  declare(name, row.kind, false);
}

}  // namespace csp::fuzz
