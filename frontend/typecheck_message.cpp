// Structured messages between processes: P!cons(a, b), P?cons(x, y), P!done() (semantics.md rule 30).
#include <fmt/format.h>

#include <algorithm>

#include "frontend/typecheck_impl.h"

namespace csp {

namespace {

const ast::NameExpr* head_of(const ast::Expr& e) {
  if (const auto* index = std::get_if<ast::IndexExpr>(&e.node))
    return std::get_if<ast::NameExpr>(&index->base->node);
  return std::get_if<ast::NameExpr>(&e.node);
}

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

// ---- Messages without a shape

void Checker::note_message(const ast::ExprBox& process, bool sent, std::vector<TypeId> parts,
                           const Span& span) {
  messages_of_[frame_->prog].insert(messages_.size());
  messages_.push_back({head_of(*process)->name.text, sent, std::move(parts), span});
}

// Can a receiver hold what is sent? Several parts are a tuple. Two different numbers of parts never meet, as
// two shapes.
bool Checker::fits_message(const std::vector<TypeId>& sent, const std::vector<TypeId>& received) const {
  if (sent.size() != 1 && received.size() != 1 && sent.size() != received.size()) return true;
  std::vector<TypeId> from = sent, to = received;
  if (sent.size() != received.size()) {
    std::vector<TypeId>& whole = sent.size() == 1 ? from : to;
    if (whole[0] == kNone) return true;
    if (!types_.is(whole[0], TypeKind::Tuple)) return false;
    whole = types_[whole[0]].parts;
    if (from.size() != to.size())
      return sent.size() == 1;  // the pattern does not match; a variable would be wrong
  }
  for (std::size_t i = 0; i < from.size(); ++i)
    if (!types_.assignable(from[i], to[i])) return false;
  return true;
}

// What the processes of a command send to each other must be what they receive from each other. Subscripts
// are not looked at.
void Checker::check_messages() {
  const auto shown = [&](const std::vector<TypeId>& parts) {
    std::string out;
    for (TypeId part : parts) out += (out.empty() ? "" : ", ") + types_.show(part);
    return parts.size() == 1 ? out : "(" + out + ")";
  };
  const auto between = [&](const ProgInfo& sender, const ProgInfo& receiver) {
    for (const std::size_t s : messages_of_[&sender])
      for (const std::size_t r : messages_of_[&receiver]) {
        const Message &sent = messages_[s], &received = messages_[r];
        if (!sent.sent || received.sent || sent.label != receiver.branch->label.text ||
            received.label != sender.branch->label.text || fits_message(sent.parts, received.parts))
          continue;
        Diagnostic& d =
            error("E0409", received.span,
                  fmt::format("`{}` sends {} to `{}`, which receives {} here", sender.branch->label.text,
                              shown(sent.parts), receiver.branch->label.text, shown(received.parts)),
                  fmt::format("receives {}", shown(received.parts)));
        note(d, fmt::format("sends {}", shown(sent.parts)), sent.span);
        d.help = "messages of several kinds are told apart by names: P!number(n), P!done()";
      }
  };
  for (const ProgInfo& sender : model_.progs)
    for (const ProgInfo& receiver : model_.progs)
      if (sender.branch && receiver.branch && command_of_.at(&sender) == command_of_.at(&receiver))
        between(sender, receiver);
}

}  // namespace csp
