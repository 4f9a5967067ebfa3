// Sends and receives: who is at the other end, and what may be said to them (docs/language.md section 4).
#include <fmt/format.h>

#include "frontend/suggest.h"
#include "frontend/typecheck_impl.h"

namespace csp {

namespace {

const ast::NameExpr* head_of(const ast::Expr& e) {
  if (const auto* index = std::get_if<ast::IndexExpr>(&e.node))
    return std::get_if<ast::NameExpr>(&index->base->node);
  return std::get_if<ast::NameExpr>(&e.node);
}

}  // namespace

// Is this the name of a process, with its subscripts? A variable, parameter or declared channel of the name
// goes first.
bool Checker::process_name(const ast::ExprBox& channel) {
  const ast::NameExpr* head = head_of(*channel);
  if (!head || scopes_.find(head->name.text)) return false;
  const auto it = entries_.find(head->name.text);
  if (it != entries_.end() && std::holds_alternative<const GlobalInfo*>(it->second.binding)) return false;
  return label_exists(head->name.text);
}

std::optional<Checker::Partner> Checker::partner(const ast::ExprBox& channel, bool newsqueak) {
  const ast::NameExpr* head = head_of(*channel);
  if (process_name(channel)) {
    const ast::ExprBox* base = &channel;
    if (const auto* index = std::get_if<ast::IndexExpr>(&channel->node)) {
      base = &index->base;
      for (const ast::ExprBox& subscript : index->indices)
        expect(subscript, types_.simple(TypeKind::Int), "a subscript of a process");
    }
    model_.binding_of[base->get()] = ProcessLabel{head->name.text};
    free_names_[frame_->prog].try_emplace(head->name.text, channel->span);
    if (newsqueak) {
      error("E0408", channel->span,
            fmt::format("`{}` is a process, and `<-` works on channels", head->name.text),
            "a process, not a channel")
          .help = fmt::format("write {0}!e to send, {0}?x to receive", head->name.text);
      return std::nullopt;
    }
    return Partner{true, kNone, std::nullopt};
  }
  if (head && !scopes_.find(head->name.text) && !entries_.contains(head->name.text)) {
    std::vector<std::string> candidates = visible_names();
    candidates.insert(candidates.end(), labels_.begin(), labels_.end());
    unknown(head->name, newsqueak ? "channel" : "channel or process", std::move(candidates));
    if (const auto* index = std::get_if<ast::IndexExpr>(&channel->node))
      for (const ast::ExprBox& subscript : index->indices) check(subscript);
    return std::nullopt;
  }
  const TypeId type = check(channel);
  if (type == kNone) return std::nullopt;
  if (!types_.is(type, TypeKind::Chan)) {
    Diagnostic& d =
        error("E0408", channel->span, fmt::format("{} is no channel", types_.show(type)), "not a channel");
    const auto it = model_.binding_of.find(channel.get());
    if (it != model_.binding_of.end())
      if (const auto where = declared_at(it->second)) note(d, "it is declared here", *where);
    return std::nullopt;
  }
  Partner result{false, types_.element(type), std::nullopt};
  if (const auto it = model_.binding_of.find(channel.get()); it != model_.binding_of.end())
    result.declared = declared_at(it->second);
  return result;
}

void Checker::comm(const ast::Comm& c, CommPlace place) {
  if (const auto* s = std::get_if<ast::SendComm>(&c.node)) {
    if (place == CommPlace::Guard)
      error("E0410", c.span, "a guard cannot send", "only a receive may stand in a guard").help =
          "put the send behind ->";
    return send(c, *s);
  }
  receive(c, std::get<ast::ReceiveComm>(c.node), place);
}

void Checker::send(const ast::Comm& c, const ast::SendComm& s) {
  const std::optional<Partner> to = partner(s.channel, s.newsqueak);
  const auto check_all = [&] {
    for (const ast::ExprBox& value : s.values) check_after_error(value);
  };
  if (!to) return check_all();
  if (s.shape) {
    if (shape_is_function(c, *s.shape, true, to->process)) return check_all();
    if (!to->process) {
      shape_on_channel(*s.shape, *to, true);
      return check_all();
    }
    std::vector<TypeId> fields;
    std::vector<Span> spans;
    for (const ast::ExprBox& value : s.values) {
      fields.push_back(check(value));
      spans.push_back(value->span);
    }
    return note_shape(*s.shape, fields, spans);
  }
  if (to->process) {
    std::vector<TypeId> parts;
    for (const ast::ExprBox& value : s.values) parts.push_back(check(value));
    return note_message(&s, s.channel, true, std::move(parts), c.span);
  }
  DiagnosticNote where;
  if (to->declared) where = {fmt::format("the channel carries {}", types_.show(to->message)), *to->declared};
  if (s.values.empty()) {
    if (types_.is(to->message, TypeKind::Unit)) return;
    error("E0409", c.span,
          fmt::format("the channel carries {}, but nothing is sent", types_.show(to->message)), "no value");
    return;
  }
  if (s.values.size() == 1) {
    expect(s.values[0], to->message, "what is sent", where);
    return;
  }
  if (!types_.is(to->message, TypeKind::Tuple) || types_[to->message].parts.size() != s.values.size()) {
    Diagnostic& d = error("E0409", c.span,
                          fmt::format("the channel carries {}, but {} values are sent",
                                      types_.show(to->message), s.values.size()),
                          fmt::format("{} values", s.values.size()));
    if (!where.message.empty()) d.notes.push_back(where);
    return check_all();
  }
  const std::vector<TypeId> parts = types_[to->message].parts;
  for (std::size_t i = 0; i < parts.size(); ++i)
    expect(s.values[i], parts[i], fmt::format("part {} of the message", i + 1), where);
}

void Checker::receive(const ast::Comm& c, const ast::ReceiveComm& r, CommPlace) {
  const std::optional<Partner> from = partner(r.channel, r.newsqueak);
  std::vector<TypeId> wanted(r.targets.size(), kNone);
  const bool process = from && from->process;
  if (from && r.shape) {
    if (!shape_is_function(c, *r.shape, false, process) && !process) shape_on_channel(*r.shape, *from, false);
  } else if (from && !process) {
    const std::size_t values = r.targets.size() - (r.has_ok ? 1 : 0);
    if (values == 1) {
      wanted[0] = from->message;
    } else if (values > 1) {
      const bool tuple = types_.is(from->message, TypeKind::Tuple);
      if (tuple && types_[from->message].parts.size() == values && !r.newsqueak) {
        const std::vector<TypeId> parts = types_[from->message].parts;
        std::copy(parts.begin(), parts.end(), wanted.begin());
      } else {
        Diagnostic& d = error("E0409", c.span,
                              fmt::format("the channel carries {}, but it is received into {} variables",
                                          types_.show(from->message), values));
        if (from->declared)
          note(d, fmt::format("the channel carries {}", types_.show(from->message)), *from->declared);
      }
    }
    if (r.has_ok) wanted.back() = types_.simple(TypeKind::Bool);
  }
  targets(r, wanted, process);
  if (process) {
    std::vector<TypeId> fields;
    std::vector<Span> spans;
    for (const ast::ExprBox& target : r.targets) {
      const auto it = model_.type_of.find(target.get());
      fields.push_back(it == model_.type_of.end() ? kNone : it->second);
      spans.push_back(target->span);
    }
    if (r.shape)
      note_shape(*r.shape, fields, spans);
    else
      note_message(&r, r.channel, false, std::move(fields), c.span);
  }
}

void Checker::targets(const ast::ReceiveComm& r, const std::vector<TypeId>& wanted, bool process) {
  std::vector<Variable*> declared;
  if (r.declares) {
    std::vector<ast::Name> names;
    for (const ast::ExprBox& target : r.targets)
      if (const auto* name = std::get_if<ast::NameExpr>(&target->node)) names.push_back(name->name);
    const bool good = may_declare(names, nullptr);
    for (std::size_t i = 0; i < r.targets.size(); ++i) {
      const auto* name = std::get_if<ast::NameExpr>(&r.targets[i]->node);
      Variable* variable = nullptr;
      if (good && name && name->name.text != "_") variable = declare(name->name, wanted[i]);
      if (variable) model_.binding_of[r.targets[i].get()] = variable;
      model_.type_of[r.targets[i].get()] = wanted[i];
      declared.push_back(variable);
    }
  } else {
    for (std::size_t i = 0; i < r.targets.size(); ++i)
      receive_target(r, r.targets[i], wanted[i], process, declared);
  }
  model_.received[&r] = std::move(declared);
}

void Checker::receive_target(const ast::ReceiveComm& r, const ast::ExprBox& target, TypeId message,
                             bool process, std::vector<Variable*>& out) {
  out.push_back(nullptr);
  const auto* name = std::get_if<ast::NameExpr>(&target->node);
  if (name && name->name.text == "_") return;
  bool variable = !name || scopes_.find(name->name.text);
  if (!variable) {
    const auto it = entries_.find(name->name.text);
    const auto* global = it == entries_.end() ? nullptr : std::get_if<const GlobalInfo*>(&it->second.binding);
    variable = global && !(*global)->channel;
  }
  if (!variable && process) {
    error("E0301", name->name.span,
          fmt::format("`{}` must be declared before it is received from a process", name->name.text),
          "not declared")
        .help =
        fmt::format("a message from a process does not tell its type; write {}: T; before", name->name.text);
    model_.type_of[target.get()] = kNone;
    return;
  }
  if (!variable && !r.newsqueak) {
    out.back() = declare(name->name, message);
    model_.binding_of[target.get()] = out.back();
    model_.type_of[target.get()] = message;
    return;
  }
  const TypeId type = place(target);
  mark_assigned(target);
  if (message == kNone || type == kNone || types_.assignable(message, type)) return;
  error(
      "E0401", target->span,
      fmt::format("the channel carries {}, but this variable is {}", types_.show(message), types_.show(type)),
      fmt::format("this is {}", types_.show(type)));
}

}  // namespace csp
