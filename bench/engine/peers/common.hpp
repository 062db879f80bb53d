// What the C++ programs share: the delays of laws.mjs, CPU time, and the JSON line they print.
#pragma once
#include <sys/resource.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <functional>
#include <vector>

struct Uniforms {
  double state;
  double next() {
    state = std::fmod(state * 16807.0, 2147483647.0);
    return state / 2147483647.0;
  }
};

class Delays {
  static constexpr unsigned draws = 1 << 14;
  std::vector<double> table;
  unsigned at = 0;

 public:
  // Rounded as JavaScript rounds, to the grid of 2^-20 ms.
  Delays(const std::function<double(double, double)>& law, int seed = 1) {
    Uniforms uniform{static_cast<double>(seed)};
    for (unsigned draw = 0; draw < draws; draw++) {
      double u = uniform.next();
      double v = uniform.next();
      table.push_back(std::floor(law(u, v) * 1048576.0 + 0.5) / 1048576.0);
    }
  }
  double next() { return table[at = (at + 1) & (draws - 1)]; }
};

inline double exponential(double mean, double u) { return -mean * std::log(u); }

inline double cpuSeconds() {
  rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  auto seconds = [](timeval t) { return t.tv_sec + t.tv_usec / 1e6; };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

inline long peakKibibytes() {
  rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

// Warms up by as much as is measured, measures, prints. `run` does so many operations and returns the number to check.
inline int measured(double operations, double pending, long startKibibytes,
                    const std::function<double(double)>& run) {
  run(std::max(pending, operations));
  double before = cpuSeconds();
  double check = run(operations);
  std::printf("{\"operations\":%.0f,\"cpuSeconds\":%.6f,\"check\":%.17g,\"kibibytes\":%ld}\n",
              operations, cpuSeconds() - before, check, peakKibibytes() - startKibibytes);
  return 0;
}
