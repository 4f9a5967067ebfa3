// The term and the state are walked side by side: the term has the names, the state what is possible.
#include "checker/certify/standstill.h"

namespace csp::reference {
namespace {

bool joins(TermKind kind) { return kind == TermKind::Parallel || kind == TermKind::Alphabetised; }
bool passes(TermKind kind) { return kind == TermKind::Hide || kind == TermKind::Rename; }

class Walk {
 public:
  Walk(Sos& sos, Runs& runs) : runs_(runs), terms_(sos.terms()) {}

  void collect(TermId process, TermId state, std::string name) {
    if (!terms_.text(process).empty() && name.empty()) name = terms_.text(process);
    TermId head = terms_.head(process);
    while (terms_[head].kind == TermKind::Compressed) {
      if (name.empty()) name = terms_.text(terms_[head].args[0]);
      head = terms_.head(terms_[head].args[0]);
    }
    const Term &wanted = terms_[head], &there = terms_[state];
    const bool same = wanted.kind == there.kind && wanted.args.size() == there.args.size();
    if (same && joins(wanted.kind)) {
      for (std::size_t i = 0; i < wanted.args.size(); ++i) collect(wanted.args[i], there.args[i], {});
    } else if (same && passes(wanted.kind) && inner_joins(wanted.args[0])) {
      collect(wanted.args[0], there.args[0], {});
    } else {
      if (name.empty()) name = terms_.text(head);
      out_.push_back({std::move(name), runs_.initials({state}), there.kind == TermKind::Omega});
    }
  }

  std::vector<PartOffer> out() { return std::move(out_); }

 private:
  // Is there a parallel operator below? Else the renamed process is the part, with the names that others see.
  bool inner_joins(TermId process) {
    TermId head = terms_.head(process);
    while (passes(terms_[head].kind) || terms_[head].kind == TermKind::Compressed)
      head = terms_.head(terms_[head].args[0]);
    return joins(terms_[head].kind);
  }

  Runs& runs_;
  Terms& terms_;
  std::vector<PartOffer> out_;
};

}  // namespace

std::vector<PartOffer> parts_at(Sos& sos, Runs& runs, TermId process, TermId state) {
  Walk walk(sos, runs);
  walk.collect(process, state, {});
  return walk.out();
}

}  // namespace csp::reference
