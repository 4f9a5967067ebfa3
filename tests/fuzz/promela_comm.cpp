// Communications. Without a buffer Promela's rendezvous is ours. A channel's being closed is a flag beside
// it. `default` asks the buffers and flags alone (rule 6); two selects with default could meet in Promela, so
// a program where they might is outside.
#include <utility>

#include "tests/fuzz/promela_writer.h"

namespace csp::fuzz {

namespace {

bool is_timeout(const ast::Comm& comm) {
  const auto* receive = std::get_if<ast::ReceiveComm>(&comm.node);
  const auto* call = receive ? std::get_if<ast::CallExpr>(&receive->channel->node) : nullptr;
  const auto* name = call && call->args.empty() && receive->targets.empty()
                         ? std::get_if<ast::NameExpr>(&call->callee->node)
                         : nullptr;
  return name && name->name.text == "timeout";
}

}  // namespace

const Symbol& PromelaWriter::channel(const ast::Expr& e) {
  const Symbol& c = symbol(e);
  if (c.type.sort != Sort::Chan) outside("a communication with anything but a channel");
  return c;
}

std::string PromelaWriter::end_label() { return now_->service ? fresh("end") + ": " : ""; }

int PromelaWriter::shape(const std::string& name) {
  return shapes_.emplace(name, 2 + static_cast<int>(shapes_.size())).first->second;
}

bool PromelaWriter::peer(const ast::Expr& e, std::string& number) {
  const auto* index = std::get_if<ast::IndexExpr>(&e.node);
  const auto* name = std::get_if<ast::NameExpr>(&(index ? index->base->node : e.node));
  if (!name || find(name->name.text)) return false;
  for (const Member& member : members_) {
    if (member.label != name->name.text || member.many != (index != nullptr)) continue;
    if (now_->member < 0) outside("a process that is named in another one");
    number = std::to_string(member.first);
    if (!index) return true;
    const Term at = value(*index->indices.at(0));
    number = temp();
    line(number + " = " + at.text + " - " + std::to_string(member.lo) + ";");
    fails_if(number + " < 0 || " + number + " >= " + std::to_string(member.n));
    line(number + " = " + number + " + " + std::to_string(member.first) + ";");
    return true;
  }
  return false;
}

std::string PromelaWriter::peer_channel(const std::string& from, const std::string& to) const {
  return "peer[" + from + " * " + std::to_string(member_count_) + " + " + to + "]";
}

PromelaWriter::Alternative PromelaWriter::send(const ast::SendComm& s) {
  Alternative out;
  std::string to;
  if (peer(*s.channel, to)) {
    if (s.values.size() > 2) outside("a large message");
    std::string message = std::to_string(s.shape ? shape(s.shape->text) : s.values.size() > 1 ? 1 : 0);
    for (const ast::ExprBox& v : s.values) {
      const std::string t = temp();
      line(t + " = " + value(*v).text + ";");
      message += ", " + t;
    }
    for (std::size_t i = s.values.size(); i < 2; ++i) message += ", 0";
    out.heads = {peer_channel("self", to) + "!" + message};
    out.ended = "ended[" + to + "]";
    out.may_meet = true;
    return out;
  }
  if (s.shape) outside("a shape on a channel");
  const Symbol c = channel(*s.channel);
  if (s.values.size() > 1) outside("a tuple");
  const std::string t = temp();
  line(t + " = " + (s.values.empty() ? "0" : value(*s.values[0]).text) + ";");
  Kinds element;
  element.range = c.type.element_range;
  element.lo = c.type.element_lo;
  element.hi = c.type.element_hi;
  check(t, element);
  const std::string closed = "closed[" + c.text + "_i]",
                    capacity = c.given ? c.text + "_n" : std::to_string(c.type.capacity);
  if (c.given) {
    const std::string h = local("chan", "h");
    line("if :: (" + c.text + "_i != NIL && " + capacity + " == 0) -> " + h + " = " + c.text +
         " :: else -> " + h + " = nosend fi;");
    out.heads = {h + "!" + t, "atomic { (!" + closed + " && len(" + c.text + ") < " + capacity + ") -> " +
                                  c.text + "!" + t + " }"};
    out.not_ready = "!" + closed + " && len(" + c.text + ") == " + capacity;
  } else if (c.type.capacity == 0) {
    out.heads = {c.text + "!" + t};
    out.not_ready = "!" + closed;
  } else {
    out.heads = {"atomic { (!" + closed + " && len(" + c.text + ") < " + capacity + ") -> " + c.text + "!" +
                 t + " }"};
    out.not_ready = "!" + closed + " && len(" + c.text + ") == " + capacity;
  }
  out.error = closed;
  out.may_meet = c.given || c.type.capacity == 0;
  return out;
}

PromelaWriter::Alternative PromelaWriter::receive_from(const std::string& peer, const ast::ReceiveComm& r,
                                                       const std::string& enabled) {
  Alternative out;
  out.receive = &r;
  out.ended = out.failed = "ended[" + peer + "]";
  out.may_meet = true;
  if (r.targets.size() > 2 || r.has_ok) outside("a large message");
  std::string from = peer_channel(peer, "self");
  if (!enabled.empty()) {
    const std::string h = local("chan", "h");
    line("if :: " + enabled + " -> " + h + " = " + from + " :: else -> " + h + " = nopeer fi;");
    from = h;
  }
  std::string message = std::to_string(r.shape ? shape(r.shape->text) : r.targets.size() > 1 ? 1 : 0);
  for (std::size_t i = 0; i < 2; ++i) {
    const std::string t = temp();
    message += ", " + t;
    if (i < r.targets.size()) out.parts.push_back(t);
  }
  out.heads = {from + "?" + message};
  return out;
}

PromelaWriter::Alternative PromelaWriter::receive(const ast::ReceiveComm& r, bool guarded,
                                                  const std::string& enabled) {
  std::string from;
  if (peer(*r.channel, from)) return receive_from(from, r, enabled);
  if (r.shape) outside("a shape on a channel");
  if (r.targets.size() > (r.has_ok ? 2U : 1U)) outside("a tuple");
  Alternative out;
  out.receive = &r;
  const Symbol c = channel(*r.channel);
  out.message.sort = c.type.element;
  out.message.range = c.type.element_range;
  out.message.lo = c.type.element_lo;
  out.message.hi = c.type.element_hi;
  const std::string t = temp(), closed = "closed[" + c.text + "_i]";
  out.parts = {t};
  std::string channel_text = c.text, then;
  if (r.has_ok) {
    out.ok = temp();
    then = " -> " + out.ok + " = 1";
  }
  if (!enabled.empty()) {
    channel_text = local("chan", "h");
    line("if :: " + enabled + " -> " + channel_text + " = " + c.text + " :: else -> " + channel_text +
         " = nochan fi;");
  }
  const std::string drained = closed + " && len(" + c.text + ") == 0";
  out.may_meet = c.given || c.type.capacity == 0;
  out.heads = {channel_text + "?" + t + then};
  if (!guarded) {
    const long zero =
        c.type.element_range && (c.type.element_lo > 0 || c.type.element_hi < 0) ? c.type.element_lo : 0;
    out.heads.push_back("atomic { (" + drained + ") -> " + t + " = " + std::to_string(zero) +
                        (r.has_ok ? "; " + out.ok + " = 0" : "") + " }");
  }
  out.not_ready = "!" + closed + " && len(" + c.text + ") == 0";
  out.failed = drained;
  return out;
}

PromelaWriter::Alternative PromelaWriter::alternative(const ast::Comm& comm, bool guarded,
                                                      const std::string& enabled) {
  if (is_timeout(comm)) {
    Alternative out;
    out.heads = {"(" + (enabled.empty() ? "true" : enabled) + ")"};
    return out;
  }
  if (const auto* s = std::get_if<ast::SendComm>(&comm.node)) return send(*s);
  return receive(std::get<ast::ReceiveComm>(comm.node), guarded, enabled);
}

// Puts what was received where it belongs.
void PromelaWriter::deliver(const Alternative& a) {
  if (!a.receive) return;
  const auto put = [&](const ast::Expr& target, const std::string& value, const Kinds& kinds) {
    const auto* name = std::get_if<ast::NameExpr>(&target.node);
    if (!name) outside("a place that is no variable");
    if (name->name.text == "_") return;
    const Symbol* known = a.receive->declares ? nullptr : find(name->name.text);
    if (!known) return write(declare(name->name.text, kinds), value);
    const Symbol to = *known;
    check(value, to.type);
    write(to, value);
  };
  const std::size_t count = a.receive->targets.size() - (a.receive->has_ok ? 1 : 0);
  for (std::size_t i = 0; i < count; ++i) put(*a.receive->targets[i], a.parts.at(i), a.message);
  if (!a.receive->has_ok) return;
  Kinds flag;
  flag.sort = Sort::Bool;
  put(*a.receive->targets.back(), a.ok, flag);
}

Term PromelaWriter::received(const ast::ExprBox& from) {
  ast::Comm comm;
  ast::ReceiveComm receive;
  receive.channel = from;
  comm.node = receive;
  const Alternative a = alternative(comm, false, "");
  std::string options;
  for (const std::string& head : a.heads) options += " :: " + head + " -> skip";
  line(end_label() + "if" + options + " fi;");
  return {a.parts.empty() ? "0" : a.parts[0], a.message};
}

void PromelaWriter::communication(const ast::Comm& comm) {
  const Alternative a = alternative(comm, false, "");
  std::string options;
  for (const std::string& head : a.heads) options += " :: " + head + " -> skip";
  if (!a.error.empty()) options += " :: (" + a.error + ") -> goto crash";
  if (!a.ended.empty()) options += " :: (" + a.ended + ") -> goto crash";
  line((a.receive ? end_label() : "") + "if" + options + " fi;");
  deliver(a);
}

void PromelaWriter::note_default(const Alternative& a, bool sends) {
  if (a.may_meet) (sends ? default_sends_ : default_receives_) = true;
}

void PromelaWriter::select(const ast::SelectStmt& s) {
  if (s.priority) outside("pri select");
  std::vector<Alternative> all;
  std::string options, nothing;
  const std::string otherwise = fresh("default"), out = fresh("out");
  std::vector<std::string> labels;
  bool only_receives = !s.default_body;
  for (const ast::SelectCase& c : s.cases) {
    all.push_back(alternative(c.comm, false, ""));
    labels.push_back(fresh("case"));
    const Alternative& a = all.back();
    const bool sends = std::holds_alternative<ast::SendComm>(c.comm.node);
    if (sends || is_timeout(c.comm)) only_receives = false;
    if (s.default_body && !is_timeout(c.comm)) note_default(a, sends);
    for (const std::string& head : a.heads) options += "\n  :: " + head + " -> goto " + labels.back();
    if (!a.error.empty()) options += "\n  :: (" + a.error + ") -> goto crash";
    if (!a.not_ready.empty()) nothing += (nothing.empty() ? "" : " && ") + a.not_ready;
  }
  if (s.default_body) options += "\n  :: (" + (nothing.empty() ? "true" : nothing) + ") -> goto " + otherwise;
  line(options.empty() ? end_label() + "(false);"
                       : (only_receives ? end_label() : "") + "if" + options + "\n  fi;");
  for (std::size_t i = 0; i < all.size(); ++i) {
    line(labels[i] + ": skip;");
    open();
    deliver(all[i]);
    block(*s.cases[i].body);
    close();
    line("goto " + out + ";");
  }
  line(otherwise + ": skip;");
  if (s.default_body) block(*s.default_body);
  line(out + ": skip;");
}

void PromelaWriter::guarded(const ast::GuardedStmt& s) {
  const std::string top = fresh("top"), out = fresh("out");
  if (!s.repeat) {
    guarded_once(s, out, "crash");
  } else {
    line(top + ": skip;");
    now_->loops.push_back({top, out});
    guarded_once(s, top, out);
    now_->loops.pop_back();
  }
  line(out + ": skip;");
}

// `taken`: where the end of an alternative goes; `none`: where to go when all guards fail.
void PromelaWriter::guarded_once(const ast::GuardedStmt& s, const std::string& taken,
                                 const std::string& none) {
  std::string options, failed;
  struct Chosen {
    std::string label;
    Alternative what;
    const ast::GuardedCommand* command = nullptr;
    std::map<std::string, Symbol> bound;
  };
  std::vector<Chosen> all;
  const auto add = [&](const ast::GuardedCommand& c, const std::map<std::string, Symbol>& bound) {
    open();
    now_->scopes.back() = bound;
    std::string enabled;
    std::vector<const ast::GuardItem*> items;
    for (const ast::GuardItem& item : c.guard) {
      const auto* variables = std::get_if<ast::Box<ast::Stmt>>(&item.node);
      if (!variables)
        items.push_back(&item);
      else
        declaration(std::get<ast::DeclStmt>((*variables)->node));
    }
    if (items.empty() || items.size() > 2) outside("a guard of declarations, or a long one");
    if (const auto* condition = std::get_if<ast::ExprBox>(&items.front()->node)) {
      if (items.size() == 2 && !std::holds_alternative<ast::Comm>(items.back()->node))
        outside("a long guard");
      enabled = temp();
      line(enabled + " = " + value(**condition).text + ";");
    }
    Chosen one;
    one.label = fresh("alt");
    one.command = &c;
    one.bound = now_->scopes.back();
    std::string fails = enabled.empty() ? "" : "!" + enabled;
    if (const auto* comm = std::get_if<ast::Comm>(&items.back()->node)) {
      one.what = alternative(*comm, true, enabled);
      const std::string also = one.what.failed.empty() ? "false" : one.what.failed;
      fails = fails.empty() ? also : fails + " || (" + also + ")";
    } else {
      one.what.heads = {"(" + enabled + ")"};
    }
    failed += (failed.empty() ? "(" : " && (") + fails + ")";
    for (const std::string& head : one.what.heads) options += "\n  :: " + head + " -> goto " + one.label;
    close();
    all.push_back(std::move(one));
  };
  for (const ast::GuardedCommand& c : s.commands) {
    if (c.replicators.empty()) {
      add(c, {});
      continue;
    }
    const auto* range = std::get_if<ast::RangeExpr>(&c.replicators[0].set->node);
    if (c.replicators.size() > 1 || !range) outside("a replicated guard of another kind");
    for (long n = constant(*range->lo); n <= constant(*range->hi); ++n) {
      Symbol value;
      value.where = Symbol::Constant;
      value.text = std::to_string(n);
      add(c, {{c.replicators[0].name.text, value}});
    }
  }
  options += "\n  :: (" + failed + ") -> goto " + none;
  line(end_label() + "if" + options + "\n  fi;");
  for (const Chosen& one : all) {
    line(one.label + ": skip;");
    open();
    now_->scopes.back() = one.bound;
    deliver(one.what);
    block(*one.command->body);
    close();
    line("goto " + taken + ";");
  }
}

}  // namespace csp::fuzz
