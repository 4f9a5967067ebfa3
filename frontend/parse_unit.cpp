// Drives the generated parser over one declaration and stops at the first error.
#include "frontend/parse_unit.h"

#include <algorithm>

#include "antlr4-runtime.h"
#include "frontend/build.h"
#include "frontend/explain.h"
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
  void sync(antlr4::Parser*) override {}

 private:
  [[noreturn]] static void stop(antlr4::Parser* parser, std::size_t at) {
    StuckError error;
    error.stuck.at = at;
    const antlr4::misc::IntervalSet expected = parser->getExpectedTokens();
    for (const auto type : expected.toList()) {
      error.stuck.expected.push_back(type < 0 ? Tok::END : static_cast<Tok>(type));
    }
    error.stuck.rules = parser->getRuleInvocationStack();
    throw error;
  }
};

}  // namespace

struct UnitParser::Machine {
  CspParser parser{nullptr};  // gets a stream for each declaration
};

UnitParser::UnitParser(const SourceFile& source, int file)
    : source_(source), file_(file), machine_(std::make_unique<Machine>()) {
  machine_->parser.removeErrorListeners();
  machine_->parser.setErrorHandler(std::make_shared<StopAtError>());
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
      attempt(antlr4::atn::PredictionMode::LL);
    }
  } catch (const StuckError& error) {
    problem = explain(source_, file_, tokens, in_prog, error.stuck);
  } catch (SyntaxError& error) {
    problem = std::move(error.diagnostic);
  }
  parser.setTokenStream(nullptr);
  return result;
}

}  // namespace csp
