// The reader of the laws: just enough CSPM, and strict about parentheses so that no precedence has to be
// known.
#include <algorithm>
#include <array>
#include <cctype>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "tests/laws/expression.h"

namespace csp::laws {

namespace {

bool word_character(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '\''; }

std::vector<std::string> tokens_of(const std::string& text, int line) {
  static const std::array<const char*, 30> kSymbols = {
      "[FD=", "[T=", "[F=", "|||", "|~|", "[|", "|]", "|>", "||", "[>", "[]", "[[", "]]", "[+", "+]",
      "/+",   "+\\", "/\\", "->",  "<-",  "{",  "}",  "(",  ")",  ",",  ";",  "[",  "]",  "\\", "="};
  std::vector<std::string> out;
  for (std::size_t i = 0; i < text.size();) {
    if (std::isspace(static_cast<unsigned char>(text[i]))) {
      ++i;
    } else if (word_character(text[i])) {
      std::size_t end = i;
      while (end < text.size() && word_character(text[end])) ++end;
      out.push_back(text.substr(i, end - i));
      i = end;
    } else if (text[i] == ':' || text[i] == '@') {
      out.push_back(text.substr(i++, 1));
    } else {
      const auto symbol = std::find_if(kSymbols.begin(), kSymbols.end(), [&](const char* s) {
        return text.compare(i, std::string(s).size(), s) == 0;
      });
      if (symbol == kSymbols.end())
        throw std::runtime_error("line " + std::to_string(line) + ": unknown character " + text.substr(i, 1));
      out.emplace_back(*symbol);
      i += out.back().size();
    }
  }
  return out;
}

class Parser {
 public:
  Parser(const std::string& text, int line) : tokens_(tokens_of(text, line)), line_(line) {}

  bool at_end() const { return at_ == tokens_.size(); }
  std::string peek(std::size_t ahead = 0) const {
    return at_ + ahead < tokens_.size() ? tokens_[at_ + ahead] : "";
  }
  std::string next() {
    if (at_end()) fail("the line ends too soon");
    return tokens_[at_++];
  }
  bool accept(const std::string& token) {
    if (at_end() || peek() != token) return false;
    ++at_;
    return true;
  }
  void expect(const std::string& token) {
    if (!accept(token)) fail("expected `" + token + "`, found `" + peek() + "`");
  }
  [[noreturn]] void fail(const std::string& what) const {
    throw std::runtime_error("line " + std::to_string(line_) + ": " + what);
  }

  // Up to the closing token, or ("") to the end.
  std::vector<std::string> names(const std::string& close) {
    std::vector<std::string> out;
    while (peek() != close) {
      out.push_back(next());
      if (peek() != close) expect(",");
    }
    accept(close);
    return out;
  }
  std::vector<std::string> set() {
    if (accept("{")) return names("}");
    if (!accept("union")) return {next()};
    expect("(");
    std::vector<std::string> out = set();
    expect(",");
    const std::vector<std::string> more = set();
    expect(")");
    out.insert(out.end(), more.begin(), more.end());
    return out;
  }

  Expr expression() {
    Expr left = unary();
    if (peek() == "\\") {
      no_prefix(left);
      while (accept("\\")) left = Expr{Op::Hide, "", set(), {}, {}, {std::move(left)}};
      return left;
    }
    Expr whole;
    if (!binary(whole)) return left;
    check_operand(whole, left);
    whole.args.push_back(std::move(left));
    for (;;) {
      Expr right = unary();
      check_operand(whole, right);
      whole.args.push_back(std::move(right));
      Expr again;
      const std::size_t before = at_;
      if (!binary(again)) return whole;
      if (again.op != whole.op || again.events != whole.events || whole.op == Op::Alphabetised) {
        at_ = before;
        fail("parentheses are wanted before `" + peek() + "`");
      }
    }
  }

