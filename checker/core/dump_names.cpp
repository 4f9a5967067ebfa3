// The names of kinds; no `default`, so that the compiler lists what is missing.
#include "checker/core/dump_names.h"

#include <iterator>

namespace csp {

std::string kind_name(ExprKind kind) {
  switch (kind) {
    case ExprKind::Const:
      return "Const";
    case ExprKind::Local:
      return "Local";
    case ExprKind::Global:
      return "Global";
    case ExprKind::Neg:
      return "-";
    case ExprKind::Not:
      return "not ";
    case ExprKind::Add:
      return "+";
    case ExprKind::Sub:
      return "-";
    case ExprKind::Mul:
      return "*";
    case ExprKind::Div:
      return "/";
    case ExprKind::Mod:
      return "%";
    case ExprKind::Eq:
      return "==";
    case ExprKind::Ne:
      return "!=";
    case ExprKind::Lt:
      return "<";
    case ExprKind::Le:
      return "<=";
    case ExprKind::Gt:
      return ">";
    case ExprKind::Ge:
      return ">=";
    case ExprKind::And:
      return "and";
    case ExprKind::Or:
      return "or";
    case ExprKind::If:
      return "If";
    case ExprKind::Index:
      return "Index";
    case ExprKind::Field:
      return "Field";
    case ExprKind::DataField:
      return "DataField";
    case ExprKind::Is:
      return "Is";
    case ExprKind::MakeSeq:
      return "MakeSeq";
    case ExprKind::MakeData:
      return "MakeData";
    case ExprKind::MakeClosure:
      return "MakeClosure";
    case ExprKind::Length:
      return "Length";
    case ExprKind::Concat:
      return "^";
    case ExprKind::Head:
      return "Head";
    case ExprKind::Tail:
      return "Tail";
    case ExprKind::Null:
      return "Null";
    case ExprKind::Elem:
      return "Elem";
    case ExprKind::RangeSeq:
      return "RangeSeq";
    case ExprKind::Member:
      return "Member";
    case ExprKind::PeerChan:
      return "PeerChan";
    case ExprKind::StateVar:
      return "StateVar";
    case ExprKind::StateLength:
      return "StateLength";
    case ExprKind::StateClosed:
      return "StateClosed";
    case ExprKind::StateLocal:
      return "StateLocal";
    case ExprKind::StateEnded:
      return "StateEnded";
    case ExprKind::StateAt:
      return "StateAt";
  }
  return "?";
}

std::string object_name(ObjectKind kind) {
  switch (kind) {
    case ObjectKind::Chan:
      return "Chan";
    case ObjectKind::Timer:
      return "Timer";
    case ObjectKind::Ticker:
      return "Ticker";
    case ObjectKind::Mutex:
      return "Mutex";
    case ObjectKind::RwMutex:
      return "RwMutex";
    case ObjectKind::Cond:
      return "Cond";
    case ObjectKind::Once:
      return "Once";
    case ObjectKind::WaitGroup:
      return "WaitGroup";
    case ObjectKind::Var:
      return "Var";
    case ObjectKind::Group:
      return "Group";
  }
  return "?";
}

std::string sync_name(SyncOp kind) {
  switch (kind) {
    case SyncOp::Lock:
      return "Lock";
    case SyncOp::Unlock:
      return "Unlock";
    case SyncOp::TryLock:
      return "TryLock";
    case SyncOp::RLock:
      return "RLock";
    case SyncOp::RUnlock:
      return "RUnlock";
    case SyncOp::RwAnnounce:
      return "RwAnnounce";
    case SyncOp::RwAcquire:
      return "RwAcquire";
    case SyncOp::RwUnlock:
      return "RwUnlock";
    case SyncOp::CondWait:
      return "CondWait";
    case SyncOp::CondSleep:
      return "CondSleep";
    case SyncOp::CondRelock:
      return "CondRelock";
    case SyncOp::CondSignal:
      return "CondSignal";
    case SyncOp::CondBroadcast:
      return "CondBroadcast";
    case SyncOp::OnceEnter:
      return "OnceEnter";
    case SyncOp::OnceExit:
      return "OnceExit";
    case SyncOp::WgAdd:
      return "WgAdd";
    case SyncOp::WgWait:
      return "WgWait";
    case SyncOp::WgSleep:
      return "WgSleep";
    case SyncOp::Close:
      return "Close";
    case SyncOp::Cancel:
      return "Cancel";
    case SyncOp::ChanLength:
      return "ChanLength";
    case SyncOp::ChanCapacity:
      return "ChanCapacity";
    case SyncOp::ChanIsClosed:
      return "ChanIsClosed";
    case SyncOp::TimerStop:
      return "TimerStop";
    case SyncOp::TimerReset:
      return "TimerReset";
  }
  return "?";
}

std::string rmw_name(RmwOp kind) {
  switch (kind) {
    case RmwOp::Add:
      return "Add";
    case RmwOp::Swap:
      return "Swap";
    case RmwOp::Cas:
      return "Cas";
  }
  return "?";
}

std::string mode_name(CommMode kind) {
  switch (kind) {
    case CommMode::Command:
      return "Command";
    case CommMode::Select:
      return "Select";
    case CommMode::Default:
      return "Default";
    case CommMode::Guarded:
      return "Guarded";
  }
  return "?";
}

std::string error_name(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::Panic:
      return "Panic";
    case ErrorKind::Assertion:
      return "Assertion";
    case ErrorKind::Range:
      return "Range";
    case ErrorKind::Division:
      return "Division";
    case ErrorKind::Bounds:
      return "Bounds";
    case ErrorKind::EmptyList:
      return "EmptyList";
    case ErrorKind::NoField:
      return "NoField";
    case ErrorKind::NoProcess:
      return "NoProcess";
    case ErrorKind::NilCall:
      return "NilCall";
    case ErrorKind::NilObject:
      return "NilObject";
    case ErrorKind::Stack:
      return "Stack";
    case ErrorKind::NoGuard:
      return "NoGuard";
    case ErrorKind::PeerTerminated:
      return "PeerTerminated";
    case ErrorKind::SendClosed:
      return "SendClosed";
    case ErrorKind::CloseClosed:
      return "CloseClosed";
    case ErrorKind::CloseNil:
      return "CloseNil";
    case ErrorKind::NotLocked:
      return "NotLocked";
    case ErrorKind::NegativeCapacity:
      return "NegativeCapacity";
    case ErrorKind::NegativeCounter:
      return "NegativeCounter";
    case ErrorKind::WaitGroupMisuse:
      return "WaitGroupMisuse";
    case ErrorKind::WaitGroupReused:
      return "WaitGroupReused";
    case ErrorKind::NotATimer:
      return "NotATimer";
    case ErrorKind::NoReturn:
      return "NoReturn";
    case ErrorKind::EmptyChoice:
      return "EmptyChoice";
  }
  return "?";
}

