// Runs a script: definitions are worked out when they are needed, arguments too; processes become terms, and
// what a process does later becomes a Delay that names its code and the values of its variables.
#pragma once

#include <cstdint>
#include <exception>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "checker/core/process.h"
#include "frontend/cspm/script.h"
#include "frontend/cspm/set.h"
#include "frontend/evaluation_limits.h"

namespace csp::cspm {

// What the evaluator needs of the other half of the model.
struct Host {
  virtual ~Host() = default;
  // The number in Terms of an instance of a prog or system (an index into Script::instances). Throws
  // EvaluationError.
  virtual int instance(int name, const std::vector<Val>& args, const Span& place) = 0;
};

class Evaluator final : public Universe {
 public:
  Evaluator(const Script& script, Terms& terms, Host* host, EvaluationLimits limits);
  ~Evaluator() override;
  Evaluator(const Evaluator&) = delete;
  Evaluator& operator=(const Evaluator&) = delete;

  // ---- Use; each throws EvaluationError ----
  Val evaluate(const Unit& unit, const std::vector<Val>& args = {});  // a unit of the top level
  Val global(int number);
  TermId process(const Unit& unit,
                 const std::vector<Val>& args = {});  // as a Delay's head is: not evaluated further
  TermId head_of_delay(int payload);                  // for Terms::on_delay

  // ---- Events ----
  EventId event(const Val& v);           // Fault if it is not complete
  const Val* event_value(EventId e);     // null: no event of this script; stays where it is
  Value core_value(const Val& v) const;  // Fault for processes and functions
  Val value(const Value& v, const Shape& shape) const;
  Val value_of_type(const csp::Types& types, TypeId type, const Value& v) const;  // of a type that CSPM has
  SetId set_id(const Val& set);

  // ---- Universe ----
  const std::vector<Atom>& atoms() const override { return script_.atoms; }
  const std::vector<Datatype>& datatypes() const override { return script_.datatypes; }
  const std::vector<Val>& fields(int atom) override;

  const Script& script() const { return script_; }
  Terms& terms() { return terms_; }

 private:
  struct Frame {
    std::vector<Val> slots;
    const std::vector<Val>* captured = nullptr;
  };
  // A unit, or predeclared function, with what it has captured and its arguments: what a Delay stands for.
  struct Pending {
    const Unit* unit = nullptr;
    int builtin = -1;
    std::vector<Val> captured, args;
    friend bool operator==(const Pending&, const Pending&) = default;
  };
  struct PendingHash {
    std::size_t operator()(const Pending&) const;
  };
  struct TooDeep {};  // the stack is used up: start again on a larger one

  // ---- Running (evaluator.cpp, evaluate.cpp) ----
  template <class F>
  auto guarded(F&& f) -> decltype(f());
  void on_large_stack(const std::function<void(std::size_t)>& with_size);
  void step(const Span& place);
  void check_stack();
  Val eval(const Code& code, Frame& frame);
  Val eval_op(const Code& code, Frame& frame);
  Val eval_operator(const Code& code, Frame& frame);
  Val arithmetic(const Code& code, Frame& frame);
  Val comparison(const Code& code, Frame& frame);
  Val comprehension(const Code& code, Frame& frame);
  void generate(const std::vector<Qualifier>& list, std::size_t from, Frame& frame,
                const std::function<void()>& found);

  // ---- Names, functions, patterns (apply.cpp) ----
  Val load(const Access& a, Frame& frame);  // not forced
  Val force(Val v);
  void settle(Val& v);
  Val scope_value(const Val& scope, int member);
  std::vector<Val> scope_captures(const Val& scope, const Unit& unit);
  std::vector<Val> load_all(const std::vector<Access>& list, Frame& frame);
  Val variable(const Code& code, Frame& frame);
  Val global_value(const Code& code);
  Val global_at(int number);
  Val closure(const Unit& unit, std::vector<Val> captured);
  Val make_scope(const Code& code, Frame& frame);
  std::vector<Val> arguments(const Code& code, Frame& frame);
  Val call(const Code& code, Frame& frame);
  Val apply(const Val& function, std::vector<Val> args, const Span& place);
  Val run(const Unit* unit, std::vector<Val> captured, std::vector<Val> args);
  bool match(const Pattern& p, const Val& v, Frame& frame);
  bool match_dot(const std::vector<Pattern>& parts, const Val& v, Frame& frame);
  bool match_sequence(const Pattern& p, const Val& v, Frame& frame);
  [[noreturn]] void no_equation(const Unit& unit, const std::vector<Val>& args);
  std::string call_text(const Unit& unit, const std::vector<Val>& args);

