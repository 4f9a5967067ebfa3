// The story's processes and steps.
#include "checker/certify/teller.h"

#include <fmt/format.h>

#include "checker/certify/judge.h"

namespace csp::reference {

namespace {

bool worth_showing(const Value& v) {
  return v.kind() == ValueKind::Int || v.kind() == ValueKind::Seq || v.kind() == ValueKind::Data;
}

bool holds_reference(const Value& v) {
  if (v.kind() == ValueKind::Ref || v.kind() == ValueKind::Closure) return true;
  for (const Value& item : v.items())
    if (holds_reference(item)) return true;
  return false;
}

Span end_of(const Span& span) {
  Span out = span;
  out.line = span.end_line > 0 ? span.end_line : span.line;
  out.column = span.end_column > 1 ? span.end_column - 1 : span.column;
  return out;
}

}  // namespace

void Teller::start(const State& s, const std::vector<Chosen>& chosen) {
  names_.root(interpreter_.program());
  if (interpreter_.program().root_parallel && s.processes.size() > 1) {
    std::vector<Pid> members;
    for (Pid p = 1; p < static_cast<Pid>(s.processes.size()); ++p) members.push_back(p);
    const NodeId entry =
        interpreter_.program().procs[static_cast<std::size_t>(interpreter_.program().root)].entry;
    names_.members(s, 0, interpreter_.node(entry), members, std::nullopt);
  }
  ends(nullptr, s, story_.start);
  choices(chosen, std::nullopt);
  const State nothing;
  story_.initial.places = places(nullptr, s);
  for (Pid p = 0; p < static_cast<Pid>(s.processes.size()); ++p) {
    std::vector<StoryChange> locals;
    changes(nothing, s, p, locals);
    for (StoryChange& change : locals) story_.initial.locals.emplace_back(p, std::move(change));
  }
  shared_changes(nothing, s, story_.initial.shared);
  buffers(nothing, s, story_.initial.buffers);
}

// Of the processes that stand elsewhere than before; of all, if there is no before.
std::vector<StoryPlace> Teller::places(const State* before, const State& after) const {
  std::vector<StoryPlace> out;
  for (Pid p = 0; p < static_cast<Pid>(after.processes.size()); ++p) {
    const Node* now = after.process(p).terminated ? nullptr : interpreter_.node_of(after, p);
    const bool known = before && p < static_cast<Pid>(before->processes.size());
    if (now && !(known && interpreter_.node_of(*before, p) == now)) out.push_back({p, now->span, now->text});
  }
  return out;
}

void Teller::choices(const std::vector<Chosen>& chosen, std::optional<std::size_t> step) {
  for (const Chosen& c : chosen) {
    const Node& node = interpreter_.node(c.node);
    story_.chosen.push_back({step, c.pid, node.span, node.text, std::to_string(c.value)});
  }
}

// Marks the processes that are terminated now and were not before.
void Teller::ends(const State* before, const State& after, std::vector<StoryEvent>& events) {
  for (Pid p = 0; p < static_cast<Pid>(after.processes.size()); ++p) {
    const bool known = before && p < static_cast<Pid>(before->processes.size());
    if (!after.process(p).terminated || (known && before->process(p).terminated)) continue;
    StoryProcess& process = names_.processes()[static_cast<std::size_t>(p)];
    if (before)
      process.ended = story_.steps.size();
    else
      process.ended_at_start = true;
    StoryEvent event;
    event.pid = p;
    event.action = "end";
    event.ends = true;
    if (known && !before->process(p).frames.empty())
      event.span = end_of(interpreter_.program()
                              .procs[static_cast<std::size_t>(before->process(p).frames.front().proc)]
                              .span);
    events.push_back(std::move(event));
  }
}

void Teller::step(const State& before, const Step& step, const State& after,
                  const std::vector<Chosen>& chosen) {
  choices(chosen, story_.steps.size());
  StoryStep told;
  told.kind = step.kind;
  std::vector<Pid> created;
  for (const Part& part : step.parts)
    if (part.node == kNone && part.pid >= static_cast<Pid>(before.processes.size()))
      created.push_back(part.pid);
  if (!created.empty()) {
    const Node& node = interpreter_.node(step.parts[0].node);
    if (std::holds_alternative<ParallelStart>(node.op))
      names_.members(after, step.parts[0].pid, node, created, story_.steps.size());
    else
      names_.begun(after, created[0], node.span, story_.steps.size());
  }
  for (std::size_t i = 0; i < step.parts.size(); ++i) {
    const Part& part = step.parts[i];
    StoryEvent event;
    event.pid = part.pid;
    event.starts = part.pid >= static_cast<Pid>(before.processes.size());
    event.fails = step.kind == StepKind::Fail;
    if (!event.starts) {
      event.action = action(before, step, i);
      event.span = span(before, part);
    }
    if (!after.crashed) {
      changes(before, after, part.pid, event.changes);
      if (i == 0) shared_changes(before, after, event.changes);
    }
    told.events.push_back(std::move(event));
  }
  if (!after.crashed) ends(&before, after, told.events);
  if (step.kind == StepKind::Fail && !before.process(step.parts[0].pid).uncaught)
    failing_.insert_or_assign(step.parts[0].pid, Failing{before, history_});
  history_.step(interpreter_, before, step, after, story_.steps.size());
  if (!after.crashed) {
    told.places = places(&before, after);
    buffers(before, after, told.buffers);
    for (Pid p = 0; p < static_cast<Pid>(after.processes.size()); ++p)
      for (const auto& [lock, how] : history_.held_by(p))
        if (how != Holding::Running)
          told.holds.push_back({p, names_.object(after, p, Value::ref(lock)) +
                                       (how == Holding::Reading ? " (for reading)" : "")});
  }
  story_.steps.push_back(std::move(told));
}

// Channels that are closed now, or whose buffer holds something else than before.
void Teller::buffers(const State& before, const State& after, std::vector<StoryChange>& out) const {
  const auto& globals = interpreter_.program().globals;
  for (std::size_t i = 0; i < after.objects.size(); ++i) {
    const Object& now = after.objects[i];
    if (now.kind != ObjectKind::Chan) continue;
    const Object* old = i < before.objects.size() ? &before.objects[i] : nullptr;
    const bool filled = old ? old->buffer != now.buffer : !now.buffer.empty();
    if (!filled && now.closed == (old && old->closed)) continue;
    TypeId type = i < globals.size() ? globals[i].type : kNone;
    if (now.made_at != kNone)
      if (const auto* make = std::get_if<NewObject>(&interpreter_.node(now.made_at).op)) type = make->type;
    std::string text;
    for (const Value& v : now.buffer)
      text += (text.empty() ? "" : ", ") +
              (holds_reference(v) ? "..." : show(interpreter_.program().types, type, v));
    text = now.capacity > 0 ? "<" + text + ">" : "";
    if (now.closed) text += text.empty() ? "closed" : " closed";
    const auto id = static_cast<std::int64_t>(i);
    out.push_back({names_.object(after, kNone, Value::ref(id)), text, id});
  }
}

std::vector<StoryChange> Teller::shared(const State& s) const {
  std::vector<StoryChange> out;
  const State nothing;
  buffers(nothing, s, out);
  shared_changes(nothing, s, out);
  return out;
}

// The named locals of the innermost frame.
std::vector<StoryChange> Teller::locals(const State& s, Pid pid) const {
  std::vector<StoryChange> out;
  if (s.process(pid).frames.empty()) return out;
  const Frame& frame = s.top(pid);
  const auto& declared = interpreter_.program().procs[static_cast<std::size_t>(frame.proc)].locals;
  for (std::size_t l = 0; l < declared.size(); ++l) {
    const Value& v = frame.locals[l];
    if (declared[l].name.empty() || declared[l].shared || !worth_showing(v) || holds_reference(v)) continue;
    out.push_back({declared[l].name, show(interpreter_.program().types, declared[l].type, v)});
  }
  return out;
}

// Named locals of the process that are new or have another value, frame by frame.
void Teller::changes(const State& before, const State& after, Pid pid, std::vector<StoryChange>& out) const {
  static const std::vector<Frame> kNoFrames;
  const bool known = pid < static_cast<Pid>(before.processes.size());
  const auto& old = known ? before.process(pid).frames : kNoFrames;
  const auto& now = after.process(pid).frames;
  for (std::size_t f = 0; f < now.size(); ++f) {
    const bool same = f < old.size() && old[f].proc == now[f].proc;
    const auto& locals = interpreter_.program().procs[static_cast<std::size_t>(now[f].proc)].locals;
    for (std::size_t l = 0; l < locals.size(); ++l) {
      const Value& v = now[f].locals[l];
      if (locals[l].name.empty() || locals[l].shared || !worth_showing(v) || holds_reference(v)) continue;
      if (same && old[f].locals[l] == v) continue;
      out.push_back({locals[l].name, show(interpreter_.program().types, locals[l].type, v)});
    }
  }
}

void Teller::shared_changes(const State& before, const State& after, std::vector<StoryChange>& out) const {
  const auto& globals = interpreter_.program().globals;
  for (std::size_t i = 0; i < after.objects.size(); ++i) {
    const Object& object = after.objects[i];
    if (object.kind != ObjectKind::Var || !worth_showing(object.content) || holds_reference(object.content))
      continue;
    if (i < before.objects.size() && before.objects[i].content == object.content) continue;
    TypeId type = i < globals.size() ? globals[i].type : kNone;
    if (object.made_at != kNone)
      if (const auto* make = std::get_if<NewObject>(&interpreter_.node(object.made_at).op)) type = make->type;
    const auto id = static_cast<std::int64_t>(i);
    out.push_back({names_.object(after, kNone, Value::ref(id)),
                   show(interpreter_.program().types, type, object.content), id});
  }
}

Span Teller::span(const State& before, const Part& part) const {
  if (const auto offer = taken(interpreter_, before, part); offer && offer->alt->span.known())
    return offer->alt->span;
  return part.node == kNone ? Span{} : interpreter_.node(part.node).span;
}

// What the part does, with the value that passes.
std::string Teller::action(const State& before, const Step& step, std::size_t i) const {
  const Part& part = step.parts[i];
  if (part.node == kNone) {
    const auto panic = history_.panic(part.pid);
    if (!panic || panic->message.empty()) return "panic";
    return panic->kind == ErrorKind::Panic ? panic->message : "panic: " + panic->message;
  }
  const Node& node = interpreter_.node(part.node);
  const Comm* comm = std::get_if<Comm>(&node.op);
  if (!comm) return node.text;
  const auto offer = taken(interpreter_, before, part);
  if (!offer) {
    if (step.kind != StepKind::Act || step.parts.size() > 1) return node.text;
    if (comm->mode == CommMode::Default) return "default";
    return node.text.empty() ? "all guards fail" : node.text + "  (all guards fail)";
  }
  const Alt& alt = *offer->alt;
  const std::string text = alt.text.empty() ? node.text : alt.text;
  if (alt.kind == AltKind::Tau || step.kind == StepKind::Fail) return text;

  const auto& types = interpreter_.program().types;
  if (alt.type != kNone && types[alt.type].kind == TypeKind::Unit) return text;
  Value value = offer->value;
  if (alt.kind == AltKind::Receive) {
    const Object& object = before.object(offer->channel.number());
    if (step.parts.size() == 2) {  // from the sender
      const auto sender = taken(interpreter_, before, step.parts[0]);
      value = sender ? sender->value : Value();
    } else if (step.kind == StepKind::Environment) {
      const Global& global =
          interpreter_.program().globals[static_cast<std::size_t>(offer->channel.number())];
      const auto domain = csp::domain(types, global.type);
      if (domain && static_cast<std::size_t>(step.outcome) < domain->size())
        value = (*domain)[static_cast<std::size_t>(step.outcome)];
    } else if (object.kind != ObjectKind::Chan) {
      return text;
    } else if (!object.buffer.empty()) {
      value = object.buffer.front();
    } else {
      return text + "  (closed)";
    }
  }
  if (!worth_showing(value) || holds_reference(value)) return text;
  const std::string shown = show(types, alt.type, value);
  const bool there =
      text.size() >= shown.size() && text.compare(text.size() - shown.size(), shown.size(), shown) == 0;
  return there ? text : fmt::format("{}  ({})", text, shown);
}

void Teller::values(const State& s) {
  if (property_.kind != PropertyKind::Always && property_.kind != PropertyKind::Reachable &&
      property_.kind != PropertyKind::Outcomes)
    return;
  for (ExprId e : property_.exprs) {
    const auto v = evaluate_in_state(interpreter_.program(), s, e);
    const TypeId type = interpreter_.program().exprs[static_cast<std::size_t>(e)].type;
    story_.values.push_back({"", v ? show(interpreter_.program().types, type, *v) : "no value"});
  }
}

void Teller::finish(const State& last, const Finding& finding) {
  names_.make_unique();
  switch (finding.kind) {
    case FindingKind::Deadlock:
    case FindingKind::Leak:
      story_.block = block(last, finding);
      break;
    case FindingKind::EndlessRun:
      if (!finding.trace.loop && !last.crashed) story_.block = block(last, finding);
      break;
    case FindingKind::CannotEnd:
      if (!last.crashed && interpreter_.steps(last).empty()) story_.block = block(last, finding);
      break;
    case FindingKind::Race:
      story_.race = race(last, finding);
      break;
    case FindingKind::Error:
    case FindingKind::NotAlways:
    case FindingKind::Reached:
    case FindingKind::UnexpectedOutcome:
    case FindingKind::MissingOutcome:
      break;
  }
  if (last.crashed && !finding.trace.steps.empty()) story_.error = error(finding.trace.steps.back());
  values(last);
}

Story Teller::take() {
  if (story_.processes.empty()) {
    if (names_.processes().empty()) names_.root(interpreter_.program());
    story_.processes = names_.processes();
  }
  return std::move(story_);
}

}  // namespace csp::reference
