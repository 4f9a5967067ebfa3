// The translation at work. One file per group of constructs: promela.cpp (the file, processes, the end of a
// process), promela_expression.cpp, promela_statement.cpp, promela_comm.cpp, promela_sync.cpp.
//
// A prog becomes a proctype; each of our steps becomes one statement or atomic sequence, and local statements
// between them are steps of SPIN's own, which changes no verdict (docs/semantics.md, rule 1). A run-time
// error jumps to the label `crash`, where the process asserts tag_error (which is 0) and goes round for ever,
// so that what follows is no block.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "tests/fuzz/promela.h"

namespace csp::fuzz {

struct Outside {  // thrown inside the translation: the construct that Promela does not get
  std::string what;
};

enum class Sort { Int, Bool, Unit, Chan, Mutex, RwMutex, Cond, Once, WaitGroup };

struct Kinds {  // a type, as far as it matters
  Sort sort = Sort::Int;
  bool range = false;  // Int: lo..hi
  long lo = 0, hi = 0;
  int capacity = 0;          // Chan
  Sort element = Sort::Int;  // Chan: of its messages
  bool element_range = false;
  long element_lo = 0, element_hi = 0;
  std::string mutex;  // Cond: the variable of its mutex
};

struct Symbol {
  enum Where { Local, Cell, Global, Constant };
  Kinds type;
  Where where = Local;
  std::string text;  // the Promela variable; Cell: the variable that holds its index in cell[]; Constant: the
                     // number. Of a channel NAME there is also NAME_i, its number in closed[], or NIL
  bool given =
      false;  // a channel that is a parameter, or nil: what it is shows at run time, NAME_n is its capacity
};

struct Term {  // a value without effects, after what was written before it
  std::string text;
  Kinds type;
};

std::set<std::string> names_in_progs(const ast::Block&);  // in the anonymous progs of a body
std::set<std::string> names_in(const ast::Block&);
const char* promela_operator(ast::BinaryOp);  // null: none

class PromelaWriter {
 public:
  explicit PromelaWriter(const ast::File& file) : file_(file) {}
  Promela run();

 private:
  struct Loop {
    std::string again, out;
  };
  struct Frame {  // the proctype that is written
    std::string locals, body;
    std::vector<std::map<std::string, Symbol>> scopes;
    std::vector<Loop> loops;
    std::set<std::string> captured;  // names that an anonymous prog in it uses
    std::string leave = "done";      // where return goes, ...
    std::string result;              // ... what it sets, and ...
    Kinds result_type;               // ... of which type
    int inlined = 0;                 // calls around
    bool service = false;
    int member = -1;  // of the system: where its numbers begin; -1: none
  };
  struct Member {
    std::string label;
    long lo = 0, n = 1;  // of its subscript
    bool many = false;
    int first = 0;  // number of the first one
  };

  // ---- promela.cpp ----
  void globals();
  void system();
  void members(const ast::ParallelStmt&);
  std::string proctype(const std::string& name, const std::string& params, Frame);
  Frame new_frame(bool service, std::set<std::string> captured);
  void monitor(Promela&);
  std::string property(const ast::Expr&);
  Kinds type(const ast::Type&);
  long constant(const ast::Expr&);

  // ---- Writing ----
  void line(const std::string& text) { now_->body += "  " + text + "\n"; }
  std::string fresh(const std::string& stem) { return stem + "_" + std::to_string(++made_); }
  std::string local(const std::string& kind, const std::string& stem);  // a new variable of the proctype
  std::string temp() { return local("int", "t"); }
  void fails_if(const std::string& condition) { line("if :: (" + condition + ") -> goto crash :: else fi;"); }
  void check(const std::string& value, const Kinds& type);  // a number out of its range is an error
  [[noreturn]] static void outside(const std::string& what) { throw Outside{what}; }

  // ---- Names ----
  const Symbol* find(const std::string& name) const;
  const Symbol& symbol(const ast::Expr&);  // of a name; outside if it is anything else
  Symbol declare(const std::string& name, const Kinds& type);
  const Symbol& channel(const ast::Expr&);
  Symbol declare_given(const std::string& name, const Kinds& type);
  void open() { now_->scopes.emplace_back(); }
  void close() { now_->scopes.pop_back(); }

