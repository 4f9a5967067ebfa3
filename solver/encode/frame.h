// A state of the whole system in terms: for each process slot where it may be, for each object its content. A
// frame is what a run of some length can have reached; what is certain is a constant, so a frame is as small
// as what is still open.
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "solver/encode/automaton.h"
#include "solver/encode/sym.h"

namespace csp::solver {

struct SlotFrame {
  std::vector<std::pair<StateId, Term>>
      at;  // where it may be, under which condition (at most one); nowhere: not created
  std::vector<Term> ints, bools;  // registers, as the state it is in uses them
};

struct ObjectFrame {
  Term closed;                      // Chan
  std::vector<Term> filled;         // Chan: place i of the buffer is taken; places behind the last are free
  std::vector<Cases> buffer;        // Chan: the message in place i
  Term running, expired;            // Timer, Ticker; neither: idle
  Term locked;                      // Mutex
  Term readers, announced, active;  // RwMutex
  Term entered, done;               // Once: running, done; neither: fresh
  Term counter, queued, released;   // WaitGroup
  Cases content;                    // Var
};

struct Frame {
  Term crashed;
  std::vector<SlotFrame> slots;
  std::vector<ObjectFrame> objects;  // shorter than the universe: the others are as when they were made
};

// An object as it is made; a created Var gets its content by the step that makes it.
ObjectFrame fresh_object(Context&, ObjectId);

// The object at hand in a frame.
ObjectFrame object_in(Context&, const Frame&, ObjectId);

// Calls f(Term&, name) for each Boolean or integer of an object that may change, contents of buffers and
// variables included.
void for_each_field(ObjectFrame&, const std::function<void(Term&, const char*)>& f);

// What an event does to an object: fields that are set get this value; messages and content are written where
// a guard is true.
using Effect = ObjectFrame;
ObjectFrame changed(Context&, const ObjectFrame& before, Term fired, const Effect&);

// The condition that the slot is in a terminated state.
Term terminated(const Automaton&, Terms&, const Frame&, SlotId);

// Replaces the registers by what the slot has in them.
Substitution registers_of(Context&, const Frame&, SlotId);

}  // namespace csp::solver
