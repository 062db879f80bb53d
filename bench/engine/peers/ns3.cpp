// ns-3: the same work on its simulator core. Usage: ns3 hold|mm1|timeouts OPERATIONS PENDING SCHEDULER
#include <ns3/core-module.h>

#include <string>

#include "common.hpp"

using ns3::EventId;
using ns3::NanoSeconds;
using ns3::Simulator;

static ns3::Time delayOf(double ms) { return NanoSeconds(std::llround(ms * 1e6)); }
static double nowMs() { return Simulator::Now().GetNanoSeconds() / 1e6; }

static Delays holdDelays([](double u, double) { return exponential(1000, u); });
static long left = 0;

static void again(int a) {
  if (--left == 0) Simulator::Stop();
  Simulator::Schedule(delayOf(holdDelays.next()), &again, a);
}

struct Queue {
  Delays arrivals{[](double u, double) { return exponential(1000, u); }, 3};
  Delays services{[](double u, double) { return exponential(900, u); }, 4};
  std::vector<double> arrived = std::vector<double>(1 << 16);
  unsigned long first = 0, last = 0;
  double customers, sum = 0;

  void depart() {
    sum += nowMs() - arrived[first++ & 0xffff];
    if (first < last) Simulator::Schedule(delayOf(services.next()), &Queue::depart, this);
  }
  void arrive() {
    arrived[last & 0xffff] = nowMs();
    if (first == last) Simulator::Schedule(delayOf(services.next()), &Queue::depart, this);
    if (++last < customers) Simulator::Schedule(delayOf(arrivals.next()), &Queue::arrive, this);
  }
};

struct Requests {
  Delays replies{[](double u, double) { return exponential(100, u); }};
  Delays patience{[](double u, double) { return 5000 + exponential(1, u); }, 2};
  std::vector<EventId> timers = std::vector<EventId>(1 << 14);
  long arrivals = 0, gaveUp = 0;
  double requests;
  bool removes;  // Takes the event out at once; otherwise it is passed over later.

  void giveUp(int) { gaveUp++; }
  void reply(int request) {
    if (removes) Simulator::Remove(timers[request]);
    else Simulator::Cancel(timers[request]);
  }
  void arrive() {
    int request = arrivals & 0x3fff;
    timers[request] = Simulator::Schedule(delayOf(patience.next()), &Requests::giveUp, this, request);
    if (arrivals % 10 != 0) {
      Simulator::Schedule(delayOf(replies.next()), &Requests::reply, this, request);
    }
    if (++arrivals < requests) Simulator::Schedule(delayOf(1), &Requests::arrive, this);
  }
};

int main(int, char** argv) {
  std::string work = argv[1], scheduler = argv[4];
  double operations = std::atof(argv[2]);
  int pending = std::atoi(argv[3]);
  ns3::ObjectFactory factory("ns3::" + scheduler + "Scheduler");
  Simulator::SetScheduler(factory);
  long start = peakKibibytes();
  if (work == "mm1") {
    return measured(operations, 0, start, [](double customers) {
      Queue queue;
      queue.customers = customers;
      Simulator::Schedule(delayOf(queue.arrivals.next()), &Queue::arrive, &queue);
      Simulator::Run();
      return queue.sum / customers;
    });
  }
  if (work == "timeouts") {
    return measured(operations, 0, start, [&](double count) {
      Requests requests;
      requests.requests = count;
      requests.removes = scheduler == "Map";
      Simulator::Schedule(delayOf(1), &Requests::arrive, &requests);
      Simulator::Run();
      return static_cast<double>(requests.gaveUp);
    });
  }
  for (int event = 0; event < pending; event++) {
    Simulator::Schedule(delayOf(holdDelays.next()), &again, event);
  }
  return measured(operations, pending, start, [](double count) {
    left = static_cast<long>(count);
    Simulator::Run();
    return nowMs();
  });
}
