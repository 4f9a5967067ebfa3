// Deadlock and divergence: the process alone is explored. Roscoe 1997 ch. 13.1; UCS ch. 6.3: a process that
// has ended by ✓ is not deadlocked.
#include "checker/process/checks.h"

namespace csp {
namespace {

class PlainVisitor {
 public:
  using Id = ProductSearch::Id;

  PlainVisitor(ProductSearch& search, bool deadlocks, bool divergences, bool errors)
      : search_(search), deadlocks_(deadlocks), divergences_(divergences), errors_(errors) {}

  bool enter(Id id, const ComponentState* at, NormalForm::Node) {
    if (errors_ && search_.network().failed(at)) propose(ProcessFindingKind::Error, id);
    return !found;
  }
  void impossible(Id, EventId) {}
  bool leave(Id id, const ComponentState* at, NormalForm::Node, const Offered& offers) {
    if (deadlocks_ && offers.moves == 0 && !search_.network().terminated(at))
      propose(ProcessFindingKind::Deadlock, id);
    return !found;
  }
  bool level() { return !found && !(divergences_ && watch.look(search_)); }

  std::optional<Violation> found;
  CycleWatch watch;

 private:
  void propose(ProcessFindingKind k, Id at) {
    if (!found) found = Violation{k, at, kTau, search_.depth()};
  }

  ProductSearch& search_;
  bool deadlocks_, divergences_, errors_;
};

void decide(const CheckContext& context, const ProcessQuestion& question, bool deadlocks, bool divergences,
            ProcessVerdict& verdict) {
  ProductSearch search(context.maker, question.process, nullptr);
  PlainVisitor visitor(search, deadlocks, divergences,
                       question.model != SemanticModel::FD);  // in FD an error is a divergence
  const Stopped stopped = guarded([&] {
    std::string reason = search.explore(visitor);
    if (divergences) visitor.watch.at_end(search);
    return visitor.found || visitor.watch.found() ? std::string() : reason;
  });
  conclude(search, nullptr, stopped, verdict);
  if (!visitor.found && !visitor.watch.found()) return;
  fails(verdict);
  if (visitor.watch.found() &&
      (!visitor.found || search.depth_of(visitor.watch.entry()) <= search.depth_of(visitor.found->id))) {
    verdict.findings.push_back(visitor.watch.finding(search));
    return;
  }
  ProcessFinding finding;
  finding.kind = visitor.found->kind;
  finding.run = search.run_to(visitor.found->id);
  verdict.findings.push_back(std::move(finding));
}

}  // namespace

void decide_deadlock_free(const CheckContext& context, const ProcessQuestion& question,
                          ProcessVerdict& verdict) {
  decide(context, question, true, question.model == SemanticModel::FD, verdict);
}

void decide_divergence_free(const CheckContext& context, const ProcessQuestion& question,
                            ProcessVerdict& verdict) {
  decide(context, question, false, true, verdict);
}

void decide_error_free(const CheckContext& context, const ProcessQuestion& question,
                       ProcessVerdict& verdict) {
  if (!context.maker.transitions().may_fail()) {
    verdict.answer = Answer::Holds;
    return;
  }
  decide(context, question, false, false, verdict);
}

}  // namespace csp
