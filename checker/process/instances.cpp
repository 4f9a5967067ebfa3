// Steps of programs as transitions of processes.
#include "checker/process/instances.h"

#include <algorithm>

#include "checker/core/type.h"
#include "checker/semantics/fault.h"

namespace csp {

std::size_t Instances::Hash::operator()(const State& s) const {
  std::size_t h = s.processes;
  for (const LocalState l : s.at) h = (h ^ l) * 0x9e3779b97f4a7c15ULL + (h >> 31);
  return h;
}

namespace {

// A state space with infinitely many successors is not explored.
const Program& finite(const Program& program) {
  for (const Node& node : program.nodes) {
    const auto* any = std::get_if<AnyValue>(&node.op);
    if (any && any->set == kNone)
      throw LimitReached{"`" + node.text + "` of line " + std::to_string(node.span.line) +
                         " has infinitely many values"};
  }
  return program;
}

}  // namespace

Instances::Running::Running(const ProgramInstance& instance)
    : program(instance.program), network(finite(*program), Network::Options{}, {}) {}

Instances::Running& Instances::running(int payload) {
  const auto known = programs_.find(payload);
  if (known != programs_.end()) return *known->second;
  return *programs_.emplace(payload, std::make_unique<Running>(terms_.instance(payload))).first->second;
}

int Instances::number(Running& r, const State& s) {
  const auto [at, fresh] = r.numbers.emplace(s, static_cast<int>(r.states.size()));
  if (fresh) r.states.push_back(s);
  return at->second;
}

TermId Instances::term(int payload, int state) {
  Term t;
  t.kind = TermKind::Instance;
  t.payload = payload;
  t.state = state;
  return terms_.make(std::move(t));
}

// A program that can start in several ways chooses by itself.
std::vector<Transition> Instances::transitions(int payload, int state) {
  Running& r = running(payload);
  std::vector<Transition> out;
  if (state == kNone) {
    std::vector<int> starts;
    for (const Network::Start& start : r.network.initial()) starts.push_back(number(r, start.state));
    if (starts.size() == 1) return transitions(payload, starts.front());
    for (const int start : starts) out.push_back({kTau, -1, term(payload, start)});
    return out;
  }
  const State before = r.states[static_cast<std::size_t>(state)];
  if (before.processes == 0) return {{kTau, -1, term(payload, state)}};  // rule 24: divergence
  const auto ended = [&](std::uint32_t p) {
    return r.network.process(before.at[r.network.position_of_process(p)]).offers.ended;
  };
  std::uint32_t p = 0;
  while (p < before.processes && ended(p)) ++p;
  if (p == before.processes) return {{kTick, -1, terms_.make(TermKind::Omega)}};
  struct Found {
    EventId event;
    State next;
  };
  std::vector<Found> found;
  r.network.expand(before, [&](const Move& move) {
    refuse_priority(r, before, move);
    Found& f = found.emplace_back();
    f.event = event(r, before, move);
    r.network.apply(before, move, f.next);
  });
  for (const Found& f : found) out.push_back({f.event, -1, term(payload, number(r, f.next))});
  return out;
}

// `pri select` takes the first branch that is ready. Whether the environment is ready for an open channel is
// not known here: with another branch behind it, the program is no process of this state space.
void Instances::refuse_priority(const Running& r, const State& before, const Move& move) {
  const Effect& effect = r.network.record(move.way->record).effect;
  const LocalState local = before.at[r.network.position_of_process(move.actor)];
  const Offers& offers = r.network.process(local).offers;
  if (effect.kind != StepKind::Environment || !offers.priority) return;
  const bool last = std::none_of(offers.list.begin(), offers.list.end(), [&](const Offer& o) {
    return o.kind == OfferKind::Otherwise || o.alt > effect.alt[0];
  });
  if (last) return;
  const Node& node = r.program->nodes[static_cast<std::size_t>(r.network.decode(local).top().node)];
  throw EvaluationError{{"E0615", node.span, "this `pri select` has no meaning in a process",
                         "which branch is first depends on whether the environment is ready",
                         "an open channel can only be its last branch; a `select` takes any that is ready"}};
}

// The communication on a declared channel that the step is, or τ. What is received from a closed channel was
// never sent.
EventId Instances::event(Running& r, const State& before, const Move& move) {
  if (!move.way->observable) return kTau;
  const Effect& effect = r.network.record(move.way->record).effect;
  const ProcessInfo& actor = r.network.process(before.at[r.network.position_of_process(move.actor)]);
  const auto offer = std::find_if(actor.offers.list.begin(), actor.offers.list.end(), [&](const Offer& o) {
    return o.kind == OfferKind::Channel && o.alt == effect.alt[0];
  });
  if (offer == actor.offers.list.end()) return kTau;
  const Global& global = r.program->globals[static_cast<std::size_t>(offer->object)];
  Value message = offer->message;
  if (!offer->send) {
    if (effect.kind == StepKind::Environment) {
      message = (*domain(r.program->types, global.type))[static_cast<std::size_t>(effect.outcome)];
    } else {
      const ObjectState& content =
          r.network.object(before.at[r.network.position(before, offer->object)]).content;
      if (content.values.empty()) return kTau;
      message = content.values.front();
    }
  }
  const Type& type = r.program->types[global.type];
  std::vector<Value> fields;
  if (type.kind == TypeKind::Tuple) {
    fields = message.items();
  } else if (type.kind != TypeKind::Unit) {
    fields = {message};
  }
  std::string text = global.name;
  for (std::size_t i = 0; i < fields.size(); ++i)
    text +=
        "." + show(r.program->types, type.kind == TypeKind::Tuple ? type.parts[i] : global.type, fields[i]);
  return terms_.events().intern(terms_.events().channel(global.name), std::move(fields), text);
}

bool Instances::failed(int payload, int state) const {
  const auto r = programs_.find(payload);
  return state != kNone && r != programs_.end() &&
         r->second->states[static_cast<std::size_t>(state)].processes == 0;
}

bool Instances::open() const {
  for (const auto& [payload, r] : programs_)
    for (const Global& g : r->program->globals)
      if (g.declared && g.environment != Environment::None) return true;
  return false;
}

}  // namespace csp
