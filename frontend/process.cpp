// Assertions about processes: an evaluator over Terms of their own, and the question in these Terms.
#include "frontend/process.h"

#include <fmt/format.h>

#include <cassert>
#include <map>
#include <utility>

#include "frontend/cspm/dot.h"
#include "frontend/cspm/evaluator.h"
#include "frontend/cspm/half.h"
#include "frontend/lower.h"
#include "frontend/parse.h"
#include "frontend/print.h"

namespace csp {
namespace {

[[noreturn]] void fail(const Span& span, std::string code, std::string message, std::string label = {}) {
  throw EvaluationError{{std::move(code), span, std::move(message), std::move(label), {}}};
}

// What belongs to the Terms of one check: the evaluator, and the programs that stand in its processes.
class Workshop final : public cspm::Host {
 public:
  Workshop(const Model& model, Terms& terms, const EvaluationLimits& limits)
      : model_(model),
        terms_(terms),
        evaluator_(model.cspm->script(), terms, this, limits) {}

  cspm::Evaluator& evaluator() { return evaluator_; }

  int instance(int name, const std::vector<cspm::Val>& args, const Span& place) override {
    const auto key = std::pair{name, cspm::sequence(args)};
    if (const auto known = instances_.find(key); known != instances_.end()) return known->second;
    const cspm::InstanceName& instance = model_.cspm->script().instances[static_cast<std::size_t>(name)];
    const auto* prog = std::get_if<ast::ProgDecl>(&instance.decl->node);
    const std::vector<Variable*>& params =
        prog ? model_.prog_of.at(prog)->params : model_.system_of.at(instance.decl)->params;
    std::vector<Value> values;
    std::string text;
    for (std::size_t i = 0; i < args.size(); ++i) {
      values.push_back(argument(args[i], *params[i], place));
      text += (i ? ", " : "") + show(args[i], evaluator_, 12);
    }
    Diagnostics diagnostics;
    std::optional<Program> program = lower_instance(model_, *instance.decl, values, place, diagnostics);
    if (!program) {
      const Diagnostic& d = diagnostics.list().front();
      throw EvaluationError{{d.code, d.span, d.message, d.label, d.help}};
    }
    const bool bare = !prog && params.empty();
    const int number =
        terms_.add(ProgramInstance{std::make_shared<const Program>(std::move(*program)),
                                   bare ? instance.name : fmt::format("{}({})", instance.name, text)});
    instances_.emplace(key, number);
    return number;
  }

 private:
  Value argument(const cspm::Val& v, const Variable& param, const Span& place) {
    const Type& type = model_.types[param.type];
    try {
      if (type.kind != TypeKind::Chan) return evaluator_.core_value(v);
    } catch (const cspm::Fault&) {
      fail(place, "E0614", fmt::format("the argument for `{}` is no value that programs have", param.name));
    }
    if (!v.is(cspm::ValKind::Atom))
      fail(place, "E0614",
           fmt::format("the argument for `{}` must be a channel as it is declared, but it is {}", param.name,
                       show(v, evaluator_)),
           "a part of a channel, or an event");
    const std::string& name = evaluator_.atoms()[static_cast<std::size_t>(cspm::head_atom(v))].name;
    for (const GlobalInfo& g : model_.globals) {
      if (!g.channel || g.name != name) continue;
      if (g.type != param.type)
        fail(place, "E0614",
             fmt::format("`{}` is not a channel of the type that `{}` has", name, param.name));
      return Value::ref(g.index);
    }
    fail(place, "E0614", fmt::format("`{}` is no channel", name));
  }

  struct Less {
    bool operator()(const std::pair<int, cspm::Val>& a, const std::pair<int, cspm::Val>& b) const {
      return a.first != b.first ? a.first < b.first : cspm::compare(a.second, b.second) < 0;
    }
  };

