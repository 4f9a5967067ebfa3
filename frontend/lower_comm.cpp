// Sends and receives: the alternative that a communication becomes, alone (a command) or in a select or
// guarded command.
#include <fmt/format.h>

#include "frontend/lower_proc.h"
#include "frontend/lower_text.h"
#include "frontend/suggest.h"

namespace csp {

ExprId ProcLowering::channel(const ast::Expr& e, bool sending, bool& peer) {
  const ast::Expr* name = unit_.process_name(e);
  peer = name != nullptr;
  return peer ? peer_channel(e, *name, sending) : value(e);
}

// The rendezvous channel from sender to receiver in the group of the command that has the label; `name` is
// the label in `e`.
ExprId ProcLowering::peer_channel(const ast::Expr& e, const ast::Expr& name, bool sending) {
  const std::string& label = unit_.binding<ProcessLabel>(name)->name;
  const auto bound = naming_.find(label);
  if (bound == naming_.end() || !bound->second) {
    unit_.unknown_process(name.span, label, naming_, instance_);
    return constant(Value());
  }
  const ast::ParallelStmt& command = *bound->second;
  const GroupParameters& here_in = groups_.at(&command);
  std::vector<ExprId> subscripts;
  if (const auto* indices = std::get_if<ast::IndexExpr>(&e.node)) subscripts = values(indices->indices);
  const ast::ParallelBranch& branch =
      command.branches[static_cast<std::size_t>(branch_index(command, label))];
  if (subscripts.size() != branch.subscripts.size()) {
    const std::size_t given = subscripts.size(), wanted = branch.subscripts.size();
    Diagnostic& d =
        unit_.diagnostics.error("E0502", e.span,
                                fmt::format("process `{}` has {} subscript{}, but {} {} given", label, wanted,
                                            wanted == 1 ? "" : "s", given, given == 1 ? "is" : "are"));
    d.notes.push_back({fmt::format("`{}` is declared here", label), branch.label.span});
    return constant(Value());
  }
  const ExprId partner = partner_member(command, label, here_in.group, subscripts);
  const ExprId self = local(here_in.self), group = local(here_in.group);
  return op(ExprKind::PeerChan,
            sending ? std::vector<ExprId>{group, self, partner} : std::vector<ExprId>{group, partner, self});
}

// The number of the member `label[subscripts]`. Where several branches share the label, the subscripts tell
// which one it belongs to.
ExprId ProcLowering::partner_member(const ast::ParallelStmt& command, const std::string& label, LocalId group,
                                    const std::vector<ExprId>& subscripts) {
  ExprId out = kNone;
  for (std::size_t i = command.branches.size(); i-- > 0;) {
    const ast::ParallelBranch& branch = command.branches[i];
    if (branch.label.text != label) continue;
    std::vector<ExprId> args{local(group)};
    args.insert(args.end(), subscripts.begin(), subscripts.end());
    const ExprId member = op(ExprKind::Member, std::move(args), kNone, static_cast<std::int64_t>(i));
    if (out == kNone) {
      out = member;
      continue;
    }
    ExprId inside = kNone;
    for (std::size_t k = 0; k < subscripts.size(); ++k) {
      const auto bounds = subscript_bounds(branch.subscripts[k]);
      if (!bounds) return out;
      const ExprId here = op(ExprKind::And, {op(ExprKind::Le, {integer(bounds->first), subscripts[k]}),
                                             op(ExprKind::Le, {subscripts[k], integer(bounds->second)})});
      inside = inside == kNone ? here : op(ExprKind::And, {inside, here});
    }
    out = op(ExprKind::If, {inside, member, out});
  }
  return out;
}

// The tag that marks a message by its name, or by its type where several go between the two processes.
std::optional<int> ProcLowering::tag_of(const void* comm, const std::optional<ast::Name>& shape) const {
  if (shape) {
    const auto named = unit_.model.shape_tag.find(shape->text);
    return named == unit_.model.shape_tag.end() ? 0 : named->second;
  }
  const auto typed = unit_.model.message_tag.find(comm);
  return typed == unit_.model.message_tag.end() ? std::nullopt : std::optional(typed->second);
}

Alt ProcLowering::send_alt(const ast::Comm& comm, const ast::SendComm& send) {
  Alt a;
  a.kind = AltKind::Send;
  a.span = comm.span;
  a.text = short_text(comm);
  bool later = false;
  for (const auto& v : send.values) later = later || unit_.interacts(*v);
  a.channel = then(channel(*send.channel, true, a.peer), later);
  const TypeId channel_type = unit_.type_of(*send.channel);
  const TypeId message = unit_.is(channel_type, TypeKind::Chan) ? unit_.type(channel_type).parts[0] : kNone;
  if (const std::optional<int> tag = tag_of(&send, send.shape)) {
    a.value = op(ExprKind::MakeData, values(send.values), kNone, *tag);
  } else if (send.values.size() == 1) {
    a.value = message == kNone ? value(*send.values[0]) : fitted(*send.values[0], message);
    if (message == kNone) a.type = unit_.type_of(*send.values[0]);
  } else if (send.values.empty()) {
    a.value = constant(Value::integer(0), message);
  } else {
    a.value = op(ExprKind::MakeSeq, values(send.values), message);
    if (message != kNone) {
      const TypeId tuple = message;
      bool sure = unit_.is(tuple, TypeKind::Tuple);
      for (std::size_t i = 0; sure && i < send.values.size(); ++i)
        sure = surely_fits(*send.values[i], unit_.type(tuple).parts[i]);
      if (!sure) a.value = check(a.value, tuple, nullptr);
    }
  }
  if (message != kNone) a.type = message;
  return a;
}

std::optional<Place> ProcLowering::receive_target(const ast::ReceiveComm& receive, std::size_t index,
                                                  TypeId part, std::vector<After>& after) {
  const auto declared = unit_.model.received.find(&receive);
  const Variable* variable_declared =
      declared != unit_.model.received.end() && index < declared->second.size() ? declared->second[index]
                                                                                : nullptr;
  auto checked = [&](Place p, TypeId type) {
    p.check = type != part && unit_.restricted(type) ? type : kNone;
    return p;
  };
  if (variable_declared) {
    if (!unit_.shared(*variable_declared))
      return checked(whole(declare(*variable_declared)), variable_declared->type);
    After a;
    a.temp = temp(variable_declared->type);
    a.declared = variable_declared;
    after.push_back(a);
    return checked(whole(a.temp), variable_declared->type);
  }
  const ast::Expr& target = *receive.targets[index];
  if (const auto* name = std::get_if<ast::NameExpr>(&target.node); name && name->name.text == "_")
    return std::nullopt;
  std::optional<Access> access_to = access(target);
  if (!access_to) return std::nullopt;
  if (!access_to->shared()) return checked(place_of(*access_to), access_to->type);
  After a;
  a.temp = temp(access_to->type);
  const TypeId type = access_to->type;
  a.target = std::move(access_to);
  after.push_back(a);
  return checked(whole(a.temp), type);
}

Alt ProcLowering::receive_alt(const ast::Comm& comm, const ast::ReceiveComm& receive,
                              std::vector<After>& rest) {
  Alt a;
  a.kind = AltKind::Receive;
  a.span = comm.span;
  a.text = short_text(comm);
  bool later = false;
  for (const auto& t : receive.targets)
    later = later || (!std::holds_alternative<ast::NameExpr>(t->node) && unit_.interacts(*t));
  a.channel = then(channel(*receive.channel, false, a.peer), later);
  const TypeId channel_type = unit_.type_of(*receive.channel);
  a.type = unit_.is(channel_type, TypeKind::Chan) ? unit_.type(channel_type).parts[0] : kNone;
  const std::size_t count = receive.targets.size() - (receive.has_ok ? 1 : 0);
  if (const std::optional<int> tag = tag_of(&receive, receive.shape)) {
    a.pattern.kind = PatternKind::Shape;
    a.pattern.tag = *tag;
  } else if (count > 1) {
    a.pattern.kind = PatternKind::Tuple;
  }
  for (std::size_t i = 0; i < count; ++i) {
    TypeId part = kNone;
    if (a.pattern.kind == PatternKind::Whole) part = a.type;
    if (a.pattern.kind == PatternKind::Tuple && unit_.is(a.type, TypeKind::Tuple))
      part = unit_.type(a.type).parts[i];
    a.pattern.targets.push_back(receive_target(receive, i, part, rest));
  }
  if (receive.has_ok) a.ok = receive_target(receive, count, kNone, rest);
  return a;
}

Alt ProcLowering::alt(const ast::Comm& comm, std::vector<After>& rest) {
  if (const auto* send = std::get_if<ast::SendComm>(&comm.node)) return send_alt(comm, *send);
  return receive_alt(comm, std::get<ast::ReceiveComm>(comm.node), rest);
}

void ProcLowering::after(const std::vector<After>& rest) {
  for (const After& a : rest) {
    if (a.declared)
      initial(*a.declared, local(a.temp));
    else
      store(*a.target, local(a.temp));
  }
}

void ProcLowering::command(const ast::Comm& comm) {
  std::vector<After> rest;
  Alt a = alt(comm, rest);
  const Label next = fresh();
  a.next = to(next);
  Comm node;
  node.alts.push_back(std::move(a));
  append(std::move(node));
  mark(next);
  after(rest);
}

void ProcLowering::stmt(const ast::Stmt&, const ast::CommStmt& s) { command(s.comm); }

}  // namespace csp
