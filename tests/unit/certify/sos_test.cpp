// The rules of the operators, each on the smallest process that shows it: TPC ch. 7, UCS ch. 9.
#include "checker/certify/sos.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "checker/certify/evaluate.h"
#include "tests/laws/processes.h"

namespace csp::reference {
namespace {

using laws::Processes;

// What the process can do first, sorted: `a`, `tau`, `tau(c)` where c is hidden, `tick`. Events that lead to
// several states appear several times.
std::vector<std::string> first(Processes& p, Sos& sos, TermId state) {
  std::vector<std::string> out;
  for (const Transition& t : sos.steps(state)) {
    std::string name = t.event == kTau ? "tau" : t.event == kTick ? "tick" : p.terms().events()[t.event].text;
    if (t.hidden >= 0) name += "(" + p.terms().events()[t.hidden].text + ")";
    out.push_back(name);
  }
  std::sort(out.begin(), out.end());
  return out;
}

// The same after steps with these events; each must be possible in one way.
std::vector<std::string> can(const std::string& process, const std::vector<std::string>& steps = {}) {
  Processes p("channel a, b, c\nX = a -> X\nY = b -> Y");
  Sos sos(p.terms());
  TermId state = sos.start(p(process));
  for (const std::string& step : steps) {
    TermId next = kNone;
    for (const Transition& t : sos.steps(state))
      if (t.event == p.event(step)) {
        REQUIRE(next == kNone);
        next = t.next;
      }
    REQUIRE(next != kNone);
    state = next;
  }
  return first(p, sos, state);
}

using List = std::vector<std::string>;

TEST_CASE("constants and prefix") {
  CHECK(can("STOP") == List{});
  CHECK(can("SKIP") == List{"tick"});
  CHECK(can("SKIP", {"tick"}) == List{});
  CHECK(can("DIV") == List{"tau"});
  CHECK(can("DIV", {"tau"}) == List{"tau"});
  CHECK(can("a -> b -> STOP") == List{"a"});
  CHECK(can("a -> b -> STOP", {"a"}) == List{"b"});
  CHECK(can("RUN({a, b})", {"a", "b"}) == List{"a", "b"});
  CHECK(can("CHAOS({a})") == List{"tau", "tau"});
}

TEST_CASE("a silent step does not resolve an external choice, an event and termination do") {
  CHECK(can("(a -> STOP) [] ((b -> STOP) |~| STOP)") == List{"a", "tau", "tau"});
  CHECK(can("(a -> STOP) [] ((b -> STOP) [> (c -> STOP))", {"tau"}) == List{"a", "c"});
  CHECK(can("(a -> STOP) [] (b -> c -> STOP)", {"b"}) == List{"c"});
  CHECK(can("(a -> STOP) [] SKIP") == List{"a", "tick"});
  CHECK(can("(a -> STOP) [] SKIP", {"tick"}) == List{});
}

TEST_CASE("the termination of the first part of a sequence is silent") {
  CHECK(can("SKIP ; (a -> STOP)") == List{"tau"});
  CHECK(can("(a -> SKIP) ; (b -> STOP)", {"a", "tau"}) == List{"b"});
  CHECK(can("STOP ; (a -> STOP)") == List{});
}

TEST_CASE("interrupt: silent steps of both sides leave it, an event of the right side ends the left") {
  CHECK(can("(a -> STOP) /\\ (b -> c -> STOP)") == List{"a", "b"});
  CHECK(can("(a -> STOP) /\\ (b -> c -> STOP)", {"a"}) == List{"b"});
  CHECK(can("X /\\ (b -> c -> STOP)", {"a", "b"}) == List{"c"});
  CHECK(can("X /\\ ((b -> STOP) [> (c -> STOP))", {"tau"}) == List{"a", "c"});
  CHECK(can("SKIP /\\ (b -> STOP)") == List{"b", "tick"});
  CHECK(can("SKIP /\\ (b -> STOP)", {"tick"}) == List{});
  CHECK(can("X /\\ SKIP", {"tick"}) == List{});
}

TEST_CASE("sliding choice: the right side comes by a silent step, and only an event of the left keeps it") {
  CHECK(can("(a -> b -> STOP) [> (c -> STOP)") == List{"a", "tau"});
  CHECK(can("(a -> b -> STOP) [> (c -> STOP)", {"a"}) == List{"b"});
  CHECK(can("(a -> b -> STOP) [> (c -> STOP)", {"tau"}) == List{"c"});
}

TEST_CASE("exception: an event of the set starts the handler, termination does not") {
  CHECK(can("(a -> b -> a -> STOP) [| {b} |> (c -> STOP)", {"a", "b"}) == List{"c"});
  CHECK(can("SKIP [| {b} |> (c -> STOP)") == List{"tick"});
}

TEST_CASE("parallel: joint events need both, the others one, and termination is waited for") {
  CHECK(can("(a -> STOP) [| {a} |] (b -> a -> STOP)") == List{"b"});
  CHECK(can("(a -> STOP) [| {a} |] (b -> a -> STOP)", {"b"}) == List{"a"});
  CHECK(can("X ||| Y") == List{"a", "b"});
  CHECK(can("X ||| X") == List{"a"});  // both lead to the same state
  CHECK(can("SKIP ||| (a -> SKIP)") == List{"a", "tau"});
  CHECK(can("SKIP ||| (a -> SKIP)", {"tau", "a", "tau"}) == List{"tick"});
  CHECK(can("SKIP ||| STOP", {"tau"}) == List{});
}

TEST_CASE("alphabetised parallel: a side can do only what is in its alphabet") {
  CHECK(can("(a -> STOP) [ {b} || {b} ] (b -> STOP)") == List{});
  CHECK(can("(a -> STOP) [ {a, c} || {b, c} ] (b -> STOP)") == List{"a", "b"});
  CHECK(can("(c -> STOP) [ {a, c} || {b, c} ] (c -> STOP)") == List{"c"});
  CHECK(can("(c -> STOP) [ {a, c} || {b, c} ] (b -> STOP)") == List{"b"});
}

TEST_CASE("hiding keeps what was hidden as a label; renaming may make several events of one") {
  CHECK(can("(a -> b -> STOP) \\ {a}") == List{"tau(a)"});
  CHECK(can("(a -> b -> STOP) \\ {a}", {"tau"}) == List{"b"});
  CHECK(can("(a -> STOP)[[a <- b]]") == List{"b"});
  CHECK(can("(a -> STOP)[[a <- b, a <- c]]") == List{"b", "c"});
  CHECK(can("((a -> STOP) \\ {a})[[a <- b]]") == List{"tau(a)"});
  CHECK(can("SKIP[[a <- b]]", {"tick"}) == List{});
}

TEST_CASE("choice and interrupt that join in some events") {
  CHECK(can("(a -> b -> STOP) [+ {a} +] (a -> c -> STOP)") == List{"a"});
  CHECK(can("(a -> b -> STOP) [+ {a} +] (a -> c -> STOP)", {"a"}) == List{"b", "c"});
  CHECK(can("(a -> b -> a -> STOP) [+ {a} +] (a -> c -> STOP)", {"a", "b"}) == List{"a"});
  CHECK(can("(a -> STOP) [+ {a} +] (b -> STOP)") == List{"b"});
  CHECK(can("X /+ {a} +\\ (a -> b -> c -> STOP)", {"a"}) == List{"b"});
  CHECK(can("X /+ {a} +\\ (a -> b -> c -> STOP)", {"a", "b"}) == List{"c"});
}

TEST_CASE("a recursion that comes back to itself before it can do anything is an error") {
  for (const std::string body : {"P [] (a -> STOP)", "P ||| Q", "Q \\ {a}", "P ; STOP"}) {
    Processes p("channel a\nP = " + body + "\nQ = P [] STOP");
    Sos sos(p.terms());
    CHECK_THROWS_AS(sos.start(p("P")), EvaluationError);
    CHECK_THROWS_AS(sos.start(p("a -> STOP [] P")), EvaluationError);  // also when asked again
  }
  Processes p("channel a\nP = STOP |~| P");  // a silent step comes first
  Sos sos(p.terms());
  CHECK(sos.steps(sos.start(p("P"))).size() == 2);
}

TEST_CASE("prioritise: what is more urgent prevents, what is in no set is left alone") {
  Processes p("channel a, b, c");
  class Only : public EventSet {
   public:
    explicit Only(EventId e) : event_(e) {}
    bool contains(EventId e) const override { return e == event_; }
    std::string text() const override { return "{a}"; }

   private:
    EventId event_;
  };
  const SetId a = p.terms().add(std::make_shared<Only>(p.event("a")));
  const SetId b = p.terms().add(std::make_shared<Only>(p.event("b")));
  const auto prioritised = [&](const std::string& process) {
    Term term;
    term.kind = TermKind::Prioritise;
    term.args = {p(process)};
    term.payload = p.terms().add_order({a, b});
    Sos sos(p.terms());
    return first(p, sos, sos.start(p.terms().make(std::move(term))));
  };
  CHECK(prioritised("(a -> STOP) [] (b -> STOP) [] (c -> STOP)") == List{"a", "c"});
  CHECK(prioritised("(b -> STOP) [] (c -> STOP)") == List{"b", "c"});
  CHECK(prioritised("((b -> STOP) [] (a -> STOP)) [> STOP") == List{"a", "tau"});
}

}  // namespace
}  // namespace csp::reference
