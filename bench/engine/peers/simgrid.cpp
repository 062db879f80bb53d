// SimGrid: HOLD by actors that sleep. Usage: simgrid hold OPERATIONS PENDING
#include <simgrid/s4u.hpp>

#include "common.hpp"

int main(int argc, char** argv) {
  double operations = std::atof(argv[2]);
  int pending = std::atoi(argv[3]);
  simgrid::s4u::Engine engine(&argc, argv);
  simgrid::s4u::Engine::set_config("contexts/stack-size:64");
  auto* zone = simgrid::s4u::create_full_zone("zone");
  auto* host = zone->create_host("host", 1e9);
  zone->seal();
  long start = peakKibibytes();
  Delays delays([](double u, double) { return exponential(1, u); });
  long left = static_cast<long>(operations);
  for (int actor = 0; actor < pending; actor++) {
    simgrid::s4u::Actor::create("actor", host, [&delays, &left] {
      while (left-- > 0) simgrid::s4u::this_actor::sleep_for(delays.next());
    });
  }
  double before = cpuSeconds();
  engine.run();
  std::printf("{\"operations\":%.0f,\"cpuSeconds\":%.6f,\"check\":%.17g,\"kibibytes\":%ld}\n",
              operations, cpuSeconds() - before, engine.get_clock() * 1000, peakKibibytes() - start);
}
