// Packed states: what is packed is read back, also after the layout has changed, and deltas give what packing anew gives.
#include "checker/explore/packing.h"

#include <doctest/doctest.h>

#include <random>

namespace csp {

namespace {
State state_of(std::uint32_t processes, std::vector<LocalState> at) {
  State s;
  s.processes = processes;
  s.at = std::move(at);
  return s;
}
}  // namespace

TEST_CASE("pack and unpack, over layouts and changes of layout") {
  std::mt19937 random(7);
  Packing packing(0);
  std::vector<State> states;
  for (int i = 0; i < 2000; ++i) {
    const std::uint32_t processes = 1 + random() % 3;
    std::vector<LocalState> at(processes + random() % 20);
    for (LocalState& l : at) l = random() % (1 + i);  // dictionaries grow
    states.push_back(state_of(processes, at));
    std::vector<Packing::Word> words(packing.words());
    while (!packing.pack(states.back(), words.data())) {
      // What was packed before is read with the old geometry and packed with the new one.
      const Packing::Geometry old = packing.geometry();
      std::vector<Packing::Word> before(packing.words());
      const bool first = states.size() == 1 || !packing.pack(states[0], before.data());
      packing.widen({std::uint32_t(random() % 3), std::uint32_t(random() % 3), std::uint32_t(random() % 2)});
      words.assign(packing.words(), 0);
      if (first) continue;
      State read;
      packing.unpack(old, before.data(), read);
      CHECK(read == states[0]);
    }
    State read;
    packing.unpack(words.data(), read);
    REQUIRE(read == states.back());
  }
}

TEST_CASE("a change of one component equals packing the changed state") {
  Packing packing(0);
  std::vector<LocalState> at;
  for (LocalState i = 0; i < 40; ++i) at.push_back(i);
  State s = state_of(40, at);
  std::vector<Packing::Word> words(packing.words());
  for (LocalState l = 0; l < 40; ++l) packing.note(state_of(40, std::vector<LocalState>(40, l)));
  packing.note(s);
  packing.widen({});
  words.assign(packing.words(), 0);
  REQUIRE(packing.pack(s, words.data()));
  for (std::size_t i = 0; i < 40; ++i) {
    std::vector<Packing::Word> changed = words, anew(packing.words());
    packing.begin(packing.layout(words.data()));
    REQUIRE(packing.change(changed.data(), i, s.at[i], 39 - s.at[i]));
    State t = s;
    t.at[i] = 39 - s.at[i];
    REQUIRE(packing.pack(t, anew.data()));
    CHECK(changed == anew);
  }
}

}  // namespace csp
