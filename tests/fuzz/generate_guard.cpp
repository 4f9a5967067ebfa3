// Guarded commands.
#include "tests/fuzz/generator.h"

namespace csp::fuzz {

void Generator::guarded() {
  const bool repeat = random_.chance(50);
  const int commands = random_.between(1, 3);
  const Around before = around_;
  line(repeat ? "*[" : "[");
  if (repeat) around_.loop = around_.unbounded = true;
  for (int i = 0; i < commands; ++i) {
    if (i > 0) line("[]");
    scoped([&] {
      if (random_.chance(shape_.spin ? 15 : 30)) {
        replicated_guard();
      } else {
        std::string guard;
        const bool input = random_.chance(60);
        if (!input || random_.chance(50))
          guard = repeat && !input
                      ? (find(Kind::Small) ? find(Kind::Small)->text + " < " + number() : "false")
                      : plain_flag();
        if (input) {
          // Half of the inputs go into a variable that the guard declares.
          const auto c = find(Kind::Chan);
          const bool declares = c && random_.chance(50);
          const std::string name = declares ? "g" + std::to_string(++names_made_) : "";
          const std::string comm = declares ? name + (random_.chance(50) ? ": int; " : ": 0..9; ") + c->text + "?" + name
                                            : receive(true);
          if (!comm.empty()) guard += (guard.empty() ? "" : "; ") + comm;
          if (declares) declare(name, Kind::Small);
        }
        line((guard.empty() ? "true" : guard) + " ->");
      }
      body(random_.between(0, 2));
      line("skip;");
    });
  }
  around_ = before;
  line("];");
}

// What it reads may be shared, may depend on its variables, and may fail.
void Generator::replicated_guard() {
  const std::string i = "i" + std::to_string(++names_made_), j = "j" + std::to_string(names_made_);
  const auto variable = find(Kind::Small);
  std::string head = "(" + i + ": 0..1";
  if (!shape_.spin && random_.chance(15))
    head = "(" + i + ": " + (variable && random_.chance(50) ? "0.." + variable->text : "{0, 2}");
  const bool two = !shape_.spin && random_.chance(15);
  const auto array = find(Kind::Array);
  if (two) head += ", " + j + ": 0.." + (array && random_.chance(50) ? array->text + "[" + i + "]" : i);
  head += ") ";
  std::string condition =
      (two && random_.chance(50) ? j : i) + (random_.chance(70) ? " <= " : " == ") + number();
  if (!shape_.spin && array && random_.chance(60))
    condition = array->text + "[" + i + "]" + (random_.chance(50) ? " == " : " < ") + number();
  else if (!shape_.spin && random_.chance(25))
    condition = plain_flag() + (random_.chance(50) ? " and " : " or ") + condition;
  std::string input;
  const auto c = find(Kind::Chan);
  if (c && !c->writable && random_.chance(60)) input = "; " + c->text + "?_";
  if (const auto rows = find(Kind::Rows); rows && random_.chance(60)) {
    const std::string to = place();
    input = "; " + rows->text + "[" + i + "]?" + (to.empty() || random_.chance(50) ? "_" : to);
  }
  if (!peers_.empty() && !around_.in_prog_value && random_.chance(50) && has("row"))
    input = "; b[" + i + "]?_";
  line(head + condition + input + " ->");
  declare(i, Kind::Small, false);
  if (two) declare(j, Kind::Small, false);
}

}  // namespace csp::fuzz