  // ---- promela_expression.cpp ----
  Term value(const ast::Expr&);
  Term binary(const ast::BinaryExpr&);
  Term any(const ast::AnyExpr&);
  void make(const ast::MkExpr&, const std::string& name);
  Term read(const Symbol&);
  void write(const Symbol&, const std::string& value);
  std::string place(const Symbol&) const;  // in an atomic sequence
  std::string apart(const std::function<void()>& write);

  // ---- promela_statement.cpp ----
  void block(const ast::Block&);
  void statements(const ast::Block&);
  void statement(const ast::Stmt&);
  void declaration(const ast::DeclStmt&);
  void assignment(const ast::AssignStmt&);
  void begin(const ast::BeginStmt&);
  std::string anonymous(const ast::ProgExpr&, bool service,
                        const std::vector<ast::ExprBox>& args);  // `p_3(x, y)`
  std::string named(const ast::ProgDecl&, bool service);
  std::string parameters(const std::vector<ast::Param>&);
  std::vector<std::string> arguments(const std::vector<ast::ExprBox>&, const std::vector<ast::Param>&);
  Term inlined(const ast::ProgDecl&, const std::vector<ast::ExprBox>& args);
  void loop(const ast::ForStmt&);
  void range(const ast::RangeStmt&);
  void call_statement(const ast::CallStmt&);

  // ---- promela_comm.cpp ----
  struct Alternative {               // of a communication, ready to be written
    std::vector<std::string> heads;  // what may be done, each the beginning of an option
    std::string error;               // when taking it is an error (a closed channel), or empty
    std::string ended;               // when its partner has terminated, or empty
    std::string not_ready;           // what default asks of a channel's content; empty: nothing
    std::string failed;              // of a guard
    bool may_meet = false;           // it may be a rendezvous
    const ast::ReceiveComm* receive = nullptr;
    Kinds message;                   // of what a channel carries; of a process: any number
    std::vector<std::string> parts;  // where the parts of the message are
    std::string ok;
  };
  Alternative alternative(const ast::Comm&, bool guarded, const std::string& enabled);
  Alternative send(const ast::SendComm&);
  Alternative receive(const ast::ReceiveComm&, bool guarded, const std::string& enabled);
  Alternative receive_from(const std::string& peer, const ast::ReceiveComm&, const std::string& enabled);
  void deliver(const Alternative&);
  Term received(const ast::ExprBox& channel);  // `<-c` as a value
  void communication(const ast::Comm&);
  void select(const ast::SelectStmt&);
  void guarded(const ast::GuardedStmt&);
  void guarded_once(const ast::GuardedStmt&, const std::string& taken, const std::string& none);
  void note_default(const Alternative&, bool sends);
  bool peer(const ast::Expr&, std::string& number);  // is it the name of a process, and which
  std::string peer_channel(const std::string& from, const std::string& to) const;
  int shape(const std::string& name);
  std::string end_label();  // where a service may rest

  // ---- promela_sync.cpp ----
  bool operation(const ast::CallExpr&, Term* result);  // m.lock(), close(c), ...; false: it is none
  void mutex(const Symbol&, const std::string& op, Term* result);
  void rwmutex(const Symbol&, const std::string& op);
  void cond(const Symbol&, const std::string& op);
  void waitgroup(const Symbol&, const std::string& op, const std::string& number);
  void once(const Symbol&, const ast::Expr& prog);
  void atomic(const std::string& op, const ast::CallExpr&, Term* result);

  const ast::File& file_;
  Promela out_;
  std::string proctypes_, globals_;
  std::map<std::string, Symbol> top_;
  std::map<std::string, const ast::ProgDecl*> progs_;
  std::map<std::string, std::string> written_;  // progs by name and service: their proctype
  std::vector<Member> members_;
  int member_count_ = 0;
  std::map<std::string, int> shapes_;
  bool default_sends_ = false, default_receives_ = false;  // alternatives without buffer beside a default
  Frame* now_ = nullptr;
  std::set<int> capacities_;  // of the channels that are made
  int made_ = 0;
};

}  // namespace csp::fuzz
