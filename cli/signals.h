// Ctrl-C: the first one asks the search to stop, so that what is known is printed; the second one ends csp at
// once.
#pragma once

#include <atomic>

namespace csp {

// Catches SIGINT and SIGTERM from now on.
void catch_interrupts();

// Set by the first signal; goes into Budget::interrupt.
const std::atomic<bool>& interrupted();

}  // namespace csp
