// Programs as processes (docs/semantics.md, rules 24 and 25).
#include <doctest/doctest.h>

#include <memory>
#include <string>

#include "checker/process/check.h"
#include "tests/unit/process/terms_builder.h"
#include "tests/unit/program_builder.h"

namespace csp {
namespace {

using test::ProcBuilder;
using test::ProgramBuilder;
using test::TermsBuilder;

struct Mixed : TermsBuilder {
  TermId instance(Program program, const std::string& text) {
    Term t;
    t.kind = TermKind::Instance;
    t.payload = terms.add(ProgramInstance{std::make_shared<const Program>(std::move(program)), text});
    return terms.make(std::move(t), {}, text);
  }
  EventId number_event(const std::string& channel, int n) {
    return terms.events().intern(terms.events().channel(channel), {Value::integer(n)},
                                 channel + "." + std::to_string(n));
  }
  TermId on(const std::string& channel, int n, TermId next) {
    number_event(channel, n);
    return prefix_event(number_event(channel, n), next);
  }
  TermId prefix_event(EventId e, TermId next) {
    Term t;
    t.kind = TermKind::Prefix;
    t.menu = {{e, next}};
    return terms.make(std::move(t));
  }
  Answer ask(ProcessQuestionKind kind, SemanticModel m, TermId p, TermId spec = kNone) {
    last = check_process(terms, {kind, m, spec, p}, {}, Budget{});
    return last.answer;
  }
  std::string equal(TermId p, TermId q) {
    std::string out;
    for (const auto& [m, name] : {std::pair(SemanticModel::T, "T "), std::pair(SemanticModel::F, "F "),
                                  std::pair(SemanticModel::FD, "FD ")})
      if (ask(ProcessQuestionKind::Refinement, m, p, q) == Answer::Holds &&
          ask(ProcessQuestionKind::Refinement, m, q, p) == Answer::Holds)
        out += name;
    return out;
  }
  ProcessVerdict last;
};

// COPY(in, out): receives 0..1 from in for ever and sends it on out; `times` bounds it.
Program copy(const std::string& in, const std::string& out, int times) {
  ProgramBuilder b;
  const TypeId bit = b.range(0, 1);
  const ExprId from = b.chan(in, bit), to = b.chan(out, bit);
  b.program.globals[0].environment = Environment::Sends;
  b.program.globals[1].environment = Environment::Receives;
  ProcBuilder p = b.proc("COPY");
  const LocalId x = p.local("x", bit);
  if (times == 0) {
    const NodeId top = p.here();
    p.receive(from, x);
    p.send(to, b.get(x));
    p.jump(top);
  } else {
    for (int i = 0; i < times; ++i) {
      p.receive(from, x);
      p.send(to, b.get(x));
    }
  }
  return b.finish(p.id);
}

TermId copy_process(Mixed& m, const std::string& in, const std::string& out) {
  const std::string name = "COPY(" + in + "," + out + ")";
  return m.rec(name, [&m, in, out, name] {
    return m.external({m.on(in, 0, m.on(out, 0, m.rec(name))), m.on(in, 1, m.on(out, 1, m.rec(name)))});
  });
}

TEST_CASE("a program that copies is the process that copies") {
  Mixed m;
  const TermId program = m.instance(copy("in", "out", 0), "COPY(in, out)");
  CHECK(m.equal(program, copy_process(m, "in", "out")) == "T F FD ");
  CHECK(m.last.open);
  CHECK(m.ask(ProcessQuestionKind::Deterministic, SemanticModel::FD, program) == Answer::Holds);
  CHECK(m.ask(ProcessQuestionKind::DeadlockFree, SemanticModel::F, program) == Answer::Holds);
}

TEST_CASE("programs and processes in one network: a chain of two is a buffer of two (UCS 5.3)") {
  Mixed m;
  const TermsBuilder::Names mid = {"mid.0", "mid.1"};
  const TermId chain = m.hide(
      m.parallel(m.instance(copy("in", "mid", 0), "COPY(in, mid)"), mid, copy_process(m, "mid", "out")), mid);
  const TermId processes =
      m.hide(m.parallel(copy_process(m, "in", "mid"), mid, copy_process(m, "mid", "out")), mid);
  CHECK(m.equal(chain, processes) == "T F FD ");
  CHECK(m.equal(chain, copy_process(m, "in", "out")) == "");
}

TEST_CASE("a program that ends does ✓, also before another process") {
  Mixed m;
  const TermId once = m.instance(copy("in", "out", 1), "ONCE()");
  const auto twice = [&](TermId end) {
    return m.external({m.on("in", 0, m.on("out", 0, end)), m.on("in", 1, m.on("out", 1, end))});
  };
  CHECK(m.equal(once, twice(m.skip())) == "T F FD ");
  CHECK(m.equal(m.sequence(once, once), twice(twice(m.skip()))) == "T F FD ");
  CHECK(m.equal(m.interleave(once, m.skip()), once) == "T F FD ");
}

TEST_CASE("both ends inside: a visible event that needs no environment") {
  ProgramBuilder b;
  const ExprId c = b.chan("c", b.range(0, 1));
  ProcBuilder child = b.proc("child");
  child.send(c, b.lit(1));
  ProcBuilder main = b.proc("main");
  main.begin(child.id);
  main.receive(c, main.local("x", b.int_type));
  Mixed m;
  const TermId p = m.instance(b.finish(main.id), "main()");
  CHECK(m.equal(p, m.on("c", 1, m.skip())) == "T F FD ");
  CHECK_FALSE(m.last.open);
}

TEST_CASE("a run-time error: divergence in FD, an error that fails the check in T and F (rule 24)") {
  ProgramBuilder b;
  const ExprId c = b.chan("c", b.range(0, 1));
  b.program.globals[0].environment = Environment::Receives;
  ProcBuilder main = b.proc("main");
  main.send(c, b.lit(0));
  main.fail(ErrorKind::Panic);
  Mixed m;
  const TermId p = m.instance(b.finish(main.id), "main()");
  const TermId anything = m.on("c", 0, m.div());
  CHECK(m.ask(ProcessQuestionKind::Refinement, SemanticModel::FD, p, anything) == Answer::Holds);
  CHECK(m.ask(ProcessQuestionKind::Refinement, SemanticModel::FD, p, m.on("c", 0, m.stop())) ==
        Answer::Fails);
  CHECK(m.last.findings.at(0).kind == ProcessFindingKind::Divergence);
  for (const SemanticModel model : {SemanticModel::T, SemanticModel::F}) {
    CHECK(m.ask(ProcessQuestionKind::Refinement, model, p, anything) == Answer::Fails);
    CHECK(m.last.findings.at(0).kind == ProcessFindingKind::Error);
    CHECK(m.last.findings.at(0).run.size() == 2);
  }
  CHECK(m.ask(ProcessQuestionKind::DeadlockFree, SemanticModel::F, p) == Answer::Fails);
  CHECK(m.last.findings.at(0).kind == ProcessFindingKind::Error);
  CHECK(m.ask(ProcessQuestionKind::Deterministic, SemanticModel::F, p) == Answer::Fails);
  CHECK(m.last.findings.at(0).kind == ProcessFindingKind::Error);
  CHECK(m.ask(ProcessQuestionKind::DivergenceFree, SemanticModel::FD, p) == Answer::Fails);
}

TEST_CASE("internal choice of a program is resolved where it stands, as by |~|") {
  ProgramBuilder b;
  const ExprId c = b.chan("c", b.range(0, 1));
  b.program.globals[0].environment = Environment::Receives;
  ProcBuilder main = b.proc("main");
  const LocalId x = main.local("x", b.int_type);
  main.any(x, b.seq({0, 1}));
  main.send(c, b.get(x));
  Mixed m;
  const TermId p = m.instance(b.finish(main.id), "main()");
  CHECK(m.equal(p, m.internal({m.on("c", 0, m.skip()), m.on("c", 1, m.skip())})) == "T F FD ");
}

// (pri select { a; c }) [|{a, c}|] (c -> SKIP) does c: a is not ready. The engine does not see that, so it
// must not answer.
TEST_CASE("pri select with an open channel before another branch is no process") {
  for (const bool priority : {true, false})
    for (const bool last : {true, false}) {
      ProgramBuilder b;
      const ExprId a = b.chan("a", b.range(0, 1)), c = b.chan("c", b.range(0, 1));
      for (Global& g : b.program.globals) g.environment = Environment::Sends;
      ProcBuilder main = b.proc("main");
      if (last)
        main.comm(CommMode::Select, {main.receive_alt(a)}, kNone, priority);
      else
        main.comm(CommMode::Select, {main.receive_alt(a), main.receive_alt(c)}, kNone, priority);
      Mixed m;
      const TermId p = m.instance(b.finish(main.id), "main()");
      const Answer answer = m.ask(ProcessQuestionKind::DeadlockFree, SemanticModel::F, p);
      CHECK(answer == (priority && !last ? Answer::Unknown : Answer::Holds));
      CHECK(m.last.failure.has_value() == (priority && !last));
    }
}

}  // namespace
}  // namespace csp
