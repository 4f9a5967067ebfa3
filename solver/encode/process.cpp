// Frames: calls, returns, deferred calls, panics; and comparing processes.
#include "solver/encode/process.h"

#include <algorithm>

namespace csp::solver {

// ---- Calls -----------------------------------------------------------------------------------------------

std::pair<ProcId, std::vector<Sym>> LocalRun::resolve(const std::vector<Sym>& locals, const Callee& callee) {
  ProcId proc = callee.proc;
  std::vector<Sym> args;
  if (callee.closure != kNone) {
    const Sym closure = eval.eval(locals, callee.closure);
    if (closure.kind != SymKind::Closure) throw SymFailure{ErrorKind::NilCall};
    proc = closure.tag;
    args = closure.items();
  }
  for (const ExprId arg : callee.args) args.push_back(eval.eval(locals, arg));
  const Proc& target = context_.proc(proc);
  for (std::size_t i = 0; i < args.size() && i < static_cast<std::size_t>(target.params); ++i)
    if (!target.locals[i].shared && !path_.decide(eval.fits(target.locals[i].type, args[i])))
      throw SymFailure{ErrorKind::Range};
  return {proc, std::move(args)};
}

SymFrame LocalRun::frame(ProcId proc, std::vector<Sym> args) {
  SymFrame f;
  f.proc = proc;
  f.node = context_.proc(proc).entry;
  f.locals = std::move(args);
  f.locals.resize(context_.proc(proc).locals.size(), context_.nil());
  return f;
}

// The last frame is leaving: its next deferred call, or down to the frame that goes on.
void LocalRun::unwind(SymProcess& p) {
  while (true) {
    SymFrame& top = p.top();
    if (!top.deferred.empty()) {
      SymDeferred call = std::move(top.deferred.back());
      top.deferred.pop_back();
      p.frames.push_back(frame(call.proc, std::move(call.args)));
      return;
    }
    const Leaving how = top.leaving;
    const Sym result = top.result ? *top.result : context_.nil();
    p.frames.pop_back();
    if (p.frames.empty()) {
      if (how == Leaving::Return)
        p.terminated = true;
      else
        p.uncaught = true;
      return;
    }
    SymFrame& below = p.top();
    if (how == Leaving::Panic) {
      below.leaving = Leaving::Panic;
    } else if (below.leaving == Leaving::No) {
      const Call& call = std::get<Call>(context_.node(below.node).op);
      if (call.result) {
        try {
          eval.store(below.locals, *call.result, result);
        } catch (const SymFailure& failure) {
          p.pending = failure.kind;
          return;
        }
      }
      go(p, call.next);
      return;
    }
  }
}

void LocalRun::do_return(SymProcess& p, const Return& ret) {
  Sym result = Sym::integer(t_.number(0));
  if (ret.value != kNone) result = eval.eval(p.top().locals, ret.value);
  if (!p.top().deferred.empty() && static_cast<int>(p.frames.size()) >= context_.program.stack_bound)
    throw SymFailure{ErrorKind::Stack};
  p.top().leaving = Leaving::Return;
  p.top().result = std::move(result);
  unwind(p);
}

bool LocalRun::panic(SymProcess& p, ErrorKind kind) {
  const bool deferred =
      std::any_of(p.frames.begin(), p.frames.end(), [](const SymFrame& f) { return !f.deferred.empty(); });
  if (!deferred || kind == ErrorKind::Stack) return true;
  p.pending.reset();
  p.top().leaving = Leaving::Panic;
  unwind(p);
  return false;
}

void LocalRun::recover(SymProcess& p, const Recover& recover) {
  const std::size_t n = p.frames.size();
  const bool stops = n >= 2 && p.frames[n - 2].leaving == Leaving::Panic;
  eval.store(p.top().locals, recover.result, Sym::integer(t_.number(stops ? 1 : 0)));
  if (stops) {
    SymFrame& below = p.frames[n - 2];
    below.leaving = Leaving::Return;
    below.result = context_.constant(zero_value(context_.program.types, context_.proc(below.proc).result));
  }
  go(p, recover.next);
}

// ---- Comparing -------------------------------------------------------------------------------------------

SymProcess live_part(Context& context, SymProcess p, const KeptLocals& kept) {
  for (std::size_t f = 0; f < p.frames.size(); ++f) {
    SymFrame& frame = p.frames[f];
    const bool waits = f + 1 < p.frames.size() && frame.leaving == Leaving::No;  // at its Call
    const bool runs = f + 1 == p.frames.size() && !p.pending;
    const Call* call = waits ? std::get_if<Call>(&context.node(frame.node).op) : nullptr;
    for (std::size_t l = 0; l < frame.locals.size(); ++l) {
      const auto local = static_cast<LocalId>(l);
      bool live = runs && context.live_before(frame.node, local);
      if (call) {
        live = context.live_after(frame.node, local);
        if (call->result)
          live = call->result->path.empty() ? live && call->result->local != local
                                            : live || context.place_reads(*call->result, local);
      }
      if (!live && !(f == 0 && kept.count({frame.proc, local}))) frame.locals[l] = context.nil();
    }
    if (f == 0) frame.result.reset();
  }
  return p;
}

void for_each_value(const Program& program, SymProcess& p, const std::function<void(Sym&, TypeId)>& f) {
  const auto type_of = [&](ProcId proc, std::size_t i) {
    const auto& locals = program.procs[static_cast<std::size_t>(proc)].locals;
    return i < locals.size() && !locals[i].shared ? locals[i].type : kNone;
  };
  for (SymFrame& frame : p.frames) {
    for (std::size_t i = 0; i < frame.locals.size(); ++i) f(frame.locals[i], type_of(frame.proc, i));
    for (SymDeferred& d : frame.deferred)
      for (std::size_t i = 0; i < d.args.size(); ++i) f(d.args[i], type_of(d.proc, i));
    if (frame.result) f(*frame.result, program.procs[static_cast<std::size_t>(frame.proc)].result);
  }
}

bool same_control(const SymProcess& a, const SymProcess& b) {
  if (a.frames.size() != b.frames.size() || a.service != b.service || a.terminated != b.terminated ||
      a.uncaught != b.uncaught || a.pending != b.pending)
    return false;
  const auto alike = [](const std::vector<Sym>& x, const std::vector<Sym>& y) {
    return std::equal(x.begin(), x.end(), y.begin(), y.end(), same_shape);
  };
  for (std::size_t i = 0; i < a.frames.size(); ++i) {
    const SymFrame &x = a.frames[i], &y = b.frames[i];
    if (x.proc != y.proc || (x.node != y.node && x.leaving == Leaving::No) || x.leaving != y.leaving ||
        x.deferred.size() != y.deferred.size() || x.result.has_value() != y.result.has_value() ||
        !alike(x.locals, y.locals))
      return false;
    if (x.result && !same_shape(*x.result, *y.result)) return false;
    for (std::size_t d = 0; d < x.deferred.size(); ++d)
      if (x.deferred[d].proc != y.deferred[d].proc || !alike(x.deferred[d].args, y.deferred[d].args))
        return false;
  }
  return true;
}

}  // namespace csp::solver
