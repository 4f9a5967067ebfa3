// Sets as the book writes them. Σ is the alphabet, ✓ the event "✓".
#include "tests/laws/literal.h"

#include <algorithm>
#include <stdexcept>

namespace csp::laws {

namespace {

const std::string kEnd = "✓";

using Events = std::set<std::string>;

Events set_of(const std::vector<std::string>& names) { return {names.begin(), names.end()}; }

std::vector<Refusal> subsets(const Events& of) {
  std::vector<Refusal> out{{}};
  for (const std::string& e : of) {
    const std::size_t count = out.size();
    for (std::size_t i = 0; i < count; ++i) {
      out.push_back(out[i]);
      out.back().insert(e);
    }
  }
  return out;
}

Events united(Events a, const Events& b) {
  a.insert(b.begin(), b.end());
  return a;
}
Events without(const Events& a, const Events& b) {
  Events out;
  for (const std::string& e : a)
    if (!b.count(e)) out.insert(e);
  return out;
}
Events common(const Events& a, const Events& b) {
  Events out;
  for (const std::string& e : a)
    if (b.count(e)) out.insert(e);
  return out;
}
Trace after(Trace s, const Trace& t) {
  s.insert(s.end(), t.begin(), t.end());
  return s;
}
bool ended(const Trace& s) { return !s.empty() && s.back() == kEnd; }

// s [|joint|] t: all traces that s and t make together; ✓ is always joint (TPC 6.1).
std::set<Trace> merges(const Trace& s, const Trace& t, const Events& joint) {
  if (s.empty() && t.empty()) return {{}};
  std::set<Trace> out;
  const auto start = [&](const std::string& e, const Trace& x, const Trace& y) {
    for (const Trace& rest : merges(x, y, joint)) out.insert(after({e}, rest));
  };
  const Trace s_rest = s.empty() ? Trace{} : Trace(s.begin() + 1, s.end());
  const Trace t_rest = t.empty() ? Trace{} : Trace(t.begin() + 1, t.end());
  if (!s.empty() && !joint.count(s[0])) start(s[0], s_rest, t);
  if (!t.empty() && !joint.count(t[0])) start(t[0], s, t_rest);
  if (!s.empty() && !t.empty() && s[0] == t[0] && joint.count(s[0])) start(s[0], s_rest, t_rest);
  return out;
}

Trace restricted(const Trace& s, const Events& to) {
  Trace out;
  for (const std::string& e : s)
    if (to.count(e)) out.push_back(e);
  return out;
}

class Evaluator {
 public:
  explicit Evaluator(const std::vector<std::string>& alphabet)
      : sigma_(set_of(alphabet)), sigma_end_(united(sigma_, {kEnd})) {}

  Literal of(const Expr& e) {
    switch (e.op) {
      case Op::Stop:
        return menu({}, {});
      case Op::Skip: {
        Literal out;
        out.traces = {{}, {kEnd}};
        for (const Refusal& x : subsets(sigma_)) out.failures.insert({{}, x});
        for (const Refusal& x : subsets(sigma_end_)) out.failures.insert({{kEnd}, x});
        return out;
      }
      case Op::Div:
        return {{{}}, {}};
      case Op::Prefix:
        return menu({e.text}, of(e.args[0]));
      case Op::Menu:
        return menu(set_of(e.events), of(e.args[0]));
      case Op::External:
        return fold(e, [&](const Literal& p, const Literal& q) { return external(p, q); });
      case Op::Internal:
        return fold(e, [&](const Literal& p, const Literal& q) { return internal(p, q); });
      case Op::Sequence:
        return fold(e, [&](const Literal& p, const Literal& q) { return sequence(p, q); });
      case Op::Interrupt:
        return fold(e, [&](const Literal& p, const Literal& q) { return interrupt(p, q); });
      case Op::Sliding:
        return fold(e, [&](const Literal& p, const Literal& q) { return internal(external(p, q), q); });
      case Op::Exception:
        return fold(e, [&](const Literal& p, const Literal& q) { return exception(p, set_of(e.events), q); });
      case Op::Interleave:
        return fold(e, [&](const Literal& p, const Literal& q) { return parallel(p, {}, q); });
      case Op::Parallel:
        return fold(e, [&](const Literal& p, const Literal& q) { return parallel(p, set_of(e.events), q); });
      case Op::Alphabetised:
        return alphabetised(of(e.args[0]), set_of(e.events), set_of(e.events2), of(e.args[1]));
      case Op::Hide:
        return hide(of(e.args[0]), set_of(e.events));
      case Op::Rename:
        return rename(of(e.args[0]), e.pairs);
      case Op::Normal:
        return of(e.args[0]);
      case Op::Name:
      case Op::Run:
      case Op::Chaos:
      case Op::SyncExternal:
      case Op::SyncInterrupt:
        break;
    }
    throw std::runtime_error("no finite equation for this operator");
  }

