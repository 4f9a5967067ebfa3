// The state store: numbers in order of discovery, exact equality, growth past the widths of its index
// entries.
#include "checker/explore/state_store.h"

#include <doctest/doctest.h>

#include <vector>

namespace csp {

namespace {
// A state of three words, 20 bytes of which count; different for every n.
std::vector<std::uint64_t> state_of(std::uint64_t n) { return {n % 7, n / 7, (n * 31) & 0xffffffff}; }
}  // namespace

TEST_CASE("a store numbers states in order of discovery and finds them again") {
  constexpr std::uint32_t kStates =
      300'000;  // more than fit in 16 and 17 bits: the tags of entries get narrower twice
  StateStore store(20, 3);
  for (std::uint32_t n = 0; n < kStates; ++n) {
    const auto s = state_of(n);
    const auto r = store.insert(s.data(), store.hash(s.data()));
    REQUIRE(r.fresh);
    REQUIRE(r.id == n);
  }
  CHECK(store.size() == kStates);
  std::vector<std::uint64_t> loaded(3);
  for (std::uint32_t n = 0; n < kStates; ++n) {
    const auto s = state_of(n);
    const auto r = store.insert(s.data(), store.hash(s.data()));
    REQUIRE_FALSE(r.fresh);
    REQUIRE(r.id == n);
    store.load(n, loaded.data());
    REQUIRE(loaded == s);
  }
}

TEST_CASE("states that differ in one bit of the last byte are two states") {
  StateStore store(9, 2);
  const std::uint64_t a[] = {1, 0x80}, b[] = {1, 0x00};
  CHECK(store.insert(a, store.hash(a)).fresh);
  CHECK(store.insert(b, store.hash(b)).fresh);
  CHECK_FALSE(store.insert(a, store.hash(a)).fresh);
}

TEST_CASE(
    "equal hashes do not make states equal") {  // few enough not to grow, which works out the hashes anew
  StateStore store(8, 1);
  for (std::uint64_t n = 0; n < 10; ++n) CHECK(store.insert(&n, 42).fresh);
  for (std::uint64_t n = 0; n < 10; ++n) CHECK(store.insert(&n, 42).id == n);
}

TEST_CASE("a store that was rewritten by append finds what it holds") {
  StateStore store(8, 1);
  store.reserve(70'000);
  for (std::uint64_t n = 0; n < 70'000; ++n) store.append(&n, store.hash(&n));
  for (std::uint64_t n = 0; n < 70'000; ++n) REQUIRE(store.insert(&n, store.hash(&n)).id == n);
  const std::uint64_t other = 70'000;
  CHECK(store.insert(&other, store.hash(&other)).fresh);
}

TEST_CASE("many look-ups at once give what one after the other gives") {
  for (std::size_t words : {1, 2, 3}) {  // one and two words have code of their own
    CAPTURE(words);
    StateStore one(8 * words, words), all(8 * words, words);
    for (std::uint64_t round = 0; round < 200; ++round) {
      constexpr std::size_t kStates = 500;
      std::vector<std::uint64_t> states, hashes;
      for (std::uint64_t i = 0; i < kStates; ++i) {
        const std::uint64_t n =
            (round * 131 + i * 7) % 30'011;  // again and again the same ones, also within a round
        for (std::size_t w = 0; w < words; ++w) states.push_back(n * (w + 1));
        hashes.push_back(one.hash(&states[i * words]));
      }
      std::vector<StateStore::Result> results(kStates);
      all.insert_all(states.data(), hashes.data(), kStates, results.data());
      for (std::size_t i = 0; i < kStates; ++i) {
        const auto expected = one.insert(&states[i * words], hashes[i]);
        REQUIRE(results[i].id == expected.id);
        REQUIRE(results[i].fresh == expected.fresh);
      }
    }
    CHECK(one.size() == all.size());
  }
}

}  // namespace csp
