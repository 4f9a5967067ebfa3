// Messages without a name between processes: which sends meet which receives (docs/language.md, section 4.5).
//
// As in Hoare 1978 a message meets an input of its type; `X!3` does not meet `X?b` for a boolean b. Between two
// processes there is in effect one channel for each type. The sends of one process to another and the receives of
// that one from it make a graph with an edge where the types fit. Its components are those channels. Where one
// has all edges, nothing is open; where one lacks an edge, some message fits two others that do not fit each
// other (`X?_`, an empty list), and the author must say what is meant. A process of several components marks its
// messages by a tag for each, as a named message is marked by its name; all else is lowered as it is.
#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "frontend/typecheck_impl.h"

namespace csp {

namespace {

const ast::NameExpr* head_of(const ast::Expr& e) {
  if (const auto* index = std::get_if<ast::IndexExpr>(&e.node))
    return std::get_if<ast::NameExpr>(&index->base->node);
  return std::get_if<ast::NameExpr>(&e.node);
}

// Sets of messages that are joined, by number.
class Joined {
 public:
  explicit Joined(std::size_t count) : parent_(count) { std::iota(parent_.begin(), parent_.end(), 0); }
  std::size_t root(std::size_t i) {
    while (parent_[i] != i) i = parent_[i] = parent_[parent_[i]];
    return i;
  }
  void join(std::size_t a, std::size_t b) {
    a = root(a), b = root(b);
    parent_[std::max(a, b)] = std::min(a, b);
  }

