// Structured messages between processes: P!cons(a, b), P?cons(x, y), P!done() (semantics.md rule 30).
#include <fmt/format.h>

#include <algorithm>

#include "frontend/typecheck_impl.h"

namespace csp {

namespace {

// Predeclared functions that are likely meant as calls, because they give a value and do nothing else.
bool gives_value(Builtin op) {
  return op == Builtin::Head || op == Builtin::Tail || op == Builtin::Null || op == Builtin::Elem ||
         op == Builtin::Array || op == Builtin::Cap || op == Builtin::Timeout || op == Builtin::Timer ||
         op == Builtin::Ticker || op == Builtin::Background;
}

}  // namespace

// `c!f(x)` where f is a visible prog or function.
bool Checker::shape_is_function(const ast::Comm&, const ast::Name& shape, bool sends, bool process) {
  bool function = false;
  std::optional<Span> declared;
  if (const Variable* variable = scopes_.find(shape.text)) {
    function = types_.is(variable->type, TypeKind::Prog);
    declared = variable->span;
  } else if (const auto it = entries_.find(shape.text); it != entries_.end()) {
    function = std::holds_alternative<ProgInfo*>(it->second.binding);
    declared = it->second.span;
  } else if (const auto builtin = predeclared_function(shape.text, false)) {
    function = gives_value(*builtin) || !process;
  }
  if (!function) return false;
  Diagnostic& d =
      error("E0313", shape.span,
            fmt::format("`{}(...)` reads as a message here, but `{}` is a function", shape.text, shape.text),
            "a message or a call?");
  if (declared) note(d, fmt::format("`{}` is declared here", shape.text), *declared);
  d.help = sends ? fmt::format("to send its result write !({}(...)); for a message choose another name",
                               shape.text)
                 : "for a message choose another name";
  return true;
}

void Checker::shape_on_channel(const ast::Name& shape, const Partner& to, bool sends) {
  Diagnostic& d =
      error("E0409", shape.span,
            fmt::format("`{}(...)` is a message between processes, but this is a channel", shape.text),
            fmt::format("the channel carries {}", types_.show(to.message)));
  if (to.declared) note(d, "the channel is declared here", *to.declared);
  const auto it = entries_.find(shape.text);
  const bool value = it != entries_.end() && (std::holds_alternative<ConstructorInfo>(it->second.binding) ||
                                              std::holds_alternative<TypeName>(it->second.binding));
  if (value && sends)
    d.help = fmt::format("to send the value write !({}(...))", shape.text);
  else if (types_.is(to.message, TypeKind::Tuple))
    d.help = sends ? "a tuple is sent by c!(a, b)" : "a tuple is received by c?(x, y)";
  else if (!sends)
    d.help = "receive into a variable, then look at it with `is` and .1, .2";
}

// A shape has the same types wherever it is sent or received; otherwise a receiver could be given what it
// cannot hold.
void Checker::note_shape(const ast::Name& shape, const std::vector<TypeId>& fields,
                         const std::vector<Span>& spans) {
  if (!model_.shape_tag.contains(shape.text)) model_.shape_tag[shape.text] = types_.tag(shape.text, true);
  const auto [it, fresh] = shapes_.try_emplace({shape.text, fields.size()}, ShapeUse{fields, spans});
  if (fresh) return;
  ShapeUse& known = it->second;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (known.fields[i] == kNone) {
      known.fields[i] = fields[i];
      known.spans[i] = spans[i];
      continue;
    }
    if (types_.assignable(fields[i], known.fields[i])) continue;
    Diagnostic& d = error("E0409", spans[i],
                          fmt::format("part {} of the message `{}` is {} here, but {} elsewhere", i + 1,
                                      shape.text, types_.show(fields[i]), types_.show(known.fields[i])),
                          fmt::format("this is {}", types_.show(fields[i])));
    note(d, fmt::format("this is {}", types_.show(known.fields[i])), known.spans[i]);
  }
}

}  // namespace csp
