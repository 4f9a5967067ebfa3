// A switch over all kinds, so that a new one is not forgotten.
#include "checker/core/kinds.h"

namespace csp {

bool is_reference(TypeKind kind) {
  switch (kind) {
    case TypeKind::Chan:
    case TypeKind::Prog:
    case TypeKind::Mutex:
    case TypeKind::RwMutex:
    case TypeKind::Cond:
    case TypeKind::Once:
    case TypeKind::WaitGroup:
      return true;
    case TypeKind::Unit:
    case TypeKind::Bool:
    case TypeKind::Int:
    case TypeKind::Char:
    case TypeKind::Range:
    case TypeKind::Set:
    case TypeKind::Data:
    case TypeKind::Struct:
    case TypeKind::Tuple:
    case TypeKind::Array:
    case TypeKind::List:
      return false;
  }
  return false;
}

}  // namespace csp
