// Which compressions may be used, each with a switch of its own.
#pragma once

#include <string>

namespace csp {

struct Compressions {
  bool automatic = true;  // parts that become smaller, without being asked (component_maker.h)
  bool strong = true;     // sbisim, and behind diamond and normal
  bool weak = true;       // wbisim, dbisim, model_compress; not the automatic ones
  bool diamond = true;    // diamond
  bool normal = true;     // normal
  bool loops = true;      // tau_loop_factor
  bool chase = true;      // chase
  bool explicate = true;  // explicate, lazyenumerate, ...: explored by themselves, but left as they are

  static Compressions none() { return {false, false, false, false, false, false, false, false}; }

  // The switch of a compression by its name in scripts.
  bool takes(const std::string& name) const {
    if (name == "sbisim") return strong;
    if (name == "wbisim" || name == "dbisim" || name == "model_compress") return weak;
    if (name == "diamond") return diamond;
    if (name == "normal" || name == "normalise" || name == "normalize") return normal;
    if (name == "tau_loop_factor") return loops;
    if (name == "chase" || name == "chase_nocache") return chase;
    return explicate;
  }
};

}  // namespace csp
