// Values joined by dots: events, values of datatypes, and parts of them. `c.1` of a channel with two fields
// is incomplete: one more field makes it an event. What is dotted on goes into the last incomplete value
// inside.
#pragma once

#include <vector>

#include "frontend/cspm/universe.h"
#include "frontend/cspm/value.h"

namespace csp::cspm {

// Is it an atom, or does it begin with one?
bool headed(const Val& v);
// The atom of a headed value.
int head_atom(const Val& v);
// The fields of a headed value so far.
std::size_t field_count(const Val& v);
const Val& field(const Val& v, std::size_t i);
// Can nothing be added inside?
bool complete(const Val& v, const Universe&);
// The parts of a value that has no atom in front, else the value alone.
std::vector<Val> split(const Val& v);
// Of several values one: themselves joined loosely, or the only one.
Val join(std::vector<Val> parts);

// a.b. Fault E0605 if a field that becomes complete is not in its set.
Val dot(const Val& a, const Val& b, Universe&);

// The sets of values, as the manual of FDR names them. Pre: headed(v).
Val productions(const Val& v, Universe&);  // all complete v.x
Val extensions(const Val& v, Universe&);   // all x that make v.x complete
Val next_field(const Val& v,
               Universe&);  // all x that are the next field of v, or of what is incomplete in it

}  // namespace csp::cspm
