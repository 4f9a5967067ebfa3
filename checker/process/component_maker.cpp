// Choosing and compressing components.
#include "checker/process/component_maker.h"

#include <chrono>
#include <utility>

#include "checker/process/hiding.h"
#include "checker/semantics/fault.h"

namespace csp {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kMarked = 1'000'000;  // states of a part that the script wants compressed
constexpr std::size_t kUnasked = 2000;      // states of a part that is compressed to see whether it pays
constexpr std::size_t kDeepest = 100;       // parts within parts that are compressed

// An explicit system as a component: its Ω is kOmega, other states are moved up to leave kFinished free.
class LtsComponent : public Component {
 public:
  LtsComponent(Lts lts, std::string text) : lts_(std::move(lts)), text_(std::move(text)) {}
  ComponentState start() const override { return number(lts_.start); }
  const std::vector<LocalMove>& moves(ComponentState l) override {
    scratch_.clear();
    if (l > kFinished)
      for (const Lts::Edge& e : lts_.out(l - 1)) scratch_.push_back({e.event, e.hidden, number(e.to)});
    return scratch_;
  }
  bool failed(ComponentState) const override { return false; }
  std::size_t size() const override { return lts_.size() + 1; }
  const std::string& text() const override { return text_; }

 private:
  static ComponentState number(Lts::State s) { return s == Lts::kOmegaState ? kOmega : s + 1; }

  Lts lts_;
  std::string text_;
  std::vector<LocalMove> scratch_;
};

// A part that could not be compressed: its network, expanded as it is asked for.
class GraphComponent : public Component {
 public:
  GraphComponent(std::unique_ptr<StateGraph> graph, std::string text)
      : graph_(std::move(graph)), text_(std::move(text)) {}
  ComponentState start() const override { return graph_->start() + 2; }
  const std::vector<LocalMove>& moves(ComponentState l) override {
    scratch_.clear();
    if (l > kFinished)
      for (const StateGraph::Edge& e : graph_->out(l - 2))
        scratch_.push_back({e.event, e.hidden, e.event == kTick ? kOmega : e.to + 2});
    return scratch_;
  }
  bool failed(ComponentState l) const override { return l > kFinished && graph_->failed(l - 2); }
  std::size_t size() const override { return graph_->size() + 2; }
  const std::string& text() const override { return text_; }

 private:
  std::unique_ptr<StateGraph> graph_;
  std::string text_;
  std::vector<LocalMove> scratch_;
};

// Gives a flag another value for a while.
class Flag {
 public:
  Flag(bool& flag, bool value) : flag_(flag), before_(std::exchange(flag, value)) {}
  ~Flag() { flag_ = before_; }
  Flag(const Flag&) = delete;
  Flag& operator=(const Flag&) = delete;

 private:
  bool& flag_;
  bool before_;
};

// "CELL0 .. CELL3": a part by its first and last component.
std::string name_of(const ProcessNetwork& network) {
  const auto part = [&](std::size_t c) { return network.component(c).text(); };
  const std::string first = part(0), last = part(network.components() - 1);
  const std::size_t end = first.find(" .. "), from = last.rfind(" .. ");
  if (network.components() == 1) return first;
  return first.substr(0, end) + " .. " + (from == std::string::npos ? last : last.substr(from + 4));
}

double since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

}  // namespace

ComponentMaker::ComponentMaker(Transitions& transitions, const Compressions& kinds, SemanticModel model,
                               const Budget& budget)
    : transitions_(transitions), kinds_(kinds), model_(model), budget_(budget) {}
ComponentMaker::~ComponentMaker() = default;

std::shared_ptr<Component> ComponentMaker::make(TermId t, bool alone) {
  Terms& terms = transitions_.terms();
  const TermId h = terms.head(t);
  if (const auto accepted = whole_.find(h); accepted != whole_.end() && accepted->second)
    return accepted->second;
  std::shared_ptr<Component>& known = made_[h];
  if (known) return known;
  if (terms[h].kind == TermKind::Compressed && takes(terms.name(terms[h].payload))) {
    if (marking_.size() >= kDeepest) transitions_.too_deep(t, kDeepest);
    if (!marking_.insert(h).second) transitions_.unguarded(t);
    struct Leave {
      std::unordered_set<TermId>& set;
      TermId h;
      ~Leave() { set.erase(h); }
    } leave{marking_, h};
    std::shared_ptr<Component> component = marked(h);
    return made_[h] = std::move(component);
  }
  if (kinds_.automatic && !alone)
    if ((known = compressed(t, kUnasked, true))) return known;
  return known = std::make_shared<TermComponent>(transitions_, t);
}

