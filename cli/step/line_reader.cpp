// libedit where it is there and useful, else plain lines.
#include "cli/step/line_reader.h"

#include <unistd.h>

#include <clocale>
#include <cstdio>
#include <iostream>
#include <utility>

#include "cli/terminal.h"

#ifdef CSP_HAS_LIBEDIT
#include <histedit.h>
#endif

namespace csp {
namespace {

class PlainLines : public LineReader {
 public:
  std::optional<std::string> next(const std::string& prompt) override {
    if (interactive()) {
      std::fputs(prompt.c_str(), stdout);
      std::fflush(stdout);
    }
    std::string line;
    if (!std::getline(std::cin, line)) return std::nullopt;
    ++number_;
    if (!line.empty() && line.back() == '\r') line.pop_back();
    return line;
  }
  bool interactive() const override { return is_terminal(STDIN_FILENO); }
  std::string place() const override {
    return interactive() ? "" : "standard input:" + std::to_string(number_);
  }

 private:
  int number_ = 0;
};

class TextLines : public LineReader {
 public:
  TextLines(std::string name, const std::string& text, char separator) : name_(std::move(name)) {
    std::string line;
    for (const char c : text) {
      if (c == separator) {
        lines_.push_back(std::move(line));
        line.clear();
      } else if (c != '\r') {
        line += c;
      }
    }
    if (!line.empty()) lines_.push_back(std::move(line));
  }
  std::optional<std::string> next(const std::string&) override {
    if (at_ == lines_.size()) return std::nullopt;
    return lines_[at_++];
  }
  std::string place() const override { return name_ + ":" + std::to_string(at_); }

 private:
  std::string name_;
  std::vector<std::string> lines_;
  std::size_t at_ = 0;
};

#ifdef CSP_HAS_LIBEDIT

// Emacs keys; Tab completes, Ctrl-C drops the line, Ctrl-D ends.
class EditedLines : public LineReader {
 public:
  explicit EditedLines(Completer complete) : complete_(std::move(complete)) {
    std::setlocale(LC_CTYPE, "");  // for what is not ASCII
    edit_ = el_init("csp", stdin, stdout, stderr);
    history_ = history_init();
    HistEvent event;
    history(history_, &event, H_SETSIZE, 1000);
    history(history_, &event, H_SETUNIQUE, 1);
    el_set(edit_, EL_CLIENTDATA, this);
    el_set(edit_, EL_PROMPT, &EditedLines::prompt);
    el_set(edit_, EL_EDITOR, "emacs");
    el_set(edit_, EL_HIST, history, history_);
    el_set(edit_, EL_ADDFN, "csp-complete", "complete a command or a choice", &EditedLines::complete);
    el_set(edit_, EL_BIND, "^I", "csp-complete", nullptr);
    el_set(edit_, EL_SETTY, "-d", "-isig", nullptr);
    el_set(edit_, EL_BIND, "^C", "em-kill-line", nullptr);
  }
  ~EditedLines() override {
    history_end(history_);
    el_end(edit_);
  }
  EditedLines(const EditedLines&) = delete;
  EditedLines& operator=(const EditedLines&) = delete;

  std::optional<std::string> next(const std::string& prompt) override {
    prompt_ = prompt;
    int length = 0;
    const char* text = el_gets(edit_, &length);
    if (!text || length <= 0) {
      std::fputs("\n", stdout);
      return std::nullopt;
    }
    std::string line(text, static_cast<std::size_t>(length));
    while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) line.pop_back();
    HistEvent event;
    if (!line.empty()) history(history_, &event, H_ENTER, line.c_str());
    return line;
  }
  bool interactive() const override { return true; }

 private:
  static EditedLines& self(EditLine* edit) {
    void* data = nullptr;
    el_get(edit, EL_CLIENTDATA, &data);
    return *static_cast<EditedLines*>(data);
  }
  static char* prompt(EditLine* edit) { return self(edit).prompt_.data(); }

  // Adds what all candidates have in common.
  static unsigned char complete(EditLine* edit, int) {
    const LineInfo* line = el_line(edit);
    const std::string begin(line->buffer, line->cursor);
    const std::vector<std::string> all = self(edit).complete_(begin);
    if (all.empty()) return CC_ERROR;
    std::string common = all.front();
    for (const std::string& one : all) {
      std::size_t same = 0;
      while (same < common.size() && same < one.size() && common[same] == one[same]) ++same;
      common.resize(same);
    }
    if (common.size() <= begin.size()) return CC_ERROR;
    return el_insertstr(edit, common.c_str() + begin.size()) < 0 ? CC_ERROR : CC_REFRESH;
  }

  Completer complete_;
  EditLine* edit_ = nullptr;
  History* history_ = nullptr;
  std::string prompt_;
};

#endif

}  // namespace

std::unique_ptr<LineReader> standard_input(Completer complete) {
#ifdef CSP_HAS_LIBEDIT
  if (is_terminal(STDIN_FILENO) && is_terminal(STDOUT_FILENO))
    return std::make_unique<EditedLines>(std::move(complete));
#endif
  return std::make_unique<PlainLines>();
}

std::unique_ptr<LineReader> lines_of_text(std::string name, const std::string& text, char separator) {
  return std::make_unique<TextLines>(std::move(name), text, separator);
}

}  // namespace csp
