// The whole file: features, declarations, progs, the system, an assertion for each kind of property.
#include "tests/fuzz/generate.h"

#include <algorithm>

#include "tests/fuzz/generator.h"

namespace csp::fuzz {

namespace {

const std::vector<std::string> kFeatures = {"close",   "default", "pri",      "mutex",   "rwmutex", "cond",    "once",   "waitgroup",
                                            "atomic",  "timer",   "context",  "panic",   "any",     "service", "tuple",  "token",
                                            "chanchan", "parallel", "action", "labels",  "row",     "data",    "become", "close", "default",
                                            "objects",  "objects", "values", "values", "recursion", "names", "nested recover"};
const std::vector<std::string> kSpinFeatures = {"mutex", "rwmutex", "cond", "once",  "waitgroup", "atomic", "close",
                                                "any",   "service", "row",  "data", "default",   "default"};

}  // namespace

Generator::Generator(std::uint64_t seed, const Shape& shape) : random_(seed * 2 + (shape.spin ? 1 : 0)), shape_(shape) {
  const auto& from = shape.spin ? kSpinFeatures : kFeatures;
  for (int i = random_.between(2, 5); i > 0; --i) features_.push_back(random_.pick(from));
  fuel_ = random_.between(4, 12);
  processes_ = 3;
}

bool Generator::has(const std::string& feature) const {
  return std::find(features_.begin(), features_.end(), feature) != features_.end();
}

std::vector<Named> Generator::all(Kind kind) const {
  std::vector<Named> list;
  for (const Named& name : scope_)
    if (name.kind == kind) list.push_back(name);
  return list;
}

std::optional<Named> Generator::find(Kind kind, bool writable) {
  std::vector<Named> list;
  for (const Named& name : scope_)
    if (name.kind == kind && (name.writable || !writable)) list.push_back(name);
  if (list.empty()) return std::nullopt;
  return random_.pick(list);
}

void Generator::scoped(const std::function<void()>& body) {
  const auto before = scope_;
  body();
  scope_ = before;
}

void Generator::globals() {
  line("nametype Pair = struct { x: 0..2, y: bool }");
  line("datatype Token = Point | Circle.{0..2}");
  const int variables = random_.between(1, 2);
  for (int i = 0; i < variables; ++i) {
    const std::string name = "g" + std::to_string(i);
    const int roll = random_.below(100);
    if (roll < 60 || i == 0) {
      line("var " + name + ": 0..2" + (random_.chance(30) ? " = 1" : ""));
      scope_.push_back({name, Kind::Small, true, true});
    } else if (roll < 85 || shape_.spin) {
      line("var " + name + ": bool");
      scope_.push_back({name, Kind::Flag, true, true});
    } else {
      line("var " + name + ": array[2] of 0..2");
      scope_.push_back({name, Kind::Array, true, true});
    }
  }
  struct Row {
    const char *feature, *name, *type;
    Kind kind;
  };
  static const std::vector<Row> kRows = {{"mutex", "m", "mutex", Kind::Mutex},
                                         {"cond", "m", "mutex", Kind::Mutex},
                                         {"rwmutex", "rw", "rwmutex", Kind::RwMutex},
                                         {"once", "o", "once", Kind::Once},
                                         {"waitgroup", "w", "waitgroup", Kind::WaitGroup},
                                         {"chanchan", "link", "chan of 0..2", Kind::Chan}};
  std::vector<std::string> written;
  for (const Row& row : kRows) {
    if (!has(row.feature) || std::find(written.begin(), written.end(), row.name) != written.end()) continue;
    line("var " + std::string(row.name) + ": " + row.type);
    scope_.push_back({row.name, row.kind, row.kind == Kind::Chan, true});
    written.push_back(row.name);
  }
  if (has("objects") && random_.chance(60)) object_global();
  if (has("nested recover")) {
    line("prog rescue() { recover() }");
    line("prog fallen() { defer rescue(); panic(\"fallen\") }");
    progs_.push_back({"rescue", {}, false, false});
    progs_.push_back({"fallen", {}, false, false});
  }
  if (random_.chance(35) && !shape_.spin) {
    line("channel d : {0..2}");
    scope_.push_back({"d", Kind::Chan, false, true});
  }
}

void Generator::prog_declaration(bool with_result) {
  Prog prog;
  prog.name = with_result ? "F" : "P" + std::to_string(progs_.size());
  prog.result = with_result;
  prog.service = !with_result && has("service") && random_.chance(25);
  static const std::vector<Kind> kKinds = {Kind::Small, Kind::Chan, Kind::Chan, Kind::FlagChan, Kind::UnitChan};
  for (int i = random_.between(0, 2); i > 0; --i) prog.params.push_back(with_result ? Kind::Small : random_.pick(kKinds));
  if (!with_result && has("values") && random_.chance(50)) prog.params.push_back(Kind::Action);
  if (!with_result && has("context") && random_.chance(50)) prog.params.push_back(Kind::Context);
  line((prog.service ? "service prog " : "prog ") + prog.name + "(");
  const auto before = scope_;
  std::string text;
  for (std::size_t i = 0; i < prog.params.size(); ++i) {
    const Kind kind = prog.params[i];
    const std::string name = fresh("p");
    text += std::string(i > 0 ? ", " : "") + name + ": " +
            (kind == Kind::Small      ? "0..2"
             : kind == Kind::Chan     ? "chan of 0..2"
             : kind == Kind::FlagChan ? "chan of bool"
             : kind == Kind::Action   ? "prog()"
             : kind == Kind::Context  ? "context"
                                      : "chan of unit");
    declare(name, kind, kind == Kind::Small);
  }
  line(text + ")" + (with_result ? ": 0..2 {" : " {"));
  around_ = Around{};
  around_.result = with_result;
  around_.depth = 1;
  around_.may_become = has("become") && !with_result && random_.chance(50);
  const int kept = processes_;
  if (with_result || processes_ < 2) processes_ = 0;
  body(random_.between(1, 3));
  processes_ = kept;
  if (with_result) line("return " + small(1) + ";");
  if (around_.may_become) {
    const std::string self = prog.name;
    if (progs_.empty() || random_.chance(50)) progs_.push_back(prog);
    std::vector<Prog> targets;
    for (const Prog& p : progs_)
      if (!p.result) targets.push_back(p);
    const std::string then = targets.empty() ? "skip" : "become " + call(random_.pick(targets));
    line("if " + flag(1) + " { " + then + " }");
    progs_.erase(std::remove_if(progs_.begin(), progs_.end(), [&](const Prog& p) { return p.name == self; }), progs_.end());
  }
  line("}");
  scope_ = before;
  progs_.push_back(prog);
}

void Generator::system() {
  const bool members = random_.chance(35);
  if (!members) {
    line("prog main() {");
    member_ = "main";
    members_ = {"main"};
    around_ = Around{};
    const std::string x = fresh("x");
    line(x + ": 0..2;");
    declare(x, Kind::Small);
    watched_.push_back("main." + x);
    channel_declaration();
    if (random_.chance(50)) channel_declaration();
    if (has("cond")) {
      line("cd := mk(cond, m);");
      declare("cd", Kind::Cond, false);
    }
    start_process();
    if (random_.chance(50)) start_process();
    body(random_.between(1, 4));
    line("}");
    line("SYSTEM = main()");
    return;
  }
  line("SYSTEM = [");
  const bool row = has("row");
  const auto top = scope_;
  std::vector<Prog> servers;
  for (const Prog& p : progs_)
    if (!p.result && std::find(p.params.begin(), p.params.end(), Kind::Context) == p.params.end() &&
        std::find(p.params.begin(), p.params.end(), Kind::Action) == p.params.end())
      servers.push_back(p);
  for (int i = 0; i < 2; ++i) {
    const bool many = row && i == 1;
    member_ = i == 0 ? "a" : many ? "" : "b";
    if (i > 0) line("||");
    line(i == 0 ? "a::" : many ? "b[k: 0..1]::" : "b::");
    around_ = Around{};
    around_.may_defer = false;
    if (i == 0)
      peers_ = row ? std::vector<Peer>{{"b[0]"}, {"b[1]"}} : std::vector<Peer>{{"b"}};
    else
      peers_ = {{"a"}};
    processes_ = 1;
    members_.push_back(i == 0 ? "a" : many ? "b[1]" : "b");
    if (i == 1 && !many && has("service") && !servers.empty() && random_.chance(40)) {
      line("service " + call(random_.pick(servers)));
      continue;
    }
    scoped([&] {
      if (many) declare("k", Kind::Small, false);
      const std::string x = fresh("x");
      line(x + ": 0..2;");
      declare(x, Kind::Small);
      watched_.push_back(members_.back() + "." + x);
      if (has("cond")) {
        const std::string c = fresh("cd");
        line(c + " := mk(cond, m);");
        declare(c, Kind::Cond, false);
      }
      fuel_ = std::max(fuel_, 2);
      body(random_.between(1, 4));
      if (has("names") && random_.chance(60)) {
        free_names(peers_);
        body(random_.between(0, 1));
      }
    });
  }
  line("]");
  scope_ = top;
  member_.clear();
  for (const auto& [name, peers] : with_free_names_) {
    line("prog " + name + "() {");
    around_ = Around{};
    around_.depth = 1;
    peers_ = peers;
    fuel_ = std::max(fuel_, 2);
    processes_ = 0;
    scoped([&] { body(random_.between(1, 3)); });
    line("}");
  }
}

std::string Generator::property_small(bool outcome) {
  const auto x = find(Kind::Small);
  if (!outcome && random_.chance(15)) return random_.pick(watched_);
  if (const auto a = find(Kind::Array); a && random_.chance(50)) return a->text + "[" + std::to_string(random_.below(2)) + "]";
  return x->text;
}

std::string Generator::property_flag() {
  const int roll = random_.below(100);
  if (!labels_.empty() && roll < 25) {
    const auto& [member, label] = random_.pick(labels_);
    return "at(" + member + ", " + label + ")";
  }
  if (roll < 40) return "ended(" + random_.pick(members_) + ")";
  if (const auto d = find(Kind::Chan); d && d->text == "d" && roll < 50) return random_.chance(50) ? "closed(d)" : "#d == 0";
  if (roll < 60) return "(" + property_flag() + (random_.chance(50) ? " and " : " or ") + "not " + property_flag() + ")";
  if (const auto b = find(Kind::Flag); b && roll < 75) return b->text;
  static const std::vector<std::string> kCompare = {"==", "!=", "<", "<="};
  return property_small() + " " + random_.pick(kCompare) + " " + number();
}

void Generator::assertions() {
  for (const char* property : {"deadlock free", "leak free", "race free", "error free", "terminates", "can terminate",
                               "livelock free", "divergence free"})
    line("assert SYSTEM :[" + std::string(property) + "]");
  line("assert SYSTEM :[always " + property_flag() + "]");
  line("assert SYSTEM :[reachable " + property_flag() + "]");
  if (random_.chance(50))
    line("assert SYSTEM :[outcomes (" + property_small(true) + ") = {" + number() + (random_.chance(50) ? "" : ", " + number()) + "}]");
  else
    line("assert SYSTEM :[outcomes (" + property_small(true) + ", " + property_small(true) + ") = {(" + number() + ", " + number() + ")}]");
}

std::string Generator::file() {
  globals();
  const auto top = scope_;
  if (random_.chance(20)) prog_declaration(true);
  if (has("recursion")) recursive_prog();
  if (random_.chance(60)) prog_declaration(false);
  system();
  scope_ = top;
  assertions();
  return std::move(out_);
}

std::string generate(std::uint64_t seed, const Shape& shape) { return Generator(seed, shape).file(); }

}  // namespace csp::fuzz
