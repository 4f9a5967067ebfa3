// From an assertion to its root: named systems are followed to a prog or a parallel command, with their
// parameters as constants.
#include "frontend/lower.h"

#include <fmt/format.h>

#include <cassert>

#include "frontend/lower_environment.h"
#include "frontend/lower_proc.h"
#include "frontend/lower_property.h"
#include "frontend/lower_prune.h"

namespace csp {

Claim claim(const AssertInfo& info) {
  return {info.text, info.decl->span, info.assertion->negated, kind_of(info.assertion->property.kind)};
}

std::size_t instances(const AssertInfo& info) {
  std::size_t out = 1;
  for (const auto& set : info.forall_sets) out *= set.size();
  return out;
}

std::vector<Value> forall_values(const AssertInfo& info, std::size_t index) {
  std::vector<Value> out(info.forall_sets.size());
  for (std::size_t i = out.size(); i-- > 0;) {
    const auto& set = info.forall_sets[i];
    out[i] = set[index % set.size()];
    index /= set.size();
  }
  return out;
}

namespace {

class RootLowering {
 public:
  RootLowering(const Model& model, Valuation valuation, Diagnostics& diagnostics)
      : unit_(model, diagnostics, std::move(valuation)), errors_before_(diagnostics.errors()) {}

  std::optional<Check> run(const AssertInfo& info, std::string instance) {
    note_names(info.assertion->property, unit_);
    if (!root(*info.system)) return std::nullopt;
    unit_.run();
    if (failed()) return std::nullopt;
    const std::vector<NodeId> fresh = prune(unit_.program);
    Check out;
    out.property = lower_property(info.assertion->property, unit_, fresh);
    find_environment(unit_.program, unit_.diagnostics);
    if (failed()) return std::nullopt;
    out.program = std::move(unit_.program);
    out.instance = std::move(instance);
    if (out.program.root_parallel) out.members = root_members(out.program);
    assert(malformed(out.program).empty());
    return out;
  }

  // A system, its parameters known; or a prog with these arguments.
  std::optional<Program> run(const SystemInfo* system, const ProgInfo* prog, const std::vector<Value>& args,
                             const Span& use) {
    if (system) {
      if (!root(*system)) return std::nullopt;
    } else {
      unit_.program.root_args = args;
      unit_.program.root = unit_.proc(*prog, {}, use);
    }
    unit_.run();
    if (failed()) return std::nullopt;
    prune(unit_.program);
    find_environment(unit_.program, unit_.diagnostics);
    if (failed()) return std::nullopt;
    assert(malformed(unit_.program).empty());
    return std::move(unit_.program);
  }

 private:
  bool failed() const { return unit_.diagnostics.errors() > errors_before_; }

  std::optional<Value> constant(const ast::Expr& e) {
    const auto known = evaluate(unit_.model, e, unit_.valuation);
    if (const auto* v = std::get_if<Value>(&known)) return *v;
    const auto& no = std::get<NotConstant>(known);
    unit_.diagnostics.error("E0507", no.span,
                            no.failure ? no.reason : "the argument of a system is a constant: " + no.reason);
    return std::nullopt;
  }
  std::optional<Value> argument(const ast::Expr& e, const Variable& parameter) {
    std::optional<Value> v = constant(e);
    if (!v || fits(unit_.program.types, parameter.type, *v)) return v;
    Diagnostic& d =
        unit_.diagnostics.error("E0508", e.span,
                                fmt::format("the argument for `{}` is {}, which is not in its type",
                                            parameter.name, show(unit_.program.types, unit_.type_of(e), *v)));
    d.notes.push_back({"the parameter is declared here", parameter.span});
    return std::nullopt;
  }

  bool root(const SystemInfo& system) {
    bool service = system.service;
    const SystemInfo* s = &system;
    while (s->system) {
      const std::vector<Variable*>& params = s->system->params;
      Valuation inner = unit_.valuation;
      for (std::size_t i = 0; i < params.size() && i < s->args.size(); ++i) {
        const std::optional<Value> v = argument(*s->args[i], *params[i]);
        if (!v) return false;
        inner[params[i]] = *v;
      }
      unit_.valuation = std::move(inner);
      s = s->system;
      service = service || s->service;
    }
    Program& p = unit_.program;
    p.root_service = service;
    if (s->prog) {
      for (std::size_t i = 0; i < s->args.size(); ++i) {
        const std::optional<Value> v = argument(*s->args[i], *s->prog->params[i]);
        if (!v) return false;
        p.root_args.push_back(value(*v, *s->args[i], s->span));
      }
      p.root = unit_.proc(*s->prog, {}, s->span);
      return true;
    }
    const ast::ParallelStmt* command = s->parallel;
    if (!command) return false;
    p.root = unit_.hidden(s->name.empty() ? "system" : s->name, s->span, 0,
                          [command](ProcLowering& root) { root.parallel(*command); });
    p.root_parallel = true;
    return true;
  }

  // evaluate() does not know procs: the name of a prog as an argument becomes its closure here.
  Value value(const Value& v, const ast::Expr& e, const Span& span) {
    if (const auto* prog = unit_.binding<ProgInfo*>(e))
      return Value::closure(unit_.proc(**prog, {}, span), {});
    return v;
  }

  Unit unit_;
  int errors_before_;
};

}  // namespace

std::optional<Check> lower(const Model& model, const AssertInfo& info, const std::vector<Value>& values,
                           Diagnostics& diagnostics) {
  Valuation valuation;
  std::string instance;
  for (std::size_t i = 0; i < info.forall->size() && i < values.size(); ++i) {
    const ast::Replicator& r = (*info.forall)[i];
    const Variable* v = model.replicator_variable.at(&r);
    valuation[v] = values[i];
    instance += fmt::format("{}{} = {}", i ? ", " : "", r.name.text, show(model.types, v->type, values[i]));
  }
  return RootLowering(model, std::move(valuation), diagnostics).run(info, std::move(instance));
}

std::optional<Program> lower_instance(const Model& model, const ast::Decl& decl, const std::vector<Value>& args,
                                      const Span& use, Diagnostics& diagnostics) {
  const auto* prog = std::get_if<ast::ProgDecl>(&decl.node);
  const SystemInfo* system = prog ? nullptr : model.system_of.at(&decl);
  const ProgInfo* info = prog ? model.prog_of.at(prog) : nullptr;
  const std::vector<Variable*>& params = prog ? info->params : system->params;
  Valuation valuation;
  for (std::size_t i = 0; i < params.size() && i < args.size(); ++i) {
    if (!fits(model.types, params[i]->type, args[i])) {
      Diagnostic& d = diagnostics.error("E0508", use,
                                        fmt::format("the argument for `{}` is {}, which is not in its type",
                                                    params[i]->name, show(model.types, params[i]->type, args[i])));
      d.notes.push_back({"the parameter is declared here", params[i]->span});
      return std::nullopt;
    }
    valuation[params[i]] = args[i];
  }
  return RootLowering(model, prog ? Valuation{} : std::move(valuation), diagnostics).run(system, info, args, use);
}

}  // namespace csp