 private:
  std::vector<std::size_t> parent_;
};

}  // namespace

void Checker::note_message(const void* comm, const ast::ExprBox& process, bool sent, std::vector<TypeId> parts,
                           const Span& span) {
  messages_of_[frame_->prog].insert(messages_.size());
  messages_.push_back({comm, head_of(*process)->name.text, sent, std::move(parts), span});
}

// Several parts are a tuple. Two different numbers of parts never meet, as two names.
Checker::Fit Checker::fit(const Message& sent, const Message& received) const {
  std::vector<TypeId> from = sent.parts, to = received.parts;
  if (from.size() != 1 && to.size() != 1 && from.size() != to.size()) return Fit::Apart;
  if (from.size() != to.size()) {
    std::vector<TypeId>& whole = from.size() == 1 ? from : to;
    if (whole[0] == kNone) return Fit::Meet;
    if (!types_.is(whole[0], TypeKind::Tuple)) return Fit::Wrong;
    whole = types_[whole[0]].parts;
    if (from.size() != to.size())
      return sent.parts.size() == 1 ? Fit::Apart : Fit::Wrong;  // a pattern does not match; a variable cannot hold it
  }
  for (std::size_t i = 0; i < from.size(); ++i)
    if (!types_.assignable(from[i], to[i])) return Fit::Wrong;
  return Fit::Meet;
}

std::string Checker::shown(const Message& message) const {
  std::string out;
  for (const TypeId part : message.parts) out += (out.empty() ? "" : ", ") + types_.show(part);
  return message.parts.size() == 1 ? out : "(" + out + ")";
}

// The unnamed messages from each process of a command to each other one, by labels: subscripts are not looked at.
std::vector<Checker::Talk> Checker::talks() const {
  std::map<std::tuple<const ast::ParallelStmt*, std::string, std::string>, Talk> out;
  for (const ProgInfo& prog : model_.progs) {
    if (!prog.branch) continue;
    const auto own = messages_of_.find(&prog);
    if (own == messages_of_.end()) continue;
    const std::string& me = prog.branch->label.text;
    for (const std::size_t i : own->second) {
      const Message& m = messages_[i];
      Talk& talk = out[{command_of_.at(&prog), m.sent ? me : m.label, m.sent ? m.label : me}];
      talk.from = m.sent ? me : m.label;
      talk.to = m.sent ? m.label : me;
      (m.sent ? talk.sends : talk.receives).insert(i);
    }
  }
  std::vector<Talk> list;
  for (auto& [key, talk] : out)
    if (!talk.sends.empty() && !talk.receives.empty()) list.push_back(std::move(talk));
  return list;
}

// A receive and a send that are both left over, so that they were meant to meet. One side alone is not wrong: a prog may offer more
// than this partner uses.
bool Checker::unmatched(const Talk& talk) {
  const auto left_over = [&](const std::set<std::size_t>& these, const std::set<std::size_t>& others, bool sent) {
    std::vector<std::size_t> out;
    for (const std::size_t i : these)
      if (std::none_of(others.begin(), others.end(), [&](std::size_t k) {
            return (sent ? fit(messages_[i], messages_[k]) : fit(messages_[k], messages_[i])) == Fit::Meet;
          }))
        out.push_back(i);
    return out;
  };
  const std::vector<std::size_t> sends = left_over(talk.sends, talk.receives, true);
  std::vector<std::string> kinds;
  for (const std::size_t s : talk.sends)
    if (const std::string kind = shown(messages_[s]); std::find(kinds.begin(), kinds.end(), kind) == kinds.end())
      kinds.push_back(kind);
  std::string all;
  for (const std::string& kind : kinds) all += (all.empty() ? "" : &kind == &kinds.back() ? " and " : ", ") + kind;
  bool found = false;
  for (const std::size_t r : left_over(talk.receives, talk.sends, false)) {
    const auto wrong = std::find_if(sends.begin(), sends.end(),
                                    [&](std::size_t s) { return fit(messages_[s], messages_[r]) == Fit::Wrong; });
    if (wrong == sends.end()) continue;
    found = true;
    const std::string mine = shown(messages_[r]);
    Diagnostic& d = error("E0409", messages_[r].span,
                          fmt::format("`{}` receives {} here, but `{}` sends it {}", talk.to, mine, talk.from, all),
                          fmt::format("receives {}", mine));
    note(d, fmt::format("sends {}, which is not received", shown(messages_[*wrong])), messages_[*wrong].span);
    d.help = "messages without a name meet by their type";
  }
  return found;
}

// Is there a message that fits two others of different types?
bool Checker::ambiguous(const Talk& talk) {
  const auto partners = [&](std::size_t i, bool sent) {
    std::set<std::size_t> out;
    for (const std::size_t k : sent ? talk.receives : talk.sends)
      if ((sent ? fit(messages_[i], messages_[k]) : fit(messages_[k], messages_[i])) == Fit::Meet) out.insert(k);
    return out;
  };
  for (const bool sent : {false, true})
    for (const std::size_t i : sent ? talk.sends : talk.receives) {
      const std::set<std::size_t> mine = partners(i, sent);
      for (const std::size_t k : mine) {
        if (partners(k, !sent) == partners(*mine.begin(), !sent)) continue;
        const Message &one = messages_[*mine.begin()], &other = messages_[k];
        Diagnostic& d = error("E0418", messages_[i].span,
                              fmt::format("this may be a message of {} or of {} from `{}` to `{}`", shown(one),
                                          shown(other), talk.from, talk.to),
                              "of which type?");
        note(d, fmt::format("{} {}", sent ? "receives" : "sends", shown(one)), one.span);
        note(d, fmt::format("{} {}", sent ? "receives" : "sends", shown(other)), other.span);
        d.help = sent ? "send a variable of the type, or name the messages: P!number(n), P!done()"
                      : "receive into a variable of the type, or name the messages: P!number(n), P!done()";
        return true;
      }
    }
  return false;
}

void Checker::check_messages() {
  const std::vector<Talk> all = talks();
  Joined joined(messages_.size());
  bool good = true;
  for (const Talk& talk : all) {
    if (unmatched(talk) || ambiguous(talk)) {
      good = false;
      continue;
    }
    for (const std::size_t s : talk.sends)
      for (const std::size_t r : talk.receives)
        if (fit(messages_[s], messages_[r]) == Fit::Meet) joined.join(s, r);
  }
  if (!good) return;
  std::set<std::size_t> several;  // roots of messages that need a tag
  for (const Talk& talk : all) {
    std::set<std::size_t> roots;
    for (const std::size_t s : talk.sends) roots.insert(joined.root(s));
    for (const std::size_t r : talk.receives) roots.insert(joined.root(r));
    if (roots.size() > 1) several.merge(roots);
  }
  std::map<std::size_t, std::pair<int, std::size_t>> tags;  // root -> tag, parts
  for (std::size_t i = 0; i < messages_.size(); ++i) {
    const std::size_t root = joined.root(i);
    if (!several.contains(root)) continue;
    const Message& m = messages_[i];
    const auto [it, fresh] = tags.try_emplace(root, 0, m.parts.size());
    if (fresh) it->second.first = types_.tag(fmt::format(":{}", root), true);
    if (it->second.second != m.parts.size()) {
      Diagnostic& d = error("E0418", m.span, "a tuple is sent and received here as one value and also by its parts",
                            fmt::format("{} part{}", m.parts.size(), m.parts.size() == 1 ? "" : "s"));
      note(d, fmt::format("{} part{} here", it->second.second, it->second.second == 1 ? "" : "s"),
           messages_[root].span);
      d.help = "where messages of several types go between two processes, use one form: P!(a, b) and P?(x, y)";
    }
    model_.message_tag[m.comm] = it->second.first;
  }
}

}  // namespace csp
