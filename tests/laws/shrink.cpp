// Greedy shrinking.
#include "tests/laws/shrink.h"

#include <set>

namespace csp::laws {

namespace {

int size(const Expr& e) {
  int count = 4 + static_cast<int>(e.events.size() + e.events2.size() + e.pairs.size());
  if (e.op == Op::Stop) count = 1;
  if (e.op == Op::Skip) count = 2;
  for (const Expr& arg : e.args) count += size(arg);
  return count;
}

void candidates(const Expr& e, std::vector<Expr>& out) {
  const auto smaller = [&](Expr x) {
    if (size(x) < size(e)) out.push_back(std::move(x));
  };
  smaller({});
  smaller({Op::Skip, "", {}, {}, {}, {}});
  for (const Expr& arg : e.args) smaller(arg);
  if (e.args.size() > 2)
    for (std::size_t i = 0; i < e.args.size(); ++i) {
      Expr less = e;
      less.args.erase(less.args.begin() + static_cast<std::ptrdiff_t>(i));
      smaller(std::move(less));
    }
  for (std::size_t i = 0; i < e.events.size(); ++i) {
    Expr less = e;
    less.events.erase(less.events.begin() + static_cast<std::ptrdiff_t>(i));
    smaller(std::move(less));
  }
  for (std::size_t i = 0; i < e.events2.size(); ++i) {
    Expr less = e;
    less.events2.erase(less.events2.begin() + static_cast<std::ptrdiff_t>(i));
    smaller(std::move(less));
  }
  for (std::size_t i = 0; i < e.pairs.size() && e.pairs.size() > 1; ++i) {
    Expr less = e;
    less.pairs.erase(less.pairs.begin() + static_cast<std::ptrdiff_t>(i));
    smaller(std::move(less));
  }
  for (std::size_t i = 0; i < e.args.size(); ++i) {
    std::vector<Expr> inner;
    candidates(e.args[i], inner);
    for (Expr& x : inner) {
      Expr less = e;
      less.args[i] = std::move(x);
      out.push_back(std::move(less));
    }
  }
}

void uses(const Expr& e, std::set<std::string>& out) {
  if (e.op == Op::Name) out.insert(e.text);
  for (const Expr& arg : e.args) uses(arg, out);
}

Script without_unused(Script script) {
  std::set<std::string> used;
  for (const Statement& s : script.statements) uses(s.specification, used), uses(s.process, used);
  for (bool more = true; more;) {
    const std::size_t before = used.size();
    for (const auto& [name, body] : script.definitions)
      if (used.count(name)) uses(body, used);
    more = used.size() != before;
  }
  std::erase_if(script.definitions, [&](const auto& d) { return !used.count(d.first); });
  return script;
}

}  // namespace

Script shrink(Script script, const std::function<bool(const Script&)>& fails) {
  const auto still = [&](const Script& s) {
    try {
      return fails(s);
    } catch (const std::exception&) {
      return false;
    }
  };
  script = without_unused(std::move(script));
  for (bool smaller = true; smaller;) {
    smaller = false;
    for (auto& [name, body] : script.definitions) {
      std::vector<Expr> all;
      candidates(body, all);
      for (Expr& candidate : all) {
        Script less = script;
        less.definitions[name] = std::move(candidate);
        if (!still(less)) continue;
        script = without_unused(std::move(less));
        smaller = true;
        break;
      }
      if (smaller) break;
    }
  }
  return script;
}

}  // namespace csp::laws
