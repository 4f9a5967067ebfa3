// Steps of programs as transitions of processes.
#include "checker/certify/sos_program.h"

#include <algorithm>

#include "checker/certify/judge.h"
#include "checker/certify/sos.h"

namespace csp::reference {

ProgramStates::ProgramStates(const ProgramInstance& instance, Events& events)
    : program_(instance.program),
      events_(events),
      interpreter_(*program_, Options{}),
      normalizer_(*program_) {}

int ProgramStates::number(const State& s) {
  const auto [at, fresh] = numbers_.emplace(normalizer_.normal(s).state, static_cast<int>(states_.size()));
  if (fresh) states_.push_back(s);
  return at->second;
}

std::vector<int> ProgramStates::starts() {
  std::vector<int> out;
  for (const Start& start : interpreter_.initial()) out.push_back(number(start.state));
  return out;
}

std::optional<EventId> ProgramStates::communication(const State& before, const csp::Step& step) {
  if (step.kind != StepKind::Act && step.kind != StepKind::Environment) return std::nullopt;
  const auto offer = taken(interpreter_, before, step.parts[0]);
  if (!offer || offer->alt->kind == AltKind::Tau || offer->channel.kind() != ValueKind::Ref)
    return std::nullopt;
  const std::int64_t id = offer->channel.number();
  if (id >= static_cast<std::int64_t>(program_->globals.size())) return std::nullopt;
  const Global& global = program_->globals[static_cast<std::size_t>(id)];
  if (!global.declared) return std::nullopt;
  // The message: the sender is the first part, if there is one.
  Value message = offer->value;
  if (offer->alt->kind == AltKind::Receive) {
    const Object& object = before.object(id);
    if (step.kind == StepKind::Environment)
      message = (*domain(program_->types, global.type))[static_cast<std::size_t>(step.outcome)];
    else if (!object.buffer.empty())
      message = object.buffer.front();
    else
      return std::nullopt;  // a closed channel: nothing is communicated
  }
  const Type& type = program_->types[global.type];
  std::vector<Value> fields;
  if (type.kind == TypeKind::Tuple)
    fields = message.items();
  else if (type.kind != TypeKind::Unit)
    fields = {message};
  std::string text = global.name;
  for (std::size_t i = 0; i < fields.size(); ++i)
    text +=
        "." + show(program_->types, type.kind == TypeKind::Tuple ? type.parts[i] : global.type, fields[i]);
  return events_.intern(events_.channel(global.name), fields, text);
}

std::vector<ProgramStates::Step> ProgramStates::steps(int state) {
  const State s = states_[static_cast<std::size_t>(state)];
  if (s.crashed) return {{kTau, state, false}};  // rule 24: divergence
  std::vector<Step> out;
  const auto ended = [](const Process& p) { return p.terminated; };
  if (std::all_of(s.processes.begin(), s.processes.end(), ended)) return {{kTick, kNone, false}};
  for (const Successor& successor : interpreter_.steps(s)) {
    const auto event = communication(s, successor.step);
    out.push_back({event.value_or(kTau), number(successor.state), successor.state.crashed});
  }
  return out;
}

bool ProgramStates::proper_end(int state) const {
  return state != kNone && interpreter_.proper_end(states_[static_cast<std::size_t>(state)]);
}

ProgramStates& Sos::program(int payload) {
  auto& states = programs_[payload];
  if (!states) states = std::make_unique<ProgramStates>(terms_.instance(payload), terms_.events());
  return *states;
}

// Where a program can start in several ways, it chooses by itself.
void Sos::instance(const Term& term, Out& out) {
  ProgramStates* states = &program(term.payload);
  const auto state_term = [&](int number) {
    Term copy = term;
    copy.state = number;
    return settle(terms_.make(std::move(copy)));
  };
  if (term.state == kNone) {
    const std::vector<int> starts = states->starts();
    if (starts.size() > 1) {
      for (const int start : starts) out.push_back({kTau, state_term(start)});
      return;
    }
    out = steps(state_term(starts.front()));
    return;
  }
  for (const ProgramStates::Step& step : states->steps(term.state))
    out.push_back({step.event, step.event == kTick ? omega_ : state_term(step.next), -1, step.error});
}

}  // namespace csp::reference