 private:
  template <class F>
  Literal fold(const Expr& e, F f) {
    Literal out = of(e.args[0]);
    for (std::size_t i = 1; i < e.args.size(); ++i) out = f(out, of(e.args[i]));
    return out;
  }

  // ?x : A -> P
  Literal menu(const Events& a, const Literal& p) {
    Literal out;
    out.traces = {{}};
    for (const Refusal& x : subsets(without(sigma_end_, a))) out.failures.insert({{}, x});
    for (const std::string& e : a) {
      for (const Trace& s : p.traces) out.traces.insert(after({e}, s));
      for (const auto& [s, x] : p.failures) out.failures.insert({after({e}, s), x});
    }
    return out;
  }

  Literal internal(Literal p, const Literal& q) {
    p.traces.insert(q.traces.begin(), q.traces.end());
    p.failures.insert(q.failures.begin(), q.failures.end());
    return p;
  }

  // What can be refused where the process may end.
  void at_end(Literal& p) {
    for (const Trace& s : p.traces)
      if (ended(s))
        for (const Refusal& x : subsets(sigma_)) p.failures.insert({Trace(s.begin(), s.end() - 1), x});
  }

  Literal external(const Literal& p, const Literal& q) {
    Literal out;
    out.traces = united_traces(p, q);
    for (const auto& f : p.failures)
      if (!f.first.empty() || q.failures.count(f)) out.failures.insert(f);
    for (const auto& f : q.failures)
      if (!f.first.empty()) out.failures.insert(f);
    at_end(out);
    return out;
  }
  static std::set<Trace> united_traces(const Literal& p, const Literal& q) {
    std::set<Trace> out = p.traces;
    out.insert(q.traces.begin(), q.traces.end());
    return out;
  }

  Literal sequence(const Literal& p, const Literal& q) {
    Literal out;
    for (const auto& [s, x] : p.failures)
      if (!ended(s) && p.failures.count({s, united(x, {kEnd})})) out.failures.insert({s, x});
    for (const Trace& s : p.traces) {
      if (!ended(s)) {
        out.traces.insert(s);
        continue;
      }
      const Trace first(s.begin(), s.end() - 1);
      for (const Trace& t : q.traces) out.traces.insert(after(first, t));
      for (const auto& [t, x] : q.failures) out.failures.insert({after(first, t), x});
    }
    return out;
  }

  Literal interrupt(const Literal& p, const Literal& q) {
    Literal out;
    out.traces = p.traces;
    for (const Trace& s : p.traces) {
      if (ended(s)) continue;
      for (const Trace& t : q.traces) out.traces.insert(after(s, t));
      for (const auto& [t, x] : q.failures)
        if (!t.empty()) out.failures.insert({after(s, t), x});
    }
    for (const auto& [s, x] : p.failures)
      if (ended(s) || q.failures.count({{}, x})) out.failures.insert({s, x});
    at_end(out);
    return out;
  }