bool ComponentMaker::whole(TermId t) {
  if (!kinds_.automatic) return false;
  const TermId h = transitions_.terms().head(t);
  const auto [at, fresh] = whole_.emplace(h, nullptr);
  if (fresh) {
    std::shared_ptr<Component> made = compressed(t, kUnasked, true);
    whole_[h] = std::move(made);
  }
  return whole_[h] != nullptr;
}

TermId ComponentMaker::hide_inwards(TermId t) {
  if (!kinds_.automatic || inside_) return t;
  if (!hiding_) hiding_ = std::make_unique<Hiding>(transitions_);
  return hiding_->inwards(t);
}

// Without marks: weak bisimulation, kept if it takes away at least a fifth of the states.
std::shared_ptr<Component> ComponentMaker::compressed(TermId t, std::size_t most, bool only_if_smaller) {
  if (transitions_.may_fail() || depth_ >= kDeepest) return nullptr;
  const auto start = Clock::now();
  Terms& terms = transitions_.terms();
  const TermId h = terms.head(t);
  std::optional<Lts> lts;
  std::string text = terms.text(t);
  const Flag inside(inside_, true);
  ++depth_;
  struct Leave {
    std::size_t& depth;
    ~Leave() { --depth; }
  } leave{depth_};
  try {
    if (terms[h].kind == TermKind::Hide) {
      StateGraph graph(*this, t);
      lts = explicate(graph, most);
      if (text.empty()) text = name_of(graph.network());
    } else {
      ComponentMaker plain(transitions_, Compressions::none(), model_, budget_);
      StateGraph graph(plain, t);
      lts = explicate(graph, most);
    }
  } catch (const EvaluationError&) {
    return nullptr;
  }
  if (!lts) return nullptr;
  Lts small = weak_bisimulation(*lts);
  if (only_if_smaller && 5 * small.size() > 4 * lts->size()) return nullptr;
  record(text, "weak bisimulation", *lts, small, since(start));
  return std::make_shared<LtsComponent>(std::move(small), std::move(text));
}

std::shared_ptr<Component> ComponentMaker::marked(TermId head) {
  const auto start = Clock::now();
  Terms& terms = transitions_.terms();
  const Term& term = terms[head];
  const std::string method = terms.name(term.payload);  // what is evaluated on the way may add names
  std::string text = terms.text(term.args[0]);
  if (text.empty()) text = terms.text(head);
  const Flag inside(inside_, false);
  auto graph = std::make_unique<StateGraph>(*this, term.args[0]);
  std::optional<Lts> lts = transitions_.may_fail() ? std::nullopt : explicate(*graph, kMarked);
  if (!lts) return std::make_shared<GraphComponent>(std::move(graph), std::move(text));
  const auto after = [&](const Lts& result) { return kinds_.strong ? strong_bisimulation(result) : result; };
  Lts small;
  if (method == "sbisim") {
    small = strong_bisimulation(*lts);
  } else if (method == "dbisim" || method == "wbisim" || method == "model_compress") {
    small = weak_bisimulation(*lts);
  } else if (method == "diamond") {
    small = after(diamond(*lts));
  } else if (method == "tau_loop_factor") {
    small = factor_tau_loops(*lts);
  } else if (method == "chase" || method == "chase_nocache") {
    small = confluent_chase(*lts);
  } else if (method == "normal" || method == "normalise" || method == "normalize") {
    std::optional<Lts> normal;
    try {
      normal = normalise(*graph, model_, 4 * lts->size() + 10000);
    } catch (const LimitReached&) {  // the search will say so
    }
    small = after(normal ? *normal : *lts);
  } else {  // explicate, lazyenumerate, ...
    small = *lts;
  }
  record(text, method, *lts, small, since(start));
  return std::make_shared<LtsComponent>(std::move(small), std::move(text));
}

void ComponentMaker::record(const std::string& part, const std::string& method, const Lts& before,
                            const Lts& after, double seconds) {
  used_ = true;
  records_.push_back(
      {part, method, before.size() - 1, after.size() - 1, before.edges.size(), after.edges.size(), seconds});
}

}  // namespace csp
