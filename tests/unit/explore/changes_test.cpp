// The cache of what meetings change: it may forget, it never gives what belongs to another key.
#include "checker/explore/changes.h"

#include <doctest/doctest.h>

namespace csp {

namespace {
Meeting meeting(MeetingKind kind, std::uint32_t offer, std::uint32_t other, std::uint32_t actor,
                std::uint32_t partner) {
  Meeting m;
  m.kind = kind;
  m.offer = offer;
  m.other = other;
  m.actor = actor;
  m.partner = partner;
  return m;
}
}  // namespace

TEST_CASE("meetings that differ in one part have changes of their own") {
  const Meeting first = meeting(MeetingKind::Pair, 5, 6, 7, 8);
  const Meeting others[] = {
      meeting(MeetingKind::Signal, 5, 6, 7, 8), meeting(MeetingKind::Pair, 4, 6, 7, 8),
      meeting(MeetingKind::Pair, 5, 7, 7, 8),   meeting(MeetingKind::Pair, 5, 6, 6, 8),
      meeting(MeetingKind::Pair, 5, 6, 7, 9),   meeting(MeetingKind::Pair, 5, 6, 7, kNoLocal)};
  const std::uint64_t flips[] = {1, 2, 3};
  Changes changes;
  changes.reset(3);
  changes.keep(Changes::key(first, 0), flips);
  const Changes::Found found = changes.find(Changes::key(first, 0));
  REQUIRE(found.flips != nullptr);
  CHECK(found.steps == 1);
  CHECK(found.flips[2] == 3);
  for (const Meeting& m : others) CHECK(changes.find(Changes::key(m, 0)).flips == nullptr);
  CHECK(changes.find(Changes::key(first, 1)).flips == nullptr);  // another layout
  changes.reset(1);
  CHECK(changes.find(Changes::key(first, 0)).flips == nullptr);
}

TEST_CASE("that there is no step is kept as well") {
  Changes changes;
  changes.reset(1);
  const Meeting m = meeting(MeetingKind::Object, 0, 0, 0, kNoLocal);
  changes.keep(Changes::key(m, 0), nullptr);
  CHECK(changes.find(Changes::key(m, 0)).flips != nullptr);
  CHECK(changes.find(Changes::key(m, 0)).steps == 0);
}

TEST_CASE("with more keys than places what is found is right") {
  constexpr std::uint32_t kKeys = 300'000;  // more than the cache ever holds
  Changes changes;
  changes.reset(1);
  std::uint32_t known = 0;
  for (std::uint32_t round = 0; round < 2; ++round)
    for (std::uint32_t i = 0; i < kKeys; ++i) {
      const Changes::Key k = Changes::key(meeting(MeetingKind::Object, i, i / 3, i % 5, kNoLocal), 0);
      if (const Changes::Found found = changes.find(k); found.flips) {
        REQUIRE(*found.flips == i);
        ++known;
      }
      const std::uint64_t flips = i;
      changes.keep(k, &flips);
      REQUIRE(changes.find(k).flips != nullptr);
    }
  CHECK(known < kKeys);
}

TEST_CASE("numbers that do not fit a key are refused") {
  CHECK(Changes::fits(meeting(MeetingKind::Pair, 1, 1, 0xfffe, 0xfffe), 0));
  CHECK_FALSE(Changes::fits(meeting(MeetingKind::Pair, 1, 1, 0xffff, 1), 0));
  CHECK_FALSE(Changes::fits(meeting(MeetingKind::Pair, 1, 1, 1, 0xffff), 0));
  CHECK_FALSE(Changes::fits(meeting(MeetingKind::Pair, 1, 1, 1, 1), 0xffff));
  Meeting open = meeting(MeetingKind::Object, 1, 1, 1, kNoLocal);
  open.fixed = false;
  CHECK_FALSE(Changes::fits(open, 0));
}

}  // namespace csp