  const Model& model_;
  Terms& terms_;
  cspm::Evaluator evaluator_;
  std::map<std::pair<int, cspm::Val>, int, Less> instances_;
};

// Terms that keep their workshop.
struct Made {
  std::shared_ptr<Terms> terms;
  std::shared_ptr<Workshop> workshop;
};
Made make(const Model& model, const EvaluationLimits& limits) {
  Made out;
  out.terms = std::make_shared<Terms>(std::make_shared<Events>());
  out.workshop = std::make_shared<Workshop>(model, *out.terms, limits);
  out.terms->on_delay([w = out.workshop](int payload) { return w->evaluator().head_of_delay(payload); });
  return out;
}

}  // namespace

bool about_processes(const AssertInfo& info) { return info.process.has_value(); }

ProcessClaim process_claim(const AssertInfo& info) {
  return {info.process->kind, info.process->specification_text, info.process->process_text};
}

void report(const EvaluationFailure& failure, Diagnostics& diagnostics) {
  diagnostics.error(failure.code, failure.span, failure.message, failure.label).help = failure.help;
}

std::optional<ProcessCheck> lower_process(const Model& model, const AssertInfo& info,
                                          const std::vector<Value>& forall_values, Diagnostics& diagnostics,
                                          const EvaluationLimits& limits) {
  const ProcessAssertion& assertion = *info.process;
  const Made made = make(model, limits);
  cspm::Evaluator& evaluator = made.workshop->evaluator();
  ProcessCheck check;
  check.terms = made.terms;
  check.question.kind = assertion.kind;
  // semantics.md rule 24.
  const bool refinement = assertion.kind == ProcessQuestionKind::Refinement;
  const bool program_rule = assertion.kind == ProcessQuestionKind::DeadlockFree && assertion.has_program;
  check.question.model = assertion.model.value_or(refinement     ? SemanticModel::T
                                                  : program_rule ? SemanticModel::F
                                                                 : SemanticModel::FD);
  try {
    std::vector<cspm::Val> args;
    for (std::size_t i = 0; i < forall_values.size(); ++i) {
      const ast::Replicator& r = (*info.forall)[i];
      const TypeId type = model.replicator_variable.at(&r)->type;
      args.push_back(evaluator.value_of_type(model.types, type, forall_values[i]));
      check.instance +=
          fmt::format("{}{} = {}", i ? ", " : "", r.name.text, show(model.types, type, forall_values[i]));
    }
    const auto term = [&](const cspm::Unit* unit) -> TermId {
      TermId t = evaluator.process(*unit, args);
      if (!assertion.priority) return t;
      const cspm::Val events = evaluator.evaluate(*assertion.priority, args);
      Term prioritised;  // τ before these events
      prioritised.kind = TermKind::Prioritise;
      prioritised.args = {t};
      prioritised.payload =
          made.terms->add_order({evaluator.set_id(cspm::listed_set({})), evaluator.set_id(events)});
      return made.terms->make(std::move(prioritised), unit->span);
    };
    if (refinement) check.question.specification = term(assertion.specification);
    check.question.process = term(assertion.process);
  } catch (const EvaluationError& e) {
    report(e.failure, diagnostics);
    return std::nullopt;
  }
  return check;
}

std::optional<ProcessExpressions> lower_expressions(const Model& model, SourceMap& sources,
                                                    const std::vector<std::string>& texts,
                                                    Diagnostics& diagnostics,
                                                    const EvaluationLimits& limits) {
  assert(model.cspm);
  const int before = diagnostics.errors();
  model.cspm->report_to(diagnostics);
  const Made made = make(model, limits);
  ProcessExpressions out;
  out.terms = made.terms;
  for (const std::string& text : texts) {
    // The reader's own text stands on a line of its own, so that places in it are his.
    const int file =
        sources.add(fmt::format("PROCESS {}", out.processes.size() + 1), fmt::format("it =\n{}\n", text));
    auto tree = std::make_shared<ast::File>(parse(sources, file, diagnostics));
    const auto* value = tree->decls.size() == 1 ? std::get_if<ast::ValueDecl>(&tree->decls[0].node) : nullptr;
    if (!value || !value->params.empty()) {
      if (diagnostics.errors() == before)
        diagnostics.error("E0617", Span{file, 2, 1, 2, 2}, fmt::format("`{}` is no process", text),
                          "expected one expression");
      return std::nullopt;
    }
    model.cspm->keep(tree);
    const cspm::Unit* unit =
        model.cspm->expression(*value->value, {}, model.cspm->process_type(value->value->span), "this");
    if (!unit) return std::nullopt;
    try {
      out.processes.push_back(made.workshop->evaluator().process(*unit));
    } catch (const EvaluationError& e) {
      report(e.failure, diagnostics);
      return std::nullopt;
    }
  }
  return out;
}

std::vector<Printed> print_values(const Model& model, const EvaluationLimits& limits) {
  std::vector<Printed> out;
  if (model.prints.empty()) return out;
  const Made made = make(model, limits);
  for (const PrintInfo& info : model.prints) {
    try {
      const cspm::Val v = made.workshop->evaluator().evaluate(*info.unit);
      const std::string text = v.is(cspm::ValKind::Process)
                                   ? made.terms->text(static_cast<TermId>(v.number()))
                                   : show(v, made.workshop->evaluator(), cspm::kLargestSet);
      out.push_back({info.span, info.text, text.empty() ? info.text : text, std::nullopt, {}});
    } catch (const EvaluationError& e) {
      out.push_back({info.span, info.text, {}, e.failure, {}});
    }
  }
  return out;
}

}  // namespace csp
