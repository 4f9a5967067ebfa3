// Which kind of component a part of a network becomes, and compression before composition: a part that a
// script has marked (`normal(P)`), and parts that become smaller by it, are explored and compressed by
// themselves first.
#pragma once

#include <memory>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "checker/core/budget.h"
#include "checker/core/process_verdict.h"
#include "checker/process/component.h"
#include "checker/process/compressions.h"
#include "checker/process/lts.h"

namespace csp {

class ComponentMaker {
 public:
  // A mark that is switched off is passed over: what it stands around is composed as it is.
  ComponentMaker(Transitions&, const Compressions&, SemanticModel, const Budget&);
  ~ComponentMaker();

  bool takes(const std::string& method) const { return kinds_.takes(method); }
  Transitions& transitions() const { return transitions_; }
  const Budget& budget() const { return budget_; }

  // A component for a part that is no static operator, or for one that whole() has accepted. Equal terms
  // share one. `alone`: it is the whole network, so that composition gains nothing. Throws EvaluationError.
  std::shared_ptr<Component> make(TermId, bool alone);
  // Becomes this part, a hiding operator in a network, smaller if it is compressed? Then it is one component.
  bool whole(TermId);
  // The network as hiding in its parts where its operators allow it: where they become smaller.
  TermId hide_inwards(TermId);

  const std::vector<CompressionRecord>& records() const { return records_; }
  // Some component is not what the script says but a compressed form of it.
  bool used() const { return used_; }

 private:
  class Hiding;
  std::shared_ptr<Component> marked(TermId head);
  std::shared_ptr<Component> compressed(TermId, std::size_t most, bool only_if_smaller);
  void record(const std::string& part, const std::string& method, const Lts& before, const Lts& after,
              double seconds);

  Transitions& transitions_;
  Compressions kinds_;
  SemanticModel model_;
  const Budget& budget_;
  std::unordered_map<TermId, std::shared_ptr<Component>> made_;   // by head
  std::unordered_map<TermId, std::shared_ptr<Component>> whole_;  // by head: null if it stays as it is
  std::unique_ptr<Hiding> hiding_;
  std::vector<CompressionRecord> records_;
  std::unordered_set<TermId> marking_;  // under way
  std::size_t depth_ = 0;               // of compressed() in itself
  bool used_ = false;
  bool inside_ = false;  // of a part whose hiding has been moved inwards already
};

}  // namespace csp