 private:
  void no_prefix(const Expr& e) const {
    if ((e.op == Op::Prefix || e.op == Op::Menu) && bare_) fail("parentheses are wanted around the prefix");
  }
  void check_operand(const Expr& whole, const Expr& operand) const {
    if (whole.op != Op::External && whole.op != Op::Internal) no_prefix(operand);
  }

  // An operator between processes; its sets are read.
  bool binary(Expr& e) {
    static const std::map<std::string, Op> kPlain = {{"[]", Op::External}, {"|~|", Op::Internal},
                                                     {";", Op::Sequence},  {"/\\", Op::Interrupt},
                                                     {"[>", Op::Sliding},  {"|||", Op::Interleave}};
    const auto plain = kPlain.find(peek());
    if (plain != kPlain.end()) {
      next();
      e.op = plain->second;
    } else if (accept("[|")) {
      e.events = set();
      e.op = accept("|>") ? Op::Exception : Op::Parallel;
      if (e.op == Op::Parallel) expect("|]");
    } else if (accept("[+")) {
      e.op = Op::SyncExternal;
      e.events = set();
      expect("+]");
    } else if (accept("/+")) {
      e.op = Op::SyncInterrupt;
      e.events = set();
      expect("+\\");
    } else if (accept("[")) {
      e.op = Op::Alphabetised;
      e.events = set();
      expect("||");
      e.events2 = set();
      expect("]");
    } else {
      return false;
    }
    return true;
  }

  Expr unary() {
    bare_ = true;
    if (peek(1) == "->") {
      Expr e{Op::Prefix, next(), {}, {}, {}, {}};
      next();
      e.args.push_back(unary());
      bare_ = true;
      return e;
    }
    if (accept("[]")) {
      Expr e{Op::Menu, next(), {}, {}, {}, {}};
      expect(":");
      e.events = set();
      expect("@");
      expect(e.text);
      expect("->");
      e.args.push_back(unary());
      bare_ = true;
      return e;
    }
    Expr e = primary();
    while (accept("[[")) {
      Expr rename{Op::Rename, "", {}, {}, {}, {}};
      while (!accept("]]")) {
        std::string from = next();
        expect("<-");
        rename.pairs.emplace_back(std::move(from), next());
        if (peek() != "]]") expect(",");
      }
      rename.args.push_back(std::move(e));
      e = std::move(rename);
    }
    bare_ = false;
    return e;
  }

  Expr primary() {
    if (accept("(")) {
      Expr e = expression();
      expect(")");
      return e;
    }
    const std::string name = next();
    if (name == "STOP") return {};
    if (name == "SKIP") return {Op::Skip, "", {}, {}, {}, {}};
    if (name == "DIV") return {Op::Div, "", {}, {}, {}, {}};
    if (name == "RUN" || name == "CHAOS" || name == "normal") {
      expect("(");
      Expr e{name == "RUN" ? Op::Run : name == "CHAOS" ? Op::Chaos : Op::Normal, "", {}, {}, {}, {}};
      if (e.op == Op::Normal)
        e.args.push_back(expression());
      else
        e.events = set();
      expect(")");
      return e;
    }
    if (!word_character(name[0])) fail("expected a process, found `" + name + "`");
    return {Op::Name, name, {}, {}, {}, {}};
  }