  // ---- Predeclared functions (builtin.cpp) ----
  Val builtin(int number);
  // `now`: a process is not delayed.
  Val call_builtin(int number, std::vector<Val> args, const Span& place, bool now);
  Val relation(int number, const std::vector<Val>& args);

  // ---- Processes (process.cpp, prefix.cpp, renaming.cpp) ----
  TermId delay(Pending pending, const Span& place);
  TermId term(const Code& code, Frame& frame);  // of a process expression
  Val eval_process(const Code& code, Frame& frame);
  Val replicated(const Code& code, Frame& frame);
  TermId chaos(int builtin, const Val& set, const Span& place);
  TermId alphabetised(TermId left, TermId right, const Val& a, const Val& b);
  TermId binary(TermKind kind, TermId left, TermId right, SetId set = kNone, SetId set2 = kNone);
  TermId prefix(const Code& code, Frame& frame);
  TermId prefix_from(const Code& code, Frame& frame, std::size_t field, const Val& base);
  void menu(const Code& code, Frame& frame, std::size_t field, const Val& base, std::vector<MenuItem>& out);
  const Val& all_that_completes(const Val& base);  // extensions(base), remembered
  void candidates(const Code& code, Frame& frame, std::size_t field, const Val& base,
                  const std::function<void(const Val&)>& found);
  void input(const Code& code, const std::vector<const Pattern*>& parts, std::size_t part, bool last_field,
             Frame& frame, const Val& base, const std::function<void(const Val&)>& found);
  TermId continuation(const Code& code, Frame& frame);
  std::vector<std::pair<Val, Val>> link_pairs(const std::vector<Qualifier>& qualifiers,
                                              const std::vector<Pair>& pairs, Frame& frame);
  TermId renamed(TermId process, std::vector<std::pair<Val, Val>> pairs);
  TermId linked(TermId left, TermId right, const std::vector<std::pair<Val, Val>>& pairs);

  const Script& script_;
  Terms& terms_;
  Host* host_;
  EvaluationLimits limits_;
  std::uint64_t steps_ = 0;
  const char* stack_base_ = nullptr;  // where the running evaluation began; null: none runs
  std::size_t stack_limit_ = 0;
  Span deepest_;  // the unit that was entered last

  enum class State : std::uint8_t { New, Busy, Done };
  struct Kept {
    State state = State::New;
    Val value;
  };
  std::vector<Kept> globals_, memos_, builtins_, datatypes_;
  struct KeptFields {
    State state = State::New;
    std::vector<Val> sets;
  };
  std::vector<KeptFields> fields_;
  ScopeNode* scopes_ = nullptr;  // all that live

  std::vector<Pending> pending_;
  std::vector<Span> pending_places_;  // where each was needed first
  std::unordered_map<Pending, int, PendingHash> pending_numbers_;
  std::vector<TermId> pending_terms_;  // the Delay of each
  std::unordered_map<std::uint32_t, Val> extensions_;  // by a channel and the number of fields that it has
  Val unheaded_extensions_;
  std::deque<Val> event_values_;  // new ones do not move what a caller looks at
  std::vector<std::uint8_t> event_known_;  // 0: not looked at, 1: in event_values_, 2: not ours
  std::unordered_map<Val, EventId, ValHash> events_;
  struct RuleHash {
    std::size_t operator()(const Val& v) const { return hash_rule(v); }
  };
  struct SameRule {
    bool operator()(const Val& a, const Val& b) const { return same_rule(a, b); }
  };
  std::unordered_map<Val, SetId, RuleHash, SameRule> set_ids_;
  std::unordered_map<Val, RenamingId, ValHash> renamings_;
  SetId link_set_ = kNone;
  std::map<std::string, int> compressions_;
  std::unordered_map<Val, int, ValHash> orders_;
  std::vector<int> atom_channels_;  // atom -> Events' channel
};

}  // namespace csp::cspm
