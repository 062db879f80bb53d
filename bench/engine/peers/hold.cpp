// The yardstick: std::priority_queue of (time, sequence, argument) and no engine around it.
// Usage: hold hold|mm1 OPERATIONS PENDING
#include <queue>

#include "common.hpp"

struct Event {
  double time;
  unsigned long sequence;
  int a;
  bool operator<(const Event& other) const {
    return time > other.time || (time == other.time && sequence > other.sequence);
  }
};

int main(int, char** argv) {
  double operations = std::atof(argv[2]);
  int pending = std::atoi(argv[3]);
  long start = peakKibibytes();

  if (std::strcmp(argv[1], "mm1") == 0) {
    return measured(operations, 0, start, [](double customers) {
      enum { arrive, depart };
      Delays arrivals([](double u, double) { return exponential(1000, u); }, 3);
      Delays services([](double u, double) { return exponential(900, u); }, 4);
      std::priority_queue<Event> queue;
      std::vector<double> arrived(1 << 16);
      unsigned long sequence = 0, first = 0, last = 0;
      double now = 0, sum = 0;
      queue.push({arrivals.next(), sequence++, arrive});
      while (!queue.empty()) {
        Event event = queue.top();
        queue.pop();
        now = event.time;
        if (event.a == depart) {
          sum += now - arrived[first++ & 0xffff];
          if (first < last) queue.push({now + services.next(), sequence++, depart});
        } else {
          arrived[last & 0xffff] = now;
          if (first == last) queue.push({now + services.next(), sequence++, depart});
          if (++last < customers) queue.push({now + arrivals.next(), sequence++, arrive});
        }
      }
      return sum / customers;
    });
  }

  Delays delays([](double u, double) { return exponential(1000, u); });
  std::priority_queue<Event> queue;
  unsigned long sequence = 0;
  double now = 0;
  for (int event = 0; event < pending; event++) queue.push({delays.next(), sequence++, event});
  return measured(operations, pending, start, [&](double count) {
    for (long left = static_cast<long>(count); left > 0; left--) {
      Event event = queue.top();
      queue.pop();
      now = event.time;
      queue.push({now + delays.next(), sequence++, event.a});
    }
    return now;
  });
}