  std::vector<std::string> tokens_;
  std::size_t at_ = 0;
  int line_;
  bool bare_ = false;  // the last unary() was a prefix without parentheses around it
};

std::string without_comment(const std::string& line) { return line.substr(0, line.find("--")); }

void read_into(Script& script, const std::string& text, const std::string& folder);

void statement(Script& script, const std::string& text, int line, const std::string& folder) {
  if (text.starts_with("include")) {
    const std::size_t open = text.find('"'), close = text.rfind('"');
    std::ifstream in(folder + "/" + text.substr(open + 1, close - open - 1));
    if (!in) throw std::runtime_error("line " + std::to_string(line) + ": cannot read " + text);
    std::stringstream content;
    content << in.rdbuf();
    return read_into(script, content.str(), folder);
  }
  Parser parser(text, line);
  if (parser.accept("channel")) {
    const auto names = parser.names("");
    script.channels.insert(script.channels.end(), names.begin(), names.end());
  } else if (parser.accept("transparent")) {
    return;
  } else if (parser.accept("assert")) {
    Statement s;
    s.holds = !parser.accept("not");
    s.specification = parser.expression();
    const std::string symbol = parser.next();
    if (symbol != "[T=" && symbol != "[F=" && symbol != "[FD=")
      parser.fail("expected `[T=`, `[F=` or `[FD=`");
    s.model = symbol == "[T=" ? SemanticModel::T : symbol == "[F=" ? SemanticModel::F : SemanticModel::FD;
    s.process = parser.expression();
    s.line = line;
    s.text = text;
    script.statements.push_back(std::move(s));
  } else {
    const std::string name = parser.next();
    parser.expect("=");
    if (parser.accept("{"))
      script.sets[name] = parser.names("}");
    else
      script.definitions[name] = parser.expression();
  }
  if (!parser.at_end()) parser.fail("unexpected `" + parser.peek() + "`");
}

// `-- law NAME (MODELS): SOURCE`
int read_law(Script& script, const std::string& line, int number) {
  const std::size_t close = line.find("): ");
  const std::size_t open = line.rfind(" (", close);
  if (close == std::string::npos || open == std::string::npos || open < 7)
    throw std::runtime_error("line " + std::to_string(number) +
                             ": a law is `-- law NAME (T, F, FD): SOURCE`");
  Law law;
  law.name = line.substr(7, open - 7);
  law.source = line.substr(close + 3);
  std::istringstream models(line.substr(open + 2, close - open - 2));
  for (std::string model; std::getline(models >> std::ws, model, ',');) {
    if (model != "T" && model != "F" && model != "FD")
      throw std::runtime_error("line " + std::to_string(number) + ": unknown model " + model);
    law.models.push_back(model == "T"   ? SemanticModel::T
                         : model == "F" ? SemanticModel::F
                                        : SemanticModel::FD);
  }
  script.laws.push_back(std::move(law));
  return static_cast<int>(script.laws.size()) - 1;
}

void read_into(Script& script, const std::string& text, const std::string& folder) {
  std::istringstream lines(text);
  std::string line, whole;
  int number = 0, first = 0;
  const auto finish = [&] {
    const std::size_t before = script.statements.size();
    if (!whole.empty()) statement(script, whole, first, folder);
    if (script.statements.size() > before)
      script.statements.back().law = static_cast<int>(script.laws.size()) - 1;
    whole.clear();
  };
  int law = -1;
  while (std::getline(lines, line)) {
    ++number;
    if (line.starts_with("-- law ")) finish(), law = read_law(script, line, number);
    if (line.starts_with("-- where ")) {
      if (law < 0) throw std::runtime_error("line " + std::to_string(number) + ": a condition without a law");
      Law& last = script.laws.back();
      last.no_divergence = line.find("no divergence") != std::string::npos;
      last.no_termination = line.find("no termination") != std::string::npos;
      if (!last.no_divergence && !last.no_termination)
        throw std::runtime_error("line " + std::to_string(number) + ": unknown condition");
    }
    line = without_comment(line);
    const bool blank = line.find_first_not_of(" \t") == std::string::npos;
    if (blank) continue;
    if (line[0] != ' ') finish(), first = number;
    whole += line;
  }
  finish();
}

}  // namespace

Script read_script(const std::string& text, const std::string& folder) {
  Script script;
  read_into(script, text, folder);
  return script;
}

Expr read_expression(const std::string& text) {
  Parser parser(text, 1);
  Expr e = parser.expression();
  if (!parser.at_end()) parser.fail("unexpected `" + parser.peek() + "`");
  return e;
}

}  // namespace csp::laws
