// SPEC ⊑ IMPL in T, F and FD (Roscoe 1997 ch. 8.4; UCS ch. 8 and 13): every pair of a state of the process
// and a node of the specification that one trace leads to is looked at once.
//
//   T    what the process can do, the node can do
//   F    also: what a stable state accepts contains one of the node's minimal acceptances
//   FD   also: where the node does not diverge, the process does not; where it does, all is allowed
#include <algorithm>

#include "checker/process/checks.h"

namespace csp {
namespace {

class RefinementVisitor {
 public:
  using Id = ProductSearch::Id;
  using Node = NormalForm::Node;

  RefinementVisitor(ProductSearch& search, NormalForm& specification, SemanticModel model)
      : search_(search), specification_(specification), model_(model) {}

  bool enter(Id id, const ComponentState* at, Node node) {
    if (model_ == SemanticModel::FD) return !specification_.divergent(node);
    if (search_.network().failed(at)) propose(ProcessFindingKind::Error, id, kTau, search_.depth());
    return true;
  }
  void impossible(Id id, EventId event) {
    propose(ProcessFindingKind::Trace, id, event, search_.depth() + 1);
  }
  bool leave(Id id, const ComponentState*, Node node, const Offered& offers) {
    if (model_ != SemanticModel::T && (offers.tick || offers.stable()) && !accepted(node, offers))
      propose(ProcessFindingKind::Refusal, id, kTau, search_.depth());
    return !found ||
           found->length > search_.depth();  // a violation by an event may yet be beaten on this level
  }
  bool level() { return !found && !(model_ == SemanticModel::FD && watch.look(search_)); }

  std::optional<Violation> found;
  CycleWatch watch;

  // A divergence that begins sooner is the shorter counterexample.
  bool diverges_sooner() const {
    return watch.found() && (!found || search_.depth_of(watch.entry()) < found->length);
  }

 private:
  void propose(ProcessFindingKind k, Id at, EventId e, std::size_t length) {
    if (!found || length < found->length) found = Violation{k, at, e, length};
  }

  // A state that can do ✓ may refuse all the rest: it is asked to accept ✓ alone.
  bool accepted(Node node, const Offered& offers) {
    const auto& needs = specification_.acceptances(node);
    return std::any_of(needs.begin(), needs.end(), [&](const std::vector<EventId>& need) {
      return std::all_of(need.begin(), need.end(),
                         [&](EventId e) { return offers.tick ? e == kTick : offers.has(e); });
    });
  }

  ProductSearch& search_;
  NormalForm& specification_;
  SemanticModel model_;
};

}  // namespace

void decide_refinement(const CheckContext& context, const ProcessQuestion& question,
                       ProcessVerdict& verdict) {
  StateGraph graph(context.maker, question.specification);
  std::optional<NormalForm> made;
  if (const Stopped stopped = guarded([&] { return made.emplace(graph, question.model), std::string(); });
      stopped.early()) {  // on its hidden steps before the first event
    verdict.reason = stopped.reason;
    verdict.failure = stopped.failure;
    name_growing(graph.network(), graph.size(), verdict);
    return;
  }
  NormalForm& specification = *made;
  ProductSearch search(context.maker, question.process, &specification);
  RefinementVisitor visitor(search, specification, question.model);
  const Stopped stopped = guarded([&] {
    std::string reason = search.explore(visitor);
    if (question.model == SemanticModel::FD) visitor.watch.at_end(search);
    return visitor.found || visitor.watch.found() ? std::string() : reason;
  });
  conclude(search, &graph, stopped, verdict);
  verdict.specification_states = specification.size();
  if (!visitor.found && !visitor.watch.found()) return;
  fails(verdict);
  ProcessFinding finding;
  if (visitor.diverges_sooner()) {
    finding = visitor.watch.finding(search);
    std::vector<ProcessStep> way(finding.run.begin(),
                                 finding.run.begin() + static_cast<std::ptrdiff_t>(finding.loop));
    finding.other = graph.find_run(trace_of(way)).value().steps;
    verdict.findings.push_back(std::move(finding));
    return;
  }
  finding.kind = visitor.found->kind;
  finding.run = search.run_to(visitor.found->id);
  finding.offers = search.offers(visitor.found->id);
  const std::vector<EventId> trace = trace_of(finding.run);
  if (visitor.found->kind == ProcessFindingKind::Trace) {
    finding.event = visitor.found->event;
    finding.allowed = specification.events(search.node_of(visitor.found->id));
    finding.run.push_back(search.step(visitor.found->id, visitor.found->event));
    finding.offers.clear();
  } else if (visitor.found->kind == ProcessFindingKind::Refusal) {
    finding.needs = specification.acceptances(search.node_of(visitor.found->id));
    if (std::binary_search(finding.offers.begin(), finding.offers.end(), kTick)) finding.offers = {kTick};
  }
  finding.other = graph.find_run(trace).value().steps;
  verdict.findings.push_back(std::move(finding));
}

}  // namespace csp
