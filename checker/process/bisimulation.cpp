// Strong and divergence-respecting weak bisimulation by refinement of signatures (Blom and Orzan 2005,
// "Distributed state space minimization"): states stay together as long as they reach the same blocks by the
// same events.
//
// Weak: a signature also holds what is reached after τ's, and that a state diverges. The system has no loops
// of τ then but those of divergent states to themselves, so signatures are unions in an order in which
// successors by τ come first. The quotient takes from each block a state that has no τ inside the block: its
// transitions are the block's.
#include <algorithm>
#include <map>
#include <utility>

#include "checker/process/lts.h"

namespace csp {
namespace {

using Signature = std::vector<std::pair<EventId, std::uint32_t>>;  // (event, block), sorted
constexpr EventId kDiverges = -2;
constexpr std::size_t kMostWork = 400'000'000;  // edges looked at

void tidy(Signature& s) {
  std::sort(s.begin(), s.end());
  s.erase(std::unique(s.begin(), s.end()), s.end());
}

// Splits blocks by signature until nothing changes; block 0 is Ω. signatures(blocks, out) works them out.
template <class Signatures>
std::vector<std::uint32_t> refine(const Lts& lts, Signatures&& signatures) {
  const std::size_t n = lts.size();
  std::vector<std::uint32_t> block(n, 1);
  block[Lts::kOmegaState] = 0;
  std::size_t blocks = 2;
  std::vector<Signature> by_state(n);
  for (std::size_t round = 0;; ++round) {
    if (round * lts.edges.size() > kMostWork) {  // a long chain: every state is a block of its own
      for (Lts::State s = 0; s < n; ++s) block[s] = s;
      return block;
    }
    signatures(block, by_state);
    std::map<std::pair<std::uint32_t, Signature>, std::uint32_t> numbers;
    std::vector<std::uint32_t> next(n, 0);
    for (Lts::State s = 1; s < n; ++s)
      next[s] =
          numbers.emplace(std::pair(block[s], std::move(by_state[s])), numbers.size() + 1).first->second;
    block.swap(next);
    if (numbers.size() + 1 == blocks) return block;
    blocks = numbers.size() + 1;
  }
}

// States in an order in which successors by τ (but itself) come before a state.
std::vector<Lts::State> tau_order(const Lts& lts) {
  std::vector<Lts::State> order;
  std::vector<std::uint8_t> seen(lts.size(), 0);
  std::vector<std::pair<Lts::State, std::size_t>> stack;
  for (Lts::State root = 1; root < lts.size(); ++root) {
    if (seen[root]) continue;
    seen[root] = 1;
    stack.emplace_back(root, 0);
    while (!stack.empty()) {
      auto& [s, next] = stack.back();
      const auto out = lts.out(s);
      if (next < out.size() && out[next].event == kTau) {
        const Lts::State to = out[next++].to;
        if (!seen[to]) {
          seen[to] = 1;
          stack.emplace_back(to, 0);
        }
        continue;
      }
      order.push_back(s);
      stack.pop_back();
    }
  }
  return order;
}

Lts quotient(const Lts& lts, const std::vector<std::uint32_t>& block, bool weak) {
  const std::uint32_t blocks = *std::max_element(block.begin(), block.end()) + 1;
  std::vector<std::vector<Lts::Edge>> edges(blocks);
  std::vector<bool> done(blocks, false);
  for (Lts::State s = 1; s < lts.size(); ++s) {
    if (done[block[s]]) continue;
    const auto inside = [&](const Lts::Edge& e) {
      return e.event == kTau && block[e.to] == block[s] && e.to != s;
    };
    const auto out = lts.out(s);
    if (weak && std::any_of(out.begin(), out.end(), inside)) continue;
    done[block[s]] = true;
    for (const Lts::Edge& e : out) edges[block[s]].push_back({e.event, e.hidden, block[e.to]});
  }
  return build_lts(block[lts.start], edges);
}

}  // namespace

Lts strong_bisimulation(const Lts& lts) {
  const auto block = refine(lts, [&](const std::vector<std::uint32_t>& blocks, std::vector<Signature>& out) {
    for (Lts::State s = 1; s < lts.size(); ++s) {
      out[s].clear();
      for (const Lts::Edge& e : lts.out(s)) out[s].emplace_back(e.event, blocks[e.to]);
      tidy(out[s]);
    }
  });
  return quotient(lts, block, false);
}

Lts weak_bisimulation(const Lts& original) {
  const Lts lts = factor_tau_loops(original);
  const std::vector<Lts::State> order = tau_order(lts);
  const auto block = refine(lts, [&](const std::vector<std::uint32_t>& blocks, std::vector<Signature>& out) {
    // reached[s]: the blocks that s reaches by τ's, its own among them
    std::vector<std::vector<std::uint32_t>> reached(lts.size());
    reached[Lts::kOmegaState] = {0};
    for (const Lts::State s : order) {
      std::vector<std::uint32_t>& mine = reached[s];
      mine.push_back(blocks[s]);
      for (const Lts::Edge& e : lts.out(s))
        if (e.event == kTau && e.to != s) mine.insert(mine.end(), reached[e.to].begin(), reached[e.to].end());
      std::sort(mine.begin(), mine.end());
      mine.erase(std::unique(mine.begin(), mine.end()), mine.end());
    }
    for (const Lts::State s : order) {
      Signature signature;
      for (const Lts::Edge& e : lts.out(s)) {
        if (e.event == kTau && e.to == s) {
          signature.emplace_back(kDiverges, 0);
        } else if (e.event == kTau) {
          signature.insert(signature.end(), out[e.to].begin(), out[e.to].end());
        } else {
          for (const std::uint32_t b : reached[e.to]) signature.emplace_back(e.event, b);
        }
      }
      for (const std::uint32_t b : reached[s]) signature.emplace_back(kTau, b);
      tidy(signature);
      out[s] = std::move(signature);
    }
  });
  return quotient(lts, block, true);
}

}  // namespace csp
