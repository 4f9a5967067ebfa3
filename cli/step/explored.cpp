// Taking choices and going back, until every state has been seen.
#include "cli/step/explored.h"

#include <fmt/format.h>

#include <unordered_map>

#include "cli/report/graph.h"

namespace csp {
namespace {

class Exploring {
 public:
  Exploring(Walk& walk, std::size_t most, const Budget& budget) : walk_(walk), most_(most), budget_(budget) {}

  Explored run() {
    struct Open {
      std::size_t index, next;
    };
    std::vector<Open> stack{{*enter(), 0}};
    while (!stack.empty()) {
      const std::size_t index = stack.back().index, next = stack.back().next++;
      if (next == out_.states[index].to.size()) {
        stack.pop_back();
        if (!stack.empty()) walk_.back();
        continue;
      }
      walk_.take(next);
      std::optional<std::size_t> to;
      if (const auto known = numbers_.find(walk_.number()); known != numbers_.end()) {
        to = known->second;
        walk_.back();
      } else if ((to = enter())) {
        stack.push_back({*to, 0});
      } else {  // no room for it
        out_.cut = true;
        walk_.back();
      }
      out_.states[index].to[next] = to;
      out_.edges += to.has_value();
    }
    return std::move(out_);
  }

 private:
  std::optional<std::size_t> enter() {
    const std::size_t index = out_.states.size();
    if (index > 0 && (index >= most_ || (index % 16 == 0 && !budget_.exhausted({}).empty()))) most_ = 0;
    if (index > 0 && most_ == 0) return std::nullopt;
    numbers_[walk_.number()] = index;
    const WalkState& now = walk_.now();
    out_.states.push_back({now, std::vector<std::optional<std::size_t>>(now.choices.size())});
    return index;
  }

  Walk& walk_;
  std::size_t most_;
  const Budget& budget_;
  Explored out_;
  std::unordered_map<std::size_t, std::size_t> numbers_;
};

}  // namespace

Explored explored(Walk& walk, std::size_t most, const Budget& budget) {
  return Exploring(walk, most, budget).run();
}

std::string explored_as_dot(const Explored& all, const std::string& title) {
  std::string out =
      fmt::format("digraph {} {{\n  rankdir=LR;\n  node [shape=circle, label=\"\", width=0.25];\n",
                  quoted_for_dot(title));
  out += fmt::format("  start [shape=none, label={}];\n  start -> s0;\n", quoted_for_dot(title));
  for (std::size_t i = 0; i < all.states.size(); ++i) {
    const Explored::State& state = all.states[i];
    if (state.seen.choices.empty()) {
      const bool bad =
          state.seen.remark.starts_with("deadlock") || state.seen.remark.find("error") != std::string::npos;
      out += fmt::format("  s{} [{}];\n", i, bad ? "color=red, penwidth=3" : "shape=doublecircle");
    }
    for (std::size_t choice = 0; choice < state.to.size(); ++choice)
      if (state.to[choice])
        out += fmt::format("  s{} -> s{} [label={}{}];\n", i, *state.to[choice],
                           quoted_for_dot(state.seen.choices[choice].label),
                           state.seen.choices[choice].inner ? ", style=dashed" : "");
  }
  return out + "}\n";
}

}  // namespace csp
