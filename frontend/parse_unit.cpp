// Drives the generated parser over one declaration and stops at the first error.
#include "frontend/parse_unit.h"

#include <algorithm>

#include "antlr4-runtime.h"
#include "frontend/build.h"
#include "frontend/explain.h"
#include "frontend/explain_hints.h"
#include "grammar/CspParser.h"

namespace csp {
namespace {

using csp_grammar::CspParser;

// Thrown out of the parser at the first error.
struct StuckError {
  Stuck stuck;
};

// Never repairs: it notes where the parser is stuck and leaves.
class StopAtError : public antlr4::DefaultErrorStrategy {
 public:
  void recover(antlr4::Parser* parser, std::exception_ptr error) override {
    auto at = parser->getCurrentToken()->getTokenIndex();
    try {
      std::rethrow_exception(error);
    } catch (const antlr4::RecognitionException& e) {
      if (e.getOffendingToken() != nullptr) at = e.getOffendingToken()->getTokenIndex();
    }
    stop(parser, at);
  }
  antlr4::Token* recoverInline(antlr4::Parser* parser) override {
    stop(parser, parser->getCurrentToken()->getTokenIndex());
  }
  void reportError(antlr4::Parser*, const antlr4::RecognitionException&) override {}
  // Called before each choice. What the choices since the last token offered is part of what was expected.
  void sync(antlr4::Parser* parser) override {
    if (!listen_) return;
    const auto at = parser->getCurrentToken()->getTokenIndex();
    if (at != at_) choices_.clear();
    at_ = at;
    choices_.emplace_back(parser->getState(), parser->getContext());
  }

  // The choices are noted from start() to end(): in the run that explains.
  void start() { listen_ = true; }
  void end() {
    listen_ = false;
    choices_.clear();
  }

 private:
  [[noreturn]] void stop(antlr4::Parser* parser, std::size_t at) {
    StuckError error;
    error.stuck.at = at;
    antlr4::misc::IntervalSet expected = parser->getExpectedTokens();
    if (at == at_) {
      for (const auto& [state, context] : choices_) expected.addAll(parser->getATN().getExpectedTokens(state, context));
    }
    for (const auto type : expected.toList()) {
      error.stuck.expected.push_back(type < 0 ? Tok::END : static_cast<Tok>(type));
    }
    error.stuck.rules = parser->getRuleInvocationStack();
    throw error;
  }

  bool listen_ = false;
  std::size_t at_ = 0;                                                          // token in hand at the last choice
  std::vector<std::pair<std::size_t, antlr4::ParserRuleContext*>> choices_;  // the choices met there
};

}  // namespace

struct UnitParser::Machine {
  CspParser parser{nullptr};  // gets a stream for each declaration
  std::shared_ptr<StopAtError> strategy = std::make_shared<StopAtError>();
};

UnitParser::UnitParser(const SourceFile& source, int file)
    : source_(source), file_(file), machine_(std::make_unique<Machine>()) {
  machine_->parser.removeErrorListeners();
  machine_->parser.setErrorHandler(machine_->strategy);
}

UnitParser::~UnitParser() = default;

std::optional<ast::Decl> UnitParser::parse(const std::vector<Token>& tokens, const std::vector<bool>& in_prog,
                                           Diagnostic& problem) {
  std::vector<std::unique_ptr<antlr4::Token>> list;
  list.reserve(tokens.size() + 1);
  for (std::size_t i = 0; i <= tokens.size(); ++i) {
    const auto type = i < tokens.size() ? static_cast<std::size_t>(tokens[i].type) : antlr4::Token::EOF;
    auto token = std::make_unique<antlr4::CommonToken>(type);
    token->setTokenIndex(i);
    list.push_back(std::move(token));
  }
  antlr4::ListTokenSource source(std::move(list));
  antlr4::CommonTokenStream stream(&source);
  CspParser& parser = machine_->parser;
  parser.setTokenStream(&stream);
  std::optional<ast::Decl> result;
  const auto attempt = [&](antlr4::atn::PredictionMode mode) {
    auto* simulator = parser.getInterpreter<antlr4::atn::ParserATNSimulator>();
    simulator->setPredictionMode(mode);
    auto* unit = parser.unit();
    result = Builder(source_, file_, tokens).declaration(unit->declaration());
  };
  try {
    try {
      attempt(antlr4::atn::PredictionMode::SLL);
    } catch (const StuckError&) {
      // SLL may fail where full LL does not; only its word counts.
      parser.reset();
      machine_->strategy->start();
      attempt(antlr4::atn::PredictionMode::LL);
    }
  } catch (const StuckError& error) {
    problem = explain(source_, file_, tokens, in_prog, error.stuck);
  } catch (SyntaxError& error) {
    problem = std::move(error.diagnostic);
    // `go f()` reads as two statements: what does nothing by itself may be a slip.
    if (problem.code == "E0208" || problem.code == "E0209" || problem.code == "E0204") {
      const auto at = std::find_if(tokens.begin(), tokens.end(), [&](const Token& one) {
        return one.line == problem.span.line && one.column >= problem.span.column;
      });
      const auto slip = foreign_form(source_, file_, tokens, in_prog, static_cast<std::size_t>(at - tokens.begin()) + 1);
      if (slip) problem = *slip;
    }
  }
  machine_->strategy->end();
  parser.setTokenStream(nullptr);
  return result;
}

}  // namespace csp
