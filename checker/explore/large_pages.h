// Memory for large tables that are read at random places: on large pages where the system has them, because
// half of what a random read costs is looking up its page.
#pragma once

#include <cstddef>
#include <cstdlib>
#include <new>

#ifdef __linux__
#include <sys/mman.h>
#endif

namespace csp {

// For std::vector and the like. Less than a large page comes from where all memory comes from.
template <class T>
struct LargePages {
  using value_type = T;
  static constexpr std::size_t kPage = std::size_t{1} << 21;

  LargePages() = default;
  template <class U>
  LargePages(const LargePages<U>&) {}

  T* allocate(std::size_t n) {
    const std::size_t bytes = n * sizeof(T);
    const bool large = bytes >= kPage;
    const std::size_t align = large ? kPage : alignof(T) < sizeof(void*) ? sizeof(void*) : alignof(T);
    void* p = std::aligned_alloc(align, (bytes + align - 1) / align * align);
    if (!p) throw std::bad_alloc();
#if defined(__linux__) && defined(MADV_HUGEPAGE)
    if (large) madvise(p, bytes / kPage * kPage, MADV_HUGEPAGE);  // it may refuse: nothing is lost
#endif
    return static_cast<T*>(p);
  }
  void deallocate(T* p, std::size_t) { std::free(p); }

  friend bool operator==(const LargePages&, const LargePages&) { return true; }
};

}  // namespace csp
