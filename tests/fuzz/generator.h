// What the generator of programs keeps while it writes one: who is in scope, how much may still be written.
// Each program draws a few features (swarm testing, Groce et al. 2012), so that a small program still combines them deeply.
//
// One file per group of constructs: generate_data.cpp, generate_comm.cpp, generate_sync.cpp, generate_statement.cpp,
// generate.cpp (the whole file and its assertions).
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tests/fuzz/generate.h"
#include "tests/fuzz/random.h"

namespace csp::fuzz {

// What a name stands for. Small is 0..2; the channels carry Small, bool, unit, tuples, Token values, channels.
enum class Kind {
  Small, Flag, Array, Pair, Token, List,
  Chan, FlagChan, UnitChan, TupleChan, TokenChan, ChanChan,
  Mutex, RwMutex, Cond, Once, WaitGroup, Timer, Context, Cancel, Action,
  Actions, Function, Rows
};
// Action: prog(). Actions: a channel of them. Function: prog(0..2): 0..2. Rows: an array of two channels of Small.


struct Named {
  std::string text;
  Kind kind;
  bool writable = true;
  bool shared = false;  // top level
};

struct Prog {  // a declared prog
  std::string name;
  std::vector<Kind> params;
  bool result = false;  // Small
  bool service = false;
};

struct Peer {  // a process that the text may name: `a`, `b[0]`
  std::string text;
};

class Generator {
 public:
  Generator(std::uint64_t seed, const Shape& shape);
  std::string file();

 private:
  // What surrounds the statement that is written.
  struct Around {
    bool loop = false;         // break and continue have a meaning
    bool unbounded = false;    // in a loop without a bound: nothing may be created
    bool in_prog_value = false;
    bool result = false;       // return needs a value
    bool deferred = false;     // a defer was written in this prog: no become
    bool may_defer = true;     // in the body of a prog (not of a parallel branch)
    bool may_become = false;
    bool recovering = false;   // in a deferred call
    int depth = 0;
  };

  // ---- Writing ----
  void line(const std::string& text) { out_ += text + "\n"; }
  std::string fresh(const std::string& stem) { return stem + std::to_string(++names_made_); }
  std::string number() { return std::to_string(random_.below(3)); }
  bool has(const std::string& feature) const;

  // ---- Scope ----
  std::optional<Named> find(Kind, bool writable = false);
  std::vector<Named> all(Kind) const;
  void declare(const std::string& text, Kind kind, bool writable = true) { scope_.push_back({text, kind, writable, false}); }
  void declare_parts(const std::string& text, Kind element);  // of an array of two
  void scoped(const std::function<void()>& body);  // what body declares is forgotten behind it

  // ---- generate_data.cpp ----
  std::string small(int depth = 0);   // an expression of type 0..2 (now and then out of it)
  std::string flag(int depth = 0);    // of type bool
  std::string plain_flag();              // a flag without effects
  std::string value(Kind, int depth = 0);
  std::string place();                // a variable of type 0..2 that can be assigned; empty if there is none
  void data_declaration();
  void assignment();

  // ---- generate_comm.cpp ----
  std::optional<Named> channel();
  std::string send();                 // `c!1`; empty if there is nobody to send to
  std::string receive(bool in_guard); // `c?x`; may declare a name for what follows
  void select();
  void channel_statement();
  void channel_declaration();

  // ---- generate_guard.cpp ----
  void guarded();
  void replicated_guard();

  // ---- generate_object.cpp: what holds other things, progs as values ----
  void object_declaration();
  void object_global();
  bool value_statement();             // calls, sends, stores progs; false: there are none
  void recursive_prog();
  void free_names(const std::vector<Peer>& peers);  // writes the progs that the branches of the system called

  // ---- generate_sync.cpp ----
  bool sync_statement();              // false: no feature has anything to say
  void lock_statement();
  void atomic_statement();
  void timer_statement();
  void context_statement();
  void waitgroup_statement();
  void cond_statement();
  void once_statement();

  // ---- generate_statement.cpp ----
  void block(int statements);         // in braces, with a scope of its own
  void body(int statements);
  void statement();
  void loop();
  void start_process();
  void parallel();
  void defer();
  void prog_value(int statements, bool recovering = false);  // `prog() { ... }`
  std::string call(const Prog&);      // `P(1, c)`
  void simple();

  // ---- generate.cpp ----
  void globals();
  void prog_declaration(bool with_result);
  void system();
  void assertions();
  std::string property_flag();
  std::string property_small(bool outcome = false);  // of an outcome: a variable that is there at the end

  Random random_;
  Shape shape_;
  std::string out_;
  std::vector<std::string> features_;
  std::vector<Named> scope_;
  std::vector<Prog> progs_;
  std::vector<Peer> peers_;
  std::vector<std::pair<std::string, std::vector<Peer>>> with_free_names_;  // progs still to be written, with whom they talk to
  std::vector<std::string> members_;                          // of the system, as properties name them
  std::vector<std::pair<std::string, std::string>> labels_;   // (member, label)
  std::vector<std::string> watched_;                          // `main.x`
  std::string member_;                                        // whose body is written; empty in a prog that several may run
  Around around_;
  bool pure_ = false;  // no any(), receive or call: in guards
  int names_made_ = 0;
  int fuel_ = 0;       // statements that may still be written
  int processes_ = 0;  // that may still be created
};

}  // namespace csp::fuzz