std::string property_name(PropertyKind kind) {
  switch (kind) {
    case PropertyKind::DeadlockFree:
      return "DeadlockFree";
    case PropertyKind::LeakFree:
      return "LeakFree";
    case PropertyKind::RaceFree:
      return "RaceFree";
    case PropertyKind::ErrorFree:
      return "ErrorFree";
    case PropertyKind::Terminates:
      return "Terminates";
    case PropertyKind::CanTerminate:
      return "CanTerminate";
    case PropertyKind::LivelockFree:
      return "LivelockFree";
    case PropertyKind::DivergenceFree:
      return "DivergenceFree";
    case PropertyKind::Always:
      return "Always";
    case PropertyKind::Reachable:
      return "Reachable";
    case PropertyKind::Outcomes:
      return "Outcomes";
  }
  return "?";
}

std::string op_name(const Node& node) {
  static constexpr const char* names[] = {"Assign",   "Branch", "Choose",        "AnyValue", "NewObject",
                                          "MakeZero", "Call",   "Become",        "Return",   "Defer",
                                          "Recover",  "Comm",   "Read",          "Write",    "Rmw",
                                          "Sync",     "Begin",  "ParallelStart", "Join",     "Fail"};
  static_assert(std::size(names) == std::variant_size_v<decltype(Node::op)>);
  return names[node.op.index()];
}

}  // namespace csp
