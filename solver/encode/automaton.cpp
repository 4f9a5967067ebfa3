// Local states: interning, widening, and the ways between them.
#include "solver/encode/automaton.h"

#include <algorithm>

namespace csp::solver {

namespace {

// The shape of a value as numbers, leaves only by kind.
void write_shape(const Sym& s, std::vector<std::int64_t>& out) {
  out.push_back(static_cast<std::int64_t>(s.kind));
  if (s.is_leaf()) return;
  out.push_back(s.tag);
  out.push_back(static_cast<std::int64_t>(s.items().size()));
  for (const Sym& item : s.items()) write_shape(item, out);
}

// Everything about a process but the terms of its leaves.
std::vector<std::int64_t> control_key(SlotId slot, const SymProcess& p) {
  std::vector<std::int64_t> key{slot, p.service, p.terminated, p.uncaught,
                                p.pending ? static_cast<std::int64_t>(*p.pending) + 1 : 0};
  for (const SymFrame& frame : p.frames) {
    key.insert(key.end(), {-100, frame.proc, frame.node, static_cast<std::int64_t>(frame.leaving),
                           static_cast<std::int64_t>(frame.deferred.size())});
    for (const Sym& s : frame.locals) write_shape(s, key);
    for (const SymDeferred& d : frame.deferred) {
      key.push_back(d.proc);
      for (const Sym& s : d.args) write_shape(s, key);
    }
    key.push_back(frame.result ? 1 : 0);
    if (frame.result) write_shape(*frame.result, key);
  }
  key.push_back(-200);
  for (const auto& [node, count] : p.made) key.insert(key.end(), {node, count});
  return key;
}

enum class LeafSort { Int, Bool, Unit };

LeafSort sort_of(const Program& program, TypeId type) {
  if (type == kNone) return LeafSort::Int;
  if (program.types[type].kind == TypeKind::Bool) return LeafSort::Bool;
  return program.types[type].kind == TypeKind::Unit ? LeafSort::Unit : LeafSort::Int;
}

}  // namespace

StateId Automaton::intern(SlotId slot, SymProcess p, std::vector<Term>& ints, std::vector<Term>& bools) {
  ints.clear();
  bools.clear();
  if (!p.beyond.empty()) {
    SymProcess beyond;
    beyond.beyond = p.beyond;
    std::vector<std::int64_t> key{slot, -300};
    for (const char c : p.beyond) key.push_back(c);
    Group& group = groups_[key];
    const auto [at, fresh] = group.states.try_emplace({}, size());
    if (fresh) states_.push_back({slot, std::move(beyond), 0, 0, false, std::nullopt});
    return at->second;
  }
  if (p.terminated) {
    const ObjectId group = p.group;
    const int member = p.member;
    p = SymProcess();
    p.terminated = true;
    p.group = group;
    p.member = member;
  } else {
    p = live_part(context_, std::move(p), kept_);
  }
  Group& group = groups_[control_key(slot, p)];

  struct Leaf {
    Term term;
    LeafSort sort;
  };
  std::vector<Leaf> leaves;
  for_each_value(context_.program, p, [&](Sym& s, TypeId type) {
    map_typed(context_.program, type, s, [&](const Sym& leaf, TypeId leaf_type) {
      leaves.push_back(
          {leaf.term, leaf.kind == SymKind::Ref ? LeafSort::Int : sort_of(context_.program, leaf_type)});
      return leaf.term;
    });
  });
  group.widened.resize(leaves.size(), false);

  // With many variants already: where their constants differ, no constant is kept any more.
  if (group.states.size() >= most_variants) {
    for (std::size_t i = 0; i < leaves.size(); ++i)
      for (const std::vector<Term>& seen : group.seen)
        if (seen[i] != leaves[i].term) group.widened[i] = widened_ = true;
  }
  std::vector<std::int64_t> key;
  std::vector<Term> terms;
  for (std::size_t i = 0; i < leaves.size(); ++i) {
    Leaf& leaf = leaves[i];
    terms.push_back(leaf.term);
    const bool constant = t_.is_number(leaf.term) && (!group.widened[i] || leaf.sort == LeafSort::Unit);
    if (constant) {
      key.insert(key.end(), {0, t_.number_of(leaf.term)});
      continue;
    }
    Term boolean;
    if (leaf.sort == LeafSort::Int && !t_.is_number(leaf.term) && t_.is_bool_like(leaf.term, &boolean))
      leaf.sort = LeafSort::Bool;
    if (leaf.sort == LeafSort::Unit) leaf.sort = LeafSort::Int;
    key.insert(key.end(), {leaf.sort == LeafSort::Bool ? 2 : 1, 0});
  }
  const auto [at, fresh] = group.states.try_emplace(key, size());
  if (fresh) group.seen.push_back(terms);

  // The registers: what they get, and the state's own view of them.
  std::size_t i = 0;
  for_each_value(context_.program, p, [&](Sym& s, TypeId) {
    s = map_leaves(s, [&](const Sym& leaf) {
      const std::int64_t how = key[2 * i++];
      if (how == 0) return leaf.term;
      if (how == 2) {
        bools.push_back(t_.is_true(leaf.term));
        return t_.as_int(context_.bool_register(bools.size() - 1));
      }
      ints.push_back(leaf.term);
      return context_.int_register(ints.size() - 1);
    });
  });
  if (fresh) {
    const bool service =
        !p.terminated && (p.service || (!p.frames.empty() && context_.proc(p.frames.front().proc).service));
    states_.push_back({slot, std::move(p), ints.size(), bools.size(), service, std::nullopt});
  }
  return at->second;
}

Automaton::Abstract Automaton::abstract(const Sym& message, TypeId type, bool keep_constants, WayKey& key) {
  Abstract out;
  write_shape(message, key);
  std::size_t ints = 0, bools = 0;
  out.message = map_typed(context_.program, type, message, [&](const Sym& leaf, TypeId leaf_type) {
    const LeafSort sort = leaf.kind == SymKind::Ref ? LeafSort::Int : sort_of(context_.program, leaf_type);
    if (t_.is_number(leaf.term) && (keep_constants || sort == LeafSort::Unit)) {
      key.insert(key.end(), {0, t_.number_of(leaf.term)});
      return leaf.term;
    }
    Term boolean;
    const bool is_bool =
        sort == LeafSort::Bool || (!t_.is_number(leaf.term) && t_.is_bool_like(leaf.term, &boolean));
    key.insert(key.end(), {is_bool ? 2 : 1, 0});
    if (is_bool) {
      const Term placeholder = context_.bool_message(bools++);
      out.meaning.emplace_back(placeholder, t_.is_true(leaf.term));
      return t_.as_int(placeholder);
    }
    const Term placeholder = context_.int_message(ints++);
    out.meaning.emplace_back(placeholder, leaf.term);
    return placeholder;
  });
  return out;
}

Way Automaton::finish(SlotId slot, LocalRun& run, Path& path, SymProcess p) {
  Way way;
  way.condition = path.condition();
  way.choices = path.choices;
  way.made = run.made;
  way.inputs = path.inputs();
  way.target = intern(slot, std::move(p), way.ints, way.bools);
  return way;
}

const Ways& Automaton::ways(WayKey key, SlotId slot, StateId from, Term condition, const Change& f) {
  key.push_back(slot);
  key.push_back(from);
  key.push_back(condition.id);
  if (const auto known = ways_.find(key); known != ways_.end()) return known->second;
  Ways out;
  const SymProcess start = from == kNone ? SymProcess() : (*this)[from].process;
  const auto beyond = [&](const char* what, const SymProcess& at) {
    const std::string why = context_.located(what, at.frames.empty() ? kNone : at.top().node);
    Way way;
    way.condition = condition;
    SymProcess p;
    p.beyond = why;
    way.target = intern(slot, std::move(p), way.ints, way.bools);
    return way;
  };
  try {
    PathRunner(t_).run([&](Path& path) {
      path.assume(condition);
      LocalRun run(context_, path, slot);
      SymProcess p = start;
      try {
        f(run, p);
        run.run(p);
        out.list.push_back(finish(slot, run, path, std::move(p)));
      } catch (const SymFailure& failure) {
        Way way;
        way.condition = path.condition();
        way.fails = failure.kind;
        out.list.push_back(std::move(way));
      } catch (const NotEncoded& why) {
        out.list.push_back(beyond(why.what(), p));
        out.list.back().condition = path.condition();
      } catch (const NumberTooLarge& why) {
        out.list.push_back(beyond(why.what(), p));
        out.list.back().condition = path.condition();
      }
      out.chosen = out.chosen || path.chose();
    });
  } catch (const NotEncoded& why) {
    out.list = {beyond(why.what(), start)};
  }
  return ways_[std::move(key)] = std::move(out);
}

}  // namespace csp::solver
