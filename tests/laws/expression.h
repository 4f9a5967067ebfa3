// Process expressions of the tests: a small part of CSPM, kept as trees so that they can be generated,
// changed, shrunk and printed, and turned into Terms without the front end. The reader wants parentheses
// wherever two different operators meet; only a prefix needs none on its right.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "checker/core/process.h"
#include "checker/core/process_verdict.h"

namespace csp::laws {

enum class Op {
  Name,  // text: a definition
  Stop,
  Skip,
  Div,
  Run,
  Chaos,   // events
  Prefix,  // text: the event; args[0]
  Menu,    // x : A -> P, the same P for each event: args[0]; text: the variable
  External,
  Internal,
  Sequence,
  Interrupt,
  Sliding,
  Interleave,    // args, left to right
  Parallel,      // args[0] [| events |] args[1]
  Alphabetised,  // args[0] [ events || events2 ] args[1]
  Exception,     // args[0] [| events |> args[1]
  SyncExternal,
  SyncInterrupt,  // [+ events +], /+ events +\ .
  Hide,           // args[0] \ events
  Rename,         // args[0] [[ pairs: first <- second ]]
  Normal          // a compression: normal(args[0])
};

struct Expr {
  Op op = Op::Stop;
  std::string text;
  std::vector<std::string> events, events2;  // names of sets and unions of them stand for their events
  std::vector<std::pair<std::string, std::string>> pairs;
  std::vector<Expr> args;
  friend bool operator==(const Expr&, const Expr&) = default;
};

using Definitions = std::map<std::string, Expr>;
using Sets = std::map<std::string, std::vector<std::string>>;

struct Law {  // the comment `-- law NAME (T, F, FD): SOURCE` above some statements, with `-- where ...` under
              // it
  std::string name, source;
  std::vector<SemanticModel> models;                   // in which the statements that hold do so
  bool no_divergence = false, no_termination = false;  // of the processes
};

struct Statement {  // assert [not] specification [M= process
  bool holds = true;
  SemanticModel model = SemanticModel::FD;
  Expr specification, process;
  int line = 0;
  std::string text;
  int law = -1;  // index into Script::laws
};

struct Script {
  std::vector<std::string> channels;
  Definitions definitions;
  Sets sets;
  std::vector<Statement> statements;
  std::vector<Law> laws;
};

// Errors: std::runtime_error with the line. `include "file"` is looked up in `folder`.
Script read_script(const std::string& text, const std::string& folder);
Expr read_expression(const std::string& text);

std::string print(const Expr&);
std::string print(const Script&);  // as a script that `csp check` reads

// Makes terms of expressions. A use of a definition is a Delay, as the front end would make it.
class Builder {
 public:
  Builder(const Script&);  // the script must outlive the builder
  TermId term(const Expr&);
  TermId definition(const std::string& name);
  Terms& terms() { return terms_; }
  EventId event(const std::string& name);

 private:
  SetId set(const std::vector<std::string>& names);
  std::vector<std::string> members(const std::vector<std::string>& names) const;

  const Script& script_;
  Terms terms_;
  std::vector<std::string> names_;  // of definitions, by payload
  std::map<std::vector<EventId>, SetId> sets_;
  std::map<std::string, int> numbers_;
  std::map<std::vector<EventId>, TermId> chaos_;
  std::map<std::vector<EventId>, int> run_payloads_;
  std::vector<std::pair<bool, std::vector<EventId>>> constants_;  // CHAOS (true) or RUN of a set, by payload
};

}  // namespace csp::laws
