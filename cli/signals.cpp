// The signal handler and the flag it sets. A handler can reach nothing but a static object: the one global of
// the project.
#include "cli/signals.h"

#include <csignal>

namespace csp {
namespace {

std::atomic<bool> flag{false};
static_assert(std::atomic<bool>::is_always_lock_free, "a signal handler may not wait for a lock");

extern "C" void on_signal(int signal) {
  flag.store(true);
  std::signal(signal, SIG_DFL);  // the next one ends the process
}

}  // namespace

void catch_interrupts() {
  struct sigaction action = {};
  action.sa_handler = on_signal;
  sigemptyset(&action.sa_mask);
  action.sa_flags = SA_RESTART;
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
}

const std::atomic<bool>& interrupted() { return flag; }

}  // namespace csp
