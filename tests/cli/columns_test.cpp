// A story in columns. The stories are written by hand: the layout is what is tested here.
#include "cli/report/columns.h"

#include <doctest/doctest.h>

namespace csp::cli_test {
namespace {

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

Span line(int n) { return Span{0, n, 1, n, 2}; }

StoryProcess process(Pid pid, const char* name, std::optional<std::size_t> created = {},
                     std::optional<std::size_t> ended = {}) {
  StoryProcess p;
  p.pid = pid;
  p.name = name;
  p.created = created;
  p.ended = ended;
  return p;
}

StoryEvent event(Pid pid, const char* action, int at, std::vector<StoryChange> changes = {}) {
  StoryEvent e;
  e.pid = pid;
  e.action = action;
  e.span = line(at);
  e.changes = std::move(changes);
  return e;
}

StoryStep step(std::vector<StoryEvent> events) { return {StepKind::Act, std::move(events)}; }

ToldFinding told(FindingKind kind, Story story) {
  ToldFinding t;
  t.finding.kind = kind;
  t.finding.trace.steps.resize(story.steps.size());
  t.finding.trace.loop = story.loop;
  t.story = std::move(story);
  return t;
}

std::string show(const char* text, PropertyKind kind, const ToldFinding& finding) {
  return told_in_columns(make_statement(text, kind), Instance{}, finding, SourceMap{}, 100);
}

TEST_CASE("figure 1: a leak, with the place and Go's silence") {
  Story s;
  s.processes = {process(0, "finishRequest", {}, 1), process(1, "child", 0)};
  StoryEvent starts = event(1, "", 5);
  starts.starts = true;
  StoryEvent end = event(0, "end", 15);
  end.ends = true;
  s.steps = {step({event(0, "begin child", 5), starts}), step({event(0, "timeout", 13), end})};
  StoryBlock block;
  block.waits = {{1, Standing::Stuck, line(6), "ch <-= 1", "", "nobody is left to receive from ch", {}}};
  block.go_runtime = "Go's runtime stays silent here: main has returned.";
  s.block = block;
  CHECK(show("not finishRequest(0) :[leak free]", PropertyKind::LeakFree, told(FindingKind::Leak, s)) ==
        "finishRequest(0) is not leak free: a process is blocked for ever\n"
        "\n"
        "      finishRequest  child\n"
        "  1   begin child    .         line 5\n"
        "  2   timeout        .         line 13\n"
        "      end            .         line 15\n"
        "                     ch <-= 1  line 6   <- blocked for ever: nobody is left to receive from ch\n"
        "\n"
        "  Go's runtime stays silent here: main has returned.\n");
}

TEST_CASE("a lock cycle names who waits for whom") {
  Story s;
  s.processes = {process(0, "a"), process(1, "b"), process(2, "idle")};
  s.steps = {step({event(0, "m.lock()", 3)})};
  StoryBlock block;
  block.waits = {{0, Standing::Stuck, line(4), "ch <-= 1", "", "b would have to receive", {1}},
                 {1, Standing::Stuck, line(9), "m.lock()", "", "a holds m", {0}},
                 {2, Standing::AtRest, line(12), "<-ch", "", "", {}}};
  block.cycle = {0, 1};
  s.block = block;
  const std::string text =
      show("S :[deadlock free]", PropertyKind::DeadlockFree, told(FindingKind::Deadlock, s));
  CHECK(contains(text, "S is not deadlock free: nothing can happen any more\n"));
  CHECK(contains(text, "The cycle of waiting: a waits for b, b waits for a.\n"));
  CHECK(contains(text, "Without a step in this run: idle.\n"));
}

TEST_CASE("a race shows both accesses and the locks held") {
  Story s;
  s.processes = {process(0, "main"), process(1, "worker", 0)};
  s.steps = {step({event(0, "begin worker", 5)})};
  s.race =
      StoryRace{"count", {0, line(7), "count", false, {}}, {1, line(9), "count = count + 1", true, {"m"}}};
  const std::string text = show("P() :[race free]", PropertyKind::RaceFree, told(FindingKind::Race, s));
  CHECK(contains(text, "P() is not race free: two processes access count at the same time\n"));
  CHECK(contains(text, "line 7   <- reads count, holding no lock\n"));
  CHECK(contains(text, "line 9   <- writes count, holding m\n"));
}

TEST_CASE("an error names what made it one") {
  Story s;
  s.processes = {process(0, "main"), process(1, "closer", 0)};
  StoryEvent fails = event(0, "close(c)", 6);
  fails.fails = true;
  s.steps = {step({event(1, "close(c)", 3)}), step({fails})};
  StoryError error;
  error.span = line(6);
  error.operation = "close(c)";
  error.message = "close of a closed channel";
  error.cause = StoryCause{0, 1, line(3), "closer closed c in step 1"};
  s.error = error;
  const std::string text = show("P() :[error free]", PropertyKind::ErrorFree, told(FindingKind::Error, s));
  CHECK(contains(text, "P() is not error free: close of a closed channel\n"));
  CHECK(contains(text, "line 6   <- close of a closed channel\n"));
  CHECK(contains(text, "Before that: closer closed c in step 1 (line 3).\n"));
}

TEST_CASE("a lasso shows its loop, a step its changes") {
  Story s;
  s.processes = {process(0, "spin")};
  s.steps = {step({event(0, "x = 1", 2)}), step({event(0, "x = x + 1", 3, {{"x", "2"}})})};
  s.loop = 1;
  const std::string text =
      show("S :[terminates]", PropertyKind::Terminates, told(FindingKind::EndlessRun, s));
  CHECK(contains(text, "S does not always terminate: a run without end\n"));
  CHECK(contains(text,
                 "  1   x = 1      line 2\n"
                 "  -- from here on again and again --\n"
                 "  2   x = x + 1  line 3   x = 2\n"
                 "  -- back to step 2 --\n"));
}

TEST_CASE("a witness and its values; a place in another file") {
  Story s;
  s.processes = {process(0, "main")};
  s.steps = {step({event(0, "x = 5", 2)})};
  s.values = {{"x", "5"}};
  SourceMap sources;
  sources.add("models/main.csp", "");
  sources.add("models/lib.csp", "");
  s.steps[0].events[0].span.file = 1;
  const std::string text = told_in_columns(make_statement("S :[reachable x == 5]", PropertyKind::Reachable),
                                           Instance{}, told(FindingKind::Reached, s), sources, 100);
  CHECK(contains(text, "x == 5 is reachable in S: a state where it is true\n"));
  CHECK(contains(text, "x = 5  lib.csp:2"));
  CHECK(contains(text, "In the last state: x = 5.\n"));
}

}  // namespace
}  // namespace csp::cli_test
