// Events and components of a process.
#include "cli/step/process_walk.h"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <map>
#include <set>
#include <unordered_set>
#include <utility>

#include "checker/semantics/fault.h"
#include "cli/report/columns.h"

namespace csp {
namespace {

using Path = std::vector<std::size_t>;

constexpr std::size_t kOffersShown = 12;
constexpr std::size_t kComponentStates = 20'000;  // that a component is let show by itself

template <class F>
auto told(F&& f) {
  try {
    return f();
  } catch (const LimitReached& limit) {
    throw WalkFailure{limit.reason};
  } catch (const EvaluationError& error) {
    throw WalkFailure{error.failure.message};
  }
}

std::string set_text(const Events& events, const std::set<EventId>& all) {
  std::string text;
  std::size_t n = 0;
  for (const EventId e : all) {
    if (n++ == kOffersShown) return "{" + text + fmt::format(", and {} more}}", all.size() - kOffersShown);
    text += (text.empty() ? "" : ", ") + events[e].text;
  }
  return "{" + text + "}";
}

// What the components are called in the script; a number where that does not tell them apart.
std::vector<std::string> component_names(const std::vector<StateGraph::Part>& parts) {
  std::vector<std::string> names;
  std::map<std::string, int> total;
  for (const StateGraph::Part& part : parts) ++total[part.text];
  for (const StateGraph::Part& part : parts) {
    const std::string number = std::to_string(names.size() + 1);
    names.push_back(part.text.empty()       ? "component " + number
                    : total[part.text] == 1 ? part.text
                                            : part.text + " (component " + number + ")");
  }
  return names;
}

}  // namespace

ProcessWalk::ProcessWalk(Terms& terms, TermId process, std::string name, const Budget& budget,
                         const ToldProcess* guide)
    : terms_(terms),
      name_(std::move(name)),
      budget_(budget),
      instances_(terms),
      transitions_(terms, &instances_),
      maker_(transitions_, Compressions::none(), SemanticModel::FD, budget_) {
  told([&] {
    graph_.emplace(maker_, process);
    if (guide) plan(*guide);
  });
}

std::vector<StateGraph::Edge> ProcessWalk::out(Id s) {
  if (graph_->terminated(s)) return {};
  const auto edges = graph_->out(s);
  return {edges.begin(), edges.end()};
}

std::string ProcessWalk::event_text(const StateGraph::Edge& e) const {
  const Events& events = terms_.events();
  return e.event == kTau && e.hidden >= 0 ? fmt::format("τ ({})", events[e.hidden].text)
                                          : events[e.event].text;
}

const WalkState& ProcessWalk::now() {
  if (!shown_) shown_ = told([&] { return look(here()); });
  return *shown_;
}

void ProcessWalk::take(std::size_t choice) {
  now();
  const StateGraph::Edge edge = out(here())[choice];
  const bool hides = edge.event == kTau && edge.hidden >= 0;
  ToldStep step{terms_.events()[hides ? edge.hidden : edge.event].text, edge.event != kTau,
                graph_->by(here(), edge)};
  path_.push_back({edge.to, choice, std::move(step)});
  shown_.reset();
}

bool ProcessWalk::back() {
  if (path_.empty()) return false;
  path_.pop_back();
  shown_.reset();
  return true;
}

Picture ProcessWalk::picture(const SourceMap& sources) {
  ToldProcess all;
  all.kind = ProcessFindingKind::Deadlock;
  all.process = name_;
  for (const Point& point : path_) all.run.push_back(point.step);
  return picture_of(story_of(all), sources);
}

// ---- What is shown of a state

WalkState ProcessWalk::look(Id s) {
  WalkState shown;
  std::vector<std::vector<std::string>> effects;
  for (const StateGraph::Edge& e : out(s)) {
    shown.choices.push_back(choice(s, e));
    effects.push_back({"offers " + offers(e.to)});
  }
  tell_apart(shown.choices, effects);
  shown.places = places(s);
  shown.remark = remark(s);
  return shown;
}

WalkChoice ProcessWalk::choice(Id from, const StateGraph::Edge& e) {
  WalkChoice one;
  const std::string by = graph_->by(from, e);
  one.label = event_text(e);
  one.names = {one.label};
  if (e.event == kTau && e.hidden >= 0) one.names.push_back(terms_.events()[e.hidden].text);
  if (!by.empty()) one.label += "  (" + by + ")";
  one.inner = e.event == kTau;
  return one;
}

// The visible events, τ and ✓ that the state can do at once.
std::string ProcessWalk::offers(Id s) {
  std::set<EventId> all;
  for (const StateGraph::Edge& e : out(s)) all.insert(e.event);
  return set_text(terms_.events(), all);
}

// The components, and what each of them could do if the others did not matter.
std::vector<WalkPlace> ProcessWalk::places(Id s) {
  std::vector<WalkPlace> list;
  const std::vector<StateGraph::Part> parts = graph_->parts(s);
  if (parts.size() < 2) return list;
  const std::vector<std::string> names = component_names(parts);
  for (const StateGraph::Part& part : parts) {
    const std::set<EventId> all(part.events.begin(), part.events.end());
    const std::string name = names[list.size()];
    const std::string at = part.ended ? "has ended" : "could do " + set_text(terms_.events(), all);
    list.push_back({name, at, {}, {}, "", {}});
    for (const std::size_t on : part.waits_for) list.back().on.push_back(names[on]);
  }
  return list;
}

std::string ProcessWalk::remark(Id s) {
  if (graph_->terminated(s)) return "it has ended";
  if (graph_->failed(s)) return "a run-time error has ended the program in it: it may do anything now";
  if (out(s).empty()) return "deadlock: nothing can happen any more";
  if (graph_->stable(s)) return "stable: it refuses all other events";
  return graph_->out(s).front().event == kTau ? "it may do τ by itself" : "it may end (✓)";
}

// ---- Searching, and the run that is followed

Path ProcessWalk::way(Id from, const std::function<bool(Id, const StateGraph::Edge&)>& there,
                      const Budget& budget, std::string& reason) {
  struct Seen {
    Id state;
    std::size_t from, choice;
  };
  std::deque<Seen> seen{{from, 0, 0}};
  std::unordered_set<Id> known{from};
  for (std::size_t i = 0; i < seen.size(); ++i) {
    const Progress progress{seen.size(), 0, 0, graph_->memory_bytes()};
    if (i % 256 == 0 && !(reason = budget.exhausted(progress)).empty()) return {};
    const auto edges = out(seen[i].state);
    for (std::size_t choice = 0; choice < edges.size(); ++choice) {
      const bool found = there(seen[i].state, edges[choice]);
      if (!found && !known.insert(edges[choice].to).second) continue;
      seen.push_back({edges[choice].to, i, choice});
      if (!found) continue;
      Path path;
      for (std::size_t at = seen.size() - 1; at != 0; at = seen[at].from) path.push_back(seen[at].choice);
      std::reverse(path.begin(), path.end());
      return path;
    }
  }
  return {};
}

Path ProcessWalk::way_to(const WalkGoal& goal, const Budget& budget, std::string& reason) {
  if (goal.line > 0) {
    reason = "a process has no lines: name an event";
    return {};
  }
  return told([&] {
    return way(
        here(),
        [&](Id, const StateGraph::Edge& e) {
          if (goal.stuck) return is_stuck(e.to);
          const std::string text =
              terms_.events()[e.event == kTau && e.hidden >= 0 ? e.hidden : e.event].text;
          return text == goal.text || text.starts_with(goal.text + ".");
        },
        budget, reason);
  });
}

bool ProcessWalk::is_stuck(Id s) { return out(s).empty() && !graph_->terminated(s); }

bool ProcessWalk::stuck() {
  return told([&] { return is_stuck(here()); });
}

// Components meet in groups, which show when they offer their events. What cannot be evaluated by itself
// stays unknown.
bool ProcessWalk::show_components() {
  try {
    return graph_->network().show_components(kComponentStates);
  } catch (const EvaluationError&) {
    return false;
  } catch (const LimitReached&) {
    return false;
  }
}

Connections ProcessWalk::waiting() {
  show_components();
  shown_.reset();
  return waiting_of(now());
}

Connections ProcessWalk::network(const Budget&) {
  Connections network;
  told([&] {
    if (!show_components())
      network.reason = "a component has too many states by itself, or cannot be evaluated";
    const std::vector<StateGraph::Part> parts = graph_->parts(graph_->start());
    std::vector<std::size_t> nodes;
    for (const std::string& name : component_names(parts)) nodes.push_back(network.node(name, "process"));
    for (const JointEvents& meeting : graph_->network().meetings()) {
      std::set<std::string> channels;
      for (const EventId e : meeting.events) {
        const std::string& event = terms_.events()[e].text;
        channels.insert(event.substr(0, event.find('.')));
      }
      for (const std::string& channel : channels) {
        if (meeting.components.size() == 2) {
          network.add({nodes[meeting.components[0]], nodes[meeting.components[1]], channel, false, false});
          continue;
        }
        const std::size_t middle = network.node(channel, "channel");  // of three or more
        for (const std::size_t c : meeting.components) network.add({nodes[c], middle, "", false, false});
      }
    }
  });
  return network;
}

// Finds the steps of the finding among the choices. A search saves τ's that hide nothing, so some may come
// between the steps; and several states may have the same trace, so the one at the end is asked whether it
// shows what was found.
void ProcessWalk::plan(const ToldProcess& guide) {
  struct Seen {
    Id state;
    std::size_t done, from, choice;  // steps of the finding carried out
  };
  const Events& events = terms_.events();
  const auto shows = [&](Id s) {
    switch (guide.kind) {
      case ProcessFindingKind::Deadlock:
        return out(s).empty() && !graph_->terminated(s);
      case ProcessFindingKind::Refusal:
      case ProcessFindingKind::Nondeterminism: {
        std::vector<std::string> offered;
        for (const EventId e : graph_->offers(s)) offered.push_back(events[e].text);
        return (graph_->stable(s) || graph_->ticks(s)) && offered == guide.offers;
      }
      case ProcessFindingKind::Error:
        return graph_->failed(s);
      case ProcessFindingKind::Trace:
      case ProcessFindingKind::Divergence:
        return true;
    }
    return true;
  };
  std::deque<Seen> seen{{graph_->start(), 0, 0, 0}};
  std::set<std::pair<Id, std::size_t>> known{{graph_->start(), 0}};
  for (std::size_t i = 0; i < seen.size(); ++i) {
    const Seen at = seen[i];
    if (i % 256 == 0 && !budget_.exhausted({seen.size(), 0, 0, graph_->memory_bytes()}).empty()) return;
    if (at.done == guide.run.size() && shows(at.state)) {
      for (std::size_t n = i; n != 0; n = seen[n].from) planned_.push_back(seen[n].choice);
      std::reverse(planned_.begin(), planned_.end());
      return;
    }
    const auto edges = out(at.state);
    for (std::size_t choice = 0; choice < edges.size(); ++choice) {
      const StateGraph::Edge& e = edges[choice];
      const bool silent = e.event == kTau && e.hidden < 0;
      const std::string& text = events[e.event == kTau && e.hidden >= 0 ? e.hidden : e.event].text;
      const bool next = at.done < guide.run.size() && guide.run[at.done].visible == (e.event != kTau) &&
                        guide.run[at.done].event == text;
      for (const std::size_t done : {at.done + 1, at.done})
        if ((done > at.done ? next : silent) && known.emplace(e.to, done).second)
          seen.push_back({e.to, done, i, choice});
    }
  }
}

Path ProcessWalk::guide() {
  if (path_.size() >= planned_.size()) return {};
  for (std::size_t i = 0; i < path_.size(); ++i)
    if (path_[i].choice != planned_[i]) return {};
  return {planned_[path_.size()]};
}

bool ProcessWalk::at_end_of_guide() {
  if (planned_.empty() || path_.size() != planned_.size()) return false;
  for (std::size_t i = 0; i < path_.size(); ++i)
    if (path_[i].choice != planned_[i]) return false;
  return true;
}

}  // namespace csp
