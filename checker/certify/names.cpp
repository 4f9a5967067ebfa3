// Where a name comes from: labels and subscripts of members, names of progs; for objects the global, the
// variable that the object was made for, or a variable that holds it.
#include "checker/certify/names.h"

#include <fmt/format.h>

#include <map>

namespace csp::reference {

namespace {

bool holds(const Value& v, const Value& ref) {
  return v.kind() == ValueKind::Ref && v.number() == ref.number();
}

}  // namespace

// ---- Processes ----------------------------------------------------------------------------------

void Names::add(Pid pid, std::string name, bool service, Span at, std::optional<std::size_t> step) {
  if (processes_.size() <= static_cast<std::size_t>(pid))
    processes_.resize(static_cast<std::size_t>(pid) + 1);
  StoryProcess& process = processes_[static_cast<std::size_t>(pid)];
  process.pid = pid;
  process.name = std::move(name);
  process.service = service;
  process.created_at = at;
  process.created = step;
}

void Names::root(const Program& p) {
  const Proc& proc = p.procs[static_cast<std::size_t>(p.root)];
  add(0, proc.name.empty() ? "main" : proc.name, p.root_service || proc.service, {}, std::nullopt);
  processes_[0].shown = !p.root_parallel;
}

void Names::begun(const State& after, Pid pid, Span at, std::size_t step) {
  const Process& process = after.process(pid);
  std::string name = "child";
  bool service = process.service;
  if (!process.frames.empty()) {
    const Proc& proc = program().procs[static_cast<std::size_t>(process.frames.front().proc)];
    if (!proc.name.empty() && proc.name.find(':') == std::string::npos) name = proc.name;
    service = service || proc.service;
  }
  add(pid, std::move(name), service, at, step);
}

void Names::members(const State& after, Pid parent, const Node& at, const std::vector<Pid>& pids,
                    std::optional<std::size_t> step) {
  const ParallelStart& start = std::get<ParallelStart>(at.op);
  // The parent is at its Join now, and its local holds the group value.
  const Process& process = after.process(parent);
  Value group;
  for (const Frame& frame : process.frames)
    if (frame.proc == at.proc) group = frame.locals[static_cast<std::size_t>(start.group)];
  std::size_t made = 0;
  for (std::size_t b = 0; b < start.branches.size(); ++b) {
    const ParBranch& branch = start.branches[b];
    std::vector<std::int64_t> lo, n;
    std::int64_t count = 1;
    if (group.kind() == ValueKind::Seq) {
      const auto& layout = group.items()[b + 1].items();
      for (std::size_t i = 1; i + 1 < layout.size(); i += 2) {
        lo.push_back(layout[i].number());
        n.push_back(layout[i + 1].number());
        count *= n.back();
      }
    }
    for (std::int64_t position = 0; position < count && made < pids.size(); ++position) {
      std::string subscripts;
      std::int64_t rest = position;
      for (std::size_t i = lo.size(); i-- > 0;) {
        subscripts = std::to_string(lo[i] + rest % n[i]) + (subscripts.empty() ? "" : ",") + subscripts;
        rest /= n[i];
      }
      const Pid pid = pids[made++];
      const std::string label = branch.label.empty() ? "member" : branch.label;
      add(pid, subscripts.empty() ? label : label + "[" + subscripts + "]", after.process(pid).service,
          at.span, step);
    }
  }
}

void Names::make_unique() {
  std::map<std::string, int> total, used;
  for (const StoryProcess& process : processes_)
    if (process.shown) ++total[process.name];
  for (StoryProcess& process : processes_) {
    if (!process.shown || total[process.name] < 2) continue;
    const std::string base = process.name;
    std::string name;
    do name = fmt::format("{} {}", base, ++used[base]);
    while (total.count(name));
    process.name = name;
  }
}

const std::string& Names::process(Pid pid) const { return processes_[static_cast<std::size_t>(pid)].name; }

std::string Names::list(const std::vector<Pid>& pids) const {
  std::string out;
  for (std::size_t i = 0; i < pids.size(); ++i) {
    if (i) out += i + 1 == pids.size() ? " or " : ", ";
    out += process(pids[i]);
  }
  return out;
}

// ---- Objects ------------------------------------------------------------------------------------

std::string Names::object(const State& s, Pid pid, const Value& ref) const {
  if (ref.kind() != ValueKind::Ref) return "nil";
  const auto id = static_cast<std::size_t>(ref.number());
  if (id < program().globals.size()) return program().globals[id].name;
  const auto by_locals = [&](const Process& process) -> std::string {
    for (auto frame = process.frames.rbegin(); frame != process.frames.rend(); ++frame) {
      const auto& locals = program().procs[static_cast<std::size_t>(frame->proc)].locals;
      for (std::size_t i = 0; i < frame->locals.size(); ++i)
        if (!locals[i].name.empty() && holds(frame->locals[i], ref)) return locals[i].name;
    }
    return "";
  };
  if (pid != kNone)
    if (auto name = by_locals(s.process(pid)); !name.empty()) return name;
  const Object& object = s.object(ref.number());
  if (object.made_at != kNone) {
    const Node& made = interpreter_.node(object.made_at);
    const auto* make = std::get_if<NewObject>(&made.op);
    if (make && !make->name.empty()) return make->name;
    LocalId target = kNone;
    if (make) target = make->target.local;
    if (const auto* zero = std::get_if<MakeZero>(&made.op)) target = zero->target.local;
    if (target != kNone) {
      const auto& local =
          program().procs[static_cast<std::size_t>(made.proc)].locals[static_cast<std::size_t>(target)];
      if (!local.name.empty()) return local.name;
    }
  }
  for (const Process& process : s.processes)
    if (auto name = by_locals(process); !name.empty()) return name;
  switch (object.kind) {
    case ObjectKind::Chan:
      return "a channel";
    case ObjectKind::Timer:
      return "a timer";
    case ObjectKind::Ticker:
      return "a ticker";
    case ObjectKind::Mutex:
    case ObjectKind::RwMutex:
      return "a lock";
    case ObjectKind::Cond:
      return "a condition";
    case ObjectKind::Once:
      return "a once";
    case ObjectKind::WaitGroup:
      return "a waitgroup";
    case ObjectKind::Var:
      return "a variable";
    case ObjectKind::Group:
      return "a parallel command";
  }
  return "";
}

std::string Names::expression(const State& s, Pid pid, ExprId id) const {
  const std::vector<Value>& locals = s.top(pid).locals;
  const Expr& e = program().exprs[static_cast<std::size_t>(id)];
  if (e.kind == ExprKind::Global) return program().globals[static_cast<std::size_t>(e.number)].name;
  if (e.kind == ExprKind::Local) {
    const auto proc = static_cast<std::size_t>(s.top(pid).proc);
    const Local& local = program().procs[proc].locals[static_cast<std::size_t>(e.number)];
    if (!local.name.empty()) return local.name;
  }
  if (e.kind == ExprKind::Index) {
    const auto index = evaluate(program(), locals, e.args[1]);
    if (index) return fmt::format("{}[{}]", expression(s, pid, e.args[0]), index->number());
  }
  const auto value = evaluate(program(), locals, id);
  return value ? object(s, pid, *value) : "nil";
}

std::string Names::variable(const State& s, const Access& access) const {
  std::string out = object(s, kNone, Value::ref(access.object));
  TypeId type = kNone;
  if (access.object < static_cast<std::int64_t>(program().globals.size()))
    type = program().globals[static_cast<std::size_t>(access.object)].type;
  else if (const NodeId at = s.object(access.object).made_at; at != kNone)
    if (const auto* make = std::get_if<NewObject>(&interpreter_.node(at).op)) type = make->type;
  for (std::int64_t i : access.path) {
    const Type* t = type == kNone ? nullptr : &program().types[type];
    const auto at = static_cast<std::size_t>(i);
    if (t && t->kind == TypeKind::Struct && at < t->names.size()) {
      out += "." + t->names[at];
      type = t->parts[at];
    } else if (t && t->kind == TypeKind::Tuple && at < t->parts.size()) {
      out += fmt::format(".{}", i + 1);
      type = t->parts[at];
    } else {
      out += fmt::format("[{}]", i);
      type = t && (t->kind == TypeKind::Array || t->kind == TypeKind::List) ? t->parts[0] : kNone;
    }
  }
  return out;
}

}  // namespace csp::reference
