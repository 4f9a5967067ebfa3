// Generated programs in Promela, so that SPIN can be asked as well. The translation starts from the syntax
// tree, not from what the front end lowers it to, so that a mistake in lowering shows too.
//
// What it can say: variables of small numbers and bool, shared and captured ones; channels with and without
// buffer, closed ones; processes started with begin and those of a parallel command at the top, with their
// names, message shapes and termination; select (default, timeout), guarded commands, loops; mutex, rwmutex,
// cond, once, waitgroup, atomics; service. What it cannot say is skipped, with the reason: arrays, lists,
// structs, datatype values, calls, defer and panic, timers as values, contexts, pri select, open channels,
// channels as messages.
#pragma once

#include <string>

#include "frontend/ast.h"

namespace csp::fuzz {

struct Promela {
  std::string text;
  std::string outside;             // not empty: what the translation cannot say, and there is no text
  bool always = false;             // the text asserts the `always` property (tag_always), ...
  bool reachable = false;          // ... the negation of the `reachable` property (tag_reachable)
  bool closes_unbuffered = false;  // then deadlocks count only where no error is reachable: a sender that
                                   // waits on a closed channel can still be received from before its error
};

// The system named SYSTEM of a file, and its first `always` and `reachable` property if they speak of
// top-level variables alone. Run-time errors are `assert(tag_error)`, blocks are invalid end states.
Promela to_promela(const ast::File&);

}  // namespace csp::fuzz