  Literal exception(const Literal& p, const Events& a, const Literal& q) {
    Literal out;
    const auto free = [&](const Trace& s) { return restricted(s, a).empty(); };
    for (const Trace& s : p.traces) {
      if (free(s)) out.traces.insert(s);
      if (s.empty() || !a.count(s.back()) || !free(Trace(s.begin(), s.end() - 1))) continue;
      for (const Trace& t : q.traces) out.traces.insert(after(s, t));
      for (const auto& [t, x] : q.failures) out.failures.insert({after(s, t), x});
    }
    for (const auto& [s, x] : p.failures)
      if (free(s)) out.failures.insert({s, x});
    return out;
  }

  Literal parallel(const Literal& p, const Events& a, const Literal& q) {
    const Events joint = united(a, {kEnd});
    Literal out;
    for (const Trace& s : p.traces)
      for (const Trace& t : q.traces) out.traces.merge(merges(s, t, joint));
    for (const auto& [s, y] : p.failures)
      for (const auto& [t, z] : q.failures) {
        if (without(y, joint) != without(z, joint)) continue;
        for (const Trace& u : merges(s, t, joint)) out.failures.insert({u, united(y, z)});
      }
    return out;
  }

  Literal alphabetised(const Literal& p, const Events& a, const Events& b, const Literal& q) {
    const Events left = united(a, {kEnd}), right = united(b, {kEnd}), both = united(left, right);
    Literal out;
    // Every trace of the whole is a merge of the two, joint in a n b.
    for (const Trace& s : p.traces)
      for (const Trace& t : q.traces) {
        if (restricted(s, left) != s || restricted(t, right) != t) continue;
        for (const Trace& u : merges(s, t, common(left, right)))
          if (restricted(u, left) == s && restricted(u, right) == t) out.traces.insert(u);
      }
    for (const Trace& u : out.traces)
      for (const auto& [s, y] : p.failures) {
        if (s != restricted(u, left)) continue;
        for (const auto& [t, z] : q.failures) {
          if (t != restricted(u, right)) continue;
          for (const Refusal& rest : subsets(without(sigma_end_, both)))
            out.failures.insert({u, united(rest, united(common(y, left), common(z, right)))});
        }
      }
    return out;
  }

  Literal hide(const Literal& p, const Events& a) {
    Literal out;
    const Events kept = without(sigma_end_, a);
    for (const Trace& s : p.traces) out.traces.insert(restricted(s, kept));
    for (const auto& [s, x] : p.failures)
      if (p.failures.count({s, united(x, a)})) out.failures.insert({restricted(s, kept), x});
    return out;
  }

  Literal rename(const Literal& p, const std::vector<std::pair<std::string, std::string>>& pairs) {
    const auto images = [&](const std::string& e) {
      Events out;
      for (const auto& [from, to] : pairs)
        if (from == e) out.insert(to);
      if (out.empty()) out.insert(e);
      return out;
    };
    const auto renamed = [&](const Trace& s) {
      std::set<Trace> out{{}};
      for (const std::string& e : s) {
        std::set<Trace> longer;
        for (const Trace& t : out)
          for (const std::string& image : images(e)) longer.insert(after(t, {image}));
        out = std::move(longer);
      }
      return out;
    };
    Literal out;
    for (const Trace& s : p.traces) out.traces.merge(renamed(s));
    for (const Refusal& x : subsets(sigma_end_)) {
      Refusal before;  // the inverse image
      for (const std::string& e : sigma_end_)
        if (!common(images(e), x).empty()) before.insert(e);
      for (const auto& [s, y] : p.failures)
        if (y == before)
          for (const Trace& t : renamed(s)) out.failures.insert({t, x});
    }
    return out;
  }

  const Events sigma_, sigma_end_;
};

}  // namespace

Literal literal(const Expr& e, const std::vector<std::string>& alphabet) { return Evaluator(alphabet).of(e); }

}  // namespace csp::laws
