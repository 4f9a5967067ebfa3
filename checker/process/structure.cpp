// Building the tree, and lifting what a component can do through it.
#include "checker/process/structure.h"

#include <fmt/format.h>

#include <algorithm>

#include "checker/process/component_maker.h"
#include "checker/semantics/fault.h"

namespace csp {
namespace {

constexpr std::size_t kMostRules = 20000000;  // ways to synchronise

}  // namespace

Structure::Structure(ComponentMaker& maker, TermId term) : maker_(maker), transitions_(maker.transitions()) {
  std::vector<TermId> path;
  build(maker.hide_inwards(term), kNone, 0, path);
}

void Structure::build(TermId t, int parent, int side, std::vector<TermId>& path) {
  Terms& terms = transitions_.terms();
  const TermId h = terms.head(t);
  if (path.size() >= Transitions::kDeepest) transitions_.too_deep(t);
  if (std::find(path.begin(), path.end(), h) != path.end()) {
    throw EvaluationError{
        {"E0601", terms.span(t), fmt::format("unguarded recursion: `{}` is a part of itself", terms.text(t)),
         "a network of processes without an end", "put an event before the recursive call: `a -> P`"}};
  }
  Node node;
  node.parent = parent;
  node.side = side;
  const Term& term = terms[h];
  if (term.kind == TermKind::Compressed && !maker_.takes(terms.name(term.payload))) {
    path.push_back(h);
    build(term.args[0], parent, side, path);
    path.pop_back();
    return;
  }
  switch (term.kind) {
    case TermKind::Parallel:
      node.kind = Kind::Parallel;
      break;
    case TermKind::Alphabetised:
      node.kind = Kind::Alphabetised;
      break;
    case TermKind::Hide:
      if (parent == kNone || !maker_.whole(t)) node.kind = Kind::Hide;
      break;
    case TermKind::Rename:
      node.kind = Kind::Rename;
      break;
    case TermKind::Stop:
    case TermKind::Skip:
    case TermKind::Omega:
    case TermKind::Div:
    case TermKind::Prefix:
    case TermKind::ExternalChoice:
    case TermKind::InternalChoice:
    case TermKind::Sequence:
    case TermKind::Interrupt:
    case TermKind::Sliding:
    case TermKind::Exception:
    case TermKind::SyncExternal:
    case TermKind::SyncInterrupt:
    case TermKind::Prioritise:
    case TermKind::Compressed:
    case TermKind::Instance:
    case TermKind::Delay:
      break;
  }
  node.set = term.set;
  node.set2 = term.set2;
  node.renaming = term.renaming;
  const int number = static_cast<int>(nodes_.size());
  const bool component = node.kind == Kind::Component;
  nodes_.push_back(std::move(node));
  if (component) {
    leaves_.push_back(number);
    components_.push_back(t);
    return;
  }
  path.push_back(h);
  for (std::size_t i = 0; i < term.args.size(); ++i) build(term.args[i], number, static_cast<int>(i), path);
  path.pop_back();
}

void Structure::announce(std::uint32_t component, EventId event, const std::function<void(Rule&&)>& f) {
  rise(leaves_[component], Rule{{{component, event}}, event, -1}, f);
}

std::vector<std::uint32_t> Structure::missing(std::uint32_t component, EventId event) {
  std::vector<std::uint32_t> out;
  if (event != kTau && event != kTick) missing(leaves_[component], event, out);
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

void Structure::missing(int node, EventId event, std::vector<std::uint32_t>& out) {
  const int side = nodes_[static_cast<std::size_t>(node)].side;
  const int parent = nodes_[static_cast<std::size_t>(node)].parent;
  if (parent == kNone) return;
  const Node& above = nodes_[static_cast<std::size_t>(parent)];
  bool joins = false;
  switch (above.kind) {
    case Kind::Component:
      return;
    case Kind::Hide:
      if (transitions_.contains(above.set, event)) return;
      break;
    case Kind::Rename:
      for (const EventId e : transitions_.images(above.renaming, event)) missing(parent, e, out);
      return;
    case Kind::Parallel:
      joins = transitions_.contains(above.set, event);
      break;
    case Kind::Alphabetised:
      if (!transitions_.contains(side == 0 ? above.set : above.set2, event)) return;
      joins = transitions_.contains(side == 0 ? above.set2 : above.set, event);
      break;
  }
  if (!joins) return missing(parent, event, out);
  if (above.sides[1 - side].count(event)) return;  // some rule has it: who offers it now is another question
  for (std::uint32_t c = 0; c < leaves_.size(); ++c) {
    int at = leaves_[c];
    while (at != kNone && nodes_[static_cast<std::size_t>(at)].parent != parent)
      at = nodes_[static_cast<std::size_t>(at)].parent;
    if (at != kNone && nodes_[static_cast<std::size_t>(at)].side != side) out.push_back(c);
  }
}

// The rule holds for the node; what does it mean for the nodes above?
void Structure::rise(int node, Rule rule, const std::function<void(Rule&&)>& f) {
  if (++count_ > kMostRules)
    throw LimitReached{fmt::format("more than {} ways in which components can join in an event", kMostRules)};
  const int side = nodes_[static_cast<std::size_t>(node)].side;
  const int parent = nodes_[static_cast<std::size_t>(node)].parent;
  if (parent == kNone) return f(std::move(rule));
  const Node& above = nodes_[static_cast<std::size_t>(parent)];
  if (rule.event == kTau) return rise(parent, std::move(rule), f);
  switch (above.kind) {
    case Kind::Component:
      return;
    case Kind::Hide:
      if (transitions_.contains(above.set, rule.event)) {
        rule.hidden = rule.event;
        rule.event = kTau;
      }
      return rise(parent, std::move(rule), f);
    case Kind::Rename: {
      const std::vector<EventId> images = transitions_.images(above.renaming, rule.event);
      for (const EventId e : images) {
        Rule renamed = rule;
        renamed.event = e;
        rise(parent, std::move(renamed), f);
      }
      return;
    }
    case Kind::Parallel:
      if (!transitions_.contains(above.set, rule.event)) return rise(parent, std::move(rule), f);
      return meet(parent, side, std::move(rule), f);
    case Kind::Alphabetised: {
      const bool mine = transitions_.contains(side == 0 ? above.set : above.set2, rule.event);
      const bool others = transitions_.contains(side == 0 ? above.set2 : above.set, rule.event);
      if (!mine) return;
      if (!others) return rise(parent, std::move(rule), f);
      return meet(parent, side, std::move(rule), f);
    }
  }
}

// The rule of one side joins with every rule of the other side for the same event.
void Structure::meet(int node, int side, Rule rule, const std::function<void(Rule&&)>& f) {
  const auto n = static_cast<std::size_t>(node);
  const EventId event = rule.event;
  const auto partners = nodes_[n].sides[1 - side].find(event);
  if (partners != nodes_[n].sides[1 - side].end()) {
    for (const Rule& other : partners->second) {
      Rule joint;
      joint.event = event;
      const std::vector<Participant>&first = side == 0 ? rule.with : other.with,
            &second = side == 0 ? other.with : rule.with;
      joint.with.reserve(first.size() + second.size());
      joint.with.insert(joint.with.end(), first.begin(), first.end());
      joint.with.insert(joint.with.end(), second.begin(), second.end());
      rise(node, std::move(joint), f);
    }
  }
  nodes_[n].sides[side][event].push_back(std::move(rule));
}

}  // namespace csp
