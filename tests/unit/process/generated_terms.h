// Generated processes for tests of the process engine: sequential ones over the events a to d, and networks
// of them.
#pragma once

#include <random>
#include <string>
#include <utility>
#include <vector>

#include "tests/unit/process/terms_builder.h"

namespace csp::test {

class GeneratedTerms : public TermsBuilder {
 public:
  explicit GeneratedTerms(std::uint64_t seed, bool terminating) : random_(seed), terminating_(terminating) {}

  // Static operators around sequential processes.
  TermId network(int depth) {
    if (depth == 0) return sequential(2);
    switch (pick(5)) {
      case 0:
        return parallel(network(depth - 1), subset(), network(depth - 1));
      case 1:
        return interleave(network(depth - 1), network(depth - 1));
      case 2:
        return alphabetised(network(depth - 1), subset(), subset(), network(depth - 1));
      case 3:
        return hide(network(depth - 1), subset());
      default:
        return rename(network(depth - 1), pairs());
    }
  }
  TermId sequential(int depth) {
    if (depth == 0) {
      switch (pick(terminating_ ? 4 : 3)) {
        case 0:
          return stop();
        case 1:
        case 2:
          return loop();
        default:
          return skip();
      }
    }
    switch (pick(8)) {
      case 0:
        return external({sequential(depth - 1), sequential(depth - 1)});
      case 1:
        return internal({sequential(depth - 1), sequential(depth - 1)});
      case 2:
        return terminating_ ? sequence(sequential(depth - 1), sequential(depth - 1)) : loop();
      case 3:
        return sliding(sequential(depth - 1), sequential(depth - 1));
      default:
        return prefix(name(), sequential(depth - 1));
    }
  }

 private:
  unsigned pick(unsigned n) { return static_cast<unsigned>(random_() % n); }
  std::string name() { return std::string(1, static_cast<char>('a' + pick(4))); }
  Names subset() {
    Names out;
    for (char c = 'a'; c <= 'd'; ++c)
      if (pick(2) == 0) out.insert(std::string(1, c));
    return out;
  }
  std::vector<std::pair<std::string, std::string>> pairs() {
    std::vector<std::pair<std::string, std::string>> out;
    const std::string from = name();
    std::string to = name(), other = name();
    out.emplace_back(from, to);
    if (pick(2) == 0 && other != to) out.emplace_back(from, other);
    return out;
  }
  TermId loop() {
    const std::string e = name(), f = name(), label = "L" + e + f;
    return rec(label, [this, e, f, label] { return prefix(e, prefix(f, rec(label))); });
  }

  std::mt19937_64 random_;
  bool terminating_;
};

}  // namespace csp::test
